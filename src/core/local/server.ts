import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { WorkbenchError } from '../errors.ts';
import type { Logger } from '../ports.ts';
import { DOWNLOAD_PREFIX, PAGE_PREFIX, type Route } from './api.ts';
import { AwsError } from './awsError.ts';
import { checkCaller } from './guard.ts';
import { readBody, sendJson, sendStream } from './http.ts';
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
  // An invocation may take 15 minutes, and clients keep their connections: a short keep-alive would cut them off in mid-request.
  const server = createServer({ keepAliveTimeout: 75_000 }, (request, response) => {
    void answer(request, response, { ...options, find, services, port: boundPort });
  });
  boundPort = await listen(server, options.port);
  return {
    port: boundPort,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

interface Served extends ApiServerOptions {
  readonly find: ReturnType<typeof createRouter>;
  /** Names of what is here, by the signing name. */
  readonly services: ReadonlyMap<string, string>;
}

async function answer(request: IncomingMessage, response: ServerResponse, { find, services, port, logger, ready }: Served): Promise<void> {
  const requestId = randomUUID();
  const url = request.url ?? '/';
  const queryAt = url.indexOf('?');
  const path = queryAt < 0 ? url : url.slice(0, queryAt);
  try {
    const { method = 'GET' } = request;
    checkCaller(request, port, proofFor(method, path));
    const service = signedFor(request.headers);
    if (service !== undefined && !services.has(service)) throw notServed(service, [...services.values()]);
    await ready?.();
    const { route, params } = find(method, path, String(request.headers['x-amz-target'] ?? ''));
    const body = await readBody(request, route.maxBodyBytes, route.operation);
    const query = new URLSearchParams(queryAt < 0 ? '' : url.slice(queryAt + 1));
    const origin = `http://${request.headers.host}`;
    const answer = await route.run({ params, query, headers: request.headers, body, origin });
    if (answer.body instanceof Readable) await sendStream(response, answer, answer.body, requestId);
    else sendJson(response, answer, requestId);
  } catch (error) {
    const refusal =
      error instanceof AwsError ? error : new AwsError(500, 'ServiceException', 'The local cloud failed; its log has the details.');
    // Only the caller's going away ends here without somebody to tell.
    if (refusal !== error && !response.destroyed) logger.error(`The local cloud failed at ${request.method} ${path}`, error);
    if (response.headersSent || response.destroyed) return void response.destroy();
    if (!request.complete) response.shouldKeepAlive = false;
    sendJson(response, refusalFor(refusal, request.headers, requestId), requestId);
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
  EACCES: ["may not be listened on: ports below 1024 are the administrator's", 'Choose a higher one; 0 takes a free one.'],
};

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
