import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { RuntimeApi } from './runtimeApi.ts';
import type { RuntimeEvent } from './runtimeExchange.ts';

/** A runtime on a bare socket, and all that it has received. */
let socket: Socket;
let received: string;
let api: RuntimeApi;
let address: string;
let told: string[];

beforeEach(async () => {
  told = [];
  received = '';
  api = new RuntimeApi({
    onReady: () => told.push('ready'),
    onAnswer: (answer) => told.push('body' in answer ? Buffer.from(answer.body).toString() : answer.kind),
    onInitFailure: () => told.push('failed'),
  });
  address = await api.listen();
  socket = connect(Number(address.split(':')[1]), '127.0.0.1').setNoDelay(true);
  socket.on('data', (chunk) => {
    received += String(chunk);
  });
});

afterEach(() => {
  socket.destroy();
  api.close();
});

/** Resolves when the condition holds that what is said may bring about. */
async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setImmediate(resolve));
}

const head = (line: string, fields: string): string => `${line} HTTP/1.1\r\nHost: ${address}\r\n${fields}\r\n`;
const next = (): string => head('GET /2018-06-01/runtime/invocation/next', '');
const answer = (id: string, body: string, fields = `Content-Length: ${body.length}\r\n`): string =>
  head(`POST /2018-06-01/runtime/invocation/${id}/response`, fields) + body;
const event = (requestId: string): RuntimeEvent => ({
  ...{ requestId, deadlineMs: 1, arn: 'arn:x', traceId: 'Root=1', body: Buffer.from(`"${requestId}"`) },
});
/** Status and body of each answer that has come. */
const answers = (): readonly string[] =>
  [...received.matchAll(/HTTP\/1\.1 (\d+).*?\r\n\r\n("\w+"|\S*)/gs)].map(([, status, body]) => `${status} ${body}`);

async function begin(): Promise<void> {
  socket.write(next());
  await until(() => told.includes('ready'));
  api.dispatch(event('one'));
  await until(() => received.includes('"one"'));
  told = [];
}

test.each([
  ['in one piece', () => [answer('one', '"a"') + next()]],
  ['one after the other', () => [answer('one', '"a"'), next()]],
  ['the first cut in two, the second behind its end', () => [answer('one', '"a"').slice(0, -2), `a"${next()}`]],
  ['the head of the first cut in two', () => [answer('one', '"a"').slice(0, 40), answer('one', '"a"').slice(40) + next()]],
  ['the second cut in two', () => [answer('one', '"a"') + next().slice(0, 20), next().slice(20)]],
  ['the first in chunks', () => [answer('one', '3\r\n"a"\r\n0\r\n\r\n', 'Transfer-Encoding: chunked\r\n') + next()]],
  [
    'the first with a header that is for the server',
    () => [answer('one', '"a"', 'Content-Length: 3\r\nConnection: keep-alive\r\n') + next()],
  ],
])('an answer, and the call for the next event: %s', async (_, pieces) => {
  await begin();
  for (const piece of pieces()) {
    socket.write(piece);
    await new Promise((resolve) => setImmediate(resolve));
  }
  await until(() => told.length === 2);
  expect(told).toEqual(['"a"', 'ready']);
  api.dispatch(event('two'));
  await until(() => received.includes('"two"'));
  expect(answers()).toEqual(['200 "one"', '202 {"status":"OK"}', '200 "two"']);
  // The connection goes on, in the same way or the server's.
  socket.write(answer('two', '"b"') + next());
  await until(() => told.length === 4);
  expect(told.slice(2)).toEqual(['"b"', 'ready']);
});

test.each([
  ['another name', () => next().replace(address, 'evil.example'), '403'],
  ['no name', () => next().replace(`Host: ${address}\r\n`, ''), '400'],
  ['two lengths', () => answer('one', '1', 'Content-Length: 1\r\nContent-Length: 2\r\n'), '400'],
  ['no such path', () => head('GET /x', ''), '404'],
  ['another id', () => answer('two', '1'), '400'],
])('a request is refused: %s', async (_, request, status) => {
  await begin();
  socket.write(request());
  await until(() => answers().length === 2);
  expect(answers()[1]?.slice(0, 3)).toBe(status);
  expect(told).toEqual([]);
});

test('a line break in a header’s value ends no header', async () => {
  socket.write(next());
  await until(() => told.includes('ready'));
  api.dispatch({ ...event('one'), traceId: 'Root=1\r\nX: y' });
  await until(() => received.includes('"one"'));
  expect(received).toContain('Lambda-Runtime-Trace-Id: Root=1 X: y\r\n');
});

test('who hangs up is hung up on', async () => {
  await begin();
  const isClosed = once(socket, 'close');
  socket.end();
  await isClosed;
});
