import type { Asked } from '../../../core/http/asking.ts';

/** A command for a POSIX shell that sends the request; `wanted` are headers that somebody has to fill in. */
export function curlCommand(url: string, { method, target, headers = [], body }: Asked, wanted: readonly string[]): string {
  return [
    'curl',
    ...(method === 'GET' || (method === 'POST' && body !== undefined) ? [] : ['-X', method]),
    quoted(`${url}${target}`),
    ...headers.flatMap(([name, value]) => ['-H', quoted(`${name}: ${value}`)]),
    ...wanted.flatMap((name) => ['-H', quoted(`${name}: …`)]),
    ...(body === undefined ? [] : ['--json', quoted(body)]),
  ].join(' ');
}

function quoted(word: string): string {
  return /^[A-Za-z0-9_./:@-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
