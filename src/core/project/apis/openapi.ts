import { documentResponses } from './gatewayResponses.ts';
import { mockOf } from './mock.ts';
import type { ApiDefinition, ApiRoute, ApiType, Authorizer, MockTarget } from './model.ts';
import { documentValidation } from './openapiValidation.ts';
import type { RouteTable } from './routeTable.ts';
import {
  authorizationHeader,
  corsForAll,
  corsIn,
  identitySources,
  isTrue,
  longestWaitMs,
  methodOf,
  numberIn,
  type Settings,
  settingsIn,
  textIn,
  textsIn,
} from './settings.ts';
import { unknownAuthorizer } from './unknownAuthorizer.ts';

/** Names the function that an integration or an authorizer calls, where it is one that is known. */
export type FunctionNamed = (reference: unknown) => string | undefined;

/** What an OPTIONS mock or an integration of a function is told by, in CloudFormation's and in OpenAPI's spelling. */
export interface IntegrationSettings {
  readonly type: string;
  readonly uri: unknown;
  readonly payloadFormat: string | undefined;
  readonly timeoutMs: number | undefined;
  readonly mock: () => MockTarget;
}

/** Reads the paths of an OpenAPI document with API Gateway's extensions into `table`; what it says of the API as a whole is returned. */
export function readOpenApi(
  type: 'HttpApi' | 'Api',
  document: unknown,
  table: RouteTable,
  functionNamed: FunctionNamed,
): Pick<ApiDefinition, 'cors' | 'binaryMediaTypes' | 'gatewayResponses'> {
  const root = settingsIn(document);
  const authorizers = authorizersOf(type, root, table, functionNamed);
  for (const [path, item] of Object.entries(settingsIn(root['paths']))) {
    for (const [verb, value] of Object.entries(settingsIn(item))) {
      if (!VERBS.test(verb)) continue;
      const operation = settingsIn(value);
      const method = methodOf(verb);
      const target = targetOf(type, integrationIn(operation['x-amazon-apigateway-integration']), functionNamed);
      if (typeof target === 'string') {
        table.note(`${method} ${path} is not served: ${target}.`);
        continue;
      }
      const { authorizer, apiKeyRequired } = securityOf(operation['security'] ?? root['security'], authorizers);
      const validation = type === 'Api' ? documentValidation(root, settingsIn(item), operation) : undefined;
      table.add({
        method,
        path: path === '/$default' ? '$default' : path,
        target,
        ...(authorizer === undefined ? {} : { authorizer }),
        ...(apiKeyRequired ? { apiKeyRequired } : {}),
        ...(validation === undefined ? {} : { validation }),
      });
    }
  }
  const cors = root['x-amazon-apigateway-cors'];
  const binary = root['x-amazon-apigateway-binary-media-types'];
  const gatewayResponses = type === 'Api' ? documentResponses(root) : undefined;
  return {
    ...(gatewayResponses === undefined ? {} : { gatewayResponses }),
    ...(cors === undefined ? {} : { cors: corsIn(cors) ?? corsForAll }),
    ...(binary === undefined ? {} : { binaryMediaTypes: textsIn(binary) }),
  };
}

const VERBS = /^(?:get|put|post|delete|options|head|patch|trace|x-amazon-apigateway-any-method)$/i;

/** What a route's integration is, or why it isn't served, in words that complete "… is not served: …". */
export function targetOf(
  type: 'HttpApi' | 'Api',
  { type: kind, uri, payloadFormat, timeoutMs, mock }: IntegrationSettings,
  functionNamed: FunctionNamed,
): ApiRoute['target'] | string {
  if (/^mock$/i.test(kind)) return mock();
  if (!/^aws_proxy$/i.test(kind)) return kind === '' ? 'it has no integration' : `its integration is ${kind}, not a Lambda proxy`;
  const name = functionNamed(uri);
  if (name === undefined) return 'which function it calls is only known when it is deployed';
  return {
    kind: 'function',
    name,
    payloadFormat: type === 'HttpApi' && payloadFormat === '2.0' ? '2.0' : '1.0',
    timeoutMs: timeoutMs ?? longestWaitMs[type],
  };
}

function integrationIn(value: unknown): IntegrationSettings {
  const integration = settingsIn(value);
  return {
    type: textIn(integration['type']) ?? '',
    uri: integration['uri'],
    payloadFormat: textIn(integration['payloadFormatVersion']),
    timeoutMs: numberIn(integration['timeoutInMillis']),
    mock: () => {
      const [status, response] = Object.entries(settingsIn(integration['responses']))[0] ?? ['200', {}];
      const { statusCode, responseParameters, responseTemplates } = settingsIn(response);
      return mockOf(statusCode ?? status, responseParameters, responseTemplates);
    },
  };
}

type Scheme = { readonly kind: 'authorizer'; readonly authorizer: Authorizer } | { readonly kind: 'api-key' };

/** By name: `components.securitySchemes`, or `securityDefinitions` of OpenAPI 2. */
function authorizersOf(type: ApiType, root: Settings, table: RouteTable, functionNamed: FunctionNamed): ReadonlyMap<string, Scheme> {
  const schemes = { ...settingsIn(root['securityDefinitions']), ...settingsIn(settingsIn(root['components'])['securitySchemes']) };
  return new Map(
    Object.entries(schemes).flatMap(([id, value]): readonly [string, Scheme][] => {
      const scheme = settingsIn(value);
      const settings = settingsIn(scheme['x-amazon-apigateway-authorizer']);
      const authorizer = schemeAuthorizer(type, id, scheme, settings, functionNamed);
      if (authorizer === undefined && settings['authorizerUri'] !== undefined) table.note(unknownAuthorizer(id));
      if (authorizer !== undefined) return [[id, { kind: 'authorizer', authorizer }]];
      return scheme['type'] === 'apiKey' && scheme['name'] === 'x-api-key' ? [[id, { kind: 'api-key' }]] : [];
    }),
  );
}

function schemeAuthorizer(
  type: ApiType,
  id: string,
  scheme: Settings,
  settings: Settings,
  functionNamed: FunctionNamed,
): Authorizer | undefined {
  const kind = textIn(settings['type'])?.toLowerCase();
  const named = textIn(scheme['name']);
  const source = named === undefined || scheme['in'] === 'query' ? authorizationHeader : { in: 'header' as const, name: named };
  if (textIn(scheme['x-amazon-apigateway-authtype'])?.toLowerCase() === 'awssigv4') return { kind: 'iam' };
  if (kind === 'cognito_user_pools') return { kind: 'cognito', source, scopes: [] };
  if (kind === 'jwt') {
    const jwt = settingsIn(settings['jwtConfiguration']);
    const issuer = textIn(jwt['issuer']);
    const [own = authorizationHeader] = identitySources(settings['identitySource']);
    return { kind: 'jwt', source: own, audience: textsIn(jwt['audience']), scopes: [], ...(issuer === undefined ? {} : { issuer }) };
  }
  if (kind !== 'token' && kind !== 'request') return undefined;
  const name = functionNamed(settings['authorizerUri']);
  const validation = textIn(settings['identityValidationExpression']);
  if (name === undefined) return undefined;
  return {
    kind: 'function',
    id,
    name,
    event: kind === 'token' ? 'TOKEN' : 'REQUEST',
    sources: kind === 'token' ? [source] : identitySources(settings['identitySource']),
    ttlSeconds: numberIn(settings['authorizerResultTtlInSeconds']) ?? (type === 'Api' ? 300 : 0),
    payloadFormat: textIn(settings['authorizerPayloadFormatVersion']) === '1.0' ? '1.0' : '2.0',
    simpleResponses: isTrue(settings['enableSimpleResponses']),
    ...(validation === undefined ? {} : { validation }),
  };
}

function securityOf(
  security: unknown,
  schemes: ReadonlyMap<string, Scheme>,
): { readonly authorizer?: Authorizer; readonly apiKeyRequired: boolean } {
  const wanted = (Array.isArray(security) ? security : []).flatMap((item) => Object.entries(settingsIn(item)));
  let authorizer: Authorizer | undefined;
  let apiKeyRequired = false;
  for (const [id, scopes] of wanted) {
    const scheme = schemes.get(id);
    if (scheme?.kind === 'api-key') apiKeyRequired = true;
    else if (scheme !== undefined) authorizer ??= withScopes(scheme.authorizer, textsIn(scopes));
  }
  return { apiKeyRequired, ...(authorizer === undefined ? {} : { authorizer }) };
}

/** Scopes are a route's, though they stand with its authorizer. */
export function withScopes(authorizer: Authorizer, scopes: readonly string[]): Authorizer {
  return authorizer.kind === 'jwt' || authorizer.kind === 'cognito' ? { ...authorizer, scopes } : authorizer;
}
