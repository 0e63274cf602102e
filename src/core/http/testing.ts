import { Buffer } from 'node:buffer';
import type { Arrival, Call, Front, HttpRequest, Mapped, Route } from './model.ts';

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

export function callOf(
  type: Front['type'],
  request: HttpRequest,
  route: Partial<Route> = {},
  parameters: Record<string, string> = {},
): Call {
  const whole: Route = { method: 'GET', path: '$default', functionName: 'f', payloadFormat: '2.0', ...route };
  const front: Front = { type, name: 'Shop', routes: [whole] };
  return { front, route: whole, parameters: new Map(Object.entries(parameters)), request, arrival };
}

/** A result as `status, headers, body`; or what is wrong with it. */
export function plain(mapped: Mapped): unknown {
  if (mapped.kind === 'malformed') return mapped.reason;
  const { status, headers, body } = mapped.response;
  return [status, headers.map((header) => header.join(': ')), Buffer.from(body).toString()];
}
