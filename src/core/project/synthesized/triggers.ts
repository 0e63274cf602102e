import type { ApiDefinition, ApiRoute, IdentitySource } from '../apis/model.ts';
import type { TemplateResult, Trigger } from '../model.ts';
import type { WebSocketApi, WebSocketRoute } from '../webSockets/model.ts';

type Template = Extract<TemplateResult, { readonly kind: 'template' }>;

/**
 * What calls each function of a template that the CDK made, as events of that function: whoever lists it elsewhere, at its source, has
 * them with it. By the name that the template has for it.
 * @param app the folder of the app: APIs of one name in it are one
 * @param names of functions as they are listed, by those that the template has for them
 */
export function triggersByFunction(
  { apis = [], messaging, webSockets = [] }: Template,
  app: string,
  names: ReadonlyMap<string, string>,
): ReadonlyMap<string, readonly Trigger[]> {
  const triggers = new Map<string, Trigger[]>();
  const add = (name: string, trigger: Trigger): void => void triggers.set(name, [...(triggers.get(name) ?? []), trigger]);
  for (const api of apis) {
    const mocks = api.routes.filter(({ target }) => target.kind === 'mock');
    const routes = api.routes.filter(({ target }) => target.kind === 'function').map((route) => withListedName(route, names));
    for (const [index, route] of routes.entries()) {
      if (route.target.kind !== 'function') continue;
      add(route.target.name, api.type === 'FunctionUrl' ? urlTrigger(api, route) : routeTrigger(api, route, index === 0 ? mocks : [], app));
    }
  }
  for (const { functionName, trigger } of messaging?.mappings ?? []) add(functionName, trigger);
  for (const { to, trigger } of messaging?.subscriptions ?? []) if (to.kind === 'function') add(to.name, trigger);
  for (const api of webSockets) for (const route of api.routes) add(route.functionName, webSocketTrigger(api, route, app, names));
  return triggers;
}

function withListedName(route: ApiRoute, names: ReadonlyMap<string, string>): ApiRoute {
  const { authorizer } = route;
  if (authorizer?.kind !== 'function') return route;
  return { ...route, authorizer: { ...authorizer, name: names.get(authorizer.name) ?? authorizer.name } };
}

function routeTrigger(api: ApiDefinition, route: ApiRoute, mocks: readonly ApiRoute[], app: string): Trigger {
  const { type, stages, cors, binaryMediaTypes, gatewayResponses } = api;
  const name = constructName(api.name);
  const properties = {
    [type === 'HttpApi' ? 'ApiId' : 'RestApiId']: name,
    Method: route.method,
    Path: route.path,
    Owner: app,
    Route: route,
    ...(mocks.length === 0 ? {} : { Mocks: mocks }),
    Stages: stages,
    ...(cors === undefined ? {} : { Cors: cors }),
    ...(binaryMediaTypes === undefined ? {} : { BinaryMediaTypes: binaryMediaTypes }),
    ...(gatewayResponses === undefined ? {} : { GatewayResponses: gatewayResponses }),
  };
  return { name, type, properties };
}

function webSocketTrigger(api: WebSocketApi, route: WebSocketRoute, app: string, names: ReadonlyMap<string, string>): Trigger {
  const { key, authorizer, answers } = route;
  const name = constructName(api.name);
  const guard =
    authorizer?.kind === 'function'
      ? { name: names.get(authorizer.name) ?? authorizer.name, identitySource: authorizer.sources.map(sourceText) }
      : authorizer && 'aws_iam';
  const properties = {
    ApiId: name,
    Owner: app,
    route: key,
    routeSelection: api.routeSelection,
    Stages: [api.stage],
    ...(answers && { routeResponseSelectionExpression: '$default' }),
    ...(guard && { authorizer: guard }),
  };
  return { name, type: 'WebSocket', properties };
}

function sourceText({ in: where, name }: IdentitySource): string {
  return where === 'context' || where === 'stageVariables' ? `${where}.${name}` : `route.request.${where}.${name}`;
}

function urlTrigger({ cors }: ApiDefinition, { authorizer, target }: ApiRoute): Trigger {
  const streams = target.kind === 'function' && target.streams === true;
  const properties = {
    AuthType: authorizer?.kind === 'iam' ? 'AWS_IAM' : 'NONE',
    ...(streams ? { InvokeMode: 'RESPONSE_STREAM' } : {}),
    ...(cors === undefined ? {} : { Cors: cors }),
  };
  return { name: 'FunctionUrl', type: 'FunctionUrl', properties };
}

/** Without the eight digits that the CDK puts behind. */
function constructName(logicalId: string): string {
  return logicalId.replace(/(?<=.)[0-9A-F]{8}$/, '');
}
