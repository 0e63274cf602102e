import { afterAll, expect, test } from 'vitest';
import { frontsOf } from '../../http/fronts.ts';
import { testSyntax } from '../../syntax/testing.ts';
import { memoryFiles } from '../../testing/memoryFiles.ts';
import { apiLines } from '../apis/testing.ts';
import { serverlessReader } from './index.ts';

const { syntax, dispose } = testSyntax();
afterAll(dispose);

/** What is served of a service with functions `f` and `guard`: `f` has these events. */
async function read(events: string, provider = '', more = '') {
  const text = `service: s
provider: {name: aws, ${provider}}
functions:
  guard: {handler: a.guard}
  f: {handler: a.f, ${more} events: ${events}}
`;
  const result = await serverlessReader.read({ path: '/w/serverless.yml', text }, { folder: '/w', files: memoryFiles(), syntax });
  return frontsOf(result.kind === 'template' ? [result] : []);
}

async function check(expected: readonly unknown[], notes: readonly RegExp[], ...service: Parameters<typeof read>): Promise<void> {
  const result = await read(...service);
  expect(result.fronts.map(apiLines)).toEqual(expected);
  expect(result.notes).toEqual(notes.map((note) => expect.stringMatching(note)));
}

test('an HTTP API, a REST API and a URL', () =>
  check(
    [
      ['HttpApi HttpApi $default', 'ANY $default f 2.0 30000', 'GET /a/{id} f 2.0 30000', 'ANY /b f 2.0 30000'],
      ['Api ApiGatewayRestApi prod', 'POST /c f 1.0 29000', 'GET /d f 1.0 29000 with a key'],
      ['FunctionUrl f $default', 'ANY $default f 2.0 - streams by iam'],
    ],
    [/any API key/, /The URL of f takes any AWS signature/],
    "[httpApi: '*', httpApi: 'GET /a/{id}', {httpApi: {path: b, method: '*'}}, http: post c, {http: {path: /d, method: get, private: true}}, sqs: x]",
    'stage: "${opt:stage, \'prod\'}"',
    'url: {authorizer: aws_iam, invokeMode: RESPONSE_STREAM},',
  ));

test('authorizers of the provider and of functions', () =>
  check(
    [
      ['HttpApi HttpApi $default', 'GET /a f 1.0 30000 by jwt', 'GET /b f 1.0 30000 by guard REQUEST', 'GET /c f 1.0 30000'],
      [
        'Api ApiGatewayRestApi dev',
        'GET /d f 1.0 29000 by guard TOKEN',
        'GET /e f 1.0 29000 by guard REQUEST',
        'GET /g f 1.0 29000 by iam',
        'GET /h f 1.0 29000 by cognito',
      ],
    ],
    [/authorizer elsewhere are open/, /tokens here/, /GET \/i is not served: its integration is lambda,/, /AWS signature/, /tokens here/],
    `[{httpApi: {path: /a, method: get, authorizer: {name: jwt, scopes: [x]}}}, {httpApi: {path: /b, method: get, authorizer: {name: fn}}},
      {httpApi: {path: /c, method: get, authorizer: elsewhere}}, {http: {path: d, method: get, authorizer: guard}},
      {http: {path: e, method: get, authorizer: {name: guard, type: request, identitySource: method.request.querystring.q}}},
      {http: {path: g, method: get, authorizer: aws_iam}}, {http: {path: h, method: get, authorizer: {arn: 'arn:aws:cognito-idp:x'}}},
      {http: {path: i, method: get, integration: lambda}}]`,
    `httpApi: {payload: '1.0', authorizers: {jwt: {identitySource: $request.header.X, issuerUrl: https://i, audience: [me]}, fn: {type: request, functionName: guard}, elsewhere: {type: request, functionArn: 'arn:x'}}}`,
  ));

test('CORS of each', async () => {
  const { fronts } = await read(
    "[httpApi: 'GET /a', {http: {path: b, method: get, cors: true}}, {http: {path: b, method: put, cors: {origin: 'http://me', allowCredentials: true}}}]",
    'httpApi: {cors: {allowedOrigins: [http://me], maxAge: 60}}, apiGateway: {binaryMediaTypes: ["*/*"]}',
    'url: {cors: true},',
  );
  expect(fronts.map(({ type, cors }) => [type, cors?.allowOrigins, cors?.allowMethods, cors?.maxAgeSeconds])).toEqual([
    ['HttpApi', ['http://me'], ['OPTIONS', 'GET'], 60],
    ['Api', undefined, undefined, undefined],
    ['FunctionUrl', ['*'], ['*'], undefined],
  ]);
  expect(fronts[1]?.binaryMediaTypes).toEqual(['*/*']);
  expect(fronts[1]?.routes.at(-1)).toMatchObject({
    method: 'OPTIONS',
    path: '/b',
    target: {
      headers: {
        'Access-Control-Allow-Origin': 'http://me',
        'Access-Control-Allow-Methods': 'OPTIONS,GET,PUT',
        'Access-Control-Allow-Credentials': 'true',
      },
    },
  });
});
