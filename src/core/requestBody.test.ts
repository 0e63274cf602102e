import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { requestBody } from './requestBody.ts';

let server: Server;
let whenAsked: (request: IncomingMessage) => void;
beforeAll(async () => {
  server = createServer((request) => whenAsked(request)).listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

type Limits = readonly [maxBytes?: number, maxDroppedBytes?: number];

/** What is made of a request that is sent in these pieces; without the last, the connection is cut. */
async function check(
  pieces: readonly string[],
  [maxBytes = 100, maxDroppedBytes]: Limits = [],
  length = pieces.join('').length,
): Promise<unknown> {
  const asked = new Promise<IncomingMessage>((resolve) => {
    whenAsked = resolve;
  });
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1').setNoDelay(true);
  socket.on('error', () => {});
  socket.write(`POST / HTTP/1.1\r\nHost: x\r\nContent-Length: ${length}\r\n\r\n`);
  const given: string[] = [];
  const onChunk = async (chunk: Uint8Array): Promise<void> => {
    given.push(`<${String(chunk)}`);
    await new Promise((resolve) => setImmediate(resolve));
    given.push('>');
    if (Buffer.from(chunk).toString() === 'refuse') throw new Error('refused');
  };
  const body = requestBody(await asked, maxBytes, maxDroppedBytes, async (chunk) => onChunk(Buffer.from(chunk)));
  const result = body.then(
    (bytes) => bytes && Buffer.from(bytes).toString(),
    (error: Error) => error.message,
  );
  for (const piece of pieces) {
    socket.write(piece);
    await new Promise((resolve) => setImmediate(resolve));
  }
  if (pieces.join('').length < length) socket.destroy();
  const text = await result;
  expect(given.join('')).toMatch(/^(<\w+>)*$/);
  socket.destroy();
  return text;
}

test.each<[string, readonly string[], unknown, Limits?]>([
  ['nothing', [], ''],
  ['one piece', ['one'], 'one'],
  ['some pieces', ['one', 'two', 'three'], 'onetwothree'],
  ['as much as may be', ['123', '456'], '123456', [6]],
  ['a byte more: the rest is dropped', ['123', '4567'], undefined, [6]],
  ['much more: the connection goes', ['1'.repeat(50), '2'.repeat(50)], undefined, [6, 20]],
  ['a piece that can’t be handed on', ['refuse'], 'refused'],
])('the body of a request: %s', async (_, pieces, expected, limits) => {
  expect(await check(pieces, limits)).toBe(expected);
});

test('a request that ends before its end is an error, also of one that is asked late', async () => {
  expect(await check(['one'], [], 10)).toMatch(/aborted|before its end/);
  const asked = new Promise<IncomingMessage>((resolve) => {
    whenAsked = resolve;
  });
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  socket.write('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nhalf');
  const request = await asked;
  request.on('error', () => {});
  await new Promise((resolve) => {
    request.on('close', resolve);
    socket.destroy();
  });
  await expect(requestBody(request, 100)).rejects.toThrow('before its end');
});
