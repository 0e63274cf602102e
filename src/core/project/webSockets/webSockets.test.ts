import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { nodeFiles } from '../../../node/files.ts';
import { testSyntax } from '../../syntax/testing.ts';
import { readProjectFile } from '../index.ts';
import type { FunctionDefinition } from '../model.ts';
import type { WebSocketApi, WebSocketRoute } from './model.ts';
import { webSocketsOfTriggers } from './ofTriggers.ts';

const syntax = testSyntax();
const folder = mkdtempSync(join(tmpdir(), 'web-sockets-'));
afterAll(() => {
  syntax.dispose();
  rmSync(folder, { recursive: true, force: true });
});

const told = async (name: string, text: string) => webSocketsOfTriggers(await functionsIn(name, text));

async function functionsIn(name: string, text: string): Promise<readonly FunctionDefinition[]> {
  const path = join(folder, name);
  writeFileSync(path, text);
  const result = await readProjectFile(path, text, { folder, files: nodeFiles(), syntax: syntax.syntax });
  return result.kind === 'template' ? result.functions : [];
}

/** An API in few words. */
function lines({ name, stage, routeSelection, routes, notes }: WebSocketApi): readonly string[] {
  const guard = ({ authorizer }: WebSocketRoute) =>
    authorizer === undefined
      ? ''
      : ` by ${authorizer.kind === 'iam' ? 'iam' : `${authorizer.name} ${authorizer.sources.map((each) => each.name)}`}`;
  return [
    `${name} ${stage.name} ${routeSelection}`,
    ...routes.map((route) => `${route.key} ${route.functionName}${route.answers ? ' answers' : ''}${guard(route)}`),
    ...notes,
  ];
}

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

test('Terraform', async () => {
  const fn = (name: string) => `resource "aws_lambda_function" "${name}" {\n function_name = "${name}"\n handler = "a.b"\n}\n`;
  const route = (name: string, key: string, more = '') =>
    `resource "aws_apigatewayv2_route" "${name}" {\n api_id = aws_apigatewayv2_api.chat.id\n route_key = "${key}"\n target = "integrations/\${aws_apigatewayv2_integration.i.id}"\n ${more}\n}\n`;
  const text = (more: string) => `${fn('f')}${fn('guard')}
resource "aws_apigatewayv2_api" "chat" {\n protocol_type = "WEBSOCKET"\n route_selection_expression = "$request.body.type"\n}
resource "aws_apigatewayv2_integration" "i" {\n api_id = aws_apigatewayv2_api.chat.id\n integration_type = "AWS_PROXY"\n integration_uri = aws_lambda_function.f.invoke_arn\n}
resource "aws_apigatewayv2_authorizer" "a" {\n api_id = aws_apigatewayv2_api.chat.id\n authorizer_type = "REQUEST"\n authorizer_uri = aws_lambda_function.guard.invoke_arn\n identity_sources = ["route.request.querystring.token"]\n}
resource "aws_apigatewayv2_stage" "s" {\n api_id = aws_apigatewayv2_api.chat.id\n name = "live"\n}
${more}`;
  const guarded = 'authorization_type = "CUSTOM"\n authorizer_id = aws_apigatewayv2_authorizer.a.id';
  const routes = route('c', '$connect', guarded) + route('s', 'say', 'route_response_selection_expression = "$default"');
  expect((await told('main.tf', text(routes))).map(lines)).toEqual([
    ['aws_apigatewayv2_api.chat live $request.body.type', '$connect f by guard token', 'say f answers'],
  ]);
  const signed = await told('main.tf', text(route('c', '$connect', 'authorization_type = "AWS_IAM"')));
  expect(signed.map(lines)).toEqual([['aws_apigatewayv2_api.chat live $request.body.type', '$connect f by iam']]);
});

test('the CDK', async () => {
  writeFileSync(join(folder, 'cdk.json'), '{"app": "npx ts-node app.ts"}');
  const head = `import * as lambda from 'aws-cdk-lib/aws-lambda';
import { WebSocketApi, WebSocketStage } from 'aws-cdk-lib/aws-apigatewayv2';
import { WebSocketLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { WebSocketIamAuthorizer, WebSocketLambdaAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
const code = { runtime: lambda.Runtime.NODEJS_22_X, handler: 'a.b', code: lambda.Code.fromAsset('src') };
const f = new lambda.Function(this, 'F', code);
const guard = new lambda.Function(this, 'Guard', code);
`;
  const whole = `${head}
const api = new WebSocketApi(this, 'Chat', {
  routeSelectionExpression: '$request.body.type',
  connectRouteOptions: { integration: new WebSocketLambdaIntegration('C', f), authorizer: new WebSocketLambdaAuthorizer('A', guard, { identitySource: ['route.request.querystring.t'] }) },
  disconnectRouteOptions: { integration: new WebSocketLambdaIntegration('D', f) },
});
api.addRoute('say', { integration: new WebSocketLambdaIntegration('S', f), returnResponse: true });
api.addRoute('lost', { integration: new WebSocketLambdaIntegration('L', props.other) });
new WebSocketStage(this, 'Live', { webSocketApi: api, stageName: 'live', autoDeploy: true });`;
  expect((await read('app.ts', whole)).map(lines)).toEqual([
    [
      'Chat live $request.body.type',
      '$connect F by Guard t',
      '$disconnect F',
      'say F answers',
      "The route lost of Chat is not served: which function it calls can't be told from this file.",
    ],
  ]);
  const connect = (authorizer: string) =>
    `${head}new WebSocketApi(this, 'Chat', { connectRouteOptions: { integration: new WebSocketLambdaIntegration('C', f), authorizer: ${authorizer} } });`;
  expect((await read('app.ts', connect('new WebSocketIamAuthorizer()'))).map(lines)).toEqual([
    ['Chat prod $request.body.action', '$connect F by iam'],
  ]);
  expect((await read('app.ts', connect('props.guard'))).map(lines)).toEqual([
    ['Chat prod $request.body.action', '$connect F', "Chat is open here: who is asked before it can't be told from the program."],
  ]);
  const python = `from aws_cdk import aws_lambda as _lambda, aws_apigatewayv2 as apigw, aws_apigatewayv2_integrations as integrations
class S(Stack):
    def __init__(self):
        f = _lambda.Function(self, "F", runtime=_lambda.Runtime.PYTHON_3_13, handler="a.b", code=_lambda.Code.from_asset("src"))
        api = apigw.WebSocketApi(self, "Chat", default_route_options=apigw.WebSocketRouteOptions(integration=integrations.WebSocketLambdaIntegration("D", f)))
        api.add_route("say", integration=integrations.WebSocketLambdaIntegration("S", f))
        apigw.WebSocketStage(self, "Live", web_socket_api=api, stage_name="live", auto_deploy=True)`;
  expect((await read('app.py', python)).map(lines)).toEqual([['Chat live $request.body.action', '$default F', 'say F']]);
});

test('SST', async () => {
  writeFileSync(join(folder, 'sst.config.ts'), '');
  const two = `import { WebSocketApi } from 'sst/constructs';
export function Stack({ stack }) {
  const api = new WebSocketApi(stack, 'Chat', { authorizer: 'iam', routes: { $connect: 'src/connect.handler', say: { function: { handler: 'src/say.handler' } } } });
  api.addRoutes(stack, { $default: 'src/rest.handler' });
}`;
  expect((await read('stack.ts', two)).map(lines)).toEqual([
    ['Chat prod $request.body.action', '$connect Chat.$connect by iam', 'say Chat.say', '$default Chat.$default'],
  ]);
  const three = `/// <reference path="./.sst/platform/config.d.ts" />
export default $config({ async run() {
  const api = new sst.aws.ApiGatewayWebSocket('Chat');
  api.route('$connect', 'src/connect.handler', { auth: { iam: true } });
  api.route('say', { handler: 'src/say.handler' });
} });`;
  expect((await read('sst.config.ts', three)).map(lines)).toEqual([
    ['Chat $default $request.body.action', '$connect Chat.$connect by iam', 'say Chat.say'],
  ]);
});
