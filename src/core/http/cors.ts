import type { ApiDefinition, Cors } from '../project/apis/model.ts';
import type { Header, HttpRequest, HttpResponse } from './model.ts';

/**
 * The answer to a browser's question whether it may call, of an HTTP API or function URL with CORS settings: no function is asked.
 * Undefined where the request is none, or there are no settings.
 */
export function preflight({ type, cors }: ApiDefinition, request: HttpRequest): HttpResponse | undefined {
  if (cors === undefined || type === 'Api' || request.method !== 'OPTIONS') return undefined;
  const origin = headerOf(request, 'origin');
  if (origin === undefined || headerOf(request, 'access-control-request-method') === undefined) return undefined;
  const allowed = allowedOrigin(cors, origin);
  const headers = allowed === undefined ? [] : [...sharing(cors, allowed), ...offer(cors)];
  return { status: type === 'HttpApi' ? 204 : 200, headers, body: new Uint8Array() };
}

/**
 * A response with the headers of the settings. An HTTP API sends them instead of the function's own, a function URL beside them:
 * two of one name are two there, too.
 */
export function withCors({ type, cors }: ApiDefinition, request: HttpRequest, response: HttpResponse): HttpResponse {
  if (cors === undefined || type === 'Api') return response;
  const own = type === 'HttpApi' ? response.headers.filter(([name]) => !/^access-control-/i.test(name)) : response.headers;
  const origin = headerOf(request, 'origin');
  const allowed = origin === undefined ? undefined : allowedOrigin(cors, origin);
  return { ...response, headers: allowed === undefined ? own : [...own, ...sharing(cors, allowed)] };
}

/** What is sent as the allowed origin: the caller's own, unless all are. `https://*` allows all of that scheme. */
function allowedOrigin({ allowOrigins }: Cors, origin: string): string | undefined {
  if (allowOrigins.includes('*')) return '*';
  const isAllowed = (pattern: string) => {
    const [before = '', after] = pattern.toLowerCase().split('*', 2);
    const text = origin.toLowerCase();
    return after === undefined ? text === before : text.startsWith(before) && text.endsWith(after);
  };
  return allowOrigins.some(isAllowed) ? origin : undefined;
}

function sharing({ exposeHeaders, allowCredentials }: Cors, origin: string): readonly Header[] {
  return [
    ['access-control-allow-origin', origin],
    ...(origin === '*' ? [] : [['vary', 'Origin'] as const]),
    ...(allowCredentials ? [['access-control-allow-credentials', 'true'] as const] : []),
    ...listed('access-control-expose-headers', exposeHeaders),
  ];
}

function offer({ allowMethods, allowHeaders, maxAgeSeconds }: Cors): readonly Header[] {
  return [
    ...listed('access-control-allow-methods', allowMethods),
    ...listed('access-control-allow-headers', allowHeaders),
    ...(maxAgeSeconds === undefined ? [] : [['access-control-max-age', String(maxAgeSeconds)] as const]),
  ];
}

function listed(name: string, values: readonly string[]): readonly Header[] {
  return values.length === 0 ? [] : [[name, values.join(',')]];
}

export function headerOf({ headers }: HttpRequest, name: string): string | undefined {
  return headers.find(([each]) => each.toLowerCase() === name.toLowerCase())?.[1];
}
