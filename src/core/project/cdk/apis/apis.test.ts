import { afterAll, describe, expect, test } from 'vitest';
import { testSyntax } from '../../../syntax/testing.ts';
import { memoryFiles } from '../../../testing/memoryFiles.ts';
import type { ApiDefinition } from '../../apis/model.ts';
import { apiLines } from '../../apis/testing.ts';
import { readProjectFile } from '../../index.ts';

const { syntax, dispose } = testSyntax();
afterAll(dispose);

const folder = '/work/shop';

async function read(text: string, name: string): Promise<readonly ApiDefinition[]> {
  const files = memoryFiles({ [`${folder}/cdk.json`]: '{"app": "npx ts-node bin/app.ts"}' });
  const result = await readProjectFile(`${folder}/${name}`, text, { folder, files, syntax });
  return (result.kind === 'template' ? result.apis : undefined) ?? [];
}

async function check(text: string, expected: readonly (readonly string[])[], notes: readonly string[] = [], name = 'lib/stack.ts') {
  const apis = await read(text, name);
  expect(apis.map(apiLines), text).toEqual(expected);
  expect(apis.flatMap((api) => api.notes)).toEqual(notes);
}

/** A stack with the functions `F` and `Guard`, which are `fn` and `guard` in it. */
const stack = (body: string) => `
import * as cdk from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as apigw from 'aws-cdk-lib/aws-apigateway';
import { CorsHttpMethod, HttpApi, HttpMethod, PayloadFormatVersion } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpIamAuthorizer, HttpJwtAuthorizer, HttpLambdaAuthorizer, HttpLambdaResponseType } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration, HttpUrlIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
export class Shop extends cdk.Stack {
  constructor(scope, id, props) {
    super(scope, id, props);
    const fn = new lambda.Function(this, 'F', { runtime: lambda.Runtime.NODEJS_22_X, handler: 'a.b', code: lambda.Code.fromAsset('src') });
    const guard = new NodejsFunction(this, 'Guard', { entry: 'src/guard.ts' });
    ${body}
  }
}`;

describe('HTTP APIs of the CDK', () => {
  test('have the routes that are added to them', () =>
    check(
      stack(`
      const api = new HttpApi(this, 'Api', { defaultIntegration: new HttpLambdaIntegration('D', guard) });
      const integration = new HttpLambdaIntegration('I', fn);
      api.addRoutes({ path: '/items', methods: [HttpMethod.GET, HttpMethod.POST], integration });
      api.addRoutes({ path: '/old', integration: new HttpLambdaIntegration('O', fn, { payloadFormatVersion: PayloadFormatVersion.VERSION_1_0, timeout: cdk.Duration.seconds(5) }) });
      for (const path of ['/a', '/b']) api.addRoutes({ path, methods: [HttpMethod.PUT], integration });
      api.addRoutes({ path: '/url', integration: new HttpUrlIntegration('U', 'https://a.example') });
      api.addRoutes({ path: '/props', integration: new HttpLambdaIntegration('P', props.fn) });
      api.addRoutes({ path: props.path, integration });`),
      [
        [
          'HttpApi Api $default',
          'ANY $default Guard 2.0 30000',
          'GET /items F 2.0 30000',
          'POST /items F 2.0 30000',
          'ANY /old F 1.0 5000',
          'PUT /a F 2.0 30000',
          'PUT /b F 2.0 30000',
        ],
      ],
      [
        'ANY /url is not served: its integration is HttpUrlIntegration, not a Lambda proxy.',
        'ANY /props is not served: which function it calls can’t be told from this file.',
        'A route is not served: its path must be written out.',
      ],
    ));

  test('have CORS settings and authorizers', async () => {
    const text = stack(`
      const api = new HttpApi(this, 'Api', { corsPreflight: { allowOrigins: ['*'], allowMethods: [CorsHttpMethod.GET], maxAge: cdk.Duration.days(1) } });
      const integration = new HttpLambdaIntegration('I', fn);
      const authorizer = new HttpLambdaAuthorizer('A', guard, { responseTypes: [HttpLambdaResponseType.SIMPLE], identitySource: ['$request.header.X-Key'], resultsCacheTtl: cdk.Duration.seconds(0) });
      api.addRoutes({ path: '/own', integration, authorizer });
      api.addRoutes({ path: '/jwt', integration, authorizer: new HttpJwtAuthorizer('J', 'https://issuer.example', { jwtAudience: ['me'] }), authorizationScopes: ['read'] });
      api.addRoutes({ path: '/iam', integration, authorizer: new HttpIamAuthorizer() });
      api.addRoutes({ path: '/props', integration, authorizer: props.authorizer });`);
    await check(
      text,
      [
        [
          'HttpApi Api $default',
          'ANY /own F 2.0 30000 by Guard REQUEST',
          'ANY /jwt F 2.0 30000 by jwt',
          'ANY /iam F 2.0 30000 by iam',
          'ANY /props F 2.0 30000',
        ],
      ],
      ['/props is open here: who is asked before it can’t be told from the program.'],
    );
    const [api] = await read(text, 'lib/stack.ts');
    expect(api?.cors).toMatchObject({ allowOrigins: ['*'], allowMethods: ['GET'], maxAgeSeconds: 86_400 });
    expect(api?.routes[0]?.authorizer).toEqual({
      kind: 'function',
      id: 'A',
      name: 'Guard',
      event: 'REQUEST',
      sources: [{ in: 'header', name: 'X-Key' }],
      ttlSeconds: 0,
      payloadFormat: '2.0',
      simpleResponses: true,
    });
    expect(api?.routes[1]?.authorizer).toMatchObject({ kind: 'jwt', issuer: 'https://issuer.example', audience: ['me'], scopes: ['read'] });
  });

  test('are read in Python and of version 1, too', async () => {
    await check(
      `
from aws_cdk import Stack, aws_lambda as lambda_, aws_apigatewayv2 as apigw
from aws_cdk.aws_apigatewayv2_integrations import HttpLambdaIntegration
class Shop(Stack):
    def __init__(self, scope, id, **kwargs):
        super().__init__(scope, id, **kwargs)
        fn = lambda_.Function(self, "F", runtime=lambda_.Runtime.PYTHON_3_12, handler="a.b", code=lambda_.Code.from_asset("src"))
        api = apigw.HttpApi(self, "Api")
        api.add_routes(path="/items/{id}", methods=[apigw.HttpMethod.GET], integration=HttpLambdaIntegration("I", fn))
`,
      [['HttpApi Api $default', 'GET /items/{id} F 2.0 30000']],
      [],
      'shop/stack.py',
    );
    await check(
      `
import * as lambda from '@aws-cdk/aws-lambda';
import { HttpApi, HttpMethod } from '@aws-cdk/aws-apigatewayv2';
import { LambdaProxyIntegration } from '@aws-cdk/aws-apigatewayv2-integrations';
const fn = new lambda.Function(stack, 'F', { handler: 'a.b', code: lambda.Code.fromAsset('src') });
new HttpApi(stack, 'Api').addRoutes({ path: '/', methods: [HttpMethod.GET], integration: new LambdaProxyIntegration({ handler: fn }) });`,
      [['HttpApi Api $default', 'GET / F 2.0 30000']],
    );
  });
});

describe('REST APIs of the CDK', () => {
  test('have the methods of their resources', () =>
    check(
      stack(`
      const api = new apigw.RestApi(this, 'Api', { deployOptions: { stageName: 'live' } });
      const items = api.root.addResource('items', { defaultIntegration: new apigw.LambdaIntegration(fn) });
      items.addMethod('GET');
      items.addResource('{id}').addMethod('DELETE', new apigw.LambdaIntegration(guard, { timeout: cdk.Duration.seconds(3) }), { apiKeyRequired: true });
      api.root.addMethod('ANY', new apigw.LambdaIntegration(fn));
      api.root.resourceForPath('/a/b').addMethod('PUT', new apigw.LambdaIntegration(fn), { authorizationType: apigw.AuthorizationType.IAM });
      api.root.addProxy({ defaultIntegration: new apigw.LambdaIntegration(fn) });
      items.addMethod('HEAD', new apigw.HttpIntegration('https://a.example'));`),
      [
        [
          'Api Api live',
          'GET /items F 1.0 29000',
          'DELETE /items/{id} Guard 1.0 3000 with a key',
          'ANY / F 1.0 29000',
          'PUT /a/b F 1.0 29000 by iam',
          'ANY /{proxy+} F 1.0 29000',
        ],
      ],
      ['HEAD /items is not served: its integration is HttpIntegration, not a Lambda proxy.'],
    ));

  test('of one function have all paths, unless they say which', async () => {
    await check(stack(`new apigw.LambdaRestApi(this, 'Api', { handler: fn });`), [
      ['Api Api prod', 'ANY / F 1.0 29000', 'ANY /{proxy+} F 1.0 29000'],
    ]);
    await check(
      stack(`const api = new apigw.LambdaRestApi(this, 'Api', { handler: fn, proxy: false });
      api.root.addResource('hello').addMethod('GET');`),
      [['Api Api prod', 'GET /hello F 1.0 29000']],
    );
  });

  test('have authorizers and answers to browsers’ questions', async () => {
    const text = stack(`
      const api = new apigw.RestApi(this, 'Api', { defaultCorsPreflightOptions: { allowOrigins: apigw.Cors.ALL_ORIGINS, allowMethods: ['GET'] } });
      const authorizer = new apigw.TokenAuthorizer(this, 'Token', { handler: guard, identitySource: apigw.IdentitySource.header('X-Token') });
      api.root.addResource('a').addMethod('GET', new apigw.LambdaIntegration(fn), { authorizer });`);
    await check(text, [['Api Api prod', 'GET /a F 1.0 29000 by Guard TOKEN', 'OPTIONS /a mock 204']]);
    const [api] = await read(text, 'lib/stack.ts');
    expect(api?.routes[0]?.authorizer).toMatchObject({ sources: [{ in: 'header', name: 'X-Token' }], ttlSeconds: 300 });
    expect(api?.routes[1]?.target).toMatchObject({
      headers: { 'Access-Control-Allow-Origin': '*', 'Access-Control-Allow-Methods': 'GET' },
    });
  });
});

test('function URLs of the CDK', async () => {
  const text = stack(`
    fn.addFunctionUrl({ authType: lambda.FunctionUrlAuthType.NONE, invokeMode: lambda.InvokeMode.RESPONSE_STREAM, cors: { allowedOrigins: ['*'], allowedMethods: [lambda.HttpMethod.ALL] } });
    guard.addFunctionUrl();`);
  await check(text, [
    ['FunctionUrl F $default', 'ANY $default F 2.0 - streams'],
    ['FunctionUrl Guard $default', 'ANY $default Guard 2.0 - by iam'],
  ]);
  expect((await read(text, 'lib/stack.ts'))[0]?.cors).toMatchObject({ allowOrigins: ['*'], allowMethods: ['*'] });
});

test('functions that a helper makes are told apart by their ids', () =>
  check(
    stack(`
    const make = (id) => new NodejsFunction(this, id, { entry: \`src/\${id}.ts\` });
    const api = new HttpApi(this, 'Api');
    const [one, two] = [make('One'), make('Two')];
    api.addRoutes({ path: '/one', integration: new HttpLambdaIntegration('I', one) });
    api.addRoutes({ path: '/two', integration: new HttpLambdaIntegration('I', two) });`),
    [['HttpApi Api $default', 'ANY /one One 2.0 30000', 'ANY /two Two 2.0 30000']],
  ));
