import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Server } from 'node:net';
import { Readable } from 'node:stream';
import type { Header, HttpRequest, HttpResponse } from './model.ts';

/** Of a body that is too large, what is read so that the client hears the refusal. */
export const MAX_DROPPED_BYTES = 64 * 1024 * 1024;

export const PLAIN: readonly Header[] = [['content-type', 'text/plain; charset=utf-8']];

export function requestOf(
  request: Pick<IncomingMessage, 'method' | 'url'> & { readonly rawHeaders: readonly string[] },
  body: Uint8Array,
): HttpRequest {
  const { method = 'GET', url = '/', rawHeaders } = request;
  const queryAt = url.indexOf('?');
  const headers: Header[] = [];
  for (let index = 0; index < rawHeaders.length; index += 2) headers.push([rawHeaders[index] ?? '', rawHeaders[index + 1] ?? '']);
  return {
    method,
    path: queryAt < 0 ? url : url.slice(0, queryAt),
    query: queryAt < 0 ? '' : url.slice(queryAt + 1),
    headers,
    body,
  };
}

export function send(request: IncomingMessage, response: ServerResponse, { status, headers, body }: HttpResponse): void {
  // What is left of a request that was refused is not read.
  if (!request.complete) response.shouldKeepAlive = false;
  const whole = withLength({ status, headers, body });
  response.writeHead(status, whole.headers.flat());
  response.end(whole.body);
}

/** As it is sent whole: with its length, or without a body where its status has none. */
export function withLength({ status, headers, body }: HttpResponse): {
  readonly headers: readonly Header[];
  readonly body: Uint8Array | undefined;
} {
  if (body instanceof Readable) throw new TypeError('what streams is not sent whole');
  if (status === 204 || status === 304) return { headers, body: undefined };
  return { headers: [...headers, ['content-length', String(body.byteLength)] as const], body };
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
