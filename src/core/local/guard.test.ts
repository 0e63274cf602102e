import { connect } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { nodeFiles } from '../../node/files.ts';
import { createLocalCloud } from './index.ts';
import { send, signature, startTestCloud, type TestCloud } from './testing.ts';

let aws: TestCloud;

beforeEach(async () => {
  aws = await startTestCloud();
});
afterEach(() => aws[Symbol.asyncDispose]());

test.each<[string, (port: number) => Record<string, string>, number, string | undefined]>([
  ['127.0.0.1', (port) => ({ host: `127.0.0.1:${port}`, ...signature }), 200, undefined],
  ['localhost', (port) => ({ host: `localhost:${port}`, ...signature }), 200, undefined],
  ['another host name', (port) => ({ host: `evil.example:${port}`, ...signature }), 403, 'AccessDeniedException'],
  ['another port', () => ({ host: '127.0.0.1:1', ...signature }), 403, 'AccessDeniedException'],
  ['a web page', (port) => ({ host: `localhost:${port}`, origin: 'http://localhost:3000', ...signature }), 403, 'AccessDeniedException'],
  ['no signature', (port) => ({ host: `localhost:${port}` }), 403, 'MissingAuthenticationTokenException'],
  ['another scheme', (port) => ({ host: `localhost:${port}`, authorization: 'Bearer x' }), 403, 'MissingAuthenticationTokenException'],
])('a request with %s', async (_what, headers, status, code) => {
  const answer = await send(aws.port, 'GET', '/2015-03-31/functions', undefined, headers(aws.port));
  expect([answer.status, answer.headers['x-amzn-errortype']]).toEqual([status, code]);
  expect(answer.headers['access-control-allow-origin']).toBeUndefined();
});

test('what is not there is an AWS-shaped 404, never HTML', async () => {
  for (const [method, path] of [
    ['GET', '/'],
    ['GET', '/2015-03-31/functions/f/policy'],
    ['PATCH', '/2015-03-31/functions'],
    ['GET', '/favicon.ico'],
  ] as const) {
    const answer = await aws.call(method, path);
    expect([answer.status, answer.headers['x-amzn-errortype'], answer.headers['content-type']]).toEqual([
      404,
      'UnknownOperationException',
      'application/json',
    ]);
    expect(answer.json.Message).toContain(`${method} ${path}`);
  }
});

test('a body that is not JSON is a SerializationException', async () => {
  for (const body of ['{', '[]', '1', 'null']) {
    const answer = await aws.call('POST', '/2015-03-31/functions', body);
    expect([answer.status, answer.headers['x-amzn-errortype']], body).toEqual([400, 'SerializationException']);
  }
});

test('listens on loopback only, and says when a port is taken', async () => {
  const other = createLocalCloud({
    runner: { invoke: () => Promise.reject(new Error('never')), retire() {}, dispose: async () => {} },
    files: nodeFiles(),
    clock: { now: () => 0, monotonic: () => 0, schedule: () => () => {} },
    logger: { debug() {}, info() {}, warn() {}, error() {} },
    environment: {},
    directory: '/nowhere',
  });
  await expect(other.listen({ port: aws.port })).rejects.toMatchObject({ code: 'port-in-use' });
  expect((await other.listen({ port: 0 })).endpoint).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  await other.close();
});

test('a caller that goes away in mid-request harms nobody', async () => {
  await new Promise<void>((resolve) => {
    const socket = connect(aws.port, '127.0.0.1', () => {
      socket.write(
        `POST /2015-03-31/functions HTTP/1.1\r\nHost: 127.0.0.1:${aws.port}\r\nAuthorization: ${signature.authorization}\r\nContent-Length: 100\r\n\r\n{`,
      );
      socket.end(() => socket.destroy());
    });
    socket.on('close', () => resolve());
  });
  expect((await aws.call('GET', '/2015-03-31/functions')).status).toBe(200);
  expect(aws.errors).toEqual([]);
});
