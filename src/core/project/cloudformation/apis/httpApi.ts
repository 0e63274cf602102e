import type { ApiDefinition, Stage } from '../../apis/model.ts';
import { readOpenApi, targetOf } from '../../apis/openapi.ts';
import { RouteTable } from '../../apis/routeTable.ts';
import { corsIn, isTrue, longestWaitMs, methodOf, numberIn, settingsIn, textIn, textMapIn, textsIn } from '../../apis/settings.ts';
import { type AuthorizerDialect, authorizerOf } from './authorizers.ts';
import type { ApiDocuments } from './documents.ts';
import type { PlainResource, Stack } from './stack.ts';

/** Reads an `AWS::ApiGatewayV2::Api` of the protocol HTTP with the routes, integrations, stages and authorizers that belong to it. */
export function readHttpApi(api: PlainResource, stack: Stack, documents: ApiDocuments, templatePath: string): ApiDefinition {
  const table = new RouteTable();
  const { Body, BodyS3Location, CorsConfiguration, Target, RouteKey } = api.properties();
  const document = documents.of(Body, BodyS3Location, templatePath);
  if (document === 'missing')
    table.note(`The routes of the definition of ${api.id} are not served: its OpenAPI document can’t be read here.`);
  const described = readOpenApi('HttpApi', document, table, stack.functionNamed);
  const target = Target === undefined ? undefined : stack.functionNamed(Target);
  if (target !== undefined) {
    const key = routeOf(textIn(RouteKey) ?? '$default');
    if (key !== undefined) {
      table.add({ ...key, target: { kind: 'function', name: target, payloadFormat: '2.0', timeoutMs: longestWaitMs.HttpApi } });
    }
  }
  for (const route of stack.partsOf(api.id, 'AWS::ApiGatewayV2::Route', 'ApiId')) addRoute(route, table, stack);
  const cors = corsIn(CorsConfiguration) ?? described.cors;
  return {
    type: 'HttpApi',
    name: api.id,
    stages: stagesOf(api, stack),
    routes: table.routes,
    ...(cors === undefined ? {} : { cors }),
    notes: table.notes,
  };
}

/** `GET /orders/{id}`, `$default`. */
export function routeOf(key: string): { readonly method: string; readonly path: string } | undefined {
  if (key === '$default') return { method: 'ANY', path: key };
  const [method = '', path = ''] = key.split(' ');
  return path.startsWith('/') ? { method: methodOf(method), path } : undefined;
}

function addRoute(route: PlainResource, table: RouteTable, stack: Stack): void {
  const properties = route.properties();
  const { RouteKey, Target } = properties;
  const key = routeOf(textIn(RouteKey) ?? '');
  if (key === undefined) return void table.note(`The route ${route.id} is not served: its key must be written out.`);
  const integration = stack.referenced(Target, 'AWS::ApiGatewayV2::Integration')?.properties() ?? {};
  const target = targetOf(
    'HttpApi',
    {
      type: textIn(integration['IntegrationType']) ?? '',
      uri: integration['IntegrationUri'],
      payloadFormat: textIn(integration['PayloadFormatVersion']),
      timeoutMs: numberIn(integration['TimeoutInMillis']),
      mock: () => ({ kind: 'mock', status: 200, headers: {}, body: '' }),
    },
    stack.functionNamed,
  );
  if (typeof target === 'string') return void table.note(`${key.method} ${key.path} is not served: ${target}.`);
  const authorizer = authorizerOf(dialect, properties, table, stack);
  table.add({ ...key, target, ...(authorizer === undefined ? {} : { authorizer }) });
}

const dialect: AuthorizerDialect = {
  resource: 'AWS::ApiGatewayV2::Authorizer',
  owner: 'a route',
  tokenType: 'JWT',
  ofToken(settings, source, scopes) {
    const jwt = settingsIn(settings['JwtConfiguration']);
    const issuer = textIn(jwt['Issuer']);
    return { kind: 'jwt', source, audience: textsIn(jwt['Audience']), scopes, ...(issuer === undefined ? {} : { issuer }) };
  },
  ofFunction: (settings) => ({
    event: 'REQUEST',
    ttlSeconds: numberIn(settings['AuthorizerResultTtlInSeconds']) ?? 0,
    payloadFormat: textIn(settings['AuthorizerPayloadFormatVersion']) === '1.0' ? '1.0' : '2.0',
    simpleResponses: isTrue(settings['EnableSimpleResponses']),
  }),
};

function stagesOf(api: PlainResource, stack: Stack): readonly Stage[] {
  const stages = stack.partsOf(api.id, 'AWS::ApiGatewayV2::Stage', 'ApiId').flatMap((stage) => {
    const { StageName, StageVariables } = stage.properties();
    const name = textIn(StageName);
    return name === undefined ? [] : [{ name, variables: textMapIn(StageVariables) }];
  });
  return stages.length === 0 ? [{ name: '$default', variables: {} }] : stages;
}
