import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { nodeFiles } from '../../../node/files.ts';
import { testSyntax } from '../../syntax/testing.ts';
import { readProjectFile } from '../index.ts';
import type { WebSocketApi } from './model.ts';

const syntax = testSyntax();
const folder = mkdtempSync(join(tmpdir(), 'web-sockets-'));
afterAll(() => {
  syntax.dispose();
  rmSync(folder, { recursive: true, force: true });
});

async function read(name: string, text: string): Promise<readonly WebSocketApi[]> {
  const path = join(folder, name);
  writeFileSync(path, text);
  const result = await readProjectFile(path, text, { folder, files: nodeFiles(), syntax: syntax.syntax });
  return (result.kind === 'template' ? result.webSockets : undefined) ?? [];
}

test('CloudFormation and SAM', async () => {
  const fn = (name: string) => `${name}: {Type: AWS::Serverless::Function, Properties: {CodeUri: ., Handler: a.b, Runtime: nodejs22.x}}`;
  const route = (id: string, key: string, more = '') =>
    `${id}: {Type: AWS::ApiGatewayV2::Route, Properties: {ApiId: !Ref Chat, RouteKey: ${key}, Target: !Sub 'integrations/\${I}'${more}}}`;
  const [chat, ...others] = await read(
    'template.yaml',
    `
Transform: AWS::Serverless-2016-10-31
Resources:
  ${fn('F')}
  ${fn('Guard')}
  Chat: {Type: AWS::ApiGatewayV2::Api, Properties: {Name: chat, ProtocolType: WEBSOCKET, RouteSelectionExpression: $request.body.type}}
  I: {Type: AWS::ApiGatewayV2::Integration, Properties: {ApiId: !Ref Chat, IntegrationType: AWS_PROXY, IntegrationUri: !Sub 'arn:aws:apigateway:\${AWS::Region}:lambda:path/2015-03-31/functions/\${F.Arn}/invocations'}}
  ${route('Connect', '$connect', ', AuthorizationType: CUSTOM, AuthorizerId: !Ref A')}
  ${route('Say', 'say', ', RouteResponseSelectionExpression: $default')}
  Lost: {Type: AWS::ApiGatewayV2::Route, Properties: {ApiId: !Ref Chat, RouteKey: lost, Target: !ImportValue x}}
  A: {Type: AWS::ApiGatewayV2::Authorizer, Properties: {ApiId: !Ref Chat, AuthorizerType: REQUEST, AuthorizerUri: !GetAtt Guard.Arn, IdentitySource: [route.request.header.Auth]}}
  Live: {Type: AWS::ApiGatewayV2::Stage, Properties: {ApiId: !Ref Chat, StageName: live, StageVariables: {colour: red}}}
`,
  );
  expect(others).toEqual([]);
  expect(chat).toEqual({
    name: 'Chat',
    stage: { name: 'live', variables: { colour: 'red' } },
    routeSelection: '$request.body.type',
    routes: [
      {
        key: '$connect',
        functionName: 'F',
        answers: false,
        authorizer: { kind: 'function', id: 'A', name: 'Guard', sources: [{ in: 'header', name: 'Auth' }] },
      },
      { key: 'say', functionName: 'F', answers: true },
    ],
    notes: ['The route lost of Chat is not served: which function it calls is only known when it is deployed.'],
  });
});

test('the Serverless Framework', async () => {
  const [api] = await read(
    'serverless.yml',
    `
service: s
provider: {name: aws, runtime: nodejs22.x, stage: live, websocketsApiRouteSelectionExpression: $request.body.type}
functions:
  guard: {handler: a.b}
  f:
    handler: a.b
    events:
      - websocket: {route: $connect, authorizer: guard}
      - websocket: $disconnect
      - websocket: {route: say, routeResponseSelectionExpression: $default}
`,
  );
  expect(api).toEqual({
    name: 'WebsocketsApi',
    stage: { name: 'live', variables: {} },
    routeSelection: '$request.body.type',
    routes: [
      {
        key: '$connect',
        functionName: 'f',
        answers: false,
        authorizer: { kind: 'function', id: 'guard', name: 'guard', sources: [{ in: 'header', name: 'Auth' }] },
      },
      { key: '$disconnect', functionName: 'f', answers: false },
      { key: 'say', functionName: 'f', answers: true },
    ],
    notes: [],
  });
});
