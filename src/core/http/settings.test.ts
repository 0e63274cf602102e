import { Buffer } from 'node:buffer';
import { request } from 'node:http';
import { afterEach, describe, expect, test } from 'vitest';
import type { ApiDefinition, ApiRoute, ApiType, Authorizer, Cors, FunctionAuthorizer } from '../project/apis/model.ts';
import { type HttpServing, serveHttp } from './index.ts';
import type { FrontInvokeOptions, Invoked } from './ports.ts';
import { apiOf, routeOf } from './testing.ts';

// biome-ignore lint/suspicious/noExplicitAny: an event's members are what the tests look at.
type Event = any;
type Behaviour = (event: Event, options: FrontInvokeOptions) => unknown;

let http: HttpServing | undefined;
let now = 0;
let warnings: string[] = [];
/** What each function was called with. */
let runs: Record<string, Event[]> = {};

afterEach(async () => {
  await http?.close();
  warnings = [];
  runs = {};
  now = 0;
});

/** Serves one API; functions return what they are given here, `f` its event. */
async function serve(api: ApiDefinition, functions: Readonly<Record<string, Behaviour>> = {}): Promise<string> {
  http = await serveHttp([{ apis: [api] }], {
    async invoke(name, payload, options): Promise<Invoked> {
      const event = JSON.parse(Buffer.from(payload).toString());
      runs[name] = [...(runs[name] ?? []), event];
      const result = functions[name]?.(event, options) ?? { statusCode: 200, body: JSON.stringify(event) };
      if (result instanceof Error)
        return { payload: Buffer.from(JSON.stringify({ errorMessage: result.message })), functionError: 'Unhandled' };
      return { payload: result instanceof Uint8Array ? result : Buffer.from(JSON.stringify(await result)) };
    },
    clock: { now: () => now, monotonic: () => now, schedule: () => () => {} },
    logger: { debug() {}, info() {}, warn: (message) => warnings.push(message), error: (message) => warnings.push(message) },
  });
  return http.served[0]?.url ?? '';
}

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
  readonly json: Event;
}

/** With node:http, as fetch sets Origin by its own rules. */
function call(url: string, method = 'GET', headers: Readonly<Record<string, string>> = {}, body?: string | Uint8Array): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { method, headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk)).on('error', reject);
      response.on('end', () => {
        const all = Buffer.concat(chunks);
        let json: Event;
        try {
          json = JSON.parse(all.toString());
        } catch {}
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: all, json });
      });
    });
    outgoing.on('error', reject).end(body);
  });
}

const rest = (routes: readonly ApiRoute[], more: Partial<ApiDefinition> = {}) => apiOf('Api', routes, more);
const route1 = (line: string, more: Partial<ApiRoute> = {}) => routeOf(line, { payloadFormat: '1.0' }, more);

describe('stages', () => {
  const stages = [
    { name: 'dev', variables: { color: 'red' } },
    { name: 'v2', variables: {} },
  ];

  test.each([
    ['/dev/a', '/a', '/dev/a', 'dev', { color: 'red' }],
    ['/v2/a', '/a', '/v2/a', 'v2', null],
    // A domain of one's own has no stage in its paths.
    ['/a', '/a', '/dev/a', 'dev', { color: 'red' }],
    ['/dev', '/', '/dev/', 'dev', { color: 'red' }],
  ])('of a REST API: %s', async (path, within, whole, stage, variables) => {
    const url = await serve(rest([route1('GET /a'), route1('GET /')], { stages }));
    const { json } = await call(`${url}${path}`);
    expect([json.path, json.requestContext.path, json.requestContext.stage, json.stageVariables]).toEqual([
      within,
      whole,
      stage,
      variables,
    ]);
  });

  test.each([
    ['/dev/a', '/dev/a', 'dev', { color: 'red' }],
    ['/a', '/dev/a', 'dev', { color: 'red' }],
    ['/v2/a', '/v2/a', 'v2', undefined],
  ])('of an HTTP API are in its paths: %s', async (path, raw, stage, variables) => {
    const url = await serve(apiOf('HttpApi', [routeOf('GET /a')], { stages }));
    const { json } = await call(`${url}${path}`);
    expect([json.rawPath, json.requestContext.http.path, json.requestContext.stage, json.stageVariables]).toEqual([
      raw,
      raw,
      stage,
      variables,
    ]);
  });
});

describe('binary media types of a REST API', () => {
  const png = new Uint8Array([137, 80, 255, 0]);
  const serveBinary = (binaryMediaTypes: readonly string[], result?: unknown) =>
    serve(rest([route1('POST /a')], { binaryMediaTypes }), result === undefined ? {} : { f: () => result });

  test.each([
    [['image/png'], 'image/png', true],
    [['image/*'], 'IMAGE/PNG; q=1', true],
    [['*/*'], 'application/json', true],
    [['image/png'], 'text/plain', false],
    [[], 'image/png', false],
  ])('%j: a body of %s is in base64: %s', async (types, type, isBase64Encoded) => {
    const { json } = await call(`${await serveBinary(types)}/a`, 'POST', { 'content-type': type }, png);
    expect(json.isBase64Encoded).toBe(isBase64Encoded);
    if (isBase64Encoded) expect(Buffer.from(json.body, 'base64')).toEqual(Buffer.from(png));
  });

  test.each([
    [['image/png'], 'image/png', true],
    [['image/png'], 'image/png,text/html', true],
    [['image/png'], 'text/html,image/png', false],
    [['image/png'], '*/*', false],
    [['*/*'], '*/*', true],
    [['*/*'], '', true],
  ])('%j: who accepts %j is sent the bytes: %s', async (types, accept, decoded) => {
    const base64 = Buffer.from(png).toString('base64');
    const url = await serveBinary(types, { statusCode: 200, body: base64, isBase64Encoded: true });
    const { body } = await call(`${url}/a`, 'POST', accept === '' ? {} : { accept });
    expect(body).toEqual(decoded ? Buffer.from(png) : Buffer.from(base64));
  });
});

describe('CORS', () => {
  const cors: Cors = {
    allowOrigins: ['http://localhost:3000', 'http://127.0.0.1:*'],
    allowMethods: ['GET', 'POST'],
    allowHeaders: ['x-a'],
    exposeHeaders: ['x-b'],
    allowCredentials: true,
    maxAgeSeconds: 60,
  };
  const asks = { origin: 'http://localhost:3000', 'access-control-request-method': 'POST' };
  const corsHeaders = ({ headers }: Answer) =>
    Object.fromEntries(Object.entries(headers).filter(([name]) => name === 'vary' || name.startsWith('access-control-')));
  const shared = {
    'access-control-allow-origin': 'http://localhost:3000',
    'access-control-allow-credentials': 'true',
    'access-control-expose-headers': 'x-b',
    vary: 'Origin',
  };
  const offered = { 'access-control-allow-methods': 'GET,POST', 'access-control-allow-headers': 'x-a', 'access-control-max-age': '60' };

  test.each<[ApiType, number]>([
    ['HttpApi', 204],
    ['FunctionUrl', 200],
  ])('%s answers a preflight itself, with %d', async (type, status) => {
    const url = await serve(apiOf(type, [routeOf(type === 'HttpApi' ? 'GET /a' : 'ANY $default')], { cors }));
    const answer = await call(`${url}/a`, 'OPTIONS', asks);
    expect([answer.status, answer.body.toString(), corsHeaders(answer)]).toEqual([status, '', { ...shared, ...offered }]);
    const other = await call(`${url}/a`, 'OPTIONS', { ...asks, origin: 'http://localhost:4000' });
    expect([other.status, corsHeaders(other)]).toEqual([status, {}]);
    expect(runs).toEqual({});
  });

  test('an HTTP API sends its headers instead of the function’s, a function URL beside them', async () => {
    const f = () => ({ statusCode: 200, headers: { 'Access-Control-Allow-Origin': 'http://own', 'x-b': '1' } });
    const { origin } = asks;
    const api = await call(`${await serve(apiOf('HttpApi', [routeOf('GET /a')], { cors }), { f })}/a`, 'GET', { origin });
    expect([corsHeaders(api), api.headers['x-b']]).toEqual([shared, '1']);
    await http?.close();
    const url = await serve(apiOf('FunctionUrl', [routeOf('ANY $default')], { cors }), { f });
    expect(corsHeaders(await call(url, 'GET', { origin }))).toMatchObject({
      'access-control-allow-origin': 'http://own, http://localhost:3000',
    });
    expect(corsHeaders(await call(url, 'GET'))).toEqual({ 'access-control-allow-origin': 'http://own' });
  });

  test.each([
    ['*', '*'],
    ['http://127.0.0.1:*', undefined],
    ['http://localhost:*', 'http://localhost:3000'],
  ])('allowed origin %s', async (pattern, sent) => {
    const url = await serve(apiOf('HttpApi', [routeOf('GET /a')], { cors: { ...cors, allowOrigins: [pattern] } }));
    const { headers } = await call(`${url}/a`, 'GET', { origin: 'http://localhost:3000' });
    expect(headers['access-control-allow-origin']).toBe(sent);
  });

  test('errors carry the headers as well; an OPTIONS that asks for nothing is a request', async () => {
    const url = await serve(apiOf('HttpApi', [routeOf('GET /a')], { cors }));
    const missing = await call(`${url}/none`, 'GET', { origin: asks.origin });
    expect([missing.status, corsHeaders(missing)]).toEqual([404, shared]);
    expect((await call(`${url}/a`, 'OPTIONS')).status).toBe(404);
  });

  test('the default route’s authorizer is asked even for a preflight', async () => {
    const url = await serve(apiOf('HttpApi', [routeOf('ANY $default', {}, { authorizer: { kind: 'iam' } })], { cors }));
    expect((await call(`${url}/a`, 'OPTIONS', asks)).status).toBe(403);
  });

  test('of a REST API is a mock', async () => {
    const headers = { 'Access-Control-Allow-Origin': '*' };
    const url = await serve(
      rest([{ method: 'OPTIONS', path: '/a', target: { kind: 'mock', status: 200, headers, body: '{}\n' } }, route1('GET /a')]),
    );
    const answer = await call(`${url}/Prod/a`, 'OPTIONS', asks);
    expect([answer.status, answer.body.toString(), corsHeaders(answer)]).toEqual([200, '{}\n', { 'access-control-allow-origin': '*' }]);
  });
});

const policy = (Effect: string, Resource: unknown = '*', more = {}) => ({
  principalId: 'me',
  policyDocument: { Version: '2012-10-17', Statement: [{ Effect, Action: 'execute-api:Invoke', Resource }] },
  ...more,
});
const lambda = (more: Partial<FunctionAuthorizer>): FunctionAuthorizer => ({
  kind: 'function',
  id: 'Guard',
  name: 'guard',
  event: 'TOKEN',
  sources: [{ in: 'header', name: 'X-Token' }],
  ttlSeconds: 300,
  payloadFormat: '2.0',
  simpleResponses: false,
  ...more,
});

describe('authorizers of a REST API', () => {
  const api = (authorizer: Authorizer, more: Partial<ApiDefinition> = {}) =>
    rest([route1('GET /a/{id}', { authorizer }), route1('POST /a/{id}', { authorizer })], more);
  const arn = 'arn:aws:execute-api:us-east-1:000000000000:Shop/Prod/GET/a/1';

  test.each<[string, unknown, number, unknown, string?]>([
    ['allows', policy('Allow', arn), 200, expect.objectContaining({ path: '/a/1' })],
    ['allows by a pattern', policy('Allow', ['x', 'arn:aws:execute-api:*:*:*/Pro?/*/a/*']), 200, expect.anything()],
    ['allows another', policy('Allow', `${arn}2`), 403, { Message: 'User is not authorized to access this resource' }, 'AccessDenied'],
    ['denies', policy('Deny'), 403, { Message: 'User is not authorized to access this resource with an explicit deny' }, 'AccessDenied'],
    ['says Unauthorized', new Error('Unauthorized'), 401, { message: 'Unauthorized' }, 'Unauthorized'],
    ['fails', new Error('boom'), 500, { message: null }, 'AuthorizerConfiguration'],
    ['returns nothing', null, 500, { message: null }, 'AuthorizerConfiguration'],
    ['names nobody', { ...policy('Allow'), principalId: undefined }, 500, { message: null }, 'AuthorizerConfiguration'],
    ['nests its context', policy('Allow', '*', { context: { a: {} } }), 500, { message: null }, 'AuthorizerConfiguration'],
  ])('that %s', async (_what, result, status, body, errorType) => {
    const url = await serve(api(lambda({})), { guard: () => result });
    const answer = await call(`${url}/a/1`, 'GET', { 'x-token': 't' });
    expect([answer.status, answer.json, answer.headers['x-amzn-errortype']]).toEqual([status, body, errorType && `${errorType}Exception`]);
    expect(runs['f']?.length ?? 0).toBe(status === 200 ? 1 : 0);
    expect(runs['guard']).toEqual([{ type: 'TOKEN', methodArn: arn, authorizationToken: 't' }]);
  });

  test('a token that is missing, or of another form, asks nobody', async () => {
    const url = await serve(api(lambda({ validation: 'Bearer \\w+' })), { guard: () => policy('Allow') });
    const statuses = await Promise.all(
      [{}, { 'x-token': 'Basic x' }, { 'x-token': 'Bearer x' }].map((headers) => call(`${url}/a/1`, 'GET', headers)),
    );
    expect(statuses.map(({ status }) => status)).toEqual([401, 401, 200]);
    expect(statuses[0]?.json).toEqual({ message: 'Unauthorized' });
    expect(runs['guard']).toHaveLength(1);
  });

  test('its answer holds for a time, for each token, and is held against each method', async () => {
    const url = await serve(api(lambda({})), { guard: () => policy('Allow', '*/GET/*', { context: { plan: 'gold', n: 1 } }) });
    const status = async (token: string, method = 'GET') => (await call(`${url}/a/1`, method, { 'x-token': token })).status;
    expect([await status('t'), await status('t'), await status('t', 'POST'), await status('u')]).toEqual([200, 200, 403, 200]);
    expect(runs['guard']).toHaveLength(2);
    expect(runs['f']?.[0].requestContext.authorizer).toEqual({ principalId: 'me', plan: 'gold', n: '1', integrationLatency: 0 });
    now = 300_000;
    await status('t');
    expect(runs['guard']).toHaveLength(3);
  });

  test('without a time it is always asked, with the whole request', async () => {
    const stages = [{ name: 'Prod', variables: { v: '1' } }];
    const sources = [
      { in: 'querystring', name: 'q' },
      { in: 'stageVariables', name: 'v' },
    ] as const;
    const url = await serve(api(lambda({ event: 'REQUEST', sources, ttlSeconds: 0 }), { stages }), { guard: () => policy('Allow') });
    for (const path of ['/a/1?q=2', '/a/1?q=2', '/a/1']) await call(`${url}${path}`);
    expect(runs['guard']).toHaveLength(2);
    expect(runs['guard']?.[0]).toMatchObject({
      type: 'REQUEST',
      methodArn: arn,
      resource: '/a/{id}',
      path: '/a/1',
      httpMethod: 'GET',
      queryStringParameters: { q: '2' },
      pathParameters: { id: '1' },
      stageVariables: { v: '1' },
      requestContext: { stage: 'Prod' },
    });
    expect(runs['guard']?.[0]).not.toHaveProperty('body');
  });

  test('user pools, signatures and keys', async () => {
    const cognito: Authorizer = { kind: 'cognito', source: { in: 'header', name: 'Authorization' }, scopes: [] };
    const url = await serve(
      rest([
        route1('GET /pool', { authorizer: cognito }),
        route1('GET /iam', { authorizer: { kind: 'iam' } }),
        route1('GET /key', { apiKeyRequired: true }),
      ]),
    );
    const get = (path: string, headers = {}) => call(`${url}${path}`, 'GET', headers);
    now = 1_000_000;
    expect((await get('/pool')).json).toEqual({ message: 'Unauthorized' });
    expect((await get('/pool', { authorization: token({ exp: 999 }) })).json).toEqual({ message: 'The incoming token has expired' });
    const pool = await get('/pool', { authorization: token({ sub: 'me', exp: 2000, 'cognito:groups': ['a', 'b'] }) });
    expect(pool.json.requestContext.authorizer).toEqual({ claims: { sub: 'me', exp: '2000', 'cognito:groups': 'a,b' } });
    expect((await get('/iam')).json).toEqual({ message: 'Missing Authentication Token' });
    const signed = { authorization: 'AWS4-HMAC-SHA256 Credential=AKID/20260101/us-east-1/execute-api/aws4_request, Signature=x' };
    expect((await get('/iam', signed)).json.requestContext.identity).toMatchObject({ accessKey: 'AKID', caller: 'AKID' });
    expect((await get('/key')).json).toEqual({ message: 'Forbidden' });
    expect((await get('/key', { 'x-api-key': 'k' })).json.requestContext.identity.apiKey).toBe('k');
  });
});

test('what a REST API holds requests against', async () => {
  const order = {
    type: 'object',
    required: ['id', 'items'],
    properties: { id: { type: 'string', minLength: 2 }, items: { type: 'array', items: { $ref: '#/definitions/Item' } } },
    definitions: { Item: { type: 'object', required: ['count'], properties: { count: { type: 'integer', minimum: 1 } } } },
  };
  // Escapes that say nothing are what patterns are full of; what is no pattern is left out, and the rest holds.
  const patterns = {
    properties: { code: { pattern: '^\\d{3}\\-[\\w\\-\\_]+\\@$' }, other: { pattern: '(', minLength: 2 } },
    patternProperties: { '^x\\-': { type: 'integer' } },
  };
  const parameters = [
    { in: 'querystring', name: 'page' },
    { in: 'header', name: 'X-Shop' },
  ] as const;
  const url = await serve(
    rest([
      route1('POST /orders', { validation: { parameters: [], bodies: { 'application/json': order } } }),
      route1('POST /coded', { validation: { parameters: [], bodies: { 'application/json': patterns } } }),
      route1('POST /any', { validation: { parameters: [], bodies: { $default: order } } }),
      route1('GET /list', { validation: { parameters } }),
      route1('POST /both', { validation: { parameters, bodies: { 'application/json': order } } }),
      route1('POST /odd', { validation: { parameters: [], bodies: { 'application/json': { $ref: '#/definitions/none' } } } }),
    ]),
  );
  const post = async (path: string, body: string, type = 'application/json') => {
    const { status, json, headers } = await call(`${url}${path}`, 'POST', { 'content-type': type }, body);
    return status === 200 ? 200 : [status, json, headers['x-amzn-errortype']];
  };
  const invalid = [400, { message: 'Invalid request body' }, 'BadRequestException'];
  expect(await post('/orders', '{"id":"o-1","items":[{"count":1}]}')).toBe(200);
  for (const body of ['{"id":"o","items":[]}', '{"id":"o-1","items":[{"count":0}]}', '{"id":"o-1"}', '[]', '{', ''])
    expect(await post('/orders', body), body).toEqual(invalid);
  expect(await post('/coded', '{"code":"123-a_-@","other":"ab","x-n":1}')).toBe(200);
  for (const body of ['{"code":"zzz"}', '{"other":"a"}', '{"x-n":"1"}']) expect(await post('/coded', body), body).toEqual(invalid);
  // What has no schema for its type isn't looked at.
  expect(await post('/orders', 'x', 'text/plain')).toBe(200);
  expect(await post('/any', 'x', 'text/plain')).toEqual(invalid);
  expect(await post('/odd', '{}')).toBe(200);
  const missing = (names: string) => ({ status: 400, json: { message: `Missing required request parameters: [${names}]` } });
  expect(await call(`${url}/list`)).toMatchObject(missing('page, X-Shop'));
  expect(await call(`${url}/list?page=%20`, 'GET', { 'x-shop': 'a' })).toMatchObject(missing('page'));
  expect((await call(`${url}/list?page=1`, 'GET', { 'x-shop': 'a' })).status).toBe(200);
  expect(await call(`${url}/both`, 'POST', {}, '{')).toMatchObject(missing('page, X-Shop'));
  expect(runs['f']).toHaveLength(5);
});

test('what a REST API is set up to answer by itself', async () => {
  const headers = {
    'Access-Control-Allow-Origin': "'*'",
    'X-From': 'method.request.header.X-Me',
    'X-None': 'method.request.header.X-None',
  };
  const url = await serve(
    rest([route1('GET /key', { apiKeyRequired: true }), route1('GET /fail')], {
      gatewayResponses: {
        DEFAULT_4XX: { headers },
        INVALID_API_KEY: { status: 401, headers: {}, body: '{"error":$context.error.messageString,"type":"$context.error.responseType"}' },
        DEFAULT_5XX: { headers },
      },
    }),
    { f: () => new Error('no') },
  );
  const missing = await call(`${url}/nowhere`, 'GET', { 'X-Me': 'a' });
  expect(missing).toMatchObject({ status: 403, json: { message: 'Missing Authentication Token' } });
  expect(missing.headers).toMatchObject({ 'access-control-allow-origin': '*', 'x-from': 'a' });
  expect(missing.headers).not.toHaveProperty('x-none');
  expect(await call(`${url}/key`)).toMatchObject({ status: 401, json: { error: 'Forbidden', type: 'INVALID_API_KEY' } });
  expect(await call(`${url}/fail`)).toMatchObject({ status: 502, headers: { 'access-control-allow-origin': '*' } });
});

const token = (claims: unknown) =>
  `Bearer ${['{"alg":"none"}', JSON.stringify(claims)].map((part) => Buffer.from(part).toString('base64url')).join('.')}.x`;

describe('authorizers of an HTTP API', () => {
  const api = (authorizer: Authorizer, format: '1.0' | '2.0' = '2.0') =>
    apiOf('HttpApi', [routeOf('GET /a/{id}', { payloadFormat: format }, { authorizer })]);
  const simple = lambda({ event: 'REQUEST', simpleResponses: true });

  test.each<[string, FunctionAuthorizer, unknown, number, unknown]>([
    ['simple', simple, { isAuthorized: true, context: { n: 1, deep: { a: true } } }, 200, { lambda: { n: 1, deep: { a: true } } }],
    ['simple', simple, { isAuthorized: false }, 403, undefined],
    ['simple', simple, policy('Allow'), 500, undefined],
    ['policy', { ...simple, simpleResponses: false }, policy('Allow', '*', { context: { n: 1 } }), 200, { lambda: { n: 1 } }],
    ['policy', { ...simple, simpleResponses: false }, policy('Deny'), 403, undefined],
    ['policy', { ...simple, simpleResponses: false }, { isAuthorized: true }, 500, undefined],
    ['failing', simple, new Error('boom'), 500, undefined],
    ['refusing', simple, new Error('Unauthorized'), 401, undefined],
  ])('%s %#', async (_what, authorizer, result, status, context) => {
    const url = await serve(api(authorizer), { guard: () => result });
    const answer = await call(`${url}/a/1`, 'GET', { 'x-token': 't' });
    expect(answer.status).toBe(status);
    if (status === 200) expect(answer.json.requestContext.authorizer).toEqual(context);
    else expect(answer.json).toEqual({ message: { 401: 'Unauthorized', 403: 'Forbidden', 500: 'Internal Server Error' }[status] });
  });

  test('its event in either format', async () => {
    const guard = () => ({ isAuthorized: true });
    const arn = 'arn:aws:execute-api:us-east-1:000000000000:Shop/$default/GET/a/1';
    let url = await serve(api(simple), { guard });
    expect((await call(`${url}/a/1`)).status).toBe(401);
    await call(`${url}/a/1?x=1`, 'GET', { 'x-token': 't' });
    expect(runs['guard']?.[0]).toMatchObject({
      version: '2.0',
      type: 'REQUEST',
      routeArn: arn,
      identitySource: ['t'],
      routeKey: 'GET /a/{id}',
      rawQueryString: 'x=1',
      pathParameters: { id: '1' },
    });
    await http?.close();
    url = await serve(api({ ...simple, payloadFormat: '1.0' }, '1.0'), { guard });
    const { json } = await call(`${url}/a/1`, 'GET', { 'x-token': 't' });
    expect(runs['guard']?.[1]).toMatchObject({ version: '1.0', type: 'REQUEST', methodArn: arn, identitySource: 't', path: '/a/1' });
    expect(json.requestContext.authorizer).toEqual({});
  });

  test.each<[string, unknown, number]>([
    ['none', undefined, 401],
    ['good', { iss: 'https://i', aud: 'me', exp: 2000, scope: 'read write' }, 200],
    ['of a client', { iss: 'https://i', client_id: 'me', scope: 'read' }, 200],
    ['expired', { iss: 'https://i', aud: 'me', exp: 1000, scope: 'read' }, 401],
    ['of another issuer', { iss: 'https://j', aud: 'me', scope: 'read' }, 401],
    ['for others', { iss: 'https://i', aud: ['you'], scope: 'read' }, 401],
    ['without the scope', { iss: 'https://i', aud: 'me', scope: 'write' }, 403],
  ])('a token that is %s', async (_what, claims, status) => {
    now = 1_000_000;
    const source = { in: 'header', name: 'Authorization' } as const;
    const url = await serve(api({ kind: 'jwt', source, issuer: 'https://i', audience: ['me'], scopes: ['read'] }));
    const answer = await call(`${url}/a/1`, 'GET', claims === undefined ? {} : { authorization: token(claims) });
    expect(answer.status).toBe(status);
    if (status === 200) expect(answer.json.requestContext.authorizer.jwt.scopes).toContain('read');
  });
});

test('a URL for signed callers says who called', async () => {
  const url = await serve(apiOf('FunctionUrl', [routeOf('ANY $default', {}, { authorizer: { kind: 'iam' } })]));
  const refused = await call(url);
  expect([refused.status, refused.json]).toEqual([403, { Message: 'Forbidden' }]);
  const signed = { authorization: 'AWS4-HMAC-SHA256 Credential=AKID/20260101/us-east-1/lambda/aws4_request, Signature=x' };
  expect((await call(url, 'GET', signed)).json.requestContext.authorizer.iam).toMatchObject({ accessKey: 'AKID' });
});

describe('a URL that streams', () => {
  const PRELUDE = 'application/vnd.awslambda.http-integration-response';
  const url = () => apiOf('FunctionUrl', [routeOf('ANY $default', { streams: true })]);

  test('sends each chunk as it is written, after the status', async () => {
    let finish = () => {};
    const rest = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const address = await serve(url(), {
      async f(_event, { onChunk }) {
        await onChunk?.(Buffer.from('{"statusCode":201,"headers":{"x-a":"1"}}\0\0\0\0'), PRELUDE);
        await onChunk?.(Buffer.from('\0\0\0\0one'), PRELUDE);
        await rest;
        await onChunk?.(Buffer.from('two'), PRELUDE);
        return {};
      },
    });
    const response = await fetch(address);
    expect([response.status, response.headers.get('x-a')]).toEqual([201, '1']);
    const reader = response.body?.getReader();
    expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toBe('one');
    finish();
    expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toBe('two');
    expect((await reader?.read())?.done).toBe(true);
  });

  test('without a status is bytes', async () => {
    const address = await serve(url(), {
      async f(_event, { onChunk }) {
        await onChunk?.(Buffer.from('{"statusCode":201}'), 'text/plain');
        return {};
      },
    });
    const response = await fetch(address);
    expect([response.status, response.headers.get('content-type'), await response.text()]).toEqual([
      200,
      'application/octet-stream',
      '{"statusCode":201}',
    ]);
  });

  test('is cut off where the function fails', async () => {
    const address = await serve(url(), {
      f(_event, { onChunk }) {
        void onChunk?.(Buffer.from('half'), 'text/plain');
        return new Error('boom');
      },
    });
    const response = await fetch(address);
    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toThrow();
  });

  test('a head that is wrong is an error, and said', async () => {
    const address = await serve(url(), {
      async f(_event, { onChunk }) {
        await onChunk?.(Buffer.from(`{"statusCode":"no"}${'\0'.repeat(8)}x`), PRELUDE);
        return {};
      },
    });
    expect((await fetch(address)).status).toBe(502);
    expect(warnings).toEqual([expect.stringMatching(/statusCode must be/)]);
  });
});
