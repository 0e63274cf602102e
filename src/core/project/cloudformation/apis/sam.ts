import { byType, gatewayResponseOf } from '../../apis/gatewayResponses.ts';
import type { ApiDefinition, ApiRoute, Authorizer, MockTarget, Stage } from '../../apis/model.ts';
import { readOpenApi, withScopes } from '../../apis/openapi.ts';
import { RouteTable } from '../../apis/routeTable.ts';
import {
  authorizationHeader,
  corsForAll,
  corsIn,
  isTrue,
  longestWaitMs,
  methodOf,
  numberIn,
  type Settings,
  settingsIn,
  textIn,
  textMapIn,
  textsIn,
} from '../../apis/settings.ts';
import { unknownAuthorizer } from '../../apis/unknownAuthorizer.ts';
import type { ApiDocuments } from './documents.ts';
import type { Stack } from './stack.ts';
import { eventValidation } from './validation.ts';

type Type = 'HttpApi' | 'Api';

/** An event of a function, on its way into an API. */
export interface ApiEvent {
  readonly functionName: string;
  readonly name: string;
  readonly settings: Settings;
}

/** Reads an API of SAM: an `AWS::Serverless::Api` or `HttpApi`, or one that SAM implies, with the functions' events that belong to it. */
export function readSamApi(
  type: Type,
  name: string,
  settings: Settings,
  events: readonly ApiEvent[],
  context: { readonly stack: Stack; readonly documents: ApiDocuments; readonly templatePath: string },
): ApiDefinition {
  const table = new RouteTable();
  const auth = settingsIn(settings['Auth']);
  const authorizers = authorizersOf(type, auth, table, context.stack);
  const document = context.documents.of(settings['DefinitionBody'], settings['DefinitionUri'], context.templatePath);
  if (document === 'missing')
    table.note(`The routes of the definition of ${name} are not served: its OpenAPI document can’t be read here.`);
  const described = readOpenApi(type, document, table, context.stack.functionNamed);
  const named = new RouteTable();
  for (const route of table.routes)
    named.add(route.target.kind === 'mock' || route.authorizer ? route : { ...route, ...security({}, auth, authorizers) });
  named.notes.push(...table.notes);
  for (const event of events) addEvent(type, event, { auth, authorizers, models: settings['Models'] }, named);
  const cors = type === 'HttpApi' ? httpCors(settings['CorsConfiguration']) : undefined;
  if (type === 'Api') addPreflights(named, settings['Cors'], auth, authorizers);
  const gatewayResponses = type === 'Api' ? (responsesOf(settings['GatewayResponses']) ?? described.gatewayResponses) : undefined;
  const binary = [...textsIn(settings['BinaryMediaTypes']), ...(described.binaryMediaTypes ?? [])].map((media) => media.replace('~1', '/'));
  return {
    type,
    name,
    stages: [stageOf(type, settings)],
    routes: named.routes,
    ...((cors ?? described.cors) === undefined ? {} : { cors: cors ?? described.cors }),
    ...(type === 'Api' && binary.length > 0 ? { binaryMediaTypes: binary } : {}),
    ...(gatewayResponses === undefined ? {} : { gatewayResponses }),
    notes: named.notes,
  };
}

/** SAM's headers have their names alone. */
function responsesOf(responses: unknown) {
  return byType(
    Object.entries(settingsIn(responses)).map(([type, value]) => {
      const { StatusCode, ResponseParameters, ResponseTemplates } = settingsIn(value);
      const headers = Object.entries(settingsIn(settingsIn(ResponseParameters)['Headers']));
      const parameters = Object.fromEntries(headers.map(([name, text]) => [`gatewayresponse.header.${name}`, text]));
      return [type, gatewayResponseOf(StatusCode, parameters, ResponseTemplates)];
    }),
  );
}

function stageOf(type: Type, settings: Settings): Stage {
  const name = textIn(settings['StageName']) ?? (type === 'Api' ? 'Prod' : '$default');
  return { name, variables: textMapIn(settings[type === 'Api' ? 'Variables' : 'StageVariables']) };
}

function addEvent(
  type: Type,
  { functionName, name, settings }: ApiEvent,
  {
    auth,
    authorizers,
    models,
  }: { readonly auth: Settings; readonly authorizers: ReadonlyMap<string, Authorizer>; readonly models: unknown },
  table: RouteTable,
): void {
  // An HTTP API's event without both is its default route.
  const isDefault = type === 'HttpApi' && settings['Path'] === undefined;
  const path = isDefault ? '$default' : settings['Path'];
  const method = type === 'HttpApi' ? (settings['Method'] ?? 'ANY') : settings['Method'];
  if (typeof path !== 'string' || typeof method !== 'string' || !/^(?:\/|\$default$)/.test(path)) {
    table.note(`The route ${name} of ${functionName} is not served: its path and method must be written out.`);
    return;
  }
  const validation = type === 'Api' ? eventValidation(settings, models) : undefined;
  table.add({
    method: path === '$default' ? 'ANY' : methodOf(method),
    path,
    target: {
      kind: 'function',
      name: functionName,
      payloadFormat: type === 'Api' || textIn(settings['PayloadFormatVersion']) === '1.0' ? '1.0' : '2.0',
      timeoutMs: numberIn(settings['TimeoutInMillis']) ?? longestWaitMs[type],
    },
    ...security(settingsIn(settings['Auth']), auth, authorizers),
    ...(validation === undefined ? {} : { validation }),
  });
}

/** What an event asks for, else what its API does. */
function security(
  own: Settings,
  api: Settings,
  authorizers: ReadonlyMap<string, Authorizer>,
): Pick<ApiRoute, 'authorizer' | 'apiKeyRequired'> {
  const name = textIn(own['Authorizer'] ?? api['DefaultAuthorizer']);
  const authorizer: Authorizer | undefined = name === 'AWS_IAM' ? { kind: 'iam' } : authorizers.get(name ?? '');
  const scopes = own['AuthorizationScopes'];
  const scoped = authorizer === undefined || scopes === undefined ? authorizer : withScopes(authorizer, textsIn(scopes));
  return {
    ...(scoped === undefined ? {} : { authorizer: scoped }),
    ...(isTrue(own['ApiKeyRequired'] ?? api['ApiKeyRequired']) ? { apiKeyRequired: true } : {}),
  };
}

function authorizersOf(type: Type, auth: Settings, table: RouteTable, stack: Stack): ReadonlyMap<string, Authorizer> {
  return new Map(
    Object.entries(settingsIn(auth['Authorizers'])).flatMap(([id, value]): readonly [string, Authorizer][] => {
      const settings = settingsIn(value);
      const scopes = textsIn(settings['AuthorizationScopes']);
      const identity = settingsIn(settings['Identity']);
      const header = textIn(identity['Header']);
      const source = header === undefined ? authorizationHeader : { in: 'header' as const, name: header };
      if (settings['UserPoolArn'] !== undefined) return [[id, { kind: 'cognito', source, scopes }]];
      if (settings['JwtConfiguration'] !== undefined) return [[id, jwtOf(settings, scopes)]];
      if (settings['FunctionArn'] === undefined) return [];
      const name = stack.functionNamed(settings['FunctionArn']);
      if (name !== undefined) return [[id, functionAuthorizer(type, id, name, settings, identity)]];
      table.note(unknownAuthorizer(id));
      return [];
    }),
  );
}

function jwtOf(settings: Settings, scopes: readonly string[]): Authorizer {
  const configuration = settingsIn(settings['JwtConfiguration']);
  const issuer = textIn(configuration['issuer'] ?? configuration['Issuer']);
  const source = /header\.(.+)$/.exec(textIn(settings['IdentitySource']) ?? '')?.[1];
  return {
    kind: 'jwt',
    source: source === undefined ? authorizationHeader : { in: 'header', name: source },
    audience: textsIn(configuration['audience'] ?? configuration['Audience']),
    scopes,
    ...(issuer === undefined ? {} : { issuer }),
  };
}

function functionAuthorizer(type: Type, id: string, name: string, settings: Settings, identity: Settings): Authorizer {
  const isToken = type === 'Api' && textIn(settings['FunctionPayloadType'])?.toUpperCase() !== 'REQUEST';
  const validation = textIn(identity['ValidationExpression']);
  const named = (key: string, where: 'header' | 'querystring' | 'context' | 'stageVariables') =>
    textsIn(identity[key]).map((each) => ({ in: where, name: each }));
  const sources = isToken
    ? [{ ...authorizationHeader, name: textIn(identity['Header']) ?? authorizationHeader.name }]
    : [
        ...named('Headers', 'header'),
        ...named('QueryStrings', 'querystring'),
        ...named('StageVariables', 'stageVariables'),
        ...named('Context', 'context'),
      ];
  return {
    kind: 'function',
    id,
    name,
    event: isToken ? 'TOKEN' : 'REQUEST',
    sources,
    ttlSeconds: numberIn(identity['ReauthorizeEvery']) ?? (type === 'Api' ? 300 : 0),
    payloadFormat: textIn(settings['AuthorizerPayloadFormatVersion']) === '1.0' ? '1.0' : '2.0',
    simpleResponses: isTrue(settings['EnableSimpleResponses']),
    ...(validation === undefined ? {} : { validation }),
  };
}

function httpCors(value: unknown) {
  return isTrue(value) ? corsForAll : corsIn(value);
}

/** SAM's `Cors` makes an OPTIONS method for each path that has none; its default authorizer guards that one too, unless told not to. */
function addPreflights(table: RouteTable, cors: unknown, auth: Settings, authorizers: ReadonlyMap<string, Authorizer>): void {
  if (cors === undefined) return;
  const settings: Settings = typeof cors === 'string' ? { AllowOrigin: cors } : settingsIn(cors);
  const guarded = textIn(auth['AddDefaultAuthorizerToCorsPreflight'])?.toLowerCase() !== 'false';
  const methods = new Map<string, string[]>();
  for (const { path, method } of table.routes) methods.set(path, [...(methods.get(path) ?? []), method]);
  for (const [path, own] of methods) {
    if (own.includes('OPTIONS')) continue;
    const target = preflight(settings, own);
    table.add({ method: 'OPTIONS', path, target, ...(guarded ? security({}, { ...auth, ApiKeyRequired: false }, authorizers) : {}) });
  }
}

const ALL_METHODS = ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT'];

function preflight(settings: Settings, methods: readonly string[]): MockTarget {
  const offered = methods.includes('ANY') ? ALL_METHODS : [...new Set([...methods, 'OPTIONS'])].sort();
  const constant = (name: string) => textIn(settings[name])?.replace(/^'(.*)'$/s, '$1');
  const headers = {
    'Access-Control-Allow-Origin': constant('AllowOrigin'),
    'Access-Control-Allow-Headers': constant('AllowHeaders'),
    'Access-Control-Allow-Methods': constant('AllowMethods') ?? offered.join(','),
    'Access-Control-Max-Age': constant('MaxAge'),
    'Access-Control-Allow-Credentials': isTrue(settings['AllowCredentials']) ? 'true' : undefined,
  };
  return { kind: 'mock', status: 200, headers: textMapIn(headers), body: '{}\n' };
}
