import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { requestBody } from '../requestBody.ts';
import { MAX_PAYLOAD_BYTES, MAX_STREAM_BYTES } from './limits.ts';

/** What is handed to the runtime as one `next`. */
export interface RuntimeEvent {
  readonly requestId: string;
  /** Milliseconds since 1970. */
  readonly deadlineMs: number;
  readonly arn: string;
  readonly traceId: string;
  readonly clientContext?: string;
  readonly body: Uint8Array;
}

/** What the runtime said to an event. */
export type Answer =
  | { readonly kind: 'response'; readonly body: Uint8Array; readonly contentType: string; readonly failure?: RuntimeFailure }
  | { readonly kind: 'error'; readonly failure: RuntimeFailure }
  | { readonly kind: 'too-large' };

export interface RuntimeFailure {
  /** The JSON a caller sees. */
  readonly body: Uint8Array;
  /** `Lambda-Runtime-Function-Error-Type`, where the client sends it. */
  readonly errorType?: string;
}

export interface RuntimeListener {
  /** The runtime asks for an event: its initialization, or all work on the last event, is done. */
  onReady(): void;
  onAnswer(answer: Answer): void;
  onInitFailure(failure: RuntimeFailure): void;
}

type State =
  | { readonly phase: 'starting' }
  | { readonly phase: 'failed' }
  | { readonly phase: 'waiting'; readonly reply: ServerResponse }
  | { readonly phase: 'running'; readonly event: RuntimeEvent }
  | { readonly phase: 'answered' };

/**
 * Lambda's Runtime API for one execution environment, on a loopback port of its own.
 * The server's limits are Lambda's: error causes of 1 MiB travel in headers, and a `next` may wait for days.
 */
export class RuntimeApi {
  readonly #listener: RuntimeListener;
  readonly #server: Server;
  #state: State = { phase: 'starting' };
  #address = '';

  constructor(listener: RuntimeListener) {
    this.#listener = listener;
    const limits = { maxHeaderSize: 2 * 1024 * 1024, keepAliveTimeout: 0, requestTimeout: 0, headersTimeout: 0, noDelay: true };
    this.#server = createServer(limits, (request, reply) => {
      this.#route(request, reply).catch(() => reply.destroy());
    });
  }

  /** Resolves with `host:port`, the value of AWS_LAMBDA_RUNTIME_API. */
  async listen(): Promise<string> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(0, '127.0.0.1', resolve);
    });
    this.#address = `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
    return this.#address;
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  /** Hands an event to the waiting runtime. */
  dispatch(event: RuntimeEvent): void {
    if (this.#state.phase !== 'waiting') throw new Error(`the runtime is ${this.#state.phase}, not waiting for an event`);
    const { reply } = this.#state;
    this.#state = { phase: 'running', event };
    sendEvent(reply, event);
  }

  async #route(request: IncomingMessage, reply: ServerResponse): Promise<void> {
    // A page in a browser can be made to call any port, but not under this name.
    if (request.headers.host !== this.#address) return sendFailure(reply, 403, 'Forbidden', 'Unknown host');
    const { method = '', url = '' } = request;
    if (method === 'GET' && url === '/2018-06-01/runtime/invocation/next') return this.#next(reply);
    if (method === 'GET' && url === '/2018-06-01/ping') return send(reply, 200, 'pong');
    if (method === 'POST' && url === '/2018-06-01/runtime/init/error') return this.#initError(request, reply);
    const answer = method === 'POST' && /^\/2018-06-01\/runtime\/invocation\/([^/]+)\/(response|error)$/.exec(url);
    if (answer) return this.#answer(request, reply, answer[1] ?? '', answer[2] === 'error');
    if (method === 'PUT' && url === '/2020-08-15/logs') return sendFailure(reply, 202, 'Logs.NotSupported', 'Logs API is not supported');
    if (method === 'PUT' && url === '/2022-07-01/telemetry') {
      return sendFailure(reply, 202, 'Telemetry.NotSupported', 'Telemetry API is not supported');
    }
    return sendFailure(reply, 404, 'NotFound', `No such path: ${method} ${url}`);
  }

  #next(reply: ServerResponse): void {
    const state = this.#state;
    if (state.phase === 'failed') {
      sendFailure(reply, 403, 'InvalidStateTransition', transition('InitError', 'Ready'));
    } else if (state.phase === 'running') {
      // Asking again before answering is no error for Lambda: the same event comes again.
      sendEvent(reply, state.event);
    } else {
      this.#state = { phase: 'waiting', reply };
      if (state.phase !== 'waiting') this.#listener.onReady();
    }
  }

  async #initError(request: IncomingMessage, reply: ServerResponse): Promise<void> {
    if (this.#state.phase !== 'starting') return sendFailure(reply, 403, 'InvalidStateTransition', transition('Ready', 'InitError'));
    // Before its body is read: a client may have asked for an event right behind it.
    this.#state = { phase: 'failed' };
    const body = await requestBody(request, MAX_PAYLOAD_BYTES);
    sendAccepted(reply);
    this.#listener.onInitFailure(failureOf(request, body ?? new Uint8Array()));
  }

  async #answer(request: IncomingMessage, reply: ServerResponse, requestId: string, isError: boolean): Promise<void> {
    const mode = request.headers['lambda-runtime-function-response-mode'];
    const body = await requestBody(request, mode === 'streaming' ? MAX_STREAM_BYTES : MAX_PAYLOAD_BYTES);
    if (this.#state.phase !== 'running' || this.#state.event.requestId !== requestId) {
      return sendFailure(reply, 400, 'InvalidRequestID', 'Invalid request ID');
    }
    this.#state = { phase: 'answered' };
    if (mode !== undefined && mode !== 'streaming') {
      this.#listener.onAnswer({ kind: 'error', failure: INVALID_MODE });
      return sendFailure(reply, 400, 'InvalidFunctionResponseMode', 'Invalid function response mode');
    }
    if (body === undefined) {
      this.#listener.onAnswer({ kind: 'too-large' });
      return sendFailure(reply, 413, 'RequestEntityTooLarge', `Exceeded maximum allowed payload size (${MAX_PAYLOAD_BYTES} bytes).`);
    }
    sendAccepted(reply);
    if (isError) return this.#listener.onAnswer({ kind: 'error', failure: failureOf(request, body) });
    const failure = trailingFailure(request);
    const contentType = request.headers['content-type'] ?? 'application/json';
    this.#listener.onAnswer({ kind: 'response', body, contentType, ...(failure && { failure }) });
  }
}

const INVALID_MODE: RuntimeFailure = {
  errorType: 'Runtime.InvalidResponseModeHeader',
  body: Buffer.from('{"errorMessage":"Invalid response mode header","errorType":"Runtime.InvalidResponseModeHeader"}'),
};

function transition(from: string, to: string): string {
  return `State transition from ${from} to ${to} failed for runtime. Error: State transition is not allowed`;
}

function failureOf(request: IncomingMessage, body: Uint8Array): RuntimeFailure {
  const errorType = request.headers['lambda-runtime-function-error-type'];
  return { body, ...(typeof errorType === 'string' && { errorType }) };
}

/** A stream that breaks tells its error after the body. */
function trailingFailure(request: IncomingMessage): RuntimeFailure | undefined {
  const errorType = request.trailers['lambda-runtime-function-error-type'];
  if (errorType === undefined) return undefined;
  return { errorType, body: Buffer.from(request.trailers['lambda-runtime-function-error-body'] ?? '', 'base64') };
}

function sendEvent(reply: ServerResponse, event: RuntimeEvent): void {
  reply.writeHead(200, {
    'Content-Type': 'application/json',
    'Content-Length': event.body.length,
    'Lambda-Runtime-Aws-Request-Id': event.requestId,
    'Lambda-Runtime-Deadline-Ms': event.deadlineMs,
    'Lambda-Runtime-Invoked-Function-Arn': event.arn,
    'Lambda-Runtime-Trace-Id': event.traceId,
    ...(event.clientContext !== undefined && { 'Lambda-Runtime-Client-Context': headerText(event.clientContext) }),
  });
  reply.end(event.body);
}

/** UTF-8 in a header: the server writes a character a byte. */
function headerText(text: string): string {
  return Buffer.from(text.replace(/[\r\n]+/g, ' ')).toString('latin1');
}

function sendAccepted(reply: ServerResponse): void {
  send(reply, 202, '{"status":"OK"}\n');
}

function sendFailure(reply: ServerResponse, status: number, errorType: string, errorMessage: string): void {
  send(reply, status, `${JSON.stringify({ errorMessage, errorType })}\n`);
}

/** Always with a length: clients written on bare sockets don't read chunks. */
function send(reply: ServerResponse, status: number, text: string): void {
  reply.writeHead(status, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(text) });
  reply.end(text);
}
