import { describe, expect, test } from 'vitest';
import { frontsOf } from '../../../http/fronts.ts';
import { memoryFiles } from '../../../testing/memoryFiles.ts';
import { apiLines } from '../../apis/testing.ts';
import type { ReadContext } from '../../reader.ts';
import { templateReader } from '../index.ts';

/** What is read of a template in YAML, with files beside it. */
async function read(text: string, files: Readonly<Record<string, string>> = {}) {
  const context = { folder: '/w', files: memoryFiles(files) } as unknown as ReadContext;
  const result = await templateReader.read({ path: '/w/template.yaml', text }, context);
  return frontsOf(result.kind === 'template' ? [result] : []);
}

async function check(text: string, expected: readonly unknown[], notes: readonly RegExp[] = [], files = {}): Promise<void> {
  const result = await read(text, files);
  expect(result.fronts.map(apiLines)).toEqual(expected);
  expect(result.notes).toEqual(notes.map((note) => expect.stringMatching(note)));
}

/** Functions of SAM with these `Events` or other properties, by name. */
const sam = (functions: Readonly<Record<string, Readonly<Record<string, unknown>>>>, others = {}, more = {}) =>
  JSON.stringify({
    Transform: 'AWS::Serverless-2016-10-31',
    ...more,
    Resources: {
      ...Object.fromEntries(
        Object.entries(functions).map(([name, Properties]) => [name, { Type: 'AWS::Serverless::Function', Properties }]),
      ),
      ...others,
    },
  });
const http = (Properties: unknown) => ({ Type: 'HttpApi', Properties });
const rest = (Properties: unknown) => ({ Type: 'Api', Properties });
const api = (Properties: unknown) => ({ Type: 'AWS::Serverless::Api', Properties });
const httpApi = (Properties: unknown) => ({ Type: 'AWS::Serverless::HttpApi', Properties });

describe('routes of functions’ events', () => {
  test('of the APIs that SAM implies, each one in front of all functions', () =>
    check(
      sam({
        A: { Events: { Get: http({ Method: 'get', Path: '/a' }), Old: rest({ Method: 'any', Path: '/{proxy+}' }) } },
        B: { FunctionName: 'bee', Events: { Post: http({ Method: 'POST', Path: '/b/{id}' }), Queue: { Type: 'SQS' } } },
      }),
      [
        ['HttpApi ServerlessHttpApi $default', 'GET /a A 2.0 30000', 'POST /b/{id} bee 2.0 30000'],
        ['Api ServerlessRestApi Prod', 'ANY /{proxy+} A 1.0 29000'],
      ],
    ));

  test('of the APIs that events refer to', () =>
    check(
      sam({
        A: {
          Events: {
            One: http({ Method: 'GET', Path: '/a', ApiId: { Ref: 'Public' } }),
            Two: http({ Method: 'GET', Path: '/a', ApiId: { Ref: 'Private' } }),
            Three: rest({ Method: 'GET', Path: '/a', RestApiId: { 'Fn::ImportValue': 'Shared' } }),
          },
        },
      }),
      [
        ['HttpApi Public $default', 'GET /a A 2.0 30000'],
        ['HttpApi Private $default', 'GET /a A 2.0 30000'],
        ['Api {"Fn::ImportValue":"Shared"} Prod', 'GET /a A 1.0 29000'],
      ],
    ));

  test('without a path, of every method, of the other payload format and with a time of their own', () =>
    check(
      sam({
        A: {
          Events: {
            Rest: http(undefined),
            Any: http({ Path: '/any', Method: 'x-amazon-apigateway-any-method' }),
            Old: http({ Path: '/old', Method: 'GET', PayloadFormatVersion: '1.0', TimeoutInMillis: 500 }),
          },
        },
      }),
      [['HttpApi ServerlessHttpApi $default', 'ANY $default A 2.0 30000', 'ANY /any A 2.0 30000', 'GET /old A 1.0 500']],
    ));

  test('with the defaults of parameters; those that cannot be told, or are taken, are said', () =>
    check(
      sam(
        {
          A: {
            Events: {
              Known: http({ Path: { 'Fn::Sub': '/${Version}/a' }, Method: 'GET' }),
              Sub: http({ Path: { 'Fn::Sub': '/${Stage}' }, Method: 'GET' }),
              NoMethod: rest({ Path: '/a' }),
            },
          },
          B: { Events: { Second: http({ Path: '/v1/a', Method: 'GET' }) } },
        },
        {},
        { Parameters: { Version: { Type: 'String', Default: 'v1' } } },
      ),
      [['HttpApi ServerlessHttpApi $default', 'GET /v1/a A 2.0 30000']],
      [/The route Sub of A is not served/, /^GET \/v1\/a goes to A: .* B /, /The route NoMethod of A/],
    ));
});

test('a function URL takes everything, after the APIs; Globals hold for it too', () =>
  check(
    sam({
      A: { FunctionUrlConfig: { AuthType: 'AWS_IAM', InvokeMode: 'RESPONSE_STREAM' } },
      B: { Events: { Get: http({ Path: '/', Method: 'GET' }) } },
    }),
    [
      ['HttpApi ServerlessHttpApi $default', 'GET / B 2.0 30000'],
      ['FunctionUrl A $default', 'ANY $default A 2.0 - streams by iam'],
    ],
    [/The URL of A takes any AWS signature here/],
  ));

describe('settings of SAM’s APIs', () => {
  test('the stage, its variables, and binary media types', async () => {
    const { fronts } = await read(
      sam(
        { A: { Events: { Get: rest({ Path: '/a', Method: 'GET', RestApiId: { Ref: 'Shop' } }) } } },
        { Shop: api({ StageName: 'v1', Variables: { color: 'red', size: 2 }, BinaryMediaTypes: ['image~1png'] }) },
        { Globals: { Api: { BinaryMediaTypes: ['*/*'], Variables: { color: 'blue', shape: 'round' } } } },
      ),
    );
    expect(fronts[0]).toMatchObject({
      stages: [{ name: 'v1', variables: { color: 'red', size: '2', shape: 'round' } }],
      binaryMediaTypes: ['*/*', 'image/png'],
    });
  });

  test('CORS of an HTTP API', async () => {
    const cors = async (CorsConfiguration: unknown) =>
      (
        await read(
          sam({ A: { Events: { Get: http({ Path: '/a', Method: 'GET' }) } } }, {}, { Globals: { HttpApi: { CorsConfiguration } } }),
        )
      ).fronts[0]?.cors;
    expect(await cors(true)).toMatchObject({ allowOrigins: ['*'], allowMethods: ['*'], allowHeaders: ['*'] });
    expect(await cors({ AllowOrigins: ['http://a'], AllowMethods: ['GET'], MaxAge: 600, AllowCredentials: true })).toEqual({
      allowOrigins: ['http://a'],
      allowMethods: ['GET'],
      allowHeaders: [],
      exposeHeaders: [],
      allowCredentials: true,
      maxAgeSeconds: 600,
    });
    expect(await cors(undefined)).toBeUndefined();
  });

  test('CORS of a REST API is a mock for OPTIONS on each path that has none', async () => {
    const { fronts } = await read(
      sam(
        {
          A: {
            Events: {
              Get: rest({ Path: '/a', Method: 'GET' }),
              Put: rest({ Path: '/a', Method: 'PUT' }),
              Any: rest({ Path: '/b', Method: 'ANY' }),
              Own: rest({ Path: '/c', Method: 'OPTIONS' }),
            },
          },
        },
        {},
        { Globals: { Api: { Cors: { AllowOrigin: "'https://shop'", AllowHeaders: "'X-A'", MaxAge: "'60'", AllowCredentials: true } } } },
      ),
    );
    const mocks = fronts[0]?.routes.flatMap((route) => (route.target.kind === 'mock' ? [[route.path, route.target]] : []));
    const headers = {
      'Access-Control-Allow-Origin': 'https://shop',
      'Access-Control-Allow-Headers': 'X-A',
      'Access-Control-Max-Age': '60',
      'Access-Control-Allow-Credentials': 'true',
    };
    const mock = (methods: string) => ({
      kind: 'mock',
      status: 200,
      headers: { ...headers, 'Access-Control-Allow-Methods': methods },
      body: '{}\n',
    });
    expect(mocks).toEqual([
      ['/a', mock('GET,OPTIONS,PUT')],
      ['/b', mock('DELETE,GET,HEAD,OPTIONS,PATCH,POST,PUT')],
    ]);
  });

  const Auth = {
    DefaultAuthorizer: 'Token',
    Authorizers: {
      Token: { FunctionArn: { 'Fn::GetAtt': ['Guard', 'Arn'] }, Identity: { Header: 'X-Token', ValidationExpression: 'ok.*' } },
      Whole: {
        FunctionArn: { 'Fn::GetAtt': 'Guard.Arn' },
        FunctionPayloadType: 'REQUEST',
        Identity: { Headers: ['A'], QueryStrings: ['b'], ReauthorizeEvery: 0 },
      },
      Pool: { UserPoolArn: { 'Fn::GetAtt': 'Pool.Arn' } },
      Elsewhere: { FunctionArn: { 'Fn::ImportValue': 'x' } },
    },
  };

  test('authorizers of a REST API', async () => {
    const event = (path: string, Authorizer?: string, more = {}) =>
      rest({ Path: path, Method: 'GET', RestApiId: { Ref: 'Shop' }, ...(Authorizer && { Auth: { Authorizer, ...more } }) });
    const text = sam(
      {
        Guard: {},
        A: {
          Events: {
            A: event('/default'),
            B: event('/whole', 'Whole'),
            C: event('/open', 'NONE'),
            D: event('/pool', 'Pool'),
            E: event('/iam', 'AWS_IAM', { ApiKeyRequired: true }),
          },
        },
      },
      { Shop: api({ StageName: 'v1', Auth, Cors: "'*'" }) },
    );
    await check(
      text,
      [
        [
          'Api Shop v1',
          'GET /default A 1.0 29000 by Guard TOKEN',
          'GET /whole A 1.0 29000 by Guard REQUEST',
          'GET /open A 1.0 29000',
          'GET /pool A 1.0 29000 by cognito',
          'GET /iam A 1.0 29000 by iam with a key',
          // SAM's default authorizer guards them, unless AddDefaultAuthorizerToCorsPreflight is false.
          ...['default', 'whole', 'open', 'pool', 'iam'].map((path) => `OPTIONS /${path} mock 200 by Guard TOKEN`),
        ],
      ],
      [/routes behind the authorizer Elsewhere are open/, /any AWS signature/, /tokens here by what they claim/, /any API key/],
    );
    const { fronts } = await read(text);
    expect(fronts[0]?.routes.slice(0, 2).map(({ authorizer }) => authorizer)).toMatchObject([
      { sources: [{ in: 'header', name: 'X-Token' }], validation: 'ok.*', ttlSeconds: 300 },
      {
        sources: [
          { in: 'header', name: 'A' },
          { in: 'querystring', name: 'b' },
        ],
        ttlSeconds: 0,
      },
    ]);
  });

  test('authorizers of an HTTP API', async () => {
    const { fronts } = await read(
      sam(
        {
          Guard: {},
          A: {
            Events: {
              A: http({ Path: '/jwt', Method: 'GET', ApiId: { Ref: 'Shop' }, Auth: { AuthorizationScopes: ['read'] } }),
              B: http({ Path: '/fn', Method: 'GET', ApiId: { Ref: 'Shop' }, Auth: { Authorizer: 'Fn' } }),
            },
          },
        },
        {
          Shop: httpApi({
            Auth: {
              DefaultAuthorizer: 'Jwt',
              Authorizers: {
                Jwt: { IdentitySource: '$request.header.X-Jwt', JwtConfiguration: { issuer: 'https://i', audience: ['me'] } },
                Fn: { FunctionArn: { Ref: 'Guard' }, AuthorizerPayloadFormatVersion: '2.0', EnableSimpleResponses: true },
              },
            },
          }),
        },
      ),
    );
    expect(fronts[0]?.routes.map(({ authorizer }) => authorizer)).toEqual([
      { kind: 'jwt', source: { in: 'header', name: 'X-Jwt' }, issuer: 'https://i', audience: ['me'], scopes: ['read'] },
      {
        kind: 'function',
        id: 'Fn',
        name: 'Guard',
        event: 'REQUEST',
        sources: [],
        ttlSeconds: 0,
        payloadFormat: '2.0',
        simpleResponses: true,
      },
    ]);
  });
});

const OPENAPI = `
openapi: 3.0.1
x-amazon-apigateway-binary-media-types: [image/png]
paths:
  /a/{id}:
    get:
      security: [{Guarded: []}, {api_key: []}]
      x-amazon-apigateway-integration: {type: aws_proxy, uri: !Sub "arn:aws:apigateway:\${AWS::Region}:lambda:path/2015-03-31/functions/\${A.Arn}/invocations", timeoutInMillis: 900}
    options:
      x-amazon-apigateway-integration:
        type: mock
        responses: {default: {statusCode: "204", responseParameters: {method.response.header.X-A: "'1'", method.response.header.X-B: method.request.path.id}}}
    x-amazon-apigateway-any-method:
      x-amazon-apigateway-integration: {type: http_proxy, uri: https://example.com}
components:
  securitySchemes:
    api_key: {type: apiKey, name: x-api-key, in: header}
    Guarded:
      {type: apiKey, name: Authorization, in: header, x-amazon-apigateway-authtype: custom, x-amazon-apigateway-authorizer: {type: token, authorizerUri: !GetAtt A.Arn, authorizerResultTtlInSeconds: 60}}
`;

describe('OpenAPI documents', () => {
  const indented = OPENAPI.replaceAll('\n', '\n        ');
  const expected = ['Api Shop v1', 'GET /a/{id} A 1.0 900 by A TOKEN with a key', 'OPTIONS /a/{id} mock 204'];
  const notes = [/^ANY \/a\/\{id\} is not served: its integration is http_proxy, not a Lambda proxy/, /any API key/];
  const fn = 'A: {Type: AWS::Serverless::Function, Properties: {Handler: a.b}}';
  const shop = (how: string, type = 'Api') =>
    `Transform: AWS::Serverless-2016-10-31\nResources:\n  ${fn}\n  Shop:\n    Type: AWS::Serverless::${type}\n    Properties:\n      StageName: v1\n      ${how}`;

  test('in the template', async () => {
    await check(shop(`DefinitionBody: ${indented}`), [expected], notes);
    const { fronts } = await read(shop(`DefinitionBody: ${indented}`));
    expect(fronts[0]?.binaryMediaTypes).toEqual(['image/png']);
    expect(fronts[0]?.routes[1]?.target).toMatchObject({ headers: { 'X-A': '1' } });
  });

  test('in a file beside it, by either way', async () => {
    await check(shop('DefinitionUri: api/openapi.yaml'), [expected], notes, { '/w/api/openapi.yaml': OPENAPI });
    const include = 'DefinitionBody: {Fn::Transform: {Name: AWS::Include, Parameters: {Location: openapi.yaml}}}';
    await check(shop(include), [expected], notes, { '/w/openapi.yaml': OPENAPI });
    await check(shop('DefinitionUri: s3://bucket/openapi.yaml'), [], [/its OpenAPI document can’t be read here/]);
    await check(shop('DefinitionUri: none.yaml'), [], [/its OpenAPI document can’t be read here/]);
  });

  test('of an HTTP API, with events beside it', () =>
    check(
      `Transform: AWS::Serverless-2016-10-31
Resources:
  A: {Type: AWS::Serverless::Function, Properties: {Handler: a.b, Events: {E: {Type: HttpApi, Properties: {Path: /e, Method: GET, ApiId: !Ref Shop}}}}}
  Shop:
    Type: AWS::Serverless::HttpApi
    Properties:
      DefinitionBody:
        paths:
          /$default:
            x-amazon-apigateway-any-method:
              x-amazon-apigateway-integration: {type: aws_proxy, uri: !GetAtt A.Arn, payloadFormatVersion: "2.0"}
`,
      [['HttpApi Shop $default', 'ANY $default A 2.0 30000', 'GET /e A 2.0 30000']],
    ));
});

describe('plain CloudFormation', () => {
  const FN = 'Resources:\n  A: {Type: AWS::Lambda::Function, Properties: {Handler: a.b}}\n';

  test('a REST API of resources and methods', () =>
    check(
      `${FN}
  Live: {Type: AWS::Lambda::Alias, Properties: {FunctionName: !Ref A, Name: live}}
  Shop: {Type: AWS::ApiGateway::RestApi, Properties: {BinaryMediaTypes: ["*/*"]}}
  Orders: {Type: AWS::ApiGateway::Resource, Properties: {RestApiId: !Ref Shop, ParentId: !GetAtt Shop.RootResourceId, PathPart: orders}}
  Order: {Type: AWS::ApiGateway::Resource, Properties: {RestApiId: !Ref Shop, ParentId: !Ref Orders, PathPart: "{id}"}}
  Guard: {Type: AWS::ApiGateway::Authorizer, Properties: {RestApiId: !Ref Shop, Type: TOKEN, IdentitySource: method.request.header.X, AuthorizerUri: !Sub "arn:\${A.Arn}/invocations"}}
  Root: {Type: AWS::ApiGateway::Method, Properties: {RestApiId: !Ref Shop, ResourceId: !GetAtt Shop.RootResourceId, HttpMethod: GET, Integration: {Type: AWS_PROXY, Uri: !Sub "arn:aws:apigateway:\${AWS::Region}:lambda:path/2015-03-31/functions/\${A.Arn}/invocations"}}}
  Get: {Type: AWS::ApiGateway::Method, Properties: {RestApiId: !Ref Shop, ResourceId: !Ref Order, HttpMethod: ANY, AuthorizationType: CUSTOM, AuthorizerId: !Ref Guard, Integration: {Type: AWS_PROXY, TimeoutInMillis: 500, Uri: !Join ["", ["arn:", !Ref Live, /invocations]]}}}
  Options: {Type: AWS::ApiGateway::Method, Properties: {RestApiId: !Ref Shop, ResourceId: !Ref Order, HttpMethod: OPTIONS, Integration: {Type: MOCK, IntegrationResponses: [{StatusCode: "204", ResponseParameters: {method.response.header.Access-Control-Allow-Origin: "'*'"}}]}}}
  Other: {Type: AWS::ApiGateway::Method, Properties: {RestApiId: !Ref Shop, ResourceId: !Ref Orders, HttpMethod: GET, Integration: {Type: AWS_PROXY, Uri: !ImportValue x}}}
  Deployment: {Type: AWS::ApiGateway::Deployment, Properties: {RestApiId: !Ref Shop}}
  Stage: {Type: AWS::ApiGateway::Stage, Properties: {RestApiId: !Ref Shop, StageName: v1, DeploymentId: !Ref Deployment}}
`,
      [['Api Shop v1', 'GET / A 1.0 29000', 'ANY /orders/{id} A 1.0 500 by A TOKEN', 'OPTIONS /orders/{id} mock 204']],
      [/^GET \/orders is not served: which function it calls is only known when it is deployed/],
    ));

  test('an HTTP API of routes and integrations, and one that is made at once', () =>
    check(
      `${FN}
  Shop: {Type: AWS::ApiGatewayV2::Api, Properties: {ProtocolType: HTTP, CorsConfiguration: {AllowOrigins: ["*"]}}}
  I: {Type: AWS::ApiGatewayV2::Integration, Properties: {ApiId: !Ref Shop, IntegrationType: AWS_PROXY, IntegrationUri: !GetAtt A.Arn, PayloadFormatVersion: "2.0"}}
  Guard: {Type: AWS::ApiGatewayV2::Authorizer, Properties: {ApiId: !Ref Shop, AuthorizerType: JWT, IdentitySource: [$request.header.Authorization], JwtConfiguration: {Issuer: https://i, Audience: [me]}}}
  R1: {Type: AWS::ApiGatewayV2::Route, Properties: {ApiId: !Ref Shop, RouteKey: GET /a, Target: !Sub "integrations/\${I}"}}
  R2: {Type: AWS::ApiGatewayV2::Route, Properties: {ApiId: !Ref Shop, RouteKey: $default, Target: !Join [/, [integrations, !Ref I]], AuthorizationType: JWT, AuthorizerId: !Ref Guard}}
  S: {Type: AWS::ApiGatewayV2::Stage, Properties: {ApiId: !Ref Shop, StageName: dev}}
  Quick: {Type: AWS::ApiGatewayV2::Api, Properties: {ProtocolType: HTTP, Target: !GetAtt A.Arn, RouteKey: POST /q}}
  Socket: {Type: AWS::ApiGatewayV2::Api, Properties: {ProtocolType: WEBSOCKET}}
`,
      [
        ['HttpApi Shop dev', 'GET /a A 2.0 30000', 'ANY $default A 2.0 30000 by jwt'],
        ['HttpApi Quick $default', 'POST /q A 2.0 30000'],
      ],
      [/tokens here by what they claim/],
    ));

  test('a function URL', () =>
    check(`${FN}  Url: {Type: AWS::Lambda::Url, Properties: {TargetFunctionArn: !Ref A, AuthType: NONE}}\n`, [
      ['FunctionUrl A $default', 'ANY $default A 2.0 -'],
    ]));
});
