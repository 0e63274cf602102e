import { expect, test } from 'vitest';
import { apiOf, routeOf } from '../../../core/http/testing.ts';
import { savedRequest, toReplace } from './savedRequests.ts';

const route = routeOf('GET /orders/{orderId}');
const api = apiOf('HttpApi', [route, routeOf('POST /orders')]);

test.each([
  [
    'format 2.0',
    { rawPath: '/orders/o-1002', rawQueryString: 'full=1', requestContext: { http: { method: 'GET' } } },
    '/orders/o-1002?full=1',
  ],
  ['format 1.0', { path: '/orders/o-7', httpMethod: 'GET', queryStringParameters: { full: '1' } }, '/orders/o-7?full=1'],
  ['another route', { path: '/orders', httpMethod: 'POST' }, undefined],
  ['no request', { Records: [] }, undefined],
  ['no object', null, undefined],
])('a saved event is a request to send: %s', (_what, event, expected) => {
  expect(savedRequest(api, route, [null, event])?.target).toBe(expected);
});

test.each([
  ['/orders/{orderId}', 'GET /orders/orderId', 'orderId'],
  ['/orders/{id}/items', 'GET /orders/id/items', 'id'],
  ['/files/{path+}', 'GET /files/path', 'path'],
  ['/orders', 'GET /orders', 'orders'],
])('what is to be replaced in %s', (path, text, expected) => {
  expect(text.slice(...toReplace({ method: 'GET', path }))).toBe(expected);
});
