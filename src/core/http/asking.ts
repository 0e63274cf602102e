import { Buffer } from 'node:buffer';
import type { ApiDefinition, ApiRoute } from '../project/apis/model.ts';
import { createRouter, type Match } from './match.ts';
import type { Arrival, Header, HttpRequest } from './model.ts';
import { payload1 } from './payload1.ts';
import { payload2 } from './payload2.ts';
import { placeOf } from './place.ts';

/** A request as a person writes it, without a program to send it. */
export interface Asked {
  readonly method: string;
  /** Encoded, with its query: `/orders/o-1001?full=1`. */
  readonly target: string;
  readonly headers?: readonly Header[];
  readonly body?: string;
}

/** `GET /orders/orderId`: a request that the route takes, with the names of its variables as their values. */
export function exampleOf({ method, path }: Pick<ApiRoute, 'method' | 'path'>): Asked {
  const target = path === '$default' ? '/' : path.replace(/\{([^}+]+)\+?\}/g, (_variable, name: string) => encodeURIComponent(name));
  return { method: method === 'ANY' ? 'GET' : method, target };
}

/** Of `POST /orders?dry=1`; undefined where it isn't a method and a path. */
export function readRequestLine(line: string): Pick<Asked, 'method' | 'target'> | undefined {
  const [, method, target] = /^\s*([A-Za-z]+)\s+(\/\S*)\s*$/.exec(line) ?? [];
  return method === undefined || target === undefined ? undefined : { method: method.toUpperCase(), target };
}

/** Whether what is sent with this method usually has a body. */
export function takesBody(method: string): boolean {
  return ['POST', 'PUT', 'PATCH'].includes(method);
}

/** The route that takes it, if there is one. */
export function routeFor(api: ApiDefinition, { method, target }: Asked): Match | undefined {
  return createRouter(api)(method, placeOf(api, pathOf(target)).path);
}

/** The headers without which the route's authorizer lets nobody in: those that any value will do for, and the names of the others. */
export function credentialsOf({ authorizer, apiKeyRequired }: ApiRoute): {
  readonly given: readonly Header[];
  readonly wanted: readonly string[];
} {
  const key: readonly Header[] = apiKeyRequired === true ? [['x-api-key', 'local']] : [];
  if (authorizer === undefined) return { given: key, wanted: [] };
  switch (authorizer.kind) {
    case 'iam':
      return { given: [...key, ['Authorization', SIGNED_BY_LOCAL]], wanted: [] };
    case 'function':
      return { given: key, wanted: authorizer.sources.filter((source) => source.in === 'header').map(({ name }) => name) };
    default:
      return { given: key, wanted: authorizer.source.in === 'header' ? [authorizer.source.name] : [] };
  }
}

/** Signatures aren't checked here, and every set of credentials will do. */
const SIGNED_BY_LOCAL =
  'AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/execute-api/aws4_request, SignedHeaders=host, Signature=local';

/** As it would be sent to an API that listens on `port`. A body that is JSON says so. */
export function requestOf({ method, target, headers = [], body }: Asked, port: number): HttpRequest {
  const path = pathOf(target);
  const isNamed = headers.some(([name]) => name.toLowerCase() === 'content-type');
  const type: readonly Header[] = body === undefined || isNamed ? [] : [['Content-Type', isJson(body) ? 'application/json' : 'text/plain']];
  return {
    method,
    path,
    query: target.slice(path.length + 1),
    headers: [['Host', `127.0.0.1:${port}`], ['User-Agent', 'lambda-workbench'], ['Accept', '*/*'], ...type, ...headers],
    body: Buffer.from(body ?? ''),
  };
}

/** The event that the API makes of it, where it lets everybody in. Undefined where no function is behind it. */
export function eventOfRequest(api: ApiDefinition, asked: Asked, arrival: Arrival): unknown {
  const request = requestOf(asked, arrival.port);
  const match = routeFor(api, asked);
  if (match?.route.target.kind !== 'function') return undefined;
  const call = { front: api, ...placeOf(api, request.path), ...match, request, arrival };
  return match.route.target.payloadFormat === '1.0' ? payload1(call) : payload2(call);
}

function pathOf(target: string): string {
  return target.split('?', 1)[0] ?? target;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
