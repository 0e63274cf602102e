import { Buffer } from 'node:buffer';
import { describe, expect, test } from 'vitest';
import type { Call, HttpRequest } from './model.ts';
import { payload2 } from './payload2.ts';
import { callOf, requestOf } from './testing.ts';

const json = (call: Call) => JSON.parse(JSON.stringify(payload2(call)));

test('an HTTP API sends the whole event', () => {
  const request = requestOf(
    'POST /orders/o%201?b=2&a=1&a=%C3%BC+x',
    [
      ['Content-Type', 'application/json'],
      ['X-Twice', 'one'],
      ['User-Agent', 'curl/8.9.1'],
      ['x-twice', 'two'],
      ['Cookie', 'a=1; b=2'],
      ['Connection', 'keep-alive'],
    ],
    '{"n":1}',
  );
  expect(json(callOf('HttpApi', request, '/orders/{id}', { id: 'o%201' }))).toEqual({
    version: '2.0',
    routeKey: 'POST /orders/{id}',
    rawPath: '/orders/o 1',
    rawQueryString: 'b=2&a=1&a=%C3%BC+x',
    cookies: ['a=1', 'b=2'],
    headers: {
      'content-type': 'application/json',
      host: '127.0.0.1:9002',
      'user-agent': 'curl/8.9.1',
      'x-amzn-trace-id': 'Root=1-69b30e1e-111111112222433384445555',
      'x-forwarded-for': '127.0.0.1',
      'x-forwarded-port': '9002',
      'x-forwarded-proto': 'http',
      'x-twice': 'one,two',
    },
    queryStringParameters: { a: '1,ü x', b: '2' },
    requestContext: {
      accountId: '000000000000',
      apiId: 'Shop',
      domainName: '127.0.0.1:9002',
      domainPrefix: 'Shop',
      http: { method: 'POST', path: '/orders/o 1', protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: 'curl/8.9.1' },
      requestId: '11111111-2222-4333-8444-555555555555',
      routeKey: 'POST /orders/{id}',
      stage: '$default',
      time: '12/Mar/2026:19:03:58 +0000',
      timeEpoch: 1773342238000,
    },
    pathParameters: { id: 'o 1' },
    body: '{"n":1}',
    isBase64Encoded: false,
  });
});

test('a function URL leaves paths encoded, and members without content out', () => {
  const event = json(callOf('FunctionUrl', requestOf('GET /a%20b')));
  expect(Object.keys(event)).toEqual(['version', 'routeKey', 'rawPath', 'rawQueryString', 'headers', 'requestContext', 'isBase64Encoded']);
  expect(event).toMatchObject({
    routeKey: '$default',
    rawPath: '/a%20b',
    rawQueryString: '',
    requestContext: { accountId: 'anonymous', stage: '$default', http: { path: '/a%20b' } },
  });
});

test('names that JavaScript knows are names like others', () => {
  const event = json(callOf('HttpApi', requestOf('GET /?__proto__=1&toString=2', [['__proto__', 'x']])));
  expect(Object.entries(event.queryStringParameters)).toEqual([
    ['__proto__', '1'],
    ['toString', '2'],
  ]);
  expect(Object.keys(event.headers)).toContain('__proto__');
});

test('who forwarded the request before stays in front', () => {
  const event = json(
    callOf(
      'HttpApi',
      requestOf('GET /', [
        ['X-Forwarded-For', '10.0.0.1'],
        ['X-Amzn-Trace-Id', 'Root=1-a'],
      ]),
    ),
  );
  expect(event.headers).toMatchObject({ 'x-forwarded-for': '10.0.0.1, 127.0.0.1', 'x-amzn-trace-id': 'Root=1-a' });
});

describe('a body is text or base64', () => {
  test.each<[string | undefined, string | Uint8Array, 'text' | 'base64', ...HttpRequest['headers']]>([
    ['text/plain; charset=utf-8', 'ü', 'text'],
    ['Application/JSON', '{}', 'text'],
    ['application/problem+json', '{}', 'text'],
    ['application/xml', '<a/>', 'text'],
    ['application/atom+xml;type=feed', '<a/>', 'text'],
    ['application/javascript', '1', 'text'],
    ['application/x-www-form-urlencoded', 'a=1', 'base64'],
    ['multipart/form-data; boundary=text/plain', 'a', 'base64'],
    ['application/octet-stream', 'a', 'base64'],
    ['image/png', new Uint8Array([137, 80]), 'base64'],
    [undefined, 'a', 'base64'],
    ['text/plain', new Uint8Array([255]), 'base64'],
    ['application/json', '{}', 'base64', ['Content-Encoding', 'gzip']],
  ])('%s', (type, body, expected, ...more) => {
    const headers = [...(type === undefined ? [] : [['Content-Type', type] as const]), ...more];
    const event = json(callOf('HttpApi', requestOf('POST /', headers, body)));
    expect(event.isBase64Encoded).toBe(expected === 'base64');
    expect(Buffer.from(event.body, expected === 'base64' ? 'base64' : 'utf8')).toEqual(Buffer.from(body));
  });
});
