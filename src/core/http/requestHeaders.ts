import type { Arrival, Header, HttpRequest } from './model.ts';

/** A header's name in the case it was first sent in, and all its values. */
export interface HeaderValues {
  readonly name: string;
  readonly values: readonly string[];
}

/** The headers of an event, by their lower-case names: those of the request that go further than one connection, and what AWS adds. */
export function eventHeaders({ headers }: HttpRequest, arrival: Arrival): ReadonlyMap<string, HeaderValues> {
  const all = new Map<string, { readonly name: string; readonly values: string[] }>();
  for (const [name, value] of headers) {
    const key = name.toLowerCase();
    if (OF_ONE_CONNECTION.has(key)) continue;
    const known = all.get(key);
    if (known === undefined) all.set(key, { name, values: [value] });
    else known.values.push(value);
  }
  const before = all.get('x-forwarded-for')?.values ?? [];
  for (const [name, value] of [
    ['X-Forwarded-For', [...before, arrival.sourceIp].join(', ')],
    ['X-Forwarded-Port', String(arrival.port)],
    // As it is, and not AWS's https: addresses that a handler makes of it must work.
    ['X-Forwarded-Proto', 'http'],
    ['X-Amzn-Trace-Id', all.get('x-amzn-trace-id')?.values.join(',') ?? traceId(arrival)],
  ] satisfies readonly Header[]) {
    all.set(name.toLowerCase(), { name, values: [value] });
  }
  return all;
}

const OF_ONE_CONNECTION = new Set([
  'connection',
  'expect',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

function traceId({ time, requestId }: Arrival): string {
  const seconds = Math.floor(time / 1000)
    .toString(16)
    .padStart(8, '0');
  return `Root=1-${seconds}-${requestId.replaceAll('-', '').slice(0, 24)}`;
}

export function headerValue(headers: ReadonlyMap<string, HeaderValues>, name: string): string | undefined {
  return headers.get(name)?.values.join(',');
}
