import { byType, gatewayResponseOf } from '../../apis/gatewayResponses.ts';
import { mockOf } from '../../apis/mock.ts';
import type { ApiDefinition, Stage } from '../../apis/model.ts';
import { readOpenApi, targetOf } from '../../apis/openapi.ts';
import { RouteTable } from '../../apis/routeTable.ts';
import { isTrue, methodOf, numberIn, settingsIn, textIn, textMapIn, textsIn } from '../../apis/settings.ts';
import { type AuthorizerDialect, authorizerOf } from './authorizers.ts';
import type { ApiDocuments } from './documents.ts';
import type { PlainResource, Stack } from './stack.ts';
import { methodValidation } from './validation.ts';

/** Reads an `AWS::ApiGateway::RestApi` with the resources, methods, stages and authorizers that belong to it. */
export function readRestApi(api: PlainResource, stack: Stack, documents: ApiDocuments, templatePath: string): ApiDefinition {
  const table = new RouteTable();
  const { Body, BodyS3Location, BinaryMediaTypes } = api.properties();
  const document = documents.of(Body, BodyS3Location, templatePath);
  if (document === 'missing')
    table.note(`The routes of the definition of ${api.id} are not served: its OpenAPI document can’t be read here.`);
  const described = readOpenApi('Api', document, table, stack.functionNamed);
  for (const method of stack.partsOf(api.id, 'AWS::ApiGateway::Method', 'RestApiId')) addMethod(api, method, table, stack);
  const gatewayResponses = responsesOf(api, stack) ?? described.gatewayResponses;
  const binary = [...textsIn(BinaryMediaTypes), ...(described.binaryMediaTypes ?? [])];
  return {
    type: 'Api',
    name: api.id,
    stages: stagesOf(api, stack),
    routes: table.routes,
    ...(binary.length === 0 ? {} : { binaryMediaTypes: binary }),
    ...(gatewayResponses === undefined ? {} : { gatewayResponses }),
    notes: table.notes,
  };
}

function responsesOf(api: PlainResource, stack: Stack) {
  const responses = stack.partsOf(api.id, 'AWS::ApiGateway::GatewayResponse', 'RestApiId').map((response) => {
    const { ResponseType, StatusCode, ResponseParameters, ResponseTemplates } = response.properties();
    return [ResponseType, gatewayResponseOf(StatusCode, ResponseParameters, ResponseTemplates)] as const;
  });
  return byType(responses);
}

function addMethod(api: PlainResource, method: PlainResource, table: RouteTable, stack: Stack): void {
  const properties = method.properties();
  const { HttpMethod, ResourceId, Integration, ApiKeyRequired } = properties;
  const verb = textIn(HttpMethod);
  const path = pathOf(ResourceId, api, stack);
  if (verb === undefined || path === undefined)
    return void table.note(`The method ${method.id} is not served: its path and method must be written out.`);
  const integration = settingsIn(Integration);
  const [response] = Array.isArray(integration['IntegrationResponses']) ? integration['IntegrationResponses'] : [];
  const { StatusCode, ResponseParameters, ResponseTemplates } = settingsIn(response);
  const target = targetOf(
    'Api',
    {
      type: textIn(integration['Type']) ?? '',
      uri: integration['Uri'],
      payloadFormat: undefined,
      timeoutMs: numberIn(integration['TimeoutInMillis']),
      mock: () => mockOf(StatusCode, ResponseParameters, ResponseTemplates),
    },
    stack.functionNamed,
  );
  if (typeof target === 'string') return void table.note(`${methodOf(verb)} ${path} is not served: ${target}.`);
  const authorizer = authorizerOf(dialect, properties, table, stack);
  const validation = methodValidation(properties, stack);
  table.add({
    method: methodOf(verb),
    path,
    target,
    ...(validation === undefined ? {} : { validation }),
    ...(authorizer === undefined ? {} : { authorizer }),
    ...(isTrue(ApiKeyRequired) ? { apiKeyRequired: true } : {}),
  });
}

/** From the root down; undefined where a part of it can't be told. */
function pathOf(resourceId: unknown, api: PlainResource, stack: Stack): string | undefined {
  const parts: string[] = [];
  let at = stack.referenced(resourceId, 'AWS::ApiGateway::Resource');
  if (at === undefined) return stack.referenced(resourceId, api.type)?.id === api.id ? '/' : undefined;
  for (let depth = 0; at !== undefined && depth < 50; depth++) {
    const { PathPart, ParentId } = at.properties();
    const part = textIn(PathPart);
    if (part === undefined) return undefined;
    parts.unshift(part);
    at = stack.referenced(ParentId, 'AWS::ApiGateway::Resource');
  }
  return `/${parts.join('/')}`;
}

const dialect: AuthorizerDialect = {
  resource: 'AWS::ApiGateway::Authorizer',
  owner: 'a method',
  tokenType: 'COGNITO_USER_POOLS',
  ofToken: (_settings, source, scopes) => ({ kind: 'cognito', source, scopes }),
  ofFunction(settings) {
    const validation = textIn(settings['IdentityValidationExpression']);
    return {
      event: textIn(settings['Type']) === 'REQUEST' ? 'REQUEST' : 'TOKEN',
      ttlSeconds: numberIn(settings['AuthorizerResultTtlInSeconds']) ?? 300,
      payloadFormat: '1.0',
      simpleResponses: false,
      ...(validation === undefined ? {} : { validation }),
    };
  },
};

function stagesOf(api: PlainResource, stack: Stack): readonly Stage[] {
  const stages = stack.partsOf(api.id, 'AWS::ApiGateway::Stage', 'RestApiId').map((stage) => stage.properties());
  const deployments = stack.partsOf(api.id, 'AWS::ApiGateway::Deployment', 'RestApiId').map((deployment) => {
    const { StageName, StageDescription } = deployment.properties();
    return { StageName, Variables: settingsIn(StageDescription)['Variables'] };
  });
  const named = [...stages, ...deployments].flatMap(({ StageName, Variables }) => {
    const name = textIn(StageName);
    return name === undefined ? [] : [{ name, variables: textMapIn(Variables) }];
  });
  return named.length === 0 ? [{ name: 'prod', variables: {} }] : named;
}
