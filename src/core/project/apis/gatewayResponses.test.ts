import { afterAll, expect, test } from 'vitest';
import { testSyntax } from '../../syntax/testing.ts';
import { memoryFiles } from '../../testing/memoryFiles.ts';
import { readProjectFile } from '../index.ts';
import { apisOfTriggers } from './ofTriggers.ts';

const { syntax, dispose } = testSyntax();
afterAll(dispose);

const expected = {
  DEFAULT_4XX: { headers: { 'Access-Control-Allow-Origin': "'*'" } },
  UNAUTHORIZED: { status: 403, headers: {}, body: '{"error":$context.error.messageString}' },
};

async function check(name: string, text: string, others: Readonly<Record<string, string>> = {}): Promise<void> {
  const files = memoryFiles(
    Object.fromEntries(Object.entries({ [name]: text, ...others }).map(([path, content]) => [`/w/${path}`, content])),
  );
  const result = await readProjectFile(`/w/${name}`, text, { folder: '/w', files, syntax });
  if (result.kind !== 'template') throw new Error(result.kind);
  const [api] = result.apis ?? apisOfTriggers(result.functions);
  expect(api?.gatewayResponses).toEqual(expected);
}

const fn = 'F: {Type: AWS::Serverless::Function, Properties: {CodeUri: ., Handler: a.b, Runtime: nodejs22.x';
const body = `{"error":$context.error.messageString}`;
const document = `paths: {/: {get: {x-amazon-apigateway-integration: {type: aws_proxy, uri: !GetAtt F.Arn}}}}
x-amazon-apigateway-gateway-responses:
  DEFAULT_4XX: {responseParameters: {gatewayresponse.header.Access-Control-Allow-Origin: "'*'"}}
  UNAUTHORIZED: {statusCode: 403, responseTemplates: {application/json: '${body}'}}
`;

test('SAM, and OpenAPI documents', async () => {
  const text = (how: string) => `Transform: AWS::Serverless-2016-10-31
Resources:
  ${fn}, Events: {E: {Type: Api, Properties: {Path: /x, Method: get, RestApiId: !Ref Shop}}}}}
  Shop: {Type: AWS::Serverless::Api, Properties: {StageName: v1, ${how}}}`;
  await check(
    'template.yaml',
    text(
      `GatewayResponses: {DEFAULT_4XX: {ResponseParameters: {Headers: {Access-Control-Allow-Origin: "'*'"}}}, UNAUTHORIZED: {StatusCode: 403, ResponseTemplates: {application/json: '${body}'}}}`,
    ),
  );
  await check('template.yaml', text('DefinitionUri: api.yaml'), { 'api.yaml': document });
});

test('CloudFormation', () =>
  check(
    'template.yaml',
    `Transform: AWS::Serverless-2016-10-31
Resources:
  ${fn}}}
  Shop: {Type: AWS::ApiGateway::RestApi}
  A: {Type: AWS::ApiGateway::GatewayResponse, Properties: {RestApiId: !Ref Shop, ResponseType: DEFAULT_4XX, ResponseParameters: {gatewayresponse.header.Access-Control-Allow-Origin: "'*'"}}}
  B: {Type: AWS::ApiGateway::GatewayResponse, Properties: {RestApiId: !Ref Shop, ResponseType: UNAUTHORIZED, StatusCode: 403, ResponseTemplates: {application/json: '${body}'}}}
`,
  ));

test('Terraform', () =>
  check(
    'main.tf',
    `resource "aws_lambda_function" "f" {\n function_name = "f"\n handler = "a.b"\n}
resource "aws_api_gateway_rest_api" "r" {\n name = "r"\n body = templatefile("spec.yaml", { fn = aws_lambda_function.f.arn })\n}
resource "aws_api_gateway_gateway_response" "a" {\n rest_api_id = aws_api_gateway_rest_api.r.id\n response_type = "DEFAULT_4XX"\n response_parameters = { "gatewayresponse.header.Access-Control-Allow-Origin" = "'*'" }\n}
resource "aws_api_gateway_gateway_response" "b" {\n rest_api_id = aws_api_gateway_rest_api.r.id\n response_type = "UNAUTHORIZED"\n status_code = "403"\n response_templates = { "application/json" = "{\\"error\\":$context.error.messageString}" }\n}`,
    { 'spec.yaml': 'paths: {/: {get: {x-amazon-apigateway-integration: {type: aws_proxy, uri: "${fn}"}}}}' },
  ));

test('the CDK', () =>
  check(
    'app.ts',
    `import * as lambda from 'aws-cdk-lib/aws-lambda'; import * as apigateway from 'aws-cdk-lib/aws-apigateway';
const f = new lambda.Function(this, 'F', { runtime: lambda.Runtime.NODEJS_22_X, handler: 'a.b', code: lambda.Code.fromAsset('src') });
const api = new apigateway.LambdaRestApi(this, 'Shop', { handler: f });
api.addGatewayResponse('A', { type: apigateway.ResponseType.DEFAULT_4XX, responseHeaders: { 'Access-Control-Allow-Origin': "'*'" } });
new apigateway.GatewayResponse(this, 'B', { restApi: api, type: apigateway.ResponseType.UNAUTHORIZED, statusCode: '403', templates: { 'application/json': '${body}' } });`,
    { 'cdk.json': '{"app": "npx ts-node app.ts"}' },
  ));
