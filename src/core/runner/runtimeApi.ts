import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { WorkbenchError } from '../errors.ts';
import { servePlainly } from '../plainHttp/servePlainly.ts';
import { requestBody } from '../requestBody.ts';
import { ACCEPTED, answerOf, type DirectRequest, directReply, directRequest } from './directConnection.ts';
import { MAX_PAYLOAD_BYTES, MAX_STREAM_BYTES } from './limits.ts';
import { type Reply, send, sendAccepted, sendFailure } from './replies.ts';
import type { Answer, RuntimeEvent, RuntimeFailure } from './runtimeExchange.ts';

export interface RuntimeListener {
  /** The runtime asks for an event: its initialization, or all work on the last event, is done. */
  onReady(): void;
  onAnswer(answer: Answer): void;
  onInitFailure(failure: RuntimeFailure): void;
  /** The runtime waits for its function's code. */
  onHeld?(): void;
  /** The runtime is ready for its snapshot, and goes on at once, as if restored from it. */
  onRestore?(): void;
}

/** What else is answered on the same port. */
export interface RuntimeApiParts {
  /** The Extensions and Telemetry APIs: whether it was for them. */
  readonly extensions?: { answer(request: IncomingMessage, reply: ServerResponse): Promise<boolean> };
  /** A name of this machine that its callers may have for it, beside the address. */
  readonly host?: string;
  /** Answers the restore calls, which there are none of otherwise. */
  readonly snapStart?: boolean;
  /** The runtime asks whether it may load its function: the code is there with `release`. */
  readonly isHeld?: boolean;
  /** JSON for who sends the token: functions with SnapStart ask for their credentials, since a snapshot outlives any. */
  readonly credentials?: { readonly token: string; readonly json: string };
}

type State =
  | { readonly phase: 'starting' | 'restoring' }
  | { readonly phase: 'failed' }
  | { readonly phase: 'waiting'; readonly reply: Reply }
  | { readonly phase: 'running'; readonly event: RuntimeEvent }
  | { readonly phase: 'answered'; readonly requestId: string };

/**
 * Lambda's Runtime API for one execution environment, on a loopback port of its own.
 * The server's limits are Lambda's: error causes of 1 MiB travel in headers, and a `next` may wait for days.
 */
export class RuntimeApi {
  readonly #listener: RuntimeListener;
  readonly #parts: RuntimeApiParts;
  readonly #server: Server;
  readonly #connections: { close(): void };
  /** The request of a connection that is worked on: the one behind it may be about its answer. */
  readonly #latest = new WeakMap<Socket, Promise<void>>();
  #state: State = { phase: 'starting' };
  /** Settles when the answer that is being read has come to its end. */
  #reading: Promise<unknown> = Promise.resolve();
  #onAnswered: (() => void) | undefined;
  readonly #held: Promise<void> | undefined;
  #release = (): void => {};
  #address = '';

  constructor(listener: RuntimeListener, parts: RuntimeApiParts = {}) {
    this.#listener = listener;
    this.#parts = parts;
    if (parts.isHeld) {
      this.#held = new Promise((resolve) => {
        this.#release = resolve;
      });
    }
    const limits = { maxHeaderSize: 2 * 1024 * 1024, keepAliveTimeout: 0, requestTimeout: 0, headersTimeout: 0, noDelay: true };
    this.#server = createServer(limits, (request, reply) => this.#inOrder(request, reply));
    this.#server.on('clientError', refuseTruncated);
    this.#connections = servePlainly(this.#server, {
      gathers: true,
      onRequest: (plain, answer) => {
        const request = directRequest(plain);
        if (request) this.#answerDirectly(request, answer);
        return request !== undefined;
      },
    });
  }

  /** Resolves with `host:port`, the value of AWS_LAMBDA_RUNTIME_API; rejects with `port-in-use` where none is to be had. */
  async listen(): Promise<string> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', (error) => reject(noPort(error)));
      this.#server.listen(0, '127.0.0.1', resolve);
    });
    this.#address = `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
    return this.#address;
  }

  /** Answers on a connection that didn't come by the port. */
  serve(socket: Socket): void {
    this.#server.emit('connection', socket);
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
    this.#connections.close();
  }

  /** The code of a runtime that is held is there. */
  release(): void {
    this.#release();
  }

  /** Hands an event to the waiting runtime. */
  dispatch(event: RuntimeEvent): void {
    if (this.#state.phase !== 'waiting') throw new Error(`the runtime is ${this.#state.phase}, not waiting for an event`);
    const { reply } = this.#state;
    this.#state = { phase: 'running', event };
    sendEvent(reply, event);
  }

  #answerDirectly(request: DirectRequest, answer: (bytes: Buffer) => void): void {
    const reply = directReply(answer);
    if (!this.#isOurs(request.host)) sendFailure(reply, 403, 'Forbidden', 'Unknown host');
    else if (request.kind === 'next') this.#next(reply);
    else if (request.kind === 'begin') this.#hold(reply);
    else if (this.#takesAnswer(reply, request.requestId, request.isError)) {
      answer(ACCEPTED);
      this.#listener.onAnswer(answerOf(request));
    }
  }

  #hold(reply: Reply): void {
    if (this.#held === undefined) {
      sendFailure(reply, 404, 'NotFound', 'Nothing is held');
      return;
    }
    this.#listener.onHeld?.();
    void this.#held.then(() => send(reply, 200, ''));
  }

  #inOrder(request: IncomingMessage, reply: ServerResponse): void {
    const route = (): Promise<void> => this.#route(request, reply).catch(() => void reply.destroy());
    this.#latest.set(request.socket, this.#latest.get(request.socket)?.then(route) ?? route());
  }

  #isOurs(host: string | undefined): boolean {
    const port = this.#address.slice(this.#address.indexOf(':'));
    return host === this.#address || (this.#parts.host !== undefined && host === `${this.#parts.host}${port}`);
  }

  async #route(request: IncomingMessage, reply: ServerResponse): Promise<void> {
    // A page in a browser can be made to call any port, but not under this name.
    if (!this.#isOurs(request.headers.host)) return sendFailure(reply, 403, 'Forbidden', 'Unknown host');
    const { method = '', url = '' } = request;
    if (method === 'GET' && url === '/2018-06-01/runtime/invocation/next') return this.#next(reply);
    const answer = method === 'POST' && /^\/2018-06-01\/runtime\/invocation\/([^/]+)\/(response|error)$/.exec(url);
    if (answer) return this.#answer(request, reply, answer[1] ?? '', answer[2] === 'error');
    if (method === 'POST' && url === '/2018-06-01/runtime/init/error') return this.#fail(request, reply, 'starting', 'InitError');
    if (method === 'GET' && url === '/2018-06-01/ping') return send(reply, 200, 'pong');
    const { snapStart = false, credentials, extensions } = this.#parts;
    if (snapStart && method === 'GET' && url === '/2018-06-01/runtime/restore/next') return this.#restore(reply);
    if (snapStart && method === 'POST' && url === '/2018-06-01/runtime/restore/error') {
      return this.#fail(request, reply, 'restoring', 'RestoreError');
    }
    if (credentials && method === 'GET' && url === '/2021-04-23/credentials') {
      if (request.headers.authorization === credentials.token) return send(reply, 200, credentials.json);
      return sendFailure(reply, 404, 'NotFound', 'No credentials for this token');
    }
    if (extensions && (await extensions.answer(request, reply))) return;
    return sendFailure(reply, 404, 'NotFound', `No such path: ${method} ${url}`);
  }

  #next(reply: Reply): void {
    const state = this.#state;
    if (state.phase === 'failed') {
      refuseTransition(reply, state, 'Ready');
    } else if (state.phase === 'running') {
      void this.#askAgain(reply, state.event);
    } else {
      this.#state = { phase: 'waiting', reply };
      if (state.phase !== 'waiting') this.#listener.onReady();
    }
  }

  /** Asking before answering is no error for Lambda: the same event comes again. But an answer may be on its way on another connection. */
  async #askAgain(reply: Reply, event: RuntimeEvent): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#onAnswered = resolve;
      setTimeout(() => this.#reading.then(() => resolve()), ANSWER_GRACE_MS).unref();
    });
    if (this.#state.phase === 'running' && this.#state.event === event) sendEvent(reply, event);
    else this.#next(reply);
  }

  #restore(reply: Reply): void {
    if (this.#state.phase !== 'starting') {
      refuseTransition(reply, this.#state, 'RestoreReady');
      return;
    }
    this.#state = { phase: 'restoring' };
    this.#listener.onRestore?.();
    send(reply, 200, '');
  }

  async #fail(request: IncomingMessage, reply: Reply, from: State['phase'], to: string): Promise<void> {
    if (this.#state.phase !== from) return refuseTransition(reply, this.#state, to);
    // Before its body is read: a client may have asked for an event right behind it.
    this.#state = { phase: 'failed' };
    const body = await requestBody(request, MAX_PAYLOAD_BYTES);
    // Before it is answered: then it ends, and its memory can be asked no more.
    this.#listener.onInitFailure(failureOf(body ?? new Uint8Array(), errorTypeOf(request)));
    sendAccepted(reply);
  }

  async #answer(request: IncomingMessage, reply: Reply, requestId: string, isError: boolean): Promise<void> {
    const mode = request.headers['lambda-runtime-function-response-mode'];
    const streams = mode === 'streaming';
    const contentType = request.headers['content-type'] ?? 'application/json';
    const handOn = streams && !isError ? this.#chunkTaker(requestId, contentType) : undefined;
    const limit = streams ? MAX_STREAM_BYTES : MAX_PAYLOAD_BYTES;
    const reading = requestBody(request, limit, undefined, handOn).catch(() => 'truncated' as const);
    this.#reading = reading;
    const body = await reading;
    if (!this.#takesAnswer(reply, requestId, isError)) return;
    if (mode !== undefined && mode !== 'streaming') {
      this.#listener.onAnswer({ kind: 'error', failure: INVALID_MODE });
      return sendFailure(reply, 400, 'InvalidFunctionResponseMode', 'Invalid function response mode');
    }
    // Whoever still listens on the half that is open is answered where the parser fails: see `refuseTruncated`.
    if (body === 'truncated') return this.#listener.onAnswer({ kind: 'truncated' });
    if (body === undefined) {
      this.#listener.onAnswer({ kind: 'too-large' });
      return sendFailure(reply, 413, 'RequestEntityTooLarge', `Exceeded maximum allowed payload size (${MAX_PAYLOAD_BYTES} bytes).`);
    }
    sendAccepted(reply);
    if (isError) return this.#listener.onAnswer({ kind: 'error', failure: failureOf(body, errorTypeOf(request)) });
    const failure = trailingFailure(request);
    this.#listener.onAnswer({ kind: 'response', body, contentType, ...(failure && { failure }) });
  }

  /** Whether it is the one that is awaited. Another is refused. */
  #takesAnswer(reply: Reply, requestId: string, isError: boolean): boolean {
    const state = this.#state;
    if (state.phase === 'running' && state.event.requestId === requestId) {
      this.#state = { phase: 'answered', requestId };
      this.#onAnswered?.();
      this.#onAnswered = undefined;
      return true;
    }
    if (state.phase === 'answered' && state.requestId === requestId) {
      refuseTransition(reply, state, isError ? 'InvocationErrorResponse' : 'InvocationResponse');
    } else sendFailure(reply, 400, 'InvalidRequestID', 'Invalid request ID');
    return false;
  }

  #chunkTaker(requestId: string, contentType: string): ((chunk: Uint8Array) => Promise<void>) | undefined {
    const state = this.#state;
    const onChunk = state.phase === 'running' && state.event.requestId === requestId ? state.event.onChunk : undefined;
    return onChunk && ((chunk) => onChunk(chunk, contentType));
  }
}

/**
 * How long an answer that was sent before is waited for, ms, by who asks for the next event: Lambda's own client for Node.js 24 begins
 * the end of a failed stream, and asks while that is on its way on another connection.
 */
const ANSWER_GRACE_MS = 100;

const INVALID_MODE: RuntimeFailure = {
  errorType: 'Runtime.InvalidResponseModeHeader',
  body: Buffer.from('{"errorMessage":"Invalid response mode header","errorType":"Runtime.InvalidResponseModeHeader"}'),
};

/** The names of Lambda's own states. */
const STATES: Readonly<Record<State['phase'], string>> = {
  starting: 'Started',
  restoring: 'Restoring',
  failed: 'InitError',
  waiting: 'Ready',
  running: 'Running',
  answered: 'ResponseSent',
};

function refuseTransition(reply: Reply, from: State, to: string): void {
  const message = `State transition from ${STATES[from.phase]} to ${to} failed for runtime. Error: State transition is not allowed`;
  sendFailure(reply, 403, 'InvalidStateTransition', message);
}

/** A request that ends before its end. The parser has no reply for it, so this is written to the socket itself. */
function refuseTruncated(_error: Error, socket: Socket): void {
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const body = '{"errorMessage":"HTTP request detected as truncated","errorType":"TruncatedHTTPRequest"}\n';
  const head = `HTTP/1.1 400 Bad Request\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n`;
  socket.end(head + body);
}

function failureOf(body: Uint8Array, errorType: string | undefined): RuntimeFailure {
  return { body, ...(errorType !== undefined && { errorType }) };
}

function errorTypeOf(request: IncomingMessage): string | undefined {
  const errorType = request.headers['lambda-runtime-function-error-type'];
  return typeof errorType === 'string' ? errorType : undefined;
}

/** A stream that breaks tells its error after the body. */
function trailingFailure(request: IncomingMessage): RuntimeFailure | undefined {
  const errorType = request.trailers['lambda-runtime-function-error-type'];
  if (errorType === undefined) return undefined;
  return { errorType, body: Buffer.from(request.trailers['lambda-runtime-function-error-body'] ?? '', 'base64') };
}

function sendEvent(reply: Reply, event: RuntimeEvent): void {
  const { clientContext, cognitoIdentity, tenantId } = event;
  reply.writeHead(200, {
    'Content-Type': event.contentType ?? 'application/json',
    'Content-Length': event.body.length,
    'Lambda-Runtime-Aws-Request-Id': event.requestId,
    'Lambda-Runtime-Deadline-Ms': event.deadlineMs,
    'Lambda-Runtime-Invoked-Function-Arn': event.arn,
    'Lambda-Runtime-Trace-Id': event.traceId,
    ...(clientContext !== undefined && { 'Lambda-Runtime-Client-Context': headerText(clientContext) }),
    ...(cognitoIdentity !== undefined && { 'Lambda-Runtime-Cognito-Identity': headerText(cognitoIdentity) }),
    ...(tenantId !== undefined && { 'Lambda-Runtime-Aws-Tenant-Id': headerText(tenantId) }),
  });
  reply.end(event.body);
}

/** UTF-8 in a header: the server writes a character a byte. */
function headerText(text: string): string {
  return Buffer.from(text.replace(/[\r\n]+/g, ' ')).toString('latin1');
}

function noPort(error: NodeJS.ErrnoException): WorkbenchError {
  const reason = error.code === 'EADDRINUSE' ? 'all are taken' : (error.code ?? error.message);
  return new WorkbenchError(
    'port-in-use',
    `The function needs a port of 127.0.0.1 to talk to the runner, and there is none: ${reason}.`,
    'End programs that hold many connections open, or see to the loopback network; then run it again.',
    { cause: error },
  );
}
