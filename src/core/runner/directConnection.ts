import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { Reply } from './replies.ts';

/** One of the two requests of a warm function, or that of our bootstraps before they load a function whose code isn't there yet. */
export type DirectRequest = { readonly host: string } & (
  | { readonly kind: 'next' }
  | { readonly kind: 'begin' }
  | {
      readonly kind: 'answer';
      readonly requestId: string;
      readonly isError: boolean;
      readonly contentType: string | undefined;
      readonly errorType: string | undefined;
      readonly body: Uint8Array;
    }
);

export interface DirectListener {
  onRequest(request: DirectRequest, reply: Reply): void;
  /** Given what wasn't read; the connection is the listener's from then on. */
  onOther(bytes: Buffer): void;
}

/**
 * A runtime's connection, served without Node's HTTP server, whose objects take most of the time of a warm invocation: as long as the
 * runtime asks for events and answers them, in requests that come whole in one piece. The first of another kind, or in any other shape,
 * is handed over, and all that follows it.
 */
export class DirectConnection {
  readonly #socket: Socket;
  readonly #listener: DirectListener;
  /** What came behind a request that isn't answered: it may be about the answer. */
  #unread: Buffer | undefined;
  #unsent: readonly Buffer[] = [];
  #isAnswering = false;
  #isReading = false;

  constructor(socket: Socket, listener: DirectListener) {
    this.#socket = socket;
    this.#listener = listener;
    socket.on('data', this.#onData).on('end', this.#onEnd);
  }

  readonly #onData = (chunk: Buffer): void => {
    this.#unread = this.#unread === undefined ? chunk : Buffer.concat([this.#unread, chunk]);
    this.#read();
  };

  readonly #onEnd = (): void => {
    this.#socket.end();
  };

  #read(): void {
    if (this.#isReading) return;
    this.#isReading = true;
    while (this.#unread !== undefined && !this.#isAnswering) {
      const bytes = this.#unread;
      const read = readRequest(bytes);
      this.#unread = read && read.length < bytes.length ? bytes.subarray(read.length) : undefined;
      if (!read) this.#handOver(bytes);
      else {
        this.#isAnswering = true;
        this.#listener.onRequest(read.request, this.#reply());
      }
    }
    this.#isReading = false;
  }

  #reply(): Reply {
    let head = '';
    return {
      writeHead(status, headers) {
        head = `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n`;
        for (const name in headers) head += `${name}: ${lineOf(headers[name])}\r\n`;
        head += '\r\n';
      },
      end: (body) => {
        this.#unsent = [...this.#unsent, Buffer.from(head, 'latin1'), Buffer.from(body)];
        this.#isAnswering = false;
        // Who has asked for more already reads both answers at once.
        if (this.#unread === undefined) this.#flush();
        this.#read();
      },
    };
  }

  #flush(): void {
    if (this.#unsent.length > 0) this.#socket.write(Buffer.concat(this.#unsent));
    this.#unsent = [];
  }

  #handOver(bytes: Buffer): void {
    this.#flush();
    this.#socket.off('data', this.#onData).off('end', this.#onEnd);
    this.#listener.onOther(bytes);
  }
}

/** A line break would end the header. */
function lineOf(value: string | number | undefined): string | number | undefined {
  return typeof value === 'string' && /[\r\n\0]/.test(value) ? value.replace(/[\r\n\0]+/g, ' ') : value;
}

const REQUEST =
  /^(?:GET \/2018-06-01\/runtime\/invocation\/next|GET \/lambda-workbench\/begin|POST \/2018-06-01\/runtime\/invocation\/([\w-]+)\/(response|error)) HTTP\/1\.1$/;

/** The first request in `bytes`, where it is all there and as plain as those of a warm function. */
function readRequest(bytes: Buffer): { readonly request: DirectRequest; readonly length: number } | undefined {
  const end = bytes.indexOf('\r\n\r\n');
  const [line = '', ...fields] = bytes.toString('latin1', 0, Math.max(0, end)).split('\r\n');
  const asked = REQUEST.exec(line);
  const headers = asked && plainHeaders(fields);
  const host = headers?.get('host');
  if (!asked || !headers || host === undefined) return undefined;
  const [, requestId, word] = asked;
  const size = Number(headers.get('content-length') ?? (requestId === undefined ? 0 : Number.NaN));
  const length = end + 4 + size;
  if (!(length <= bytes.length)) return undefined;
  if (requestId === undefined)
    return size === 0 ? { request: { kind: line.endsWith('/begin HTTP/1.1') ? 'begin' : 'next', host }, length } : undefined;
  const [contentType, errorType] = [headers.get('content-type'), headers.get('lambda-runtime-function-error-type')];
  const body = bytes.subarray(end + 4, length);
  return { request: { kind: 'answer', host, requestId, isError: word === 'error', contentType, errorType, body }, length };
}

const FIELD = /^([!#$%&'*+.^_`|~\w-]+):[ \t]*([\t\x20-\x7e\x80-\xff]*?)[ \t]*$/;

/** What changes how a request is read, or answered. */
const SPECIAL: ReadonlySet<string> = new Set([
  ...['connection', 'expect', 'lambda-runtime-function-response-mode', 'trailer', 'transfer-encoding', 'upgrade'],
]);

/** By names in small letters; `undefined` where one comes twice, or is for the HTTP server to heed. */
function plainHeaders(fields: readonly string[]): ReadonlyMap<string, string> | undefined {
  const headers = new Map<string, string>();
  for (const field of fields) {
    const [, name = '', value = ''] = FIELD.exec(field) ?? [];
    const key = name.toLowerCase();
    if (key === '' || headers.has(key) || SPECIAL.has(key)) return undefined;
    if (key === 'content-length' && !/^\d{1,9}$/.test(value)) return undefined;
    headers.set(key, value);
  }
  return headers;
}
