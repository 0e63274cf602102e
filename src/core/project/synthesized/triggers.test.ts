import { expect, test } from 'vitest';
import { createSyntax } from '../../syntax/index.ts';
import { memoryFiles } from '../../testing/memoryFiles.ts';
import { apisOfTriggers } from '../apis/ofTriggers.ts';
import { apiLines } from '../apis/testing.ts';
import type { FunctionDefinition } from '../model.ts';
import { webSocketsOfTriggers } from '../webSockets/ofTriggers.ts';
import { synthesizedReader } from './index.ts';

const folder = '/work/shop';
const fn = (path: string) => ({
  Type: 'AWS::Lambda::Function',
  Properties: { Code: { S3Key: 'x' }, Handler: 'a.b', Runtime: 'nodejs22.x' },
  Metadata: { 'aws:cdk:path': `Shop/${path}/Resource`, 'aws:asset:path': 'asset.1' },
});
const arn = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });
const uri = (id: string) => ({ 'Fn::Join': ['', ['arn:aws:apigateway:x:lambda:path/2015-03-31/functions/', arn(id), '/invocations']] });

async function functionsOf(resources: object): Promise<readonly FunctionDefinition[]> {
  const files = memoryFiles({ [`${folder}/cdk.out/Shop.template.json`]: JSON.stringify({ Resources: resources }) });
  const file = { path: `${folder}/cdk.json`, text: '{"app": "npx ts-node bin/app.ts"}' };
  const result = await synthesizedReader.read(file, { folder, files, syntax: createSyntax({ grammars: '/never-read' }) });
  return result.kind === 'template' ? result.functions : [];
}

test('what cdk synth made of APIs and queues comes with the functions that they call', async () => {
  const functions = await functionsOf({
    Orders1A2B3C4D: fn('Orders'),
    Guard9F8E7D6C: fn('Guard'),
    HttpApiF5A9A8A7: { Type: 'AWS::ApiGatewayV2::Api', Properties: { ProtocolType: 'HTTP', CorsConfiguration: { AllowOrigins: ['*'] } } },
    Integration: {
      Type: 'AWS::ApiGatewayV2::Integration',
      Properties: {
        ApiId: { Ref: 'HttpApiF5A9A8A7' },
        IntegrationType: 'AWS_PROXY',
        IntegrationUri: arn('Orders1A2B3C4D'),
        PayloadFormatVersion: '2.0',
      },
    },
    Authorizer: {
      Type: 'AWS::ApiGatewayV2::Authorizer',
      Properties: {
        ApiId: { Ref: 'HttpApiF5A9A8A7' },
        AuthorizerType: 'REQUEST',
        AuthorizerUri: uri('Guard9F8E7D6C'),
        IdentitySource: ['$request.header.X'],
      },
    },
    Route: {
      Type: 'AWS::ApiGatewayV2::Route',
      Properties: {
        ...{ ApiId: { Ref: 'HttpApiF5A9A8A7' }, RouteKey: 'GET /orders', AuthorizationType: 'CUSTOM', AuthorizerId: { Ref: 'Authorizer' } },
        Target: { 'Fn::Join': ['', ['integrations/', { Ref: 'Integration' }]] },
      },
    },
    RestApi0C43BF4B: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'Rest' } },
    Stage: { Type: 'AWS::ApiGateway::Stage', Properties: { RestApiId: { Ref: 'RestApi0C43BF4B' }, StageName: 'live' } },
    Get: {
      Type: 'AWS::ApiGateway::Method',
      Properties: {
        ...{
          RestApiId: { Ref: 'RestApi0C43BF4B' },
          ResourceId: { 'Fn::GetAtt': ['RestApi0C43BF4B', 'RootResourceId'] },
          HttpMethod: 'GET',
        },
        Integration: { Type: 'AWS_PROXY', Uri: uri('Orders1A2B3C4D') },
      },
    },
    Options: {
      Type: 'AWS::ApiGateway::Method',
      Properties: {
        ...{
          RestApiId: { Ref: 'RestApi0C43BF4B' },
          ResourceId: { 'Fn::GetAtt': ['RestApi0C43BF4B', 'RootResourceId'] },
          HttpMethod: 'OPTIONS',
        },
        Integration: { Type: 'MOCK', IntegrationResponses: [{ StatusCode: '204' }] },
      },
    },
    Url: { Type: 'AWS::Lambda::Url', Properties: { TargetFunctionArn: arn('Guard9F8E7D6C'), AuthType: 'NONE' } },
    Queue: { Type: 'AWS::SQS::Queue' },
    Topic: { Type: 'AWS::SNS::Topic' },
    Subscription: {
      Type: 'AWS::SNS::Subscription',
      Properties: { TopicArn: { Ref: 'Topic' }, Protocol: 'lambda', Endpoint: arn('Orders1A2B3C4D'), FilterPolicy: { n: [5] } },
    },
    Rule: {
      Type: 'AWS::Events::Rule',
      Properties: { EventPattern: { source: ['shop'] }, State: 'ENABLED', Targets: [{ Id: 'a', Arn: arn('Orders1A2B3C4D') }] },
    },
    Mapping: {
      Type: 'AWS::Lambda::EventSourceMapping',
      Properties: { FunctionName: { Ref: 'Orders1A2B3C4D' }, EventSourceArn: arn('Queue') },
    },
  });
  const apis = apisOfTriggers(functions);
  expect(apis.map(apiLines)).toEqual([
    ['HttpApi HttpApi $default', 'GET /orders Orders 2.0 30000 by Guard REQUEST'],
    ['Api RestApi live', 'GET / Orders 1.0 29000', 'OPTIONS / mock 204'],
    ['FunctionUrl Guard $default', 'ANY $default Guard 2.0 -'],
  ]);
  expect(apis[0]?.cors?.allowOrigins).toEqual(['*']);
  expect(functions.map(({ name, triggers }) => [name, triggers.map(({ type }) => type)])).toEqual([
    ['Orders', ['HttpApi', 'Api', 'SQS', 'SNS', 'EventBridgeRule']],
    ['Guard', ['FunctionUrl']],
  ]);
});

test('what cdk synth made of WebSocket APIs comes with the functions, too', async () => {
  const functions = await functionsOf({
    Talk1A2B3C4D: fn('Talk'),
    Guard9F8E7D6C: fn('Guard'),
    ChatF5A9A8A7: {
      Type: 'AWS::ApiGatewayV2::Api',
      Properties: { ProtocolType: 'WEBSOCKET', RouteSelectionExpression: '$request.body.type' },
    },
    Integration: {
      Type: 'AWS::ApiGatewayV2::Integration',
      Properties: { ApiId: { Ref: 'ChatF5A9A8A7' }, IntegrationUri: uri('Talk1A2B3C4D') },
    },
    Authorizer: {
      Type: 'AWS::ApiGatewayV2::Authorizer',
      Properties: { ApiId: { Ref: 'ChatF5A9A8A7' }, AuthorizerUri: uri('Guard9F8E7D6C'), IdentitySource: ['route.request.querystring.t'] },
    },
    Connect: {
      Type: 'AWS::ApiGatewayV2::Route',
      Properties: {
        ...{ ApiId: { Ref: 'ChatF5A9A8A7' }, RouteKey: '$connect', AuthorizationType: 'CUSTOM', AuthorizerId: { Ref: 'Authorizer' } },
        Target: { 'Fn::Join': ['', ['integrations/', { Ref: 'Integration' }]] },
      },
    },
    Live: { Type: 'AWS::ApiGatewayV2::Stage', Properties: { ApiId: { Ref: 'ChatF5A9A8A7' }, StageName: 'live' } },
  });
  expect(webSocketsOfTriggers(functions)).toEqual([
    {
      name: 'Chat',
      stage: { name: 'live', variables: {} },
      routeSelection: '$request.body.type',
      routes: [
        {
          key: '$connect',
          functionName: 'Talk',
          answers: false,
          authorizer: { kind: 'function', id: 'Guard', name: 'Guard', sources: [{ in: 'querystring', name: 't' }] },
        },
      ],
      notes: [],
    },
  ]);
});
