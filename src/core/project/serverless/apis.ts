import { functionUrl } from '../apis/functionUrl.ts';
import type { ApiDefinition, Authorizer, Cors, MockTarget } from '../apis/model.ts';
import { RouteTable } from '../apis/routeTable.ts';
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
} from '../apis/settings.ts';
import { unknownAuthorizer } from '../apis/unknownAuthorizer.ts';
import type { FunctionDefinition, Trigger } from '../model.ts';
import type { WebSocketApi } from '../webSockets/model.ts';
import { webSocketOfTriggers } from '../webSockets/ofTriggers.ts';
import { requestValidation } from './requestValidation.ts';
import type { Service } from './service.ts';
import { plain } from './triggers.ts';

/** The HTTP API, the REST API and the function URLs that the Framework makes of the events of a service's functions. */
export function readApis(service: Service, functions: readonly FunctionDefinition[]): readonly ApiDefinition[] {
  const events = functions.flatMap((fn) => fn.triggers.map((trigger): Event => ({ fn, trigger })));
  const of = (type: string) => events.filter(({ trigger }) => trigger.type === type);
  return [
    ...(of('HttpApi').length === 0 ? [] : [httpApi(service, of('HttpApi'), functions)]),
    ...(of('Api').length === 0 ? [] : [restApi(service, of('Api'), functions)]),
    ...of('FunctionUrl').map(({ fn, trigger: { properties } }) =>
      functionUrl(fn.name, { ...properties, Cors: properties['Cors'] === true ? CORS_OF_URLS : properties['Cors'] }),
    ),
  ];
}

/** The WebSocket API that it makes of their `websocket` events. */
export function readWebSocket(service: Service, functions: readonly FunctionDefinition[]): WebSocketApi | undefined {
  const text = (name: string) => textIn(providerSettings(service, name));
  const stage = text('stage');
  return webSocketOfTriggers(functions, {
    name: 'WebsocketsApi',
    stage: stage === undefined || stage.includes('${') ? 'dev' : stage,
    routeSelection: text('websocketsApiRouteSelectionExpression'),
  });
}

interface Event {
  readonly fn: FunctionDefinition;
  readonly trigger: Trigger;
}

function providerSettings(service: Service, name: string): unknown {
  return plain(service.variables.get(service.provider, name), service);
}

function httpApi(service: Service, events: readonly Event[], functions: readonly FunctionDefinition[]): ApiDefinition {
  const table = new RouteTable();
  const settings = settingsIn(providerSettings(service, 'httpApi'));
  const declared = settingsIn(settings['authorizers']);
  for (const { fn, trigger } of events) {
    const { Path, Method, TimeoutInMillis, authorizer } = trigger.properties;
    const place = placeOf(Path, Method, 'ANY');
    if (place === undefined) {
      table.note(unwritten(trigger, fn));
      continue;
    }
    const guard = httpAuthorizer(authorizer, declared, functions, table);
    table.add({
      ...place,
      target: {
        kind: 'function',
        name: fn.name,
        payloadFormat: textIn(settings['payload']) === '1.0' ? '1.0' : '2.0',
        timeoutMs: numberIn(TimeoutInMillis) ?? longestWaitMs.HttpApi,
      },
      ...(guard === undefined ? {} : { authorizer: guard }),
    });
  }
  const cors = httpCors(settings['cors'], table);
  return {
    type: 'HttpApi',
    name: 'HttpApi',
    stages: [{ name: '$default', variables: {} }],
    routes: table.routes,
    ...(cors === undefined ? {} : { cors }),
    notes: table.notes,
  };
}

function placeOf(path: unknown, method: unknown, otherwise: string | undefined) {
  if (path === undefined && otherwise !== undefined) return { method: 'ANY', path: '$default' };
  const verb = method ?? otherwise;
  const isWritten = typeof path === 'string' && typeof verb === 'string' && path.startsWith('/') && !path.includes('${');
  return isWritten ? { method: methodOf(verb), path } : undefined;
}

function unwritten({ name }: Trigger, fn: FunctionDefinition): string {
  return `The route ${name} of ${fn.name} is not served: its path and method must be written out.`;
}

const HEADERS = ['Content-Type', 'X-Amz-Date', 'Authorization', 'X-Api-Key', 'X-Amz-Security-Token', 'X-Amz-User-Agent', 'X-Amzn-Trace-Id'];

/** What `cors: true` stands for. */
const CORS_OF_URLS = { allowOrigins: ['*'], allowHeaders: HEADERS.slice(0, 5), allowMethods: ['*'] };

function httpCors(value: unknown, { routes }: RouteTable): Cors | undefined {
  if (value === undefined || value === false) return undefined;
  const own = corsIn(value);
  const methods = routes.some(({ method }) => method === 'ANY') ? ['*'] : [...new Set(['OPTIONS', ...routes.map(({ method }) => method)])];
  const has = (list: readonly string[] | undefined, otherwise: readonly string[]) =>
    list === undefined || list.length === 0 ? otherwise : list;
  return {
    allowOrigins: has(own?.allowOrigins, ['*']),
    allowMethods: has(own?.allowMethods, methods),
    allowHeaders: has(own?.allowHeaders, HEADERS),
    exposeHeaders: own?.exposeHeaders ?? [],
    allowCredentials: own?.allowCredentials ?? false,
    ...(own?.maxAgeSeconds === undefined ? {} : { maxAgeSeconds: own.maxAgeSeconds }),
  };
}

/** An event's `authorizer`: the name of one of the provider's, or settings with that name and the route's scopes. */
function httpAuthorizer(
  value: unknown,
  declared: Settings,
  functions: readonly FunctionDefinition[],
  table: RouteTable,
): Authorizer | undefined {
  if (value === undefined) return undefined;
  const own = typeof value === 'string' ? { name: value } : settingsIn(value);
  if (textIn(own['type']) === 'aws_iam') return { kind: 'iam' };
  const id = textIn(own['name']) ?? textIn(own['id']) ?? '';
  const settings = settingsIn(declared[id]);
  const sources = identitySources(settings['identitySource']);
  if (textIn(settings['type']) !== 'request') {
    const issuer = textIn(settings['issuerUrl']);
    return {
      kind: 'jwt',
      source: sources[0] ?? authorizationHeader,
      audience: textsIn(settings['audience']),
      scopes: textsIn(own['scopes']),
      ...(issuer === undefined || issuer.includes('${') ? {} : { issuer }),
    };
  }
  const name = functionNamed(settings['functionName'] ?? settings['functionArn'], functions);
  if (name === undefined) {
    table.note(unknownAuthorizer(id));
    return undefined;
  }
  return {
    kind: 'function',
    id,
    name,
    event: 'REQUEST',
    sources: settings['identitySource'] === undefined ? [authorizationHeader] : sources,
    ttlSeconds: numberIn(settings['resultTtlInSeconds']) ?? 0,
    payloadFormat: textIn(settings['payloadVersion']) === '1.0' ? '1.0' : '2.0',
    simpleResponses: isTrue(settings['enableSimpleResponses']),
  };
}

/** By the key under `functions`, the name, or an ARN that ends in it. */
function functionNamed(value: unknown, functions: readonly FunctionDefinition[]): string | undefined {
  const text = textIn(value);
  const name = text === undefined ? undefined : (/:function:([\w-]+)/.exec(text)?.[1] ?? text);
  return functions.find((fn) => fn.logicalId === name || fn.name === name)?.name;
}

function restApi(service: Service, events: readonly Event[], functions: readonly FunctionDefinition[]): ApiDefinition {
  const table = new RouteTable();
  const shared = settingsIn(settingsIn(settingsIn(providerSettings(service, 'apiGateway'))['request'])['schemas']);
  const preflights = new Map<string, { readonly cors: Settings; readonly methods: string[] }>();
  for (const { fn, trigger } of events) {
    const { Path, Method, TimeoutInMillis, authorizer, cors, integration, private: isPrivate, request } = trigger.properties;
    const place = placeOf(Path, Method, undefined);
    const kind = textIn(integration)?.toLowerCase().replaceAll('_', '-') ?? 'lambda-proxy';
    if (place === undefined) table.note(unwritten(trigger, fn));
    else if (kind !== 'lambda-proxy' && kind !== 'aws-proxy') {
      table.note(`${place.method} ${place.path} is not served: its integration is ${kind}, not a Lambda proxy.`);
    } else {
      const guard = restAuthorizer(authorizer, functions, table);
      const validation = requestValidation(settingsIn(request), shared);
      table.add({
        ...place,
        target: {
          kind: 'function',
          name: fn.name,
          payloadFormat: '1.0',
          timeoutMs: numberIn(TimeoutInMillis) ?? longestWaitMs.Api,
        },
        ...(guard === undefined ? {} : { authorizer: guard }),
        ...(isTrue(isPrivate) ? { apiKeyRequired: true } : {}),
        ...(validation === undefined ? {} : { validation }),
      });
      if (cors !== undefined && cors !== false) {
        const known = preflights.get(place.path);
        preflights.set(place.path, { cors: { ...known?.cors, ...settingsIn(cors) }, methods: [...(known?.methods ?? []), place.method] });
      }
    }
  }
  for (const [path, { cors, methods }] of preflights) table.add({ method: 'OPTIONS', path, target: preflight(cors, methods) });
  const binary = textsIn(settingsIn(providerSettings(service, 'apiGateway'))['binaryMediaTypes']);
  const stage = textIn(providerSettings(service, 'stage'));
  return {
    type: 'Api',
    name: 'ApiGatewayRestApi',
    stages: [{ name: stage === undefined || stage.includes('${') ? 'dev' : stage, variables: {} }],
    routes: table.routes,
    ...(binary.length === 0 ? {} : { binaryMediaTypes: binary }),
    notes: table.notes,
  };
}

function preflight(cors: Settings, methods: readonly string[]): MockTarget {
  const offered = methods.includes('ANY') ? ['OPTIONS', 'DELETE', 'GET', 'HEAD', 'PATCH', 'POST', 'PUT'] : ['OPTIONS', ...methods];
  const [origin = '*'] = textsIn(cors['origins'] ?? cors['origin']);
  const maxAge = numberIn(cors['maxAge']);
  const headers = {
    'Access-Control-Allow-Origin': origin,
    'Access-Control-Allow-Headers': textsIn(cors['headers'] ?? HEADERS).join(','),
    'Access-Control-Allow-Methods': offered.join(','),
    'Access-Control-Allow-Credentials': isTrue(cors['allowCredentials']) ? 'true' : undefined,
    'Access-Control-Max-Age': maxAge,
  };
  return { kind: 'mock', status: 200, headers: textMapIn(headers), body: '' };
}

/** The name of a function, its ARN, or settings with one of them. */
function restAuthorizer(value: unknown, functions: readonly FunctionDefinition[], table: RouteTable): Authorizer | undefined {
  if (value === undefined) return undefined;
  const settings = typeof value === 'string' ? { name: value } : settingsIn(value);
  const type = textIn(settings['type'])?.toUpperCase();
  const given = textIn(settings['name']) ?? textIn(settings['arn']) ?? '';
  if (type === 'AWS_IAM' || given.toLowerCase() === 'aws_iam') return { kind: 'iam' };
  const sources = identitySources(settings['identitySource']);
  const isPool = type === 'COGNITO_USER_POOLS' || given.includes(':cognito-idp:') || settings['authorizerId'] !== undefined;
  if (isPool) return { kind: 'cognito', source: sources[0] ?? authorizationHeader, scopes: textsIn(settings['scopes']) };
  const name = functionNamed(textIn(settings['arn']) ?? given, functions) ?? functionNamed(given, functions);
  if (name === undefined) {
    table.note(unknownAuthorizer(given));
    return undefined;
  }
  const validation = textIn(settings['identityValidationExpression']);
  return {
    kind: 'function',
    id: given,
    name,
    event: type === 'REQUEST' ? 'REQUEST' : 'TOKEN',
    sources: settings['identitySource'] === undefined ? [authorizationHeader] : sources,
    ttlSeconds: numberIn(settings['resultTtlInSeconds']) ?? 300,
    payloadFormat: '1.0',
    simpleResponses: false,
    ...(validation === undefined ? {} : { validation }),
  };
}
