import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { WorkbenchError } from '../errors.ts';
import type { PlainRequest } from '../plainHttp/plainRequest.ts';
import { plainAnswer, StandingHeaders, servePlainly } from '../plainHttp/servePlainly.ts';
import type { Logger } from '../ports.ts';
import { type ApiResponse, DOWNLOAD_PREFIX, PAGE_PREFIX, type Route } from './api.ts';
import { AwsError } from './awsError.ts';
import type { Doorway } from './doorway.ts';
import { checkCaller } from './guard.ts';
import { checkedBody, jsonParts, readBody, sendJson, sendStream } from './http.ts';
import { notServed, refusalFor, signedFor } from './refusals.ts';
import { createRouter } from './router.ts';

export interface ApiServer {
  readonly port: number;
  close(): Promise<void>;
}

export interface ApiServerOptions {
  /** 0 takes a free one. */
  readonly port: number;
  readonly logger: Logger;
  /** What has that port already. */
  readonly doorway?: Doorway;
  /** Awaited before a request is looked at. */
  readonly ready?: () => Promise<void>;
}

/** Serves routes on 127.0.0.1. Rejects with `port-in-use`. */
export async function startServer(routes: readonly Route[], options: ApiServerOptions): Promise<ApiServer> {
  const find = createRouter(routes);
  const services = new Map([
    ['lambda', 'Lambda'],
    ...routes.flatMap(({ service }) => (service ? [[service.id, service.name] as const] : [])),
  ]);
  let boundPort = options.port;
  const served = (): Served => ({ ...options, find, services, port: boundPort });
  // An invocation may take 15 minutes, and clients keep their connections: a short keep-alive would cut them off in mid-request.
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, (request, response) => {
    void answer(request, response, served());
  });
  const standing = new StandingHeaders(KEEP_ALIVE_MS);
  const plain = servePlainly(server, {
    keepAliveMs: KEEP_ALIVE_MS,
    onRequest(request, send) {
      if (request.method !== 'POST' || !INVOKE.test(request.url)) return false;
      void answerPlainly(request, (status, headers, body) => send(plainAnswer(status, headers, body, standing.at(Date.now()))), served());
      return true;
    },
  });
  boundPort = options.doorway === undefined ? await listen(server, options.port) : takeFrom(options.doorway, server);
  return {
    port: boundPort,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
        plain.close();
      }),
  };
}

const KEEP_ALIVE_MS = 75_000;

/** What is asked for most, and answered whole. */
const INVOKE = /^\/2015-03-31\/functions\/[^/]+\/invocations(?:\?|$)/;

interface Served extends ApiServerOptions {
  readonly find: ReturnType<typeof createRouter>;
  /** Names of what is here, by the signing name. */
  readonly services: ReadonlyMap<string, string>;
}

/** A request that may still be coming. */
interface Coming extends Pick<IncomingMessage, 'method' | 'url' | 'headers'> {
  readonly body: (maxBytes: number, operation: string) => Promise<Uint8Array> | Uint8Array;
  /** Whether its caller has gone. */
  readonly isGone: () => boolean;
}

async function answer(request: IncomingMessage, response: ServerResponse, served: Served): Promise<void> {
  const requestId = randomUUID();
  const { method, url, headers } = request;
  const body: Coming['body'] = (maxBytes, operation) => readBody(request, maxBytes, operation);
  const result = await answerTo({ method, url, headers, body, isGone: () => response.destroyed }, served, requestId);
  if (response.destroyed) return;
  if (result.body instanceof Readable) return await sendStream(response, result, result.body, requestId);
  if (!request.complete) response.shouldKeepAlive = false;
  sendJson(response, result, requestId);
}

type Send = (status: number, headers: readonly (readonly [string, string])[], body: Uint8Array) => void;

async function answerPlainly(request: PlainRequest, send: Send, served: Served): Promise<void> {
  const requestId = randomUUID();
  const { method, url, headers } = request;
  const body: Coming['body'] = (maxBytes, operation) => checkedBody(request.body, maxBytes, operation);
  const result = await answerTo({ method, url, headers, body, isGone: () => false }, served, requestId);
  const { headers: ours, bytes } = jsonParts(result, requestId);
  send(result.status, Object.entries(ours), bytes);
}

/** What is said to a request; failures in the form that its client reads. Never rejects. */
async function answerTo(request: Coming, { find, services, port, logger, ready }: Served, requestId: string): Promise<ApiResponse> {
  const { method = 'GET', url = '/', headers } = request;
  const queryAt = url.indexOf('?');
  const path = queryAt < 0 ? url : url.slice(0, queryAt);
  try {
    checkCaller(request, port, proofFor(method, path));
    const service = signedFor(headers);
    if (service !== undefined && !services.has(service)) throw notServed(service, [...services.values()]);
    await ready?.();
    const { route, params } = find(method, path, String(headers['x-amz-target'] ?? ''));
    const body = await request.body(route.maxBodyBytes, route.operation);
    const query = new URLSearchParams(queryAt < 0 ? '' : url.slice(queryAt + 1));
    return await route.run({ params, query, headers, body, origin: `http://${headers.host}` });
  } catch (error) {
    const refusal =
      error instanceof AwsError ? error : new AwsError(500, 'ServiceException', 'The local cloud failed; its log has the details.');
    // Only the caller's going away ends here without somebody to tell.
    if (refusal !== error && !request.isGone()) logger.error(`The local cloud failed at ${method} ${path}`, error);
    return refusalFor(refusal, headers, requestId);
  }
}

/** What has to come with a request, by its address: whether it is served at all isn't told to those who may not ask. */
function proofFor(method: string, path: string): Parameters<typeof checkCaller>[2] {
  if (path.startsWith(DOWNLOAD_PREFIX)) return 'secret';
  return path.startsWith(PAGE_PREFIX) || (path === '/' && method === 'GET') ? 'page' : 'signature';
}

/** Why a port can't be had, by the system's code. */
const UNUSABLE: Readonly<Record<string, readonly [problem: string, advice: string]>> = {
  EADDRINUSE: ['is taken: another program listens on it', 'End that one, or choose another port; 0 takes a free one.'],
  EACCES: ['may not be listened on: ports below 1024 are the administrator’s', 'Choose a higher one; 0 takes a free one.'],
};

/** Answers who comes through it. */
function takeFrom(doorway: Doorway, server: Server): number {
  doorway.onConnection((socket) => {
    server.emit('connection', socket);
    socket.resume();
  });
  return doorway.port;
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const [problem, advice] = UNUSABLE[error.code ?? ''] ?? [];
      reject(problem === undefined || advice === undefined ? error : new WorkbenchError('port-in-use', `Port ${port} ${problem}.`, advice));
    });
    server.listen({ port, host: '127.0.0.1' }, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}
