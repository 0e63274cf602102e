import { type Server, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { PlainConnection } from './plainConnection.ts';
import type { PlainRequest } from './plainRequest.ts';

export interface PlainServing {
  /** Answers one request, now or later; false where it is for the server. */
  readonly onRequest: (request: PlainRequest, answer: (bytes: Buffer) => void, socket: Socket) => boolean;
  /** How long a connection may be silent between two requests, ms. Left out: for ever. */
  readonly keepAliveMs?: number;
  /** See `PlainListener`. */
  readonly gathers?: boolean;
}

/** Serves what it can of an HTTP server's requests without the server's own objects. Cuts the connections with `close`. */
export function servePlainly(server: Server, { onRequest, keepAliveMs = 0, gathers = false }: PlainServing): { close(): void } {
  const sockets = new Set<Socket>();
  const [serve] = server.listeners('connection');
  server.removeAllListeners('connection').on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket
      .setTimeout(keepAliveMs)
      .once('close', () => sockets.delete(socket))
      .on('error', () => socket.destroy());
    const connection = new PlainConnection(socket, {
      gathers,
      onRequest: (request, answer) => onRequest(request, answer, socket),
      onOther(bytes) {
        serve?.call(server, socket);
        socket.emit('data', bytes);
      },
    });
    void connection;
  });
  return {
    close() {
      for (const socket of sockets) socket.destroy();
    },
  };
}

/** Head and body of an answer, in one piece. `headers`: names and values. A body has its length among them. `standing`: lines. */
export function plainAnswer(
  status: number,
  headers: Iterable<readonly [name: string, value: string | number]>,
  body: string | Uint8Array = '',
  standing = '',
): Buffer {
  let head = `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n`;
  for (const [name, value] of headers) head += `${name}: ${lineOf(value)}\r\n`;
  head += standing;
  const length = head.length + 2 + (typeof body === 'string' ? Buffer.byteLength(body) : body.byteLength);
  const bytes = Buffer.allocUnsafe(length);
  const at = bytes.write(`${head}\r\n`, 'latin1');
  if (typeof body === 'string') bytes.write(body, at);
  else bytes.set(body, at);
  return bytes;
}

/** A line break would end the header. */
function lineOf(value: string | number): string | number {
  return typeof value === 'string' && /[\r\n\0]/.test(value) ? value.replace(/[\r\n\0]+/g, ' ') : value;
}

/** What Node's HTTP server says with each answer of a connection that goes on, in lines; those of the latest second are kept. */
export class StandingHeaders {
  readonly #rest: string;
  #second = Number.NaN;
  #lines = '';

  constructor(keepAliveMs: number) {
    this.#rest = `Connection: keep-alive\r\nKeep-Alive: timeout=${Math.floor(keepAliveMs / 1000)}\r\n`;
  }

  /** `now`: milliseconds since 1970. */
  at(now: number): string {
    const second = Math.floor(now / 1000);
    if (second !== this.#second) this.#lines = `Date: ${new Date(now).toUTCString()}\r\n${this.#rest}`;
    this.#second = second;
    return this.#lines;
  }
}
