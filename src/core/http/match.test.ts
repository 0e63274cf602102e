import { describe, expect, test } from 'vitest';
import type { ApiType } from '../project/apis/model.ts';
import { createRouter } from './match.ts';
import { apiOf, routeOf } from './testing.ts';

function check(type: ApiType, routes: readonly string[], request: string, expected: string | undefined, variables = {}): void {
  const table = routes.map((line) => routeOf(line, { name: line }));
  const [method = '', path = ''] = request.split(' ');
  const match = createRouter(apiOf(type, table))(method, path);
  expect(match?.route.target.kind === 'function' ? match.route.target.name : undefined, request).toBe(expected);
  expect(Object.fromEntries(match?.parameters ?? []), request).toEqual(variables);
}

const PETS = ['ANY $default', 'ANY /{proxy+}', 'GET /pets/{proxy+}', 'GET /pets/dog/{id}', 'ANY /pets/dog/1', 'GET /pets/dog/1'];

describe('the most specific route wins, wherever it stands', () => {
  test.each<[string, string, Record<string, string>?]>([
    ['GET /pets/dog/1', 'GET /pets/dog/1'],
    ['PUT /pets/dog/1', 'ANY /pets/dog/1'],
    ['GET /pets/dog/2', 'GET /pets/dog/{id}', { id: '2' }],
    ['GET /pets/cat/1', 'GET /pets/{proxy+}', { proxy: 'cat/1' }],
    ['POST /pets/dog/2', 'ANY /{proxy+}', { proxy: 'pets/dog/2' }],
    ['GET /', 'ANY $default'],
    ['GET //', 'ANY /{proxy+}', { proxy: '/' }],
  ])('%s', (request, expected, variables) => check('HttpApi', PETS, request, expected, variables));
});

test.each<[ApiType, readonly string[], string, string | undefined, Record<string, string>?]>([
  ['HttpApi', ['GET /orders/{id}'], 'GET /orders/o-1', 'GET /orders/{id}', { id: 'o-1' }],
  ['HttpApi', ['GET /orders/{id}'], 'GET /orders/a%2Fb', 'GET /orders/{id}', { id: 'a%2Fb' }],
  ['HttpApi', ['GET /orders/{id}'], 'POST /orders/o-1', undefined],
  ['HttpApi', ['GET /orders/{id}'], 'GET /orders', undefined],
  ['HttpApi', ['GET /orders/{id}'], 'GET /orders/', undefined],
  ['HttpApi', ['GET /orders/{id}'], 'GET /orders/o-1/lines', undefined],
  ['HttpApi', ['GET /orders'], 'GET /orders/', undefined],
  ['Api', ['GET /orders'], 'GET /orders/', 'GET /orders'],
  ['Api', ['GET /'], 'GET /', 'GET /'],
  ['Api', ['ANY /{proxy+}'], 'GET /', undefined],
  ['Api', ['ANY /{proxy+}'], 'GET /test-path/', 'ANY /{proxy+}', { proxy: 'test-path' }],
  ['HttpApi', ['GET /a/{x}/{rest+}'], 'GET /a/1/2/3', 'GET /a/{x}/{rest+}', { x: '1', rest: '2/3' }],
  ['HttpApi', ['GET /caf%C3%A9', 'GET /%zz'], 'GET /café', 'GET /caf%C3%A9'],
  ['HttpApi', ['GET /caf%C3%A9', 'GET /%zz'], 'GET /%zz', 'GET /%zz'],
  ['HttpApi', ['GET /orders'], 'GET /Orders', undefined],
  ['HttpApi', ['GET /a/{x}/c', 'GET /a/b/{y}'], 'GET /a/b/c', 'GET /a/b/{y}', { y: 'c' }],
  // What a real REST API answered: pull request 1423 of ministackorg/ministack.
  ['Api', ['ANY /{proxy+}', 'GET /jobs/{type}'], 'POST /jobs/reboot', 'ANY /{proxy+}', { proxy: 'jobs/reboot' }],
  ['Api', ['GET /users/{id}', 'PATCH /users/me'], 'GET /users/me', 'GET /users/{id}', { id: 'me' }],
  ['Api', ['GET /users/{id}', 'PATCH /users/me'], 'POST /users/me', undefined],
  ['FunctionUrl', ['ANY $default'], 'DELETE /any/thing/', 'ANY $default'],
])('%s %j: %s', check);
