import { describe, expect, test } from 'vitest';
import { frontsOf } from '../../http/fronts.ts';
import { functionsOf } from '../terraform/testing.ts';
import type { ApiDefinition } from './model.ts';
import { apisOfTriggers } from './ofTriggers.ts';
import { apiLines } from './testing.ts';

async function read(text: string, tree: Readonly<Record<string, string>> = {}): Promise<readonly ApiDefinition[]> {
  const fn = (name: string) => `resource "aws_lambda_function" "${name}" {\n function_name = "${name}"\n handler = "a.b"\n}\n`;
  return apisOfTriggers(await functionsOf({ 'main.tf': `${fn('f')}${fn('guard')}${text}`, ...tree }));
}

async function check(
  text: string,
  expected: readonly unknown[],
  notes: readonly RegExp[] = [],
  tree: Readonly<Record<string, string>> = {},
): Promise<void> {
  const fronts = frontsOf([{ apis: await read(text, tree) }]);
  expect(fronts.fronts.map(apiLines)).toEqual(expected);
  expect(fronts.notes).toEqual(notes.map((note) => expect.stringMatching(note)));
}

/** An HTTP API whose routes lead to `f`. */
const http = (api: string, routes: Readonly<Record<string, string>>, more = '') => `
resource "aws_apigatewayv2_api" "a" {\n protocol_type = "HTTP"\n ${api}\n}
resource "aws_apigatewayv2_integration" "i" {
  api_id = aws_apigatewayv2_api.a.id
  integration_uri = aws_lambda_function.f.invoke_arn
  payload_format_version = "2.0"
}
${Object.entries(routes)
  .map(
    ([key, settings], index) =>
      `resource "aws_apigatewayv2_route" "r${index}" {\n route_key = "${key}"\n target = "integrations/\${aws_apigatewayv2_integration.i.id}"\n ${settings}\n}`,
  )
  .join('\n')}
${more}`;

/** A REST API with a method on `/x` that leads to `f`. */
const rest = (method: string, more = '', api = '') => `
resource "aws_api_gateway_rest_api" "r" {\n name = "r"\n ${api}\n}
resource "aws_api_gateway_resource" "x" {
  rest_api_id = aws_api_gateway_rest_api.r.id
  parent_id = aws_api_gateway_rest_api.r.root_resource_id
  path_part = "x"
}
resource "aws_api_gateway_method" "x" {
  rest_api_id = aws_api_gateway_rest_api.r.id
  resource_id = aws_api_gateway_resource.x.id
  http_method = "POST"
  ${method}
}
resource "aws_api_gateway_integration" "x" {
  rest_api_id = aws_api_gateway_rest_api.r.id
  resource_id = aws_api_gateway_resource.x.id
  http_method = aws_api_gateway_method.x.http_method
  type = "AWS_PROXY"
  uri = aws_lambda_function.f.invoke_arn
}
${more}`;

describe('HTTP APIs of Terraform', () => {
  test('their routes', () =>
    check(http('', { 'GET /items': '', $default: '' }), [
      ['HttpApi aws_apigatewayv2_api.a $default', 'GET /items f 2.0 30000', 'ANY $default f 2.0 30000'],
    ]));

  test('their stages and CORS settings', async () => {
    const [api] = await read(
      http(
        'cors_configuration {\n allow_origins = ["https://a.example"]\n allow_methods = ["GET"]\n max_age = 60\n}',
        { 'GET /a': '' },
        'resource "aws_apigatewayv2_stage" "s" {\n api_id = aws_apigatewayv2_api.a.id\n name = "live"\n stage_variables = { colour = "red" }\n}',
      ),
    );
    expect(api?.stages).toEqual([{ name: 'live', variables: { colour: 'red' } }]);
    expect(api?.cors).toEqual({
      allowOrigins: ['https://a.example'],
      allowMethods: ['GET'],
      allowHeaders: [],
      exposeHeaders: [],
      allowCredentials: false,
      maxAgeSeconds: 60,
    });
  });

  test('their authorizers', async () => {
    const authorizer = (name: string, settings: string) =>
      `resource "aws_apigatewayv2_authorizer" "${name}" {\n api_id = aws_apigatewayv2_api.a.id\n name = "${name}"\n ${settings}\n}\n`;
    const guarded = (name: string) => `authorization_type = "CUSTOM"\n authorizer_id = aws_apigatewayv2_authorizer.${name}.id`;
    const text = http(
      '',
      {
        'GET /custom': guarded('custom'),
        'GET /jwt': 'authorization_type = "JWT"\n authorizer_id = aws_apigatewayv2_authorizer.jwt.id\n authorization_scopes = ["read"]',
        'GET /iam': 'authorization_type = "AWS_IAM"',
        'GET /open': 'authorization_type = "NONE"',
        'GET /elsewhere': guarded('elsewhere'),
      },
      authorizer(
        'custom',
        'authorizer_type = "REQUEST"\n authorizer_uri = aws_lambda_function.guard.invoke_arn\n identity_sources = ["$request.header.X-Key"]\n authorizer_payload_format_version = "2.0"\n enable_simple_responses = true\n authorizer_result_ttl_in_seconds = 5',
      ) +
        authorizer(
          'jwt',
          'authorizer_type = "JWT"\n identity_sources = ["$request.header.Authorization"]\n jwt_configuration {\n audience = ["me"]\n issuer = "https://issuer.example"\n }',
        ) +
        authorizer('elsewhere', 'authorizer_type = "REQUEST"\n authorizer_uri = var.elsewhere'),
    );
    await check(
      text,
      [
        [
          'HttpApi aws_apigatewayv2_api.a $default',
          'GET /custom f 2.0 30000 by guard REQUEST',
          'GET /jwt f 2.0 30000 by jwt',
          'GET /iam f 2.0 30000 by iam',
          'GET /open f 2.0 30000',
          'GET /elsewhere f 2.0 30000',
        ],
      ],
      [/authorizer aws_apigatewayv2_authorizer\.elsewhere are open here/, /any AWS signature/, /tokens here by what they claim/],
    );
    const [custom, jwt] = (await read(text))[0]?.routes ?? [];
    expect(custom?.authorizer).toEqual({
      kind: 'function',
      id: 'aws_apigatewayv2_authorizer.custom',
      name: 'guard',
      event: 'REQUEST',
      sources: [{ in: 'header', name: 'X-Key' }],
      ttlSeconds: 5,
      payloadFormat: '2.0',
      simpleResponses: true,
    });
    const source = { in: 'header', name: 'Authorization' };
    expect(jwt?.authorizer).toEqual({ kind: 'jwt', source, audience: ['me'], issuer: 'https://issuer.example', scopes: ['read'] });
  });
});

describe('REST APIs of Terraform', () => {
  test('their methods, keys, binary types and stages', async () => {
    const text = rest(
      'authorization = "NONE"\n api_key_required = true',
      'resource "aws_api_gateway_stage" "s" {\n rest_api_id = aws_api_gateway_rest_api.r.id\n stage_name = "live"\n}',
      'binary_media_types = ["image/png"]',
    );
    await check(text, [['Api aws_api_gateway_rest_api.r live', 'POST /x f 1.0 29000 with a key']], [/any API key/]);
    expect((await read(text))[0]?.binaryMediaTypes).toEqual(['image/png']);
  });

  test.each([
    [
      'type = "TOKEN"\n authorizer_uri = "arn:aws:apigateway:x:lambda:path/functions/${aws_lambda_function.guard.arn}/invocations"\n identity_validation_expression = "^k"',
      'CUSTOM',
      'by guard TOKEN',
    ],
    ['type = "REQUEST"\n authorizer_uri = aws_lambda_function.guard.invoke_arn', 'CUSTOM', 'by guard REQUEST'],
    ['type = "COGNITO_USER_POOLS"\n provider_arns = [var.pool]', 'COGNITO_USER_POOLS', 'by cognito'],
  ])('their authorizer %j', async (settings, authorization, expected) => {
    const authorizer = `resource "aws_api_gateway_authorizer" "a" {\n rest_api_id = aws_api_gateway_rest_api.r.id\n ${settings}\n}`;
    const text = rest(`authorization = "${authorization}"\n authorizer_id = aws_api_gateway_authorizer.a.id`, authorizer);
    expect((await read(text)).map(apiLines)).toEqual([['Api aws_api_gateway_rest_api.r prod', `POST /x f 1.0 29000 ${expected}`]]);
  });

  test('what answers browsers’ questions without a function', async () => {
    const at = 'rest_api_id = aws_api_gateway_rest_api.r.id\n resource_id = aws_api_gateway_resource.x.id\n http_method = "OPTIONS"';
    const text = rest(
      'authorization = "NONE"',
      `resource "aws_api_gateway_integration" "o" {\n ${at}\n type = "MOCK"\n}
resource "aws_api_gateway_integration_response" "o" {\n ${at}\n status_code = "204"\n response_parameters = { "method.response.header.Access-Control-Allow-Origin" = "'*'" }\n}`,
    );
    const [api] = await read(text);
    expect(api?.routes[1]).toEqual({
      method: 'OPTIONS',
      path: '/x',
      target: { kind: 'mock', status: 204, headers: { 'Access-Control-Allow-Origin': '*' }, body: '' },
    });
  });
});

test('function URLs of Terraform', async () => {
  const [url] = await read(
    'resource "aws_lambda_function_url" "u" {\n function_name = aws_lambda_function.f.function_name\n authorization_type = "AWS_IAM"\n cors {\n allow_origins = ["*"]\n expose_headers = ["date"]\n }\n}',
  );
  expect(url && apiLines(url)).toEqual(['FunctionUrl f $default', 'ANY $default f 2.0 - by iam']);
  expect(url?.cors).toMatchObject({ allowOrigins: ['*'], exposeHeaders: ['date'] });
});

test('routes, integrations and resources that stand for several in Terraform', async () => {
  await check(
    `locals {\n fns = { a = aws_lambda_function.f.invoke_arn, b = aws_lambda_function.guard.invoke_arn }\n}
resource "aws_apigatewayv2_api" "a" {\n protocol_type = "HTTP"\n}
resource "aws_apigatewayv2_integration" "i" {\n for_each = local.fns\n api_id = aws_apigatewayv2_api.a.id\n integration_uri = each.value\n payload_format_version = "2.0"\n}
resource "aws_apigatewayv2_route" "r" {\n for_each = local.fns\n route_key = "GET /\${each.key}"\n target = "integrations/\${aws_apigatewayv2_integration.i[each.key].id}"\n}
resource "aws_apigatewayv2_route" "both" {\n for_each = toset(["PUT /x", "POST /x"])\n route_key = each.value\n target = "integrations/\${aws_apigatewayv2_integration.i["a"].id}"\n}`,
    [
      [
        'HttpApi aws_apigatewayv2_api.a $default',
        'GET /a f 2.0 30000',
        'PUT /x f 2.0 30000',
        'POST /x f 2.0 30000',
        'GET /b guard 2.0 30000',
      ],
    ],
  );
  await check(
    `resource "aws_api_gateway_rest_api" "r" {\n name = "r"\n}
resource "aws_api_gateway_resource" "x" {\n for_each = toset(["one", "two"])\n rest_api_id = aws_api_gateway_rest_api.r.id\n parent_id = aws_api_gateway_rest_api.r.root_resource_id\n path_part = each.value\n}
resource "aws_api_gateway_method" "x" {\n for_each = aws_api_gateway_resource.x\n rest_api_id = aws_api_gateway_rest_api.r.id\n resource_id = each.value.id\n http_method = "GET"\n authorization = "NONE"\n}
resource "aws_api_gateway_integration" "x" {\n for_each = toset(["one", "two"])\n rest_api_id = aws_api_gateway_rest_api.r.id\n resource_id = aws_api_gateway_resource.x[each.key].id\n http_method = "GET"\n type = "AWS_PROXY"\n uri = aws_lambda_function.f.invoke_arn\n}`,
    [['Api aws_api_gateway_rest_api.r prod', 'GET /one f 1.0 29000', 'GET /two f 1.0 29000']],
  );
});

describe('OpenAPI documents of Terraform', () => {
  const rest = (body: string, more = '') => `resource "aws_api_gateway_rest_api" "r" {\n name = "r"\n body = ${body}\n}\n${more}`;
  const orders = ['Api aws_api_gateway_rest_api.r prod', 'GET /orders f 1.0 29000'];
  const proxy = (uri: string) => `{ type = "AWS_PROXY", httpMethod = "POST", payloadFormatVersion = "2.0", uri = ${uri} }`;
  const path = (name: string, verb: string, uri: string) =>
    `"${name}" = { ${verb} = { "x-amazon-apigateway-integration" = ${proxy(uri)} } }`;
  const document = (uri: string, more = '', paths = '') =>
    `{ openapi = "3.0.1", paths = { ${path('/orders', 'get', uri)}${paths} }, ${more} }`;
  const yaml = (uri: string) => `openapi: 3.0.1
paths:
  /orders:
    get:
      x-amazon-apigateway-integration: { type: aws_proxy, uri: "${uri}" }
`;

  test.each<[string, string, Readonly<Record<string, string>>?]>([
    ['an object that is encoded', rest(`jsonencode(${document('aws_lambda_function.f.invoke_arn')})`)],
    [
      'its addresses put together',
      rest(
        `jsonencode(${document('"arn:aws:apigateway:${data.aws_region.r.name}:lambda:path/2015-03-31/functions/${aws_lambda_function.f.arn}/invocations"')})`,
      ),
    ],
    [
      'an alias of the function',
      rest(
        `jsonencode(${document('aws_lambda_alias.live.invoke_arn')})`,
        'resource "aws_lambda_alias" "live" {\n function_name = aws_lambda_function.f.function_name\n}',
      ),
    ],
    [
      'a local value',
      rest('local.spec', `locals {\n spec = yamlencode(local.inner)\n inner = ${document('aws_lambda_function.f.invoke_arn')}\n}`),
    ],
    ['a text with references in it', rest(`<<-EOT\n${yaml('${aws_lambda_function.f.invoke_arn}')}EOT`)],
    [
      'a template file',
      rest('templatefile("${path.module}/api/spec.yaml", { fn = aws_lambda_function.f.arn, region = var.region })'),
      { 'api/spec.yaml': yaml('arn:aws:apigateway:${region}:lambda:path/2015-03-31/functions/${fn}/invocations') },
    ],
    ['a file', rest('file("spec.yaml")'), { 'spec.yaml': yaml('arn:aws:lambda:eu-west-1:123456789012:function:f') }],
    [
      'a file in JSON that is decoded and encoded',
      rest('nonsensitive(templatefile("spec.json", { fn = aws_lambda_function.f.invoke_arn }))'),
      { 'spec.json': '{"paths":{"/orders":{"get":{"x-amazon-apigateway-integration":{"type":"aws_proxy","uri":"${fn}"}}}}}' },
    ],
  ])('%s', (_, text, tree = {}) => check(text, [orders], [], tree));

  test('of an HTTP API, with its stages, CORS settings and authorizers', async () => {
    const guard = `components = { securitySchemes = { ask = { type = "apiKey", name = "X-Token", in = "header", "x-amazon-apigateway-authorizer" = {
      type = "request", identitySource = "$request.header.X-Token", authorizerUri = aws_lambda_function.guard.invoke_arn } } } }, security = [{ ask = [] }]`;
    const text = `resource "aws_apigatewayv2_api" "h" {\n protocol_type = "HTTP"\n body = jsonencode(${document('aws_lambda_function.f.invoke_arn', guard)})
      cors_configuration {\n allow_origins = ["*"]\n }\n}
      resource "aws_apigatewayv2_stage" "s" {\n api_id = aws_apigatewayv2_api.h.id\n name = "live"\n}`;
    await check(text, [['HttpApi aws_apigatewayv2_api.h live', 'GET /orders f 2.0 30000 by guard REQUEST']]);
    expect((await read(text))[0]?.cors?.allowOrigins).toEqual(['*']);
  });

  test('what can’t be told is left out, and said where it can be', async () => {
    const both = document('aws_lambda_function.f.invoke_arn', '', `, ${path('/far', 'post', 'var.far')}`);
    await check(rest(`jsonencode(${both})`), [orders], [/POST \/far is not served: which function it calls is only known/]);
    for (const body of ['var.body', 'templatefile("not-there.yaml", {})', 'file("broken.yaml")', 'data.http.spec.body', '"none"'])
      await check(rest(body), [], [], { 'broken.yaml': 'a: [' });
    await check(rest('templatefile("loop.yaml", { fn = aws_lambda_function.f.arn })'), [], [], {
      'loop.yaml': '%{ for x in y }\n%{ endfor }',
    });
  });

  test('of a function that is made into an API by `target`', () =>
    check(
      `resource "aws_apigatewayv2_api" "q" {\n protocol_type = "HTTP"\n target = aws_lambda_function.f.arn\n}
       resource "aws_apigatewayv2_api" "k" {\n protocol_type = "HTTP"\n route_key = "GET /x"\n target = aws_lambda_function.f.invoke_arn\n}`,
      [
        ['HttpApi aws_apigatewayv2_api.q $default', 'ANY $default f 2.0 30000'],
        ['HttpApi aws_apigatewayv2_api.k $default', 'GET /x f 2.0 30000'],
      ],
    ));
});

test('an API in a module of Terraform that functions are handed to', async () => {
  const module = `variable "fns" {}\nvariable "fn" {}
resource "aws_api_gateway_rest_api" "r" {\n body = templatefile("${'${path.module}'}/spec.yaml", var.fns)\n}
resource "aws_apigatewayv2_api" "a" {\n protocol_type = "HTTP"\n}
resource "aws_apigatewayv2_integration" "i" {\n api_id = aws_apigatewayv2_api.a.id\n integration_uri = var.fn\n payload_format_version = "2.0"\n}
resource "aws_apigatewayv2_route" "r" {\n route_key = "GET /y"\n target = "integrations/${'${aws_apigatewayv2_integration.i.id}'}"\n}`;
  const spec = 'paths: {/x: {get: {x-amazon-apigateway-integration: {type: aws_proxy, uri: "${get}"}}}}';
  const call = `module "api" {\n source = "./api"\n fn = aws_lambda_function.guard.invoke_arn\n fns = { get = aws_lambda_function.f.invoke_arn }\n}`;
  await check(
    '',
    [
      ['Api module.api.aws_api_gateway_rest_api.r prod', 'GET /x f 1.0 29000'],
      ['HttpApi module.api.aws_apigatewayv2_api.a $default', 'GET /y guard 2.0 30000'],
    ],
    [],
    { 'api.tf': call, 'api/main.tf': module, 'api/spec.yaml': spec },
  );
});
