import { afterAll, expect, test } from 'vitest';
import { frontsOf } from '../../http/fronts.ts';
import { testSyntax } from '../../syntax/testing.ts';
import { memoryFiles } from '../../testing/memoryFiles.ts';
import { readProjectFile } from '../index.ts';
import type { ApiRoute } from './model.ts';
import { apisOfTriggers } from './ofTriggers.ts';

const { syntax, dispose } = testSyntax();
afterAll(dispose);

async function fronts(name: string, text: string, others: Readonly<Record<string, string>> = {}) {
  const files = memoryFiles(
    Object.fromEntries(Object.entries({ [name]: text, ...others }).map(([path, content]) => [`/w/${path}`, content])),
  );
  const result = await readProjectFile(`/w/${name}`, text, { folder: '/w', files, syntax });
  if (result.kind !== 'template') throw new Error(result.kind);
  return frontsOf([{ apis: result.apis ?? apisOfTriggers(result.functions) }]);
}

async function validations(
  name: string,
  text: string,
  others?: Readonly<Record<string, string>>,
): Promise<readonly ApiRoute['validation'][]> {
  return (await fronts(name, text, others)).fronts.flatMap(({ routes }) => routes.map(({ validation }) => validation));
}

const page = { in: 'querystring', name: 'page' };
/** What all of the texts below say of an order. */
const order = {
  type: 'object',
  required: ['id'],
  properties: { id: { type: 'string', maxLength: 9 }, item: { $ref: '#/definitions/Item' } },
  definitions: { Item: { type: 'object', properties: { count: { type: 'integer', enum: [1, 2] } } } },
};
const both = { parameters: [page], bodies: { 'application/json': order } };

const fn = 'F: {Type: AWS::Serverless::Function, Properties: {CodeUri: ., Handler: a.b, Runtime: nodejs22.x';

test('CloudFormation: validators, models and parameters of methods', async () => {
  const text = (validator: string, model = '!Ref Order') => `
Transform: AWS::Serverless-2016-10-31
Resources:
  ${fn}}}
  Shop: {Type: AWS::ApiGateway::RestApi}
  Check: {Type: AWS::ApiGateway::RequestValidator, Properties: {RestApiId: !Ref Shop, ${validator}}}
  Item: {Type: AWS::ApiGateway::Model, Properties: {RestApiId: !Ref Shop, Name: Item, ContentType: application/json, Schema: {type: object, properties: {count: {type: integer, enum: [1, 2]}}}}}
  Order:
    Type: AWS::ApiGateway::Model
    Properties:
      {RestApiId: !Ref Shop, Name: Order, Schema: {type: object, required: [id], properties: {id: {type: string, maxLength: 9}, item: {$ref: !Sub 'https://apigateway.amazonaws.com/restapis/\${Shop}/models/\${Item}'}}}}
  Post:
    Type: AWS::ApiGateway::Method
    Properties:
      RestApiId: !Ref Shop
      ResourceId: !GetAtt Shop.RootResourceId
      HttpMethod: POST
      RequestValidatorId: !Ref Check
      RequestParameters: {method.request.querystring.page: true, method.request.header.X-Maybe: false}
      RequestModels: {application/json: ${model}}
      Integration: {Type: AWS_PROXY, Uri: !Sub 'arn:aws:apigateway:\${AWS::Region}:lambda:path/2015-03-31/functions/\${F.Arn}/invocations'}
`;
  const all = 'ValidateRequestBody: true, ValidateRequestParameters: true';
  expect(await validations('template.yaml', text(all))).toEqual([both]);
  expect(await validations('template.yaml', text(all, 'Order'))).toEqual([both]);
  expect(await validations('template.yaml', text('ValidateRequestBody: true'))).toEqual([{ ...both, parameters: [] }]);
  expect(await validations('template.yaml', text('ValidateRequestParameters: true'))).toEqual([{ parameters: [page] }]);
  expect(await validations('template.yaml', text('Name: nothing'))).toEqual([undefined]);
  expect(await validations('template.yaml', text(all, '!ImportValue Elsewhere'))).toEqual([{ parameters: [page], isOpen: true }]);
  expect((await fronts('template.yaml', text(all, '!ImportValue Elsewhere'))).notes).toEqual([
    'Shop doesn’t look at the bodies of some requests here: what they have to be like is only known when it is deployed.',
  ]);
});

test('SAM: the models of an API, and what its events want of them', async () => {
  const text = (model: string) => `
Transform: AWS::Serverless-2016-10-31
Resources:
  ${fn}, Events: {E: {Type: Api, Properties: {Path: /, Method: post, RestApiId: !Ref Shop, RequestParameters: [method.request.header.A, {method.request.querystring.page: {Required: true}}], ${model}}}}}}
  Shop:
    Type: AWS::Serverless::Api
    Properties:
      StageName: v1
      Models:
        Item: {type: object, properties: {count: {type: integer, enum: [1, 2]}}}
        Order: {type: object, required: [id], properties: {id: {type: string, maxLength: 9}, item: {$ref: '#/definitions/Item'}}}
`;
  const check = async (model: string, expected: unknown) => expect(await validations('template.yaml', text(model))).toEqual([expected]);
  await check('RequestModel: {Model: Order, Required: true, ValidateBody: true, ValidateParameters: true}', both);
  await check('RequestModel: {Model: Order, ValidateParameters: true}', { parameters: [page] });
  await check('RequestModel: {Model: Order, Required: true}', undefined);
});

const document = (more: string) => `
openapi: 3.0.1
x-amazon-apigateway-request-validators: {all: {validateRequestBody: true, validateRequestParameters: true}, none: {}}
x-amazon-apigateway-request-validator: all
paths:
  /:
    parameters: [{$ref: '#/components/parameters/Page'}]
    post:
      ${more}
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Order'}}}}
      x-amazon-apigateway-integration: {type: aws_proxy, uri: !GetAtt F.Arn}
components:
  parameters: {Page: {name: page, in: query, required: true}}
  schemas:
    Item: {type: object, properties: {count: {type: integer, enum: [1, 2]}}}
    Order: {type: object, required: [id], properties: {id: {type: string, maxLength: 9}, item: {$ref: '#/components/schemas/Item'}}}
`;

test('OpenAPI documents: the validators that they name', async () => {
  const template = `Transform: AWS::Serverless-2016-10-31\nResources:\n  ${fn}}}\n  Shop: {Type: AWS::Serverless::Api, Properties: {StageName: v1, DefinitionUri: api.yaml}}`;
  const read = (more: string) => validations('template.yaml', template, { 'api.yaml': document(more) });
  const { definitions, ...own } = order;
  const referred = { $ref: '#/definitions/Order', definitions: { Order: own, ...definitions } };
  expect(await read('summary: x')).toEqual([{ parameters: [page], bodies: { 'application/json': referred } }]);
  expect(await read('x-amazon-apigateway-request-validator: none')).toEqual([undefined]);
  expect(await read('x-amazon-apigateway-request-validator: lost')).toEqual([undefined]);
  const old = document('parameters: [{in: body, name: b, schema: {type: object}}]').replace(/requestBody: .*/, 'summary: y');
  expect(await validations('template.yaml', template, { 'api.yaml': old })).toEqual([
    { parameters: [page], bodies: { 'application/json': { type: 'object' } } },
  ]);
});

test('Terraform', async () => {
  const text = (schema: string) => `
resource "aws_lambda_function" "f" {\n function_name = "f"\n handler = "a.b"\n}
resource "aws_api_gateway_rest_api" "r" {\n name = "r"\n}
resource "aws_api_gateway_request_validator" "v" {\n rest_api_id = aws_api_gateway_rest_api.r.id\n validate_request_body = true\n validate_request_parameters = true\n}
resource "aws_api_gateway_model" "item" {\n rest_api_id = aws_api_gateway_rest_api.r.id\n name = "Item"\n schema = jsonencode({ type = "object", properties = { count = { type = "integer", enum = [1, 2] } } })\n}
resource "aws_api_gateway_model" "order" {\n rest_api_id = aws_api_gateway_rest_api.r.id\n name = "Order"\n schema = ${schema}\n}
resource "aws_api_gateway_method" "m" {
  rest_api_id = aws_api_gateway_rest_api.r.id
  resource_id = aws_api_gateway_rest_api.r.root_resource_id
  http_method = "POST"
  request_validator_id = aws_api_gateway_request_validator.v.id
  request_models = { "application/json" = aws_api_gateway_model.order.name }
  request_parameters = { "method.request.querystring.page" = true }
}
resource "aws_api_gateway_integration" "i" {
  rest_api_id = aws_api_gateway_rest_api.r.id
  resource_id = aws_api_gateway_rest_api.r.root_resource_id
  http_method = aws_api_gateway_method.m.http_method
  type = "AWS_PROXY"
  uri = aws_lambda_function.f.invoke_arn
}`;
  const item = '{"$ref": "https://apigateway.amazonaws.com/restapis/x/models/Item"}';
  const json = `{"type": "object", "required": ["id"], "properties": {"id": {"type": "string", "maxLength": 9}, "item": ${item}}}`;
  expect(await validations('main.tf', text(`<<EOT\n${json}\nEOT`))).toEqual([both]);
  expect(await validations('main.tf', text('file("order.json")'), { 'order.json': json })).toEqual([both]);
  expect(await validations('main.tf', text('var.schema'))).toEqual([{ parameters: [page], isOpen: true }]);
});

test('Pulumi', async () => {
  const text = `import * as aws from '@pulumi/aws'; import * as pulumi from '@pulumi/pulumi';
const f = new aws.lambda.Function('f', { runtime: 'nodejs22.x', handler: 'a.b', code: new pulumi.asset.FileArchive('./app') });
const api = new aws.apigateway.RestApi('shop', {});
const check = new aws.apigateway.RequestValidator('check', { restApi: api.id, validateRequestBody: true, validateRequestParameters: true });
const item = new aws.apigateway.Model('Item', { restApi: api.id, name: 'Item', schema: JSON.stringify({ type: 'object', properties: { count: { type: 'integer', enum: [1, 2] } } }) });
const order = new aws.apigateway.Model('order', { restApi: api.id, name: 'Order', schema: JSON.stringify({ type: 'object', required: ['id'],
  properties: { id: { type: 'string', maxLength: 9 }, item: { $ref: 'https://apigateway.amazonaws.com/restapis/x/models/Item' } } }) });
const post = new aws.apigateway.Method('post', { restApi: api.id, resourceId: api.rootResourceId, httpMethod: 'POST', authorization: 'NONE',
  requestValidatorId: check.id, requestModels: { 'application/json': order.name }, requestParameters: { 'method.request.querystring.page': true } });
new aws.apigateway.Integration('post', { restApi: api.id, resourceId: api.rootResourceId, httpMethod: post.httpMethod, type: 'AWS_PROXY', uri: f.invokeArn });`;
  expect(await validations('index.ts', text, { 'Pulumi.yaml': 'runtime: nodejs' })).toEqual([both]);
});

test('the CDK', async () => {
  const head = `import * as lambda from 'aws-cdk-lib/aws-lambda'; import * as apigateway from 'aws-cdk-lib/aws-apigateway';
const f = new lambda.Function(this, 'F', { runtime: lambda.Runtime.NODEJS_22_X, handler: 'a.b', code: lambda.Code.fromAsset('src') });
const api = new apigateway.RestApi(this, 'Shop', {});
const model = api.addModel('Order', { schema: { type: apigateway.JsonSchemaType.OBJECT, required: ['order_id'], properties: { order_id: { type: apigateway.JsonSchemaType.STRING, maxLength: 9 } } } });
`;
  const read = (options: string) =>
    validations('app.ts', `${head}api.root.addMethod('POST', new apigateway.LambdaIntegration(f), { ${options} });`, {
      'cdk.json': '{"app": "npx ts-node app.ts"}',
    });
  const asked = "requestParameters: { 'method.request.querystring.page': true }, requestModels: { 'application/json': model }";
  const schema = { type: 'object', required: ['order_id'], properties: { order_id: { type: 'string', maxLength: 9 } } };
  const whole = { parameters: [page], bodies: { 'application/json': schema } };
  const looks = '{ validateRequestBody: true, validateRequestParameters: true }';
  expect(await read(`${asked}, requestValidatorOptions: ${looks}`)).toEqual([whole]);
  expect(await read(`${asked}, requestValidator: api.addRequestValidator('all', ${looks})`)).toEqual([whole]);
  expect(await read(`${asked}, requestValidator: new apigateway.RequestValidator(this, 'all', ${looks})`)).toEqual([whole]);
  expect(await read(`${asked}, requestValidator: props.validator`)).toEqual([{ parameters: [], isOpen: true }]);
  expect(await read(asked)).toEqual([undefined]);
  const python = `from aws_cdk import aws_lambda as _lambda, aws_apigateway as apigw
class S(Stack):
    def __init__(self):
        f = _lambda.Function(self, "F", runtime=_lambda.Runtime.PYTHON_3_13, handler="a.b", code=_lambda.Code.from_asset("src"))
        api = apigw.RestApi(self, "Shop")
        model = api.add_model("Order", schema=apigw.JsonSchema(type=apigw.JsonSchemaType.OBJECT, required=["order_id"], properties={"order_id": apigw.JsonSchema(type=apigw.JsonSchemaType.STRING, max_length=9)}))
        api.root.add_method("POST", apigw.LambdaIntegration(f), request_models={"application/json": model}, request_validator_options=apigw.RequestValidatorOptions(validate_request_body=True))`;
  expect(await validations('app.py', python)).toEqual([{ ...whole, parameters: [] }]);
});

test('the Serverless Framework: with schemas it looks at parameters, too', async () => {
  const text = (request: string) => `service: s
provider: {name: aws, runtime: nodejs22.x, apiGateway: {request: {schemas: {shared: {schema: '\${file(order.json)}', name: Order}}}}}
functions:
  f: {handler: a.f, events: [{http: {path: /, method: post, request: {${request}}}}]}
`;
  const { definitions, ...own } = order;
  const files = { 'order.json': JSON.stringify({ $schema: 'http://json-schema.org/draft-04/schema#', ...own, definitions }) };
  const read = (request: string) => validations('serverless.yml', text(request), files);
  const parameters = 'parameters: {querystrings: {page: true, size: false}, headers: {X-A: {required: false}}}';
  for (const schema of ["'${file(order.json)}'", "{schema: '${file(order.json)}', name: Order}", 'shared'])
    expect(await read(`${parameters}, schemas: {application/json: ${schema}}`), schema).toEqual([both]);
  expect(await read('parameters: {paths: {id: {required: true}}}, schemas: {application/json: {type: object}}')).toEqual([
    { parameters: [{ in: 'path', name: 'id' }], bodies: { 'application/json': { type: 'object' } } },
  ]);
  expect(await read(parameters)).toEqual([undefined]);
  expect(await read(`${parameters}, schemas: {application/json: '\${ssm:schema}'}`)).toEqual([{ parameters: [page], isOpen: true }]);
});
