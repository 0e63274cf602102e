import { Buffer } from 'node:buffer';
import type { ApiDefinition, ApiRoute, ApiType, FunctionTarget, Stage } from '../project/apis/model.ts';
import type { Arrival, Call, HttpRequest, Mapped } from './model.ts';
import { placeOf } from './place.ts';

/** Requests, routes and arrivals for the tests, with only what matters to each written out. */
export function requestOf(line: string, headers: HttpRequest['headers'] = [], body: string | Uint8Array = ''): HttpRequest {
  const [method = 'GET', target = '/'] = line.split(' ');
  const [path = '/', query = ''] = target.split('?');
  return { method, path, query, headers: [['Host', '127.0.0.1:9002'], ...headers], body: Buffer.from(body) };
}

export const arrival: Arrival = {
  requestId: '11111111-2222-4333-8444-555555555555',
  time: Date.UTC(2026, 2, 12, 19, 3, 58),
  sourceIp: '127.0.0.1',
  port: 9002,
};

/** `GET /orders/{id}` to a function `f`. */
export function routeOf(line: string, target: Partial<FunctionTarget> = {}, more: Partial<ApiRoute> = {}): ApiRoute {
  const [method = 'GET', path = '$default'] = line.split(' ');
  return { method, path, target: { kind: 'function', name: 'f', payloadFormat: '2.0', ...target }, ...more };
}

export function apiOf(type: ApiType, routes: readonly ApiRoute[], more: Partial<ApiDefinition> = {}): ApiDefinition {
  return { type, name: 'Shop', stages: [{ name: type === 'Api' ? 'Prod' : '$default', variables: {} }], routes, notes: [], ...more };
}

export function callOf(
  type: ApiType,
  request: HttpRequest,
  path = '$default',
  parameters: Record<string, string> = {},
  stages?: readonly Stage[],
): Call {
  const method = path === '$default' ? 'ANY' : request.method;
  const route = routeOf(`${method} ${path}`);
  const front = apiOf(type, [route], stages === undefined ? {} : { stages });
  return { front, ...placeOf(front, request.path), route, parameters: new Map(Object.entries(parameters)), request, arrival };
}

/** A result as `status, headers, body`; or what is wrong with it. */
export function plain(mapped: Mapped): unknown {
  if (mapped.kind === 'malformed') return mapped.reason;
  const { status, headers, body } = mapped.response;
  return [status, headers.map((header) => header.join(': ')), Buffer.from(body).toString()];
}
