import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Server } from 'node:net';
import { Readable } from 'node:stream';
import type { Header, HttpRequest, HttpResponse } from './model.ts';

/** Of a body that is too large, what is read so that the client hears the refusal. */
export const MAX_DROPPED_BYTES = 64 * 1024 * 1024;

export const PLAIN: readonly Header[] = [['content-type', 'text/plain; charset=utf-8']];

export function requestOf(request: IncomingMessage, body: Uint8Array): HttpRequest {
  const url = request.url ?? '/';
  const queryAt = url.indexOf('?');
  const headers = request.rawHeaders.flatMap((name, index, all): readonly Header[] =>
    index % 2 === 0 ? [[name, all[index + 1] ?? '']] : [],
  );
  return {
    method: request.method ?? 'GET',
    path: queryAt < 0 ? url : url.slice(0, queryAt),
    query: queryAt < 0 ? '' : url.slice(queryAt + 1),
    headers,
    body,
  };
}

export function send(request: IncomingMessage, response: ServerResponse, { status, headers, body }: HttpResponse): void {
  if (body instanceof Readable) throw new TypeError('what is refused is sent whole');
  // What is left of a request that was refused is not read.
  if (!request.complete) response.shouldKeepAlive = false;
  const hasBody = status !== 204 && status !== 304;
  const length: readonly Header[] = hasBody ? [['content-length', String(body.byteLength)]] : [];
  response.writeHead(status, [...headers, ...length].flat());
  response.end(hasBody ? body : undefined);
}

/** Listens on 127.0.0.1; at a free port where the one that is wanted is taken. Resolves with the port. */
export async function listenNear(server: Server, wanted: number): Promise<number> {
  try {
    return await listen(server, wanted);
  } catch (error) {
    if (wanted === 0 || !['EADDRINUSE', 'EACCES'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
    return await listen(server, 0);
  }
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host: '127.0.0.1' }, () => {
      server.off('error', reject);
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}
