import { dirname } from 'node:path';
import type { FunctionDefinition, Trigger } from '../model.ts';
import { functionUrl } from './functionUrl.ts';
import { mockOf } from './mock.ts';
import type { ApiDefinition, ApiRoute, Authorizer, GatewayResponse, RequestValidation, Stage } from './model.ts';
import { RouteTable } from './routeTable.ts';
import {
  authorizationHeader,
  corsIn,
  identitySources,
  isTrue,
  longestWaitMs,
  methodOf,
  numberIn,
  type Settings,
  settingsIn,
  textIn,
  textMapIn,
  textsIn,
} from './settings.ts';
import { unknownAuthorizer } from './unknownAuthorizer.ts';

/**
 * APIs as far as functions tell of them, in formats whose APIs aren't read whole: Terraform, and what the CDK made. An API is the routes
 * that name the same one in the same folder or app.
 */
export function apisOfTriggers(functions: readonly FunctionDefinition[]): readonly ApiDefinition[] {
  const apis = new Map<string, FoundApi>();
  const urls: ApiDefinition[] = [];
  for (const fn of functions) {
    for (const trigger of fn.triggers) {
      const { type, properties } = trigger;
      if (type === 'FunctionUrl') urls.push(functionUrl(fn.name, properties));
      else if (type === 'HttpApi' || type === 'Api') {
        const name = textIn(properties[type === 'HttpApi' ? 'ApiId' : 'RestApiId']) ?? type;
        const folder = textIn(properties['Owner']) ?? dirname(fn.templatePath);
        const key = JSON.stringify([folder, type, name]);
        const nearby = () => functions.filter((each) => dirname(each.templatePath) === folder || each.format === fn.format);
        const api: FoundApi = apis.get(key) ?? { type, name, table: new RouteTable(), settings: properties, nearby };
        apis.set(key, api);
        if (isRoute(properties['Route'])) addWhole(fn, properties['Route'], properties, api);
        else addRoute(fn, trigger, api);
      }
    }
  }
  return [...[...apis.values()].map(apiOf), ...urls];
}

interface FoundApi {
  readonly type: 'HttpApi' | 'Api';
  readonly name: string;
  readonly table: RouteTable;
  /** What each of its routes says of all of it. */
  readonly settings: Settings;
  /** The functions that its authorizers may be. */
  readonly nearby: () => readonly FunctionDefinition[];
}

/** What `cdk synth` made, or an OpenAPI document has, is whole but for the functions, which go by the names or addresses that they have there. */
function addWhole(fn: FunctionDefinition, route: ApiRoute, { Mocks: mocks, Notes: notes }: Settings, { table, nearby }: FoundApi): void {
  const { target, authorizer: guard, ...others } = route;
  const isMeant = ({ name, logicalId }: FunctionDefinition) =>
    guard?.kind === 'function' &&
    (name === guard.name || name.endsWith(`.${guard.name}`) || logicalId === guard.name || logicalId.startsWith(`${guard.name}.`));
  const asked = nearby().find(isMeant);
  if (guard?.kind === 'function' && asked === undefined) table.note(unknownAuthorizer(guard.id));
  const authorizer = guard?.kind !== 'function' ? guard : asked && { ...guard, name: asked.name };
  table.add({ ...others, target: target.kind === 'function' ? { ...target, name: fn.name } : target, ...(authorizer && { authorizer }) });
  for (const mock of Array.isArray(mocks) ? mocks : []) if (isRoute(mock)) table.add(mock);
  for (const note of textsIn(notes)) if (!table.notes.includes(note)) table.note(note);
}

function isRoute(value: unknown): value is ApiRoute {
  return typeof value === 'object' && value !== null && 'target' in value;
}

function addRoute(fn: FunctionDefinition, { name, properties }: Trigger, api: FoundApi): void {
  const { type, table } = api;
  const isDefault = type === 'HttpApi' && properties['Path'] === undefined;
  const path = isDefault ? '$default' : textIn(properties['Path']);
  const method = isDefault ? 'ANY' : textIn(properties['Method']);
  if (path === undefined || method === undefined || !/^(?:\/|\$default$)/.test(path)) {
    return void table.note(`The route ${name} of ${fn.name} is not served: its path and method must be written out.`);
  }
  const payloadFormat = type === 'HttpApi' && textIn(properties['PayloadFormatVersion']) === '2.0' ? '2.0' : '1.0';
  const timeoutMs = numberIn(properties['TimeoutInMillis']) ?? longestWaitMs[type];
  const authorizer = authorizerOf(properties, api);
  table.add({
    method: methodOf(method),
    path,
    target: { kind: 'function', name: fn.name, payloadFormat, timeoutMs },
    ...(authorizer === undefined ? {} : { authorizer }),
    ...(isTrue(properties['ApiKeyRequired']) ? { apiKeyRequired: true } : {}),
    ...(isValidation(properties['Validation']) ? { validation: properties['Validation'] } : {}),
  });
  if (properties['Preflight'] !== undefined) {
    const { StatusCode, ResponseParameters } = settingsIn(properties['Preflight']);
    table.add({ method: 'OPTIONS', path, target: mockOf(StatusCode, ResponseParameters, undefined) });
  }
}

function isValidation(value: unknown): value is RequestValidation {
  return typeof value === 'object' && value !== null && 'parameters' in value;
}

/** In Terraform's words. */
function authorizerOf(properties: Settings, api: FoundApi): Authorizer | undefined {
  const kind = textIn(properties['Authorization']);
  if (kind === undefined) return undefined;
  if (kind === 'AWS_IAM') return { kind: 'iam' };
  const settings = settingsIn(properties['Authorizer']);
  const given = settings['identity_sources'] ?? settings['identity_source'];
  const usual = api.type === 'HttpApi' && kind === 'CUSTOM' ? [] : [authorizationHeader];
  const sources = given === undefined ? usual : identitySources(given);
  const [source = authorizationHeader] = sources;
  const scopes = textsIn(properties['AuthorizationScopes']);
  if (kind === 'COGNITO_USER_POOLS') return { kind: 'cognito', source, scopes };
  if (kind === 'JWT') {
    const [configuration] = [settings['jwt_configuration']].flat();
    const { audience, issuer } = settingsIn(configuration);
    const own = textIn(issuer);
    // An audience or issuer that only a deployment knows is the address of its resource here.
    const known = textsIn(audience);
    const meant = known.some((each) => /^aws_\w+\./.test(each)) ? [] : known;
    return { kind: 'jwt', source, audience: meant, scopes, ...(own?.startsWith('https://') ? { issuer: own } : {}) };
  }
  return functionAuthorizer(settings, sources, api);
}

function functionAuthorizer(settings: Settings, sources: ReturnType<typeof identitySources>, api: FoundApi): Authorizer | undefined {
  const id = textIn(settings['id']) ?? 'of a route';
  const address = textIn(settings['function']);
  const fn = api.nearby().find(({ logicalId }) => address !== undefined && (logicalId === address || logicalId.startsWith(`${address}.`)));
  if (fn === undefined) {
    api.table.note(unknownAuthorizer(id));
    return undefined;
  }
  const isRest = api.type === 'Api';
  const event = isRest && textIn(settings['type']) !== 'REQUEST' ? 'TOKEN' : 'REQUEST';
  const validation = textIn(settings['identity_validation_expression']);
  return {
    kind: 'function',
    id,
    name: fn.name,
    event,
    sources,
    ttlSeconds: numberIn(settings['authorizer_result_ttl_in_seconds']) ?? (isRest ? 300 : 0),
    payloadFormat: textIn(settings['authorizer_payload_format_version']) === '2.0' ? '2.0' : '1.0',
    simpleResponses: isTrue(settings['enable_simple_responses']),
    ...(validation === undefined ? {} : { validation }),
  };
}

function apiOf({ type, name, table, settings }: FoundApi): ApiDefinition {
  const cors = corsIn(settings['Cors']);
  const binary = textsIn(settings['BinaryMediaTypes']);
  return {
    type,
    name,
    stages: stagesOf(settings['Stages'], type === 'HttpApi' ? '$default' : 'prod'),
    routes: table.routes,
    ...(cors === undefined ? {} : { cors }),
    ...(binary.length === 0 ? {} : { binaryMediaTypes: binary }),
    ...(areResponses(settings['GatewayResponses']) ? { gatewayResponses: settings['GatewayResponses'] } : {}),
    notes: table.notes,
  };
}

function areResponses(value: unknown): value is Readonly<Record<string, GatewayResponse>> {
  return typeof value === 'object' && value !== null;
}

function stagesOf(stages: unknown, usual: string): readonly Stage[] {
  const named = (Array.isArray(stages) ? stages : []).flatMap((stage): readonly Stage[] => {
    const { name, variables } = settingsIn(stage);
    const text = textIn(name);
    return text === undefined ? [] : [{ name: text, variables: textMapIn(variables) }];
  });
  return named.length === 0 ? [{ name: usual, variables: {} }] : named;
}
