import { Buffer } from 'node:buffer';
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { request as httpsRequest } from 'node:https';
import { afterEach, describe, expect, test } from 'vitest';
import WebSocket from 'ws';
import { WorkbenchError } from '../../errors.ts';
import type { WebSocketApi, WebSocketRoute } from '../../project/webSockets/model.ts';
import { PortNumbers } from '../portNumbers.ts';
import type { Invoked } from '../ports.ts';
import { selfSigned } from './certificate.ts';
import { WebSockets } from './index.ts';
import { routeKeyOf } from './routeKey.ts';

// biome-ignore lint/suspicious/noExplicitAny: an event's members are what the tests look at.
type Event = any;

const certificate = selfSigned(Date.now());
const route = (key: string, more: Partial<WebSocketRoute> = {}): WebSocketRoute => ({ key, functionName: 'f', answers: false, ...more });
const apiOf = (routes: readonly WebSocketRoute[]): WebSocketApi => ({
  name: 'Chat',
  stage: { name: 'dev', variables: { colour: 'red' } },
  routeSelection: '$request.body.action',
  routes,
  notes: [],
});
const all = [route('$connect'), route('$disconnect'), route('$default'), route('say')];
const json = (value: unknown, functionError?: string): Invoked => ({
  payload: Buffer.from(JSON.stringify(value)),
  ...(functionError === undefined ? {} : { functionError }),
});

let sockets: WebSockets | undefined;
let calls: [name: string, event: Event][] = [];
let warnings: string[] = [];
let heard: ((event: Event) => void)[] = [];

afterEach(async () => {
  await sockets?.close();
  [sockets, calls, warnings, heard] = [undefined, [], [], []];
});

type Answer = (event: Event, name: string) => Invoked | Promise<Invoked>;

async function serve(routes: readonly WebSocketRoute[] = all, answer: Answer = () => json({ statusCode: 200 })): Promise<string> {
  sockets = new WebSockets({
    invoke: async (name, payload) => {
      const event = JSON.parse(Buffer.from(payload).toString());
      calls.push([name, event]);
      for (const listener of heard.splice(0)) listener(event);
      return await answer(event, name);
    },
    clock: { now: () => 1_773_342_238_000, monotonic: () => 0, schedule: () => () => {} },
    logger: { debug() {}, info() {}, warn: (message) => warnings.push(message), error: (message) => warnings.push(message) },
    numbers: new PortNumbers(undefined),
    certificate: async () => certificate,
  });
  await sockets.update([apiOf(routes)]);
  return sockets.served[0]?.url ?? '';
}

/** The next event that a function is given. */
const nextCall = () => new Promise<Event>((resolve) => heard.push(resolve));

async function connect(url: string, options: WebSocket.ClientOptions = {}, protocols: string[] = []): Promise<WebSocket> {
  const client = new WebSocket(url, protocols, options);
  await once(client, 'open');
  return client;
}

/** How a client is refused: the status and the body. */
async function refusalOf(url: string, options: WebSocket.ClientOptions = {}): Promise<unknown> {
  const client = new WebSocket(url, options);
  client.on('error', () => {});
  const [, response] = await once(client, 'unexpected-response');
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk);
  return [response.statusCode, Buffer.concat(chunks).toString()];
}

const messageOf = async (client: WebSocket) => String((await once(client, 'message'))[0]);

test('events of connecting, of messages and of the end, as API Gateway has them', async () => {
  const url = await serve();
  const client = await connect(`${url}/dev?room=a&room=b`, { headers: { 'X-Who': 'Ada', 'user-agent': 'test' } });
  const saying = nextCall();
  client.send('{"action":"say","text":"hi"}');
  await saying;
  const other = nextCall();
  client.send('no JSON');
  await other;
  const ending = nextCall();
  client.close(1000, 'enough');
  await ending;
  const host = url.slice('ws://'.length);
  const [[, connected], [, said], [, defaulted], [, ended]] = calls as unknown as [string, Event][] as [
    [string, Event],
    [string, Event],
    [string, Event],
    [string, Event],
  ];
  const { connectionId } = connected.requestContext;
  expect(connectionId).toMatch(/^[\w+/]{15}=$/);
  const shared = {
    extendedRequestId: expect.any(String),
    requestTime: '12/Mar/2026:19:03:58 +0000',
    messageDirection: 'IN',
    stage: 'dev',
    connectedAt: 1_773_342_238_000,
    requestTimeEpoch: 1_773_342_238_000,
    identity: { userAgent: 'test', sourceIp: '127.0.0.1' },
    requestId: expect.any(String),
    domainName: host,
    connectionId,
    apiId: 'Chat',
  };
  const stageVariables = { colour: 'red' };
  expect(connected).toEqual({
    headers: expect.objectContaining({ 'X-Who': 'Ada', 'X-Forwarded-For': '127.0.0.1' }),
    multiValueHeaders: expect.objectContaining({ 'X-Who': ['Ada'] }),
    queryStringParameters: { room: 'b' },
    multiValueQueryStringParameters: { room: ['a', 'b'] },
    stageVariables,
    requestContext: { ...shared, routeKey: '$connect', eventType: 'CONNECT' },
    isBase64Encoded: false,
  });
  expect(said).toEqual({
    stageVariables,
    requestContext: { ...shared, routeKey: 'say', eventType: 'MESSAGE', messageId: expect.any(String) },
    body: '{"action":"say","text":"hi"}',
    isBase64Encoded: false,
  });
  expect(defaulted).toMatchObject({ requestContext: { routeKey: '$default' }, body: 'no JSON' });
  expect(ended).toMatchObject({
    headers: { Host: host, 'x-api-key': '', 'X-Forwarded-For': '', 'x-restapi': '' },
    requestContext: { ...shared, routeKey: '$disconnect', eventType: 'DISCONNECT', disconnectStatusCode: 1000, disconnectReason: 'enough' },
  });
});

test.each<[string, string, string | undefined]>([
  ['$request.body.action', '{"action":"say"}', 'say'],
  ['${request.body.action}', '{"action":"say"}', 'say'],
  ['$request.body.a.b', '{"a":{"b":1}}', '1'],
  ['$request.body.action', '{"other":"say"}', undefined],
  ['$request.body.action', '{"action":{}}', undefined],
  ['$request.body.action', '"say"', undefined],
  ['$request.body.action', '', undefined],
  ['$context.x', '{"action":"say"}', undefined],
])('%s in %s: %s', (expression, body, expected) => expect(routeKeyOf(expression, body)).toBe(expected));

describe('a client is let in', () => {
  test.each<[Answer, number, string]>([
    [() => json({ statusCode: 401 }), 401, '{"message":"Unauthorized"}'],
    [() => json({ statusCode: 404 }), 404, '{"message":"Forbidden"}'],
    [() => json({ statusCode: 500 }), 500, '{"message":"Internal server error"}'],
    [() => json({ errorMessage: 'no' }, 'Unhandled'), 502, '{"message":"Internal server error"}'],
    [() => json('fine'), 502, '{"message":"Internal server error"}'],
    [() => Promise.reject(new WorkbenchError('build-failed', 'f can’t be built.', 'Mend it.')), 502, '{"message":"Internal server error"}'],
  ])('unless its function says otherwise (%#)', async (answer, status, body) => {
    expect(await refusalOf(await serve(all, answer))).toEqual([status, body]);
  });

  test('without a function for $connect, and with the subprotocol that the function chose', async () => {
    const client = await connect(await serve([route('say')]));
    const asked = messageOf(client);
    client.send('{"action":"nothing"}');
    expect(JSON.parse(await asked)).toMatchObject({
      message: 'Forbidden',
      connectionId: expect.any(String),
      requestId: expect.any(String),
    });
    await sockets?.close();
    const url = await serve(all, () => json({ statusCode: 200, headers: { 'Sec-WebSocket-Protocol': 'b' } }));
    expect((await connect(url, {}, ['a', 'b'])).protocol).toBe('b');
  });

  const policy = (Effect: string) => ({
    principalId: 'ada',
    context: { n: 1 },
    policyDocument: { Statement: [{ Effect, Action: 'execute-api:Invoke', Resource: '*' }] },
  });
  const guarded = [
    route('$connect', { authorizer: { kind: 'function', id: 'A', name: 'guard', sources: [{ in: 'querystring', name: 'token' }] } }),
    route('$default'),
  ];
  const guard =
    (answer: Invoked): Answer =>
    (_event, name) =>
      name === 'guard' ? answer : json({ statusCode: 200 });

  test('by an authorizer, whose context goes into the events', async () => {
    const client = await connect(`${await serve(guarded, guard(json(policy('Allow'))))}?token=x`);
    const called = nextCall();
    client.send('hi');
    await called;
    expect(calls.map(([name, { type, methodArn, requestContext }]) => [name, type, methodArn, requestContext.authorizer])).toEqual([
      ['guard', 'REQUEST', 'arn:aws:execute-api:us-east-1:000000000000:Chat/dev/$connect', undefined],
      ['f', undefined, undefined, { principalId: 'ada', n: '1', integrationLatency: 0 }],
      ['f', undefined, undefined, { principalId: 'ada', n: '1', integrationLatency: 0 }],
    ]);
  });

  test.each<[string, string, Invoked, number]>([
    ['a policy that denies', '?token=x', json(policy('Deny')), 403],
    ['an authorizer that says so', '?token=x', json({ errorMessage: 'Unauthorized' }, 'Unhandled'), 401],
    ['an authorizer that fails', '?token=x', json({ errorMessage: 'no' }, 'Unhandled'), 500],
    ['an authorizer that answers nothing of use', '?token=x', json('yes'), 500],
    ['nothing that the authorizer is asked by', '', json(policy('Allow')), 401],
  ])('not with %s', async (_what, query, answer, status) => {
    expect(await refusalOf(`${await serve(guarded, guard(answer))}${query}`)).toEqual([status, expect.any(String)]);
  });

  test('with a signature where one is asked for', async () => {
    const url = await serve([route('$connect', { authorizer: { kind: 'iam' } })]);
    expect(await refusalOf(url)).toEqual([403, '{"message":"Forbidden"}']);
    await connect(`${url}?X-Amz-Credential=a%2F20260101`);
  });

  test('and no page of another site', async () => {
    const url = await serve();
    expect(await refusalOf(url, { origin: 'https://evil.example' })).toEqual([403, expect.stringContaining('Web pages of other sites')]);
    await connect(url, { origin: 'http://localhost:3000' });
    expect(calls).toHaveLength(1);
  });
});

describe('what is sent to a client', () => {
  test('is what the function returns, where the route says so, and what failed', async () => {
    const answering = [route('$default', { answers: true }), route('fail')];
    const url = await serve(answering, (event) =>
      event.requestContext.routeKey === 'fail' ? json({}, 'Unhandled') : json({ statusCode: 200, body: 'back' }),
    );
    const client = await connect(url);
    client.send('hi');
    expect(await messageOf(client)).toBe('back');
    client.send('{"action":"fail"}');
    expect(JSON.parse(await messageOf(client))).toMatchObject({ message: 'Internal server error' });
  });

  test('comes from functions by the management API, in plain HTTP and in TLS', async () => {
    const url = await serve();
    const client = await connect(url);
    const id = encodeURIComponent(calls[0]?.[1].requestContext.connectionId);
    const at = (scheme: string, stage = '') => `${url.replace('ws', scheme)}${stage}/@connections/${id}`;
    const first = messageOf(client);
    expect((await fetch(at('http', '/dev'), { method: 'POST', body: 'hello' })).status).toBe(200);
    expect(await first).toBe('hello');
    const second = messageOf(client);
    const overTls = await new Promise<number | undefined>((resolve, reject) => {
      const outgoing = httpsRequest(at('https'), { method: 'POST', ca: certificate.cert }, (response) =>
        resolve(response.resume().statusCode),
      );
      outgoing.on('error', reject).end('secret');
    });
    expect([overTls, await second]).toEqual([200, 'secret']);
    const about = await (await fetch(at('http'))).json();
    expect(about).toMatchObject({ connectedAt: '2026-03-12T19:03:58.000Z', identity: { sourceIp: '127.0.0.1' } });
    expect((await fetch(at('http'), { method: 'POST', body: 'x'.repeat(131_073) })).status).toBe(413);
    const closed = once(client, 'close');
    expect((await fetch(at('http'), { method: 'DELETE' })).status).toBe(204);
    await closed;
    const gone = await fetch(at('http'), { method: 'POST', body: 'hello' });
    expect([gone.status, gone.headers.get('x-amzn-errortype')]).toEqual([410, 'GoneException']);
    const lost = await fetch(url.replace('ws', 'http'));
    expect([lost.status, await lost.text()]).toEqual([404, expect.stringContaining('Connect to it with a WebSocket client')]);
  });

  test('isn’t bytes: those end the connection', async () => {
    const client = await connect(await serve());
    client.send(Buffer.from([1, 2]));
    expect((await once(client, 'close'))[0]).toBe(1003);
  });
});

test('who is connected stays so while routes are edited, and goes with the API', async () => {
  const client = await connect(await serve([route('$default')]));
  await sockets?.update([apiOf([route('$default', { functionName: 'g' })])]);
  const called = nextCall();
  client.send('hi');
  await called;
  expect(calls.map(([name]) => name)).toEqual(['g']);
  const closed = once(client, 'close');
  await sockets?.update([]);
  await closed;
  expect(sockets?.served).toEqual([]);
});

test('the certificate is one for this machine', () => {
  const parsed = new X509Certificate(certificate.cert);
  expect([parsed.subject, parsed.subjectAltName, parsed.verify(parsed.publicKey)]).toEqual([
    'CN=Lambda Workbench',
    'DNS:localhost, IP Address:127.0.0.1',
    true,
  ]);
  expect(Date.parse(parsed.validTo)).toBeGreaterThan(Date.now());
});
