import { Buffer } from 'node:buffer';
import { request } from 'node:http';
import { createServer } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { WorkbenchError } from '../errors.ts';
import type { ApiDefinition } from '../project/apis/model.ts';
import { type HttpServing, serveHttp } from './index.ts';
import type { FrontInvokeOptions, Invoked } from './ports.ts';
import { apiOf, routeOf } from './testing.ts';

/** A function `f` behind fronts of all kinds, and whoever invokes it in the tests' hands. */
const apis: readonly ApiDefinition[] = [
  apiOf('HttpApi', [routeOf('GET /orders/{id}', { timeoutMs: 30_000 }), routeOf('POST /orders')], { name: 'ServerlessHttpApi' }),
  apiOf('Api', [routeOf('ANY /{proxy+}', { payloadFormat: '1.0', timeoutMs: 29_000 })]),
  apiOf('FunctionUrl', [routeOf('ANY $default')]),
];

let invoke: (event: Record<string, never>, options: FrontInvokeOptions) => Invoked | Promise<Invoked> = () => ({
  payload: new Uint8Array(),
});
let warnings: string[] = [];
let due: (() => void)[] = [];
let http: HttpServing | undefined;

afterEach(async () => {
  await http?.close();
  http = undefined;
  warnings = [];
  due = [];
});

/** Where the API or URL of a type is. */
async function addressOf(type: string, firstPort?: number, served = apis): Promise<string> {
  http = await serveHttp([{ apis: served }], {
    invoke: async (name, payload, options) => {
      expect(name).toBe('f');
      return await invoke(JSON.parse(Buffer.from(payload).toString()), options);
    },
    clock: {
      now: () => 0,
      monotonic: () => 0,
      schedule: (_delayMs, callback) => {
        due.push(callback);
        return () => due.splice(due.indexOf(callback), 1);
      },
    },
    logger: { debug() {}, info() {}, warn: (message) => warnings.push(message), error: (message) => warnings.push(message) },
    ...(firstPort === undefined ? {} : { firstPort }),
  });
  return http.served.find((front) => front.type === type)?.url ?? '';
}

const returning = (value: unknown) => () => ({ payload: Buffer.from(JSON.stringify(value)) });
const answerOf = async (response: Response) => [response.status, response.headers.get('content-type'), await response.text()];

test('a request becomes an event, and the result a response', async () => {
  invoke = (event) => returning({ statusCode: 201, headers: { 'x-a': 'ü' }, cookies: ['a=1', 'b=2'], body: event['body'] })();
  const url = await addressOf('HttpApi');
  const response = await fetch(`${url}/orders?x=1`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"n":"ü"}' });
  expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
  expect(response.headers.get('apigw-requestid')).toMatch(/^[\da-f-]{36}$/);
  expect(await answerOf(response)).toEqual([201, 'application/json', '{"n":"ü"}']);
  expect(warnings).toEqual([]);
});

test('each kind sends its own event from a port of its own', async () => {
  invoke = (event) => returning({ statusCode: 200, body: `${event['version']} ${event['routeKey']} ${event['resource']}` })();
  const bodies: string[] = [];
  await addressOf('HttpApi');
  for (const { url } of http?.served ?? []) bodies.push(await (await fetch(`${url}/orders/o-1`)).text());
  expect(bodies).toEqual(['2.0 GET /orders/{id} undefined', 'undefined undefined /{proxy+}', '2.0 $default undefined']);
});

test('what was streamed is sent with its own status, where the URL is set up for it or not', async () => {
  const payload = Buffer.from(`{"statusCode":202,"headers":{"content-type":"text/html"}}${'\0'.repeat(8)}<p>`);
  invoke = () => ({ payload });
  expect(await answerOf(await fetch(await addressOf('FunctionUrl')))).toEqual([202, 'text/html', '<p>']);
  await http?.close();
  const bytes = Buffer.from('"\0"');
  invoke = () => ({ payload: bytes });
  const streaming = [apiOf('FunctionUrl', [routeOf('ANY $default', { streams: true })])];
  expect(await answerOf(await fetch(await addressOf('FunctionUrl', undefined, streaming)))).toEqual([
    200,
    'application/octet-stream',
    '"\0"',
  ]);
});

test('a response without content has none, and HEAD gets the length only', async () => {
  invoke = (event) => returning({ statusCode: event['rawPath'] === '/none' ? 204 : 200, body: 'hello' })();
  const url = await addressOf('FunctionUrl');
  const none = await fetch(`${url}/none`);
  expect([none.status, none.headers.get('content-length'), await none.text()]).toEqual([204, null, '']);
  const head = await fetch(url, { method: 'HEAD' });
  expect([head.headers.get('content-length'), await head.text()]).toEqual(['5', '']);
});

describe('what fails is answered as AWS does, and said', () => {
  const failing = () => ({ payload: Buffer.from('{"errorMessage":"no"}'), functionError: 'Unhandled' });
  const missing = () => Promise.reject(new WorkbenchError('function-not-found', 'There is no f.', 'Deploy it.'));
  test.each<[string, string, string, typeof invoke, number, string, RegExp?]>([
    ['HttpApi', 'GET', '/nothing', failing, 404, '{"message":"Not Found"}'],
    ['HttpApi', 'DELETE', '/orders/o-1', failing, 404, '{"message":"Not Found"}'],
    ['Api', 'GET', '/', failing, 403, '{"message":"Missing Authentication Token"}'],
    ['HttpApi', 'GET', '/orders/o-1', failing, 500, '{"message":"Internal Server Error"}'],
    ['Api', 'GET', '/x', failing, 502, '{"message":"Internal server error"}'],
    ['FunctionUrl', 'GET', '/', failing, 502, 'Internal Server Error'],
    // What would never have been deployed is told to the caller, too.
    [
      'HttpApi',
      'GET',
      '/orders/o-1',
      missing,
      500,
      '{"message":"There is no f. Deploy it."}',
      /^GET \/orders\/o-1: There is no f\. Deploy it\.$/,
    ],
    ['FunctionUrl', 'GET', '/', missing, 502, 'There is no f. Deploy it.\n', /There is no f\./],
    ['Api', 'GET', '/x', returning('hello'), 502, '{"message":"Internal server error"}', /result of f can’t be sent: it must be an object/],
    ['FunctionUrl', 'GET', '/', returning({ statusCode: 'no' }), 502, 'Internal Server Error', /statusCode must be/],
  ])('%s %s %s', async (type, method, path, invoked, status, body, warning) => {
    invoke = invoked;
    const response = await fetch(`${await addressOf(type)}${path}`, { method });
    expect(await answerOf(response)).toEqual([status, body.startsWith('{') ? 'application/json' : 'text/plain', body]);
    expect(warnings).toEqual(warning === undefined ? [] : [expect.stringMatching(warning)]);
  });

  test.each([
    ['HttpApi', '/orders/o-1', 503, '{"message":"Service Unavailable"}'],
    ['Api', '/x', 504, '{"message":"Endpoint request timed out"}'],
  ])('%s waits no longer than it may', async (type, path, status, body) => {
    let finish = () => {};
    invoke = () => {
      // The time is set once the call has begun.
      queueMicrotask(() => {
        for (const callback of due.splice(0)) callback();
      });
      return new Promise((resolve) => {
        finish = () => resolve({ payload: new Uint8Array() });
      });
    };
    const response = await fetch(`${await addressOf(type)}${path}`);
    expect(await answerOf(response)).toEqual([status, 'application/json', body]);
    expect(warnings).toEqual([expect.stringMatching(/f took longer than the API waits, \d+ ms/)]);
    finish();
  });

  test.each([
    ['HttpApi', '/orders', 10_485_761, '{"message":"Request Entity Too Large"}'],
    // Smaller than what the API takes, but larger than an event once it is in base64.
    ['HttpApi', '/orders', 5_000_000, '{"message":"Request Entity Too Large"}'],
    ['Api', '/x', 10_485_761, '{"message":"Request Too Long"}'],
    ['FunctionUrl', '/', 6_291_557, '{"Message":"Request must be smaller than 6291556 bytes for the InvokeFunction operation"}'],
  ])('%s %s with %d bytes', async (type, path, size, body) => {
    invoke = () => Promise.reject(new Error('never'));
    const response = await fetch(`${await addressOf(type)}${path}`, { method: 'POST', body: new Uint8Array(size) });
    expect(await answerOf(response)).toEqual([413, 'application/json', body]);
  });
});

/** With node:http, as fetch sets Host and Origin by its own rules. */
function statusWith(url: string, headers: Readonly<Record<string, string>>): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { headers, agent: false }, (response) => {
      response.resume().on('end', () => resolve(response.statusCode));
    });
    outgoing.on('error', reject).end();
  });
}

describe('web pages of other sites run nothing', () => {
  test.each<[number, (port: string) => Record<string, string>]>([
    [200, () => ({})],
    [200, (port) => ({ host: `localhost:${port}` })],
    [200, () => ({ 'sec-fetch-site': 'none', 'sec-fetch-mode': 'navigate' })],
    [200, () => ({ 'sec-fetch-site': 'same-origin' })],
    [200, () => ({ origin: 'http://localhost:5173', 'sec-fetch-site': 'cross-site' })],
    [200, () => ({ origin: 'http://127.0.0.1:3000', 'sec-fetch-site': 'same-site' })],
    [200, () => ({ origin: 'http://[::1]:3000' })],
    [403, () => ({ origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' })],
    [403, () => ({ origin: 'https://localhost.evil.example' })],
    [403, () => ({ origin: 'http://127.0.0.1.evil.example:80' })],
    [403, () => ({ origin: 'null' })],
    [403, () => ({ 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' })],
    [403, () => ({ 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' })],
    [403, (port) => ({ host: `evil.example:${port}` })],
    [403, () => ({ host: '127.0.0.1:1' })],
  ])('%d %s', async (status, headers) => {
    let runs = 0;
    invoke = () => {
      runs += 1;
      return returning('hello')();
    };
    const url = await addressOf('FunctionUrl');
    expect(await statusWith(url, headers(new URL(url).port))).toBe(status);
    expect(runs).toBe(status === 200 ? 1 : 0);
  });
});

test('ports follow the first one; one that is taken is replaced and said', async () => {
  const rival = createServer();
  const taken = await new Promise<number>((resolve) => {
    rival.listen(0, '127.0.0.1', () => resolve((rival.address() as { port: number }).port));
  });
  const url = await addressOf('HttpApi', taken);
  expect(url).not.toBe(`http://127.0.0.1:${taken}`);
  expect(warnings[0]).toBe(`Port ${taken} is taken: ServerlessHttpApi is on port ${new URL(url).port}.`);
  await http?.close();
  await new Promise((resolve) => rival.close(resolve));
  expect(await addressOf('HttpApi', taken)).toBe(`http://127.0.0.1:${taken}`);
});

test('the end cancels what runs, in silence; nothing answers after it', async () => {
  const url = await addressOf('FunctionUrl');
  const cancelled = new Promise<unknown>((resolve) => {
    invoke = (_event, { closing }) =>
      new Promise((_resolve, reject) => {
        closing.addEventListener('abort', () => {
          resolve(closing.reason);
          reject(closing.reason);
        });
        void http?.close();
      });
  });
  await expect(fetch(url)).rejects.toThrow();
  await cancelled;
  await http?.close();
  expect(warnings).toEqual([]);
  await expect(fetch(url)).rejects.toThrow();
});
