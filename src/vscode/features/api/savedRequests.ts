import { type Asked, exampleOf, routeFor } from '../../../core/http/asking.ts';
import type { ApiDefinition, ApiRoute } from '../../../core/project/apis/model.ts';

/** The request that one of these test events stands for, and that this route takes. `events`: their JSON, parsed; any will do. */
export function savedRequest(api: ApiDefinition, route: ApiRoute, events: readonly unknown[]): Asked | undefined {
  return events.map(requestIn).find((asked) => asked !== undefined && routeFor(api, asked)?.route === route);
}

/** Where in the example of a route is what a person has to replace: its first variable, else the end of its path. Offsets. */
export function toReplace(route: Pick<ApiRoute, 'method' | 'path'>): readonly [start: number, end: number] {
  const { method, target } = exampleOf(route);
  const variable = /\{([^}+]+)\+?\}/.exec(route.path);
  const start = method.length + 1 + (variable?.index ?? target.lastIndexOf('/') + 1);
  return [start, variable === null ? method.length + 1 + target.length : start + encodeURIComponent(variable[1] ?? '').length];
}

/** In either format of a proxy event. */
function requestIn(event: unknown): Asked | undefined {
  const { httpMethod, path, rawPath, rawQueryString, queryStringParameters, requestContext, body, isBase64Encoded } = fields(event);
  const method = httpMethod ?? fields(fields(requestContext)['http'])['method'];
  const target = rawPath ?? path;
  if (typeof method !== 'string' || typeof target !== 'string' || !target.startsWith('/')) return undefined;
  const pairs = Object.entries(fields(queryStringParameters)).map(([name, value]): [string, string] => [name, String(value)]);
  const query = typeof rawQueryString === 'string' ? rawQueryString : new URLSearchParams(pairs).toString();
  const hasBody = typeof body === 'string' && isBase64Encoded !== true;
  return { method, target: query === '' ? target : `${target}?${query}`, ...(hasBody && { body }) };
}

function fields(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
