import { type ClientRequest, type IncomingHttpHeaders, request } from 'node:http';
import { connect } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { RuntimeApi, type RuntimeApiParts } from './runtimeApi.ts';
import type { Answer, RuntimeEvent } from './runtimeExchange.ts';

let api: RuntimeApi;
let address: string;
let answers: Answer[];
let whenReady: () => void;

async function open(parts: RuntimeApiParts = {}): Promise<void> {
  answers = [];
  whenReady = () => {};
  const listener = { onReady: () => whenReady(), onAnswer: (answer: Answer) => answers.push(answer), onInitFailure: () => {} };
  api = new RuntimeApi(listener, parts);
  address = await api.listen();
}

beforeEach(() => open());
afterEach(() => api.close());

interface Reply {
  readonly status: number;
  readonly text: string;
  readonly headers: IncomingHttpHeaders;
}

function call(method: string, path: string, body = '', headers: Readonly<Record<string, string>> = {}): Promise<Reply> {
  const [host, port] = address.split(':');
  return new Promise((resolve, reject) => {
    const sent = request(
      { host, port, method, path: path.startsWith('/') ? path : `/2018-06-01/runtime/${path}`, headers, agent: false },
      (reply) => {
        let text = '';
        reply.on('data', (chunk) => {
          text += String(chunk);
        });
        reply.on('end', () => resolve({ status: reply.statusCode ?? 0, text, headers: reply.headers }));
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}

/** A runtime that has got event `one`. */
async function begin(more: Partial<RuntimeEvent> = {}): Promise<Reply> {
  const ready = new Promise<void>((resolve) => {
    whenReady = resolve;
  });
  const next = call('GET', 'invocation/next');
  await ready;
  api.dispatch({ requestId: 'one', deadlineMs: 1700000000000, arn: 'arn:x', traceId: 'Root=1', body: Buffer.from('{"k":1}'), ...more });
  return next;
}

test('an event comes with its headers and a length', async () => {
  const { status, text, headers } = await begin();
  expect([status, text]).toEqual([200, '{"k":1}']);
  expect(headers).toMatchObject({
    'lambda-runtime-aws-request-id': 'one',
    'lambda-runtime-deadline-ms': '1700000000000',
    'lambda-runtime-invoked-function-arn': 'arn:x',
    'lambda-runtime-trace-id': 'Root=1',
    'content-length': '7',
  });
});

test('a response is accepted once', async () => {
  await begin();
  const { status, text, headers } = await call('POST', 'invocation/one/response', '"a"');
  expect([status, text, headers['content-length']]).toEqual([202, '{"status":"OK"}\n', '16']);
  expect(await call('POST', 'invocation/one/response', '"b"')).toMatchObject({
    status: 403,
    text: expect.stringContaining('State transition from ResponseSent to InvocationResponse failed for runtime.'),
  });
  expect(answers.map((answer) => answer.kind === 'response' && Buffer.from(answer.body).toString())).toEqual(['"a"']);
});

test('another id is refused', async () => {
  await begin();
  expect(await call('POST', 'invocation/two/response', '1')).toMatchObject({
    status: 400,
    text: '{"errorMessage":"Invalid request ID","errorType":"InvalidRequestID"}\n',
  });
});

test('asking again before answering brings the same event', async () => {
  await begin();
  expect((await call('GET', 'invocation/next')).headers['lambda-runtime-aws-request-id']).toBe('one');
});

test('asking again while the answer is on its way brings the next event', async () => {
  const [host, port] = address.split(':');
  const streamed = await new Promise<ClientRequest>((resolve) => {
    const onChunk = async (): Promise<void> => resolve(sent);
    const headers = { 'Lambda-Runtime-Function-Response-Mode': 'streaming' };
    const sent = request({ host, port, method: 'POST', path: '/2018-06-01/runtime/invocation/one/response', headers });
    begin({ onChunk }).then(() => sent.write('a'));
  });
  const ready = new Promise<void>((resolve) => {
    whenReady = resolve;
  });
  const next = call('GET', 'invocation/next');
  // By then the server has seen what came before.
  await call('GET', '/2018-06-01/ping');
  streamed.end('b');
  await Promise.race([ready, next]);
  if (answers.length > 0) api.dispatch({ requestId: 'two', deadlineMs: 0, arn: 'arn:x', traceId: '', body: Buffer.from('2') });
  expect((await next).headers['lambda-runtime-aws-request-id']).toBe('two');
});

test('an answer that comes behind the call for the next event, on another connection, is the answer', async () => {
  await begin();
  whenReady = () => api.dispatch({ requestId: 'two', deadlineMs: 1, arn: 'arn:x', traceId: 'Root=1', body: Buffer.from('2') });
  const next = call('GET', 'invocation/next');
  expect((await call('POST', 'invocation/one/response', '"a"')).status).toBe(202);
  expect((await next).headers['lambda-runtime-aws-request-id']).toBe('two');
});

test('a response mode that isn’t known is refused, and is the function’s error', async () => {
  await begin();
  expect((await call('POST', 'invocation/one/response', '1', { 'Lambda-Runtime-Function-Response-Mode': 'foo' })).status).toBe(400);
  expect(answers).toMatchObject([{ kind: 'error', failure: { errorType: 'Runtime.InvalidResponseModeHeader' } }]);
});

test('a response of more than 6 MB is read to its end and refused', async () => {
  await begin();
  expect((await call('POST', 'invocation/one/response', 'x'.repeat(6_291_557))).status).toBe(413);
  expect(answers).toEqual([{ kind: 'too-large' }]);
});

test('init/error counts only before the first event', async () => {
  await begin();
  const { status, text } = await call('POST', 'init/error', '{}');
  expect([status, JSON.parse(text).errorType]).toEqual([403, 'InvalidStateTransition']);
});

test('an error cause of 1 MB fits into a header', async () => {
  await begin();
  const reply = await call('POST', 'invocation/one/error', '{}', { 'Lambda-Runtime-Function-XRay-Error-Cause': 'c'.repeat(1024 * 1024) });
  expect(reply.status).toBe(202);
});

test('a request under another host name is refused', async () => {
  expect((await call('GET', 'invocation/next', '', { Host: 'evil.example' })).status).toBe(403);
});

test('what an event brings along is in its headers', async () => {
  const { headers } = await begin({
    clientContext: '{"custom":"a\\nb"}',
    cognitoIdentity: '{"cognitoIdentityId":"i","cognitoIdentityPoolId":"p"}',
    tenantId: 'blue',
    contentType: 'application/octet-stream',
  });
  expect(headers).toMatchObject({
    'lambda-runtime-client-context': '{"custom":"a\\nb"}',
    'lambda-runtime-cognito-identity': '{"cognitoIdentityId":"i","cognitoIdentityPoolId":"p"}',
    'lambda-runtime-aws-tenant-id': 'blue',
    'content-type': 'application/octet-stream',
  });
});

test('a runtime that failed to start isn’t given events', async () => {
  expect((await call('POST', 'init/error', '{}')).status).toBe(202);
  for (const [method, path] of [
    ['GET', 'invocation/next'],
    ['POST', 'init/error'],
  ] as const) {
    const { status, text } = await call(method, path);
    expect([status, JSON.parse(text).errorType]).toEqual([403, 'InvalidStateTransition']);
  }
});

test('a response that ends before its end is refused, and is the runtime’s error', async () => {
  await begin();
  const [host = '', port] = address.split(':');
  const socket = connect({ host, port: Number(port), allowHalfOpen: true });
  socket.end(`POST /2018-06-01/runtime/invocation/one/response HTTP/1.1\r\nHost: ${address}\r\nContent-Length: 100\r\n\r\nhalf`);
  let text = '';
  for await (const chunk of socket) text += String(chunk);
  expect(text).toMatch(/^HTTP\/1\.1 400 .*"errorType":"TruncatedHTTPRequest"/s);
  expect(answers).toEqual([{ kind: 'truncated' }]);
});

test('the restore calls are there with SnapStart alone, in their order', async () => {
  expect((await call('GET', 'restore/next')).status).toBe(404);
  api.close();
  await open({ snapStart: true });
  expect((await call('POST', 'restore/error', '{}')).status).toBe(403);
  expect((await call('GET', 'restore/next')).status).toBe(200);
  expect((await call('GET', 'restore/next')).status).toBe(403);
  expect((await call('POST', 'restore/error', '{}')).status).toBe(202);
  expect((await call('GET', 'invocation/next')).status).toBe(403);
});

test('credentials are for who has the token', async () => {
  expect((await call('GET', '/2021-04-23/credentials')).status).toBe(404);
  api.close();
  await open({ credentials: { token: 'secret', json: '{"AccessKeyId":"a"}' } });
  expect((await call('GET', '/2021-04-23/credentials', '', { Authorization: 'other' })).status).toBe(404);
  expect(await call('GET', '/2021-04-23/credentials', '', { Authorization: 'secret' })).toMatchObject({
    status: 200,
    text: '{"AccessKeyId":"a"}',
  });
});
