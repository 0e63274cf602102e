import { parsed } from '../result.ts';

/** The route that a message says it is for, by the API's expression; undefined where it says none. */
export function routeKeyOf(expression: string, body: string): string | undefined {
  const path = /^\$\{?request\.body\.([\w.-]+)\}?$/.exec(expression.replace(/^\\/, ''))?.[1];
  if (path === undefined) return undefined;
  let value = parsed(Buffer.from(body))?.value;
  for (const name of path.split('.')) {
    value =
      typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined;
  }
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}
