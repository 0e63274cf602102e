import { afterAll, expect, test } from 'vitest';
import { testSyntax } from '../../../syntax/testing.ts';
import { memoryFiles } from '../../../testing/memoryFiles.ts';
import { apiLines } from '../../apis/testing.ts';
import { readProjectFile } from '../../index.ts';
import type { TemplateResult } from '../../model.ts';

const { syntax, dispose } = testSyntax();
afterAll(dispose);

const folder = '/work/shop';

async function read(text: string, name: string): Promise<Extract<TemplateResult, { readonly kind: 'template' }>> {
  const files = memoryFiles({ [`${folder}/Pulumi.yaml`]: 'runtime: nodejs' });
  const result = await readProjectFile(`${folder}/${name}`, text, { folder, files, syntax });
  if (result.kind !== 'template') throw new Error(result.kind);
  return result;
}

async function check(text: string, expected: readonly unknown[], notes: readonly RegExp[] = [], name = 'index.ts'): Promise<void> {
  const { apis = [] } = await read(text, name);
  expect(apis.map(apiLines), text).toEqual(expected);
  expect(apis.flatMap((api) => api.notes)).toEqual(notes.map((note) => expect.stringMatching(note)));
}

const head = `import * as aws from '@pulumi/aws'; import * as pulumi from '@pulumi/pulumi';
const code = { runtime: 'nodejs22.x', handler: 'a.b', code: new pulumi.asset.FileArchive('./app') };
const f = new aws.lambda.Function('f', code);
const guard = new aws.lambda.Function('guard', code);
`;

test('HTTP APIs: their routes, authorizers, stages and CORS settings', async () => {
  const api = (routes: string, settings = '') => `${head}
const api = new aws.apigatewayv2.Api('shop', { protocolType: 'HTTP', ${settings} });
const integration = new aws.apigatewayv2.Integration('i', { apiId: api.id, integrationType: 'AWS_PROXY', integrationUri: f.arn, payloadFormatVersion: '2.0', timeoutMilliseconds: 5000 });
${routes}`;
  const route = (target: string, more = '') =>
    `new aws.apigatewayv2.Route('r', { apiId: api.id, routeKey: 'GET /x', target: ${target}, ${more} });`;
  const shop = 'HttpApi shop $default';
  for (const target of [
    'pulumi.interpolate`integrations/${integration.id}`',
    'integration.id.apply((id) => `integrations/${id}`)',
    `pulumi.concat('integrations/', integration.id)`,
  ])
    await check(api(route(target)), [[shop, 'GET /x f 2.0 5000']]);
  const target = 'pulumi.interpolate`integrations/${integration.id}`';
  const guarded = `const a = new aws.apigatewayv2.Authorizer('ask', { apiId: api.id, authorizerType: 'REQUEST', authorizerUri: guard.invokeArn, identitySources: ['$request.header.X'], authorizerPayloadFormatVersion: '2.0' });
    ${route(target, `authorizationType: 'CUSTOM', authorizerId: a.id`)}
    new aws.apigatewayv2.Stage('live', { apiId: api.id, name: 'live', autoDeploy: true });`;
  await check(api(guarded), [['HttpApi shop live', 'GET /x f 2.0 5000 by guard REQUEST']]);
  const jwt = `const a = new aws.apigatewayv2.Authorizer('ask', { apiId: api.id, authorizerType: 'JWT', identitySources: ['$request.header.Authorization'], jwtConfiguration: { audiences: ['me'], issuer: 'https://i.example' } });
    ${route(target, `authorizationType: 'JWT', authorizerId: a.id`)}`;
  const { apis } = await read(api(jwt, `corsConfiguration: { allowOrigins: ['*'], maxAge: 5 }`), 'index.ts');
  expect(apis?.[0]).toMatchObject({
    routes: [{ authorizer: { kind: 'jwt', audience: ['me'], issuer: 'https://i.example' } }],
    cors: { allowOrigins: ['*'], maxAgeSeconds: 5 },
  });
  await check(api(route('props.target')), [[shop]], [/GET \/x is not served: it has no integration/]);
});

test('APIs of one function, by target', () =>
  check(`${head}new aws.apigatewayv2.Api('quick', { protocolType: 'HTTP', routeKey: 'GET /', target: f.invokeArn });`, [
    ['HttpApi quick $default', 'GET / f 2.0 30000'],
  ]));

test('REST APIs: resources, methods, and documents that are written out', async () => {
  const method = (more = '') => `${head}
const api = new aws.apigateway.RestApi('shop', { binaryMediaTypes: ['image/png'] });
const orders = new aws.apigateway.Resource('orders', { restApi: api.id, parentId: api.rootResourceId, pathPart: 'orders' });
const one = new aws.apigateway.Resource('one', { restApi: api, parentId: orders.id, pathPart: '{id}' });
const get = new aws.apigateway.Method('get', { restApi: api.id, resourceId: one.id, httpMethod: 'GET', authorization: 'NONE', apiKeyRequired: true });
new aws.apigateway.Integration('get', { restApi: api.id, resourceId: one.id, httpMethod: get.httpMethod, integrationHttpMethod: 'POST', type: 'AWS_PROXY', uri: f.invokeArn });
new aws.apigateway.Stage('live', { restApi: api.id, stageName: 'live', variables: { colour: 'red' } });
${more}`;
  await check(method(), [['Api shop live', 'GET /orders/{id} f 1.0 29000 with a key']]);
  await check(
    method(`const ask = new aws.apigateway.Authorizer('ask', { restApi: api.id, authorizerUri: guard.invokeArn });
      new aws.apigateway.Method('root', { restApi: api.id, resourceId: api.rootResourceId, httpMethod: 'ANY', authorization: 'CUSTOM', authorizerId: ask.id });
      new aws.apigateway.Integration('root', { restApi: api.id, resourceId: api.rootResourceId, httpMethod: 'ANY', type: 'AWS_PROXY', uri: other.invokeArn });
      new aws.apigateway.Method('options', { restApi: api.id, resourceId: orders.id, httpMethod: 'OPTIONS', authorization: 'NONE' });
      new aws.apigateway.Integration('options', { restApi: api.id, resourceId: orders.id, httpMethod: 'OPTIONS', type: 'MOCK' });
      new aws.apigateway.IntegrationResponse('options', { restApi: api.id, resourceId: orders.id, httpMethod: 'OPTIONS', statusCode: '204' });`),
    [['Api shop live', 'GET /orders/{id} f 1.0 29000 with a key', 'OPTIONS /orders mock 204']],
    [/ANY \/ is not served: which function it calls/],
  );
  const document = (body: string) => `${head}new aws.apigateway.RestApi('doc', { body: ${body} });`;
  const spec = `{ openapi: '3.0.1', paths: { '/orders': { get: { 'x-amazon-apigateway-integration': { type: 'aws_proxy', uri: f.invokeArn } } } } }`;
  await check(document(`pulumi.jsonStringify(${spec})`), [['Api doc prod', 'GET /orders f 1.0 29000']]);
  await check(document('pulumi.output(load())'), [['Api doc prod']], [/OpenAPI document can.t be read here/]);
});

test('REST APIs with their routes in a list', () =>
  check(
    `import * as apigateway from '@pulumi/aws-apigateway';\n${head}
new apigateway.RestAPI('shop', { stageName: 'live', routes: [
  { path: '/orders/{id}', method: 'GET', eventHandler: f },
  { path: 'any', eventHandler: f, apiKeyRequired: true },
  { path: '/guarded', method: 'POST', eventHandler: f, authorizers: [{ authType: 'custom', parameterName: 'Authorization', type: 'request', identitySource: ['method.request.header.X'], handler: guard }] },
  { path: '/pool', method: 'POST', eventHandler: f, authorizers: [{ parameterName: 'Authorization', providerARNs: [pool.arn] }] },
  { path: '/open', method: 'POST', eventHandler: f, authorizers: others },
  { path: '/www', localPath: 'www' },
] });`,
    [
      [
        'Api shop live',
        'GET /orders/{id} f 1.0 29000',
        'ANY /any f 1.0 29000 with a key',
        'POST /guarded f 1.0 29000 by guard REQUEST',
        'POST /pool f 1.0 29000 by cognito',
        'POST /open f 1.0 29000',
      ],
    ],
    [/\/open is open here: who is asked/, /ANY \/www is not served: it leads to no function/],
  ));

test('function URLs and WebSocket APIs', async () => {
  await check(
    `${head}new aws.lambda.FunctionUrl('url', { functionName: f.name, authorizationType: 'AWS_IAM', invokeMode: 'RESPONSE_STREAM' });`,
    [['FunctionUrl f $default', 'ANY $default f 2.0 - streams by iam']],
  );
  const { webSockets } = await read(
    `${head}
const api = new aws.apigatewayv2.Api('chat', { protocolType: 'WEBSOCKET', routeSelectionExpression: '$request.body.type' });
const i = new aws.apigatewayv2.Integration('i', { apiId: api.id, integrationType: 'AWS_PROXY', integrationUri: f.invokeArn });
new aws.apigatewayv2.Route('say', { apiId: api.id, routeKey: 'say', target: pulumi.interpolate\`integrations/\${i.id}\` });
new aws.apigatewayv2.Stage('live', { apiId: api.id, name: 'live' });`,
    'index.ts',
  );
  expect(webSockets).toEqual([
    {
      name: 'chat',
      stage: { name: 'live', variables: {} },
      routeSelection: '$request.body.type',
      routes: [{ key: 'say', functionName: 'f', answers: false }],
      notes: [],
    },
  ]);
});

test('in Python, Go and C#', async () => {
  await check(
    `import pulumi\nimport pulumi_aws as aws\nimport pulumi_aws_apigateway as apigateway
f = aws.lambda_.Function("f", runtime="python3.13", handler="a.b", code=pulumi.FileArchive("./app"))
api = aws.apigatewayv2.Api("shop", protocol_type="HTTP", cors_configuration=aws.apigatewayv2.ApiCorsConfigurationArgs(allow_origins=["*"]))
i = aws.apigatewayv2.Integration("i", api_id=api.id, integration_type="AWS_PROXY", integration_uri=f.arn)
aws.apigatewayv2.Route("r", api_id=api.id, route_key="ANY /{proxy+}", target=i.id.apply(lambda id: "integrations/" + id))
apigateway.RestAPI("rest", routes=[apigateway.RouteArgs(path="/", method="GET", event_handler=f)])`,
    [
      ['HttpApi shop $default', 'ANY /{proxy+} f 1.0 30000'],
      ['Api rest stage', 'GET / f 1.0 29000'],
    ],
    [],
    '__main__.py',
  );
  await check(
    `package main
import (
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/apigateway"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/lambda"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)
func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		f, err := lambda.NewFunction(ctx, "f", &lambda.FunctionArgs{Handler: pulumi.String("a"), Runtime: pulumi.String("provided.al2023"), Code: pulumi.NewFileArchive("./app")})
		api, err := apigateway.NewRestApi(ctx, "shop", &apigateway.RestApiArgs{})
		res, err := apigateway.NewResource(ctx, "res", &apigateway.ResourceArgs{RestApi: api.ID(), PathPart: pulumi.String("{proxy+}"), ParentId: api.RootResourceId})
		_, err = apigateway.NewMethod(ctx, "any", &apigateway.MethodArgs{HttpMethod: pulumi.String("ANY"), Authorization: pulumi.String("NONE"), RestApi: api.ID(), ResourceId: res.ID()})
		_, err = apigateway.NewIntegration(ctx, "i", &apigateway.IntegrationArgs{HttpMethod: pulumi.String("ANY"), ResourceId: res.ID(), RestApi: api.ID(), Type: pulumi.String("AWS_PROXY"), Uri: f.InvokeArn})
		return err
	})
}`,
    [['Api shop prod', 'ANY /{proxy+} f 1.0 29000']],
    [],
    'main.go',
  );
  await check(
    `using Pulumi;\nusing Aws = Pulumi.Aws;
return await Deployment.RunAsync(() =>
{
    var f = new Aws.Lambda.Function("f", new() { Runtime = "dotnet8", Handler = "A::B.C::D", Code = new FileArchive("./app") });
    var api = new Aws.ApiGatewayV2.Api("shop", new() { ProtocolType = "HTTP", Target = f.InvokeArn });
});`,
    [['HttpApi shop $default', 'ANY $default f 2.0 30000']],
    [],
    'Program.cs',
  );
});
