import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Clock, Logger } from '../ports.ts';
import type { ApiType } from '../project/apis/model.ts';
import { requestBody } from '../requestBody.ts';
import { MAX_PAYLOAD_BYTES } from '../runner/limits.ts';
import { listenNear, MAX_DROPPED_BYTES, PLAIN, requestOf, send } from './exchange.ts';
import type { AnswerRequest } from './front.ts';
import { whyRefused } from './guard.ts';
import type { HttpResponse } from './model.ts';
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
  const server = createServer({ requestTimeout: 0, headersTimeout: 0, keepAliveTimeout: 75_000 }, (request, response) => {
    void handle(request, response, port, () => answer, options);
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
      }),
  };
}

async function handle(
  request: IncomingMessage,
  response: ServerResponse,
  port: number,
  answer: () => AnswerRequest,
  { type, clock, logger, ready }: FrontServerOptions,
): Promise<void> {
  const requestId = randomUUID();
  try {
    const why = whyRefused(request.headers, port);
    if (why !== undefined) return send(request, response, { status: 403, headers: PLAIN, body: Buffer.from(why) });
    const body = await requestBody(request, MAX_BODY_BYTES[type], MAX_DROPPED_BYTES);
    await ready?.();
    if (body === undefined) return send(request, response, refusal(type, 'too-large'));
    const arrival = { requestId, time: clock.now(), sourceIp: request.socket.remoteAddress ?? '127.0.0.1', port };
    const { status, headers, body: content } = await answer()(requestOf(request, body), arrival);
    const whole = { status, headers: [...headers, [REQUEST_ID[type], requestId]] as const, body: content };
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
