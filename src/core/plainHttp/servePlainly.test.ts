import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { plainAnswer, StandingHeaders, servePlainly } from './servePlainly.ts';

let server: Server;
let socket: Socket;
let received = '';
let stop = (): void => {};
let held: (() => void) | undefined;
/** As the server has it. */
let connection: Socket | undefined;

afterEach(() => {
  stop();
  socket.destroy();
});

/** A server that says who answers: `plainly`, with the request's url and body, or Node's own. */
async function open(keepAliveMs?: number): Promise<void> {
  server = createServer((request, response) => response.end(`by the server: ${request.url}`));
  const connections = servePlainly(server, {
    ...(keepAliveMs !== undefined && { keepAliveMs }),
    onRequest({ url, body, headers }, answer) {
      if (url === '/other') return false;
      const text = `plainly: ${url} ${body} ${headers['x-one'] ?? ''}`;
      const send = () => answer(plainAnswer(200, [['content-length', Buffer.byteLength(text)]], text, new StandingHeaders(75_000).at(0)));
      if (url === '/held') held = send;
      else if (url === '/now') send();
      else setImmediate(send);
      return true;
    },
  });
  server.on('connection', (accepted: Socket) => {
    connection = accepted;
  });
  stop = () => {
    connections.close();
    server.close();
    server.closeAllConnections();
  };
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  received = '';
  socket = connect({ port: (server.address() as AddressInfo).port, host: '127.0.0.1', noDelay: true, allowHalfOpen: true });
  socket.on('data', (chunk) => {
    received += String(chunk);
  });
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setImmediate(resolve));
}

const get = (url: string, fields = ''): string => `GET ${url} HTTP/1.1\r\nHost: a\r\n${fields}\r\n`;
const post = (body: string, fields = `Content-Length: ${Buffer.byteLength(body)}\r\n`): string =>
  `POST /p HTTP/1.1\r\nHost: a\r\n${fields}\r\n${body}`;

test.each([
  ['a call', get('/a'), 'plainly: /a'],
  ['a body', post('{"k":"ü"}'), 'plainly: /p {"k":"ü"}'],
  [
    'a header of Latin-1, with space around it',
    get('/a', 'X-One: \t two words \t\r\nConnection: Keep-Alive\r\n'),
    'plainly: /a  two words',
  ],
  ['one that isn’t taken', get('/other'), 'by the server: /other'],
  ['chunks', post('1\r\na\r\n0\r\n\r\n', 'Transfer-Encoding: chunked\r\n'), 'by the server: /p'],
  ['the last of a connection', get('/a', 'Connection: close\r\n'), 'by the server: /a'],
  ['the last of a connection through a proxy', get('/a', 'Proxy-Connection: close\r\n'), 'by the server: /a'],
  ['a header that comes twice', get('/a', 'X-One: 1\r\nx-one: 2\r\n'), 'by the server: /a'],
  ['a method with an answer of its own', `OPTIONS /a HTTP/1.1\r\nHost: a\r\n\r\n`, 'by the server: /a'],
  ['two lengths', post('a', 'Content-Length: 1\r\nContent-Length: 2\r\n'), '400 Bad Request'],
  ['no host', 'GET /a HTTP/1.1\r\n\r\n', '400 Bad Request'],
  ['a folded header', get('/a', 'X-One: 1\r\n 2\r\n'), '400 Bad Request'],
  ['a line break by itself', get('/a', 'X-One: 1\nX-Two: 2\r\n'), '400 Bad Request'],
  ['a name with a space', get('/a', 'X One: 1\r\n'), '400 Bad Request'],
  ['a head of 20 KB', get('/a', `X-One: ${'a'.repeat(20_000)}\r\n`), '431 '],
])('%s', async (_what, request, answer) => {
  await open();
  socket.write(request);
  await until(() => received.includes(answer));
});

test('a request in pieces, and all that follow it, are the server’s', async () => {
  await open();
  socket.write(get('/a'));
  await until(() => received.includes('plainly: /a'));
  socket.write(post('abc').slice(0, -1));
  await once(server, 'request');
  socket.write(`c${get('/b')}`);
  await until(() => received.includes('by the server: /b'));
  expect(received).toContain('by the server: /p');
});

test('requests that come at once are answered one after the other, in their order', async () => {
  await open();
  socket.write(get('/a') + get('/now') + get('/b') + get('/other') + get('/c'));
  await until(() => received.includes('/c'));
  expect(received.match(/(?:plainly|server): \/[a-z]+/g)).toEqual([
    'plainly: /a',
    'plainly: /now',
    'plainly: /b',
    'server: /other',
    'server: /c',
  ]);
});

test('what comes before the answer to the one in front waits at the sender’s, from some bytes on', async () => {
  await open();
  socket.write(get('/held'));
  await until(() => held !== undefined);
  socket.write(get('/now').repeat(20_000) + get('/last'));
  await until(() => connection?.isPaused() === true);
  expect(connection?.bytesRead).toBeLessThan(500_000);
  held?.();
  // One is cut in two by the way it comes: it and all behind it are the server's.
  await until(() => received.endsWith(': /last'));
  expect(received.match(/: \/now/g)).toHaveLength(20_000);
});

test('an answer reads as one of the server’s', async () => {
  await open();
  socket.write(get('/a'));
  await until(() => received.includes('plainly'));
  const [head] = received.split('\r\n\r\n');
  expect(head?.split('\r\n')).toEqual([
    'HTTP/1.1 200 OK',
    'content-length: 13',
    'Date: Thu, 01 Jan 1970 00:00:00 GMT',
    'Connection: keep-alive',
    'Keep-Alive: timeout=75',
  ]);
});

test('who says no more still hears the answer; then the connection ends', async () => {
  await open();
  socket.end(get('/a'));
  await once(socket, 'end');
  expect(received).toContain('plainly: /a');
});

test('a connection that is silent for too long is cut', async () => {
  await open(20);
  socket.write(get('/a'));
  await once(socket, 'end');
  expect(received).toContain('plainly: /a');
});
