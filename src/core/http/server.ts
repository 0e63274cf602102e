import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { PlainRequest } from '../plainHttp/plainRequest.ts';
import { plainAnswer, StandingHeaders, servePlainly } from '../plainHttp/servePlainly.ts';
import type { Clock, Logger } from '../ports.ts';
import type { ApiType } from '../project/apis/model.ts';
import { requestBody } from '../requestBody.ts';
import { MAX_PAYLOAD_BYTES } from '../runner/limits.ts';
import { listenNear, MAX_DROPPED_BYTES, PLAIN, requestOf, send, withLength } from './exchange.ts';
import type { AnswerRequest } from './front.ts';
import { whyRefused } from './guard.ts';
import type { Header, HttpResponse } from './model.ts';
import { refusal } from './refusals.ts';

export interface FrontServer {
  readonly port: number;
  /** Answers in another way from now on. */
  answerWith(answer: AnswerRequest): void;
  close(): Promise<void>;
}

export interface FrontServerOptions {
  readonly type: ApiType;
  readonly answer: AnswerRequest;
  /** Awaited before a request is looked at. */
  readonly ready?: (() => Promise<void>) | undefined;
  /** 0 takes a free one, as does one that is taken. */
  readonly port: number;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Bytes of a request's body. */
const MAX_BODY_BYTES: Readonly<Record<ApiType, number>> = { HttpApi: 10_485_760, Api: 10_485_760, FunctionUrl: MAX_PAYLOAD_BYTES };

/** Listens on 127.0.0.1 and answers whom the guard lets in. */
export async function startFrontServer(options: FrontServerOptions): Promise<FrontServer> {
  let port = 0;
  let { answer } = options;
  // How long a request may take is for the front and the function to say; a short keep-alive would cut clients off in mid-request.
  const limits = { requestTimeout: 0, headersTimeout: 0, keepAliveTimeout: KEEP_ALIVE_MS };
  const server = createServer(limits, (request, response) => {
    void handle(request, response, port, () => answer, options);
  });
  const standing = new StandingHeaders(KEEP_ALIVE_MS);
  const plain = servePlainly(server, {
    keepAliveMs: KEEP_ALIVE_MS,
    onRequest(request, send, socket) {
      // A function URL may stream.
      if (options.type === 'FunctionUrl') return false;
      void handlePlainly({ request, sourceIp: socket.remoteAddress }, port, () => answer, options).then(({ status, headers, body }) =>
        send(plainAnswer(status, headers, body, standing.at(options.clock.now()))),
      );
      return true;
    },
  });
  port = await listenNear(server, options.port);
  return {
    port,
    answerWith(other) {
      answer = other;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
        plain.close();
      }),
  };
}

const KEEP_ALIVE_MS = 75_000;

async function handle(
  request: IncomingMessage,
  response: ServerResponse,
  port: number,
  answer: () => AnswerRequest,
  options: FrontServerOptions,
): Promise<void> {
  const { type, logger } = options;
  try {
    const body = () => requestBody(request, MAX_BODY_BYTES[type], MAX_DROPPED_BYTES);
    const whole = await respond({ request, sourceIp: request.socket.remoteAddress, body }, port, answer, options);
    const { body: content } = whole;
    if (content instanceof Readable) await sendStream(response, whole, content);
    else send(request, response, { ...whole, body: content });
  } catch (error) {
    // Only the caller's going away ends here without somebody to tell.
    if (response.destroyed || request.destroyed) return void response.destroy();
    logger.error(`${request.method} ${request.url} failed in Lambda Workbench itself`, error);
    if (response.headersSent) response.destroy();
    else send(request, response, refusal(type, 'failed'));
  }
}

async function handlePlainly(
  { request, sourceIp }: { readonly request: PlainRequest; readonly sourceIp: string | undefined },
  port: number,
  answer: () => AnswerRequest,
  options: FrontServerOptions,
): Promise<{ readonly status: number; readonly headers: readonly Header[]; readonly body: Uint8Array | undefined }> {
  const { type, logger } = options;
  const body = () => (request.body.byteLength > MAX_BODY_BYTES[type] ? undefined : request.body);
  const whole = await respond({ request, sourceIp, body }, port, answer, options).catch((error: unknown) => {
    logger.error(`${request.method} ${request.url} failed in Lambda Workbench itself`, error);
    return refusal(type, 'failed');
  });
  return { status: whole.status, ...withLength(whole) };
}

interface Asked {
  readonly request: Pick<IncomingMessage, 'method' | 'url' | 'headers'> & { readonly rawHeaders: readonly string[] };
  readonly sourceIp: string | undefined;
  /** Resolves with `undefined` where it is too large. */
  readonly body: () => Promise<Uint8Array | undefined> | Uint8Array | undefined;
}

async function respond(
  { request, sourceIp = '127.0.0.1', body: read }: Asked,
  port: number,
  answer: () => AnswerRequest,
  { type, clock, ready }: FrontServerOptions,
): Promise<HttpResponse> {
  const requestId = randomUUID();
  const why = whyRefused(request.headers, port);
  if (why !== undefined) return { status: 403, headers: PLAIN, body: Buffer.from(why) };
  const body = await read();
  await ready?.();
  if (body === undefined) return refusal(type, 'too-large');
  const response = await answer()(requestOf(request, body), { requestId, time: clock.now(), sourceIp, port });
  return { ...response, headers: [...response.headers, [REQUEST_ID[type], requestId]] };
}

const REQUEST_ID: Readonly<Record<ApiType, string>> = {
  HttpApi: 'Apigw-Requestid',
  Api: 'x-amzn-RequestId',
  FunctionUrl: 'x-amzn-RequestId',
};

/** Chunk by chunk; a function that fails in the middle cuts the connection. */
async function sendStream(response: ServerResponse, { status, headers }: HttpResponse, body: Readable): Promise<void> {
  response.writeHead(status, headers.flat());
  response.flushHeaders();
  await pipeline(body, response).catch(() => response.destroy());
}
