import { expect, test } from 'vitest';
import type { Authorizer } from '../project/apis/model.ts';
import { credentialsOf, eventOfRequest, exampleOf, readRequestLine, requestOf, routeFor } from './asking.ts';
import { apiOf, arrival, routeOf } from './testing.ts';

test.each([
  ['GET /orders/{orderId}', 'GET /orders/orderId'],
  ['ANY /files/{proxy+}', 'GET /files/proxy'],
  ['ANY $default', 'GET /'],
  ['PUT /{a}/of/{b-c}', 'PUT /a/of/b-c'],
])('%s has the example %s, which it takes', (line, expected) => {
  const example = exampleOf(routeOf(line));
  expect(`${example.method} ${example.target}`).toBe(expected);
  expect(routeFor(apiOf('HttpApi', [routeOf(line)]), example)?.route.path).toBe(routeOf(line).path);
});

test.each([
  ['get /a?b=1 ', { method: 'GET', target: '/a?b=1' }],
  ['/a', undefined],
  ['GET a', undefined],
  ['GET /a b', undefined],
])('the line "%s"', (line, expected) => expect(readRequestLine(line)).toEqual(expected));

test('a body that is JSON says so, unless its type is named', () => {
  const typeOf = (body: string | undefined, headers: readonly (readonly [string, string])[] = []) =>
    requestOf({ method: 'POST', target: '/', headers, ...(body === undefined ? {} : { body }) }, 1)
      .headers.filter(([name]) => name.toLowerCase() === 'content-type')
      .map(([, value]) => value);
  expect([typeOf('{}'), typeOf('a=1'), typeOf(undefined), typeOf('a=1', [['content-type', 'x/y']])]).toEqual([
    ['application/json'],
    ['text/plain'],
    [],
    ['x/y'],
  ]);
});

test('an event has the payload format of its route, with path, parameters, query and body', () => {
  const asked = { method: 'POST', target: '/orders/o%201?full=1', body: '{"n":1}' };
  const event = (payloadFormat: '1.0' | '2.0', type: 'HttpApi' | 'Api') =>
    eventOfRequest(apiOf(type, [routeOf('POST /orders/{id}', { payloadFormat })]), asked, arrival);
  expect(event('2.0', 'HttpApi')).toMatchObject({
    version: '2.0',
    routeKey: 'POST /orders/{id}',
    rawPath: '/orders/o 1',
    rawQueryString: 'full=1',
    pathParameters: { id: 'o 1' },
    body: '{"n":1}',
  });
  expect(event('1.0', 'Api')).toMatchObject({
    httpMethod: 'POST',
    resource: '/orders/{id}',
    path: '/orders/o%201',
    queryStringParameters: { full: '1' },
    body: '{"n":1}',
  });
});

test('no event without a function behind the path', () => {
  const mock = { method: 'OPTIONS', path: '/a', target: { kind: 'mock', status: 200, headers: {}, body: '' } } as const;
  const api = apiOf('Api', [mock]);
  expect(eventOfRequest(api, { method: 'OPTIONS', target: '/a' }, arrival)).toBeUndefined();
  expect(eventOfRequest(api, { method: 'GET', target: '/b' }, arrival)).toBeUndefined();
});

test('what authorizers want is given where anything will do, and asked for where not', () => {
  const header = (name: string) => ({ in: 'header', name }) as const;
  const wanted = (authorizer?: Authorizer, apiKeyRequired = false) => {
    const { given, wanted: names } = credentialsOf({ ...routeOf('GET /a'), ...(authorizer && { authorizer }), apiKeyRequired });
    return [given.map(([name]) => name), names];
  };
  const asking: Authorizer = {
    ...{ kind: 'function', id: 'A', name: 'check', event: 'REQUEST', ttlSeconds: 0, payloadFormat: '2.0', simpleResponses: true },
    sources: [header('X-Token'), { in: 'querystring', name: 'q' }],
  };
  expect(wanted()).toEqual([[], []]);
  expect(wanted({ kind: 'iam' }, true)).toEqual([['x-api-key', 'Authorization'], []]);
  expect(wanted({ kind: 'jwt', source: header('Authorization'), audience: [], scopes: [] })).toEqual([[], ['Authorization']]);
  expect(wanted(asking)).toEqual([[], ['X-Token']]);
});
