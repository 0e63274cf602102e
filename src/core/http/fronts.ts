import type { FunctionDefinition, Trigger } from '../project/model.ts';
import type { Front, FrontType, Route } from './model.ts';

export interface Fronts {
  /** In the templates' order, the APIs first. */
  readonly fronts: readonly Front[];
  /** What a person should know: routes that can't be told, and settings that aren't obeyed here. */
  readonly notes: readonly string[];
}

/** What the templates put in front of their functions. An API is the events that refer to the same one in the same template. */
export function frontsOf(definitions: readonly FunctionDefinition[]): Fronts {
  const apis = new Map<string, Front & { readonly routes: Route[] }>();
  const urls: Front[] = [];
  const notes: string[] = [];
  for (const definition of definitions) {
    for (const trigger of definition.triggers) {
      const { type } = trigger;
      if (type === 'FunctionUrl') urls.push(functionUrl(definition, trigger));
      else if (type !== 'HttpApi' && type !== 'Api') continue;
      else {
        const route = routeOf(definition, trigger, type);
        if (route === undefined) {
          notes.push(`The route ${trigger.name} of ${definition.name} is not served: its path and method must be written out.`);
          continue;
        }
        const name = apiName(trigger, type);
        const key = JSON.stringify([definition.templatePath, type, name]);
        const api = apis.get(key) ?? { type, name, routes: [] };
        apis.set(key, api);
        const rival = api.routes.find((other) => other.method === route.method && other.path === route.path);
        if (rival === undefined) api.routes.push(route);
        else notes.push(`${route.method} ${route.path} goes to ${rival.functionName}: that ${definition.name} wants it too is overlooked.`);
      }
      notes.push(...disobeyed(definition, trigger));
    }
  }
  return { fronts: [...apis.values(), ...urls], notes };
}

function functionUrl({ name }: FunctionDefinition, { properties }: Trigger): Front {
  const streams = properties['InvokeMode'] === 'RESPONSE_STREAM';
  return {
    type: 'FunctionUrl',
    name,
    routes: [{ method: 'ANY', path: '$default', functionName: name, payloadFormat: '2.0', ...(streams && { streams }) }],
  };
}

function routeOf({ name }: FunctionDefinition, { properties }: Trigger, type: 'HttpApi' | 'Api'): Route | undefined {
  // An HTTP API's event without both is its default route.
  const isDefault = type === 'HttpApi' && properties['Path'] === undefined;
  const path = isDefault ? '$default' : properties['Path'];
  const method = type === 'HttpApi' ? (properties['Method'] ?? 'ANY') : properties['Method'];
  if (typeof path !== 'string' || typeof method !== 'string' || !/^(?:\/|\$default$)/.test(path)) return undefined;
  const isAny = path === '$default' || /^(?:any|x-amazon-apigateway-any-method)$/i.test(method);
  const timeout = properties['TimeoutInMillis'];
  return {
    method: isAny ? 'ANY' : method.toUpperCase(),
    path,
    functionName: name,
    payloadFormat: type === 'Api' || String(properties['PayloadFormatVersion']) === '1.0' ? '1.0' : '2.0',
    timeoutMs: typeof timeout === 'number' ? timeout : LONGEST_WAIT_MS[type],
  };
}

/** What API Gateway waits for an integration without being told. */
const LONGEST_WAIT_MS = { HttpApi: 30_000, Api: 29_000 };

/** Events without a reference share the API that SAM makes for them, under these names. */
const IMPLIED = { HttpApi: 'ServerlessHttpApi', Api: 'ServerlessRestApi' };

function apiName({ properties }: Trigger, type: 'HttpApi' | 'Api'): string {
  const reference = properties[type === 'HttpApi' ? 'ApiId' : 'RestApiId'];
  if (reference === undefined || reference === null) return IMPLIED[type];
  if (typeof reference === 'string') return reference;
  const name = typeof reference === 'object' && 'Ref' in reference ? reference.Ref : undefined;
  return typeof name === 'string' ? name : JSON.stringify(reference);
}

/** Settings on the trigger itself that change who is let in or what is answered, and that are missing here. */
function disobeyed({ name }: FunctionDefinition, trigger: Trigger): readonly string[] {
  const { type, properties } = trigger;
  const what: Record<FrontType, string> = {
    HttpApi: `The route ${trigger.name} of ${name}`,
    Api: `The route ${trigger.name} of ${name}`,
    FunctionUrl: `The URL of ${name}`,
  };
  const subject = what[type as FrontType];
  return [
    ...(properties['Auth'] === undefined ? [] : [`${subject} is open here: its authorizer is not asked.`]),
    ...(properties['AuthType'] === 'AWS_IAM' ? [`${subject} is open here: its callers' signatures are not checked.`] : []),
    ...(properties['Cors'] === undefined ? [] : [`${subject} has CORS settings, which are not applied here.`]),
  ];
}
