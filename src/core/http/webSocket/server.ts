import { Buffer } from 'node:buffer';
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { createServer as createRawServer, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Clock, Logger } from '../../ports.ts';
import { requestBody } from '../../requestBody.ts';
import { listenNear, MAX_DROPPED_BYTES, PLAIN, requestOf, send } from '../exchange.ts';
import { whyRefused } from '../guard.ts';
import type { Arrival, HttpResponse } from '../model.ts';
import type { Certificate } from './certificate.ts';
import type { Client } from './events.ts';
import type { WebSocketFront } from './front.ts';
import { MAX_MESSAGE_BYTES, manage } from './management.ts';

export interface WebSocketServing {
  readonly port: number;
  /** Ends all connections. */
  close(): Promise<void>;
}

export interface WebSocketServerOptions {
  readonly front: WebSocketFront;
  /** 0 takes a free one, as does one that is taken. */
  readonly port: number;
  readonly certificate: Certificate;
  /** Awaited before a request is looked at. */
  readonly ready?: (() => Promise<void>) | undefined;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** API Gateway's own word for a message in bytes: it takes texts alone. */
const NOT_TEXT = 1003;
/** The first byte of a client that speaks TLS. */
const TLS_HANDSHAKE = 0x16;

/** Listens on 127.0.0.1, in plain HTTP and in TLS on one port: clients connect, and functions send to them. */
export async function startWebSocketServer(options: WebSocketServerOptions): Promise<WebSocketServing> {
  const server = new Server(options);
  await server.listen();
  return server;
}

class Server implements WebSocketServing {
  readonly #options: WebSocketServerOptions;
  /** The subprotocol that a function chose, for the answer to this request. */
  readonly #protocols = new WeakMap<IncomingMessage, string>();
  readonly #sockets: WebSocketServer;
  readonly #http = createServer({ keepAliveTimeout: 75_000 });
  readonly #https: ReturnType<typeof createTlsServer>;
  readonly #raw = createRawServer((socket) => this.#route(socket));
  readonly #open = new Set<Socket>();
  port = 0;

  constructor(options: WebSocketServerOptions) {
    this.#options = options;
    this.#sockets = new WebSocketServer({
      noServer: true,
      maxPayload: MAX_MESSAGE_BYTES,
      handleProtocols: (_offered, request) => this.#protocols.get(request) ?? false,
    });
    this.#https = createTlsServer({ ...options.certificate, keepAliveTimeout: 75_000 });
    for (const server of [this.#http, this.#https]) {
      server.on('request', (request, response) => void this.#answer(request, response));
      server.on('upgrade', (request, socket, head) => void this.#upgrade(request, socket, head));
    }
  }

  async listen(): Promise<void> {
    this.port = await listenNear(this.#raw, this.#options.port);
  }

  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#raw.close(() => resolve()));
    for (const socket of this.#open) socket.destroy();
    await closed;
  }

  /** Hands a connection to the server of what its client speaks. */
  #route(socket: Socket): void {
    this.#open.add(socket);
    socket.on('close', () => this.#open.delete(socket));
    socket.on('error', () => socket.destroy());
    socket.once('data', (first) => {
      socket.pause();
      socket.unshift(first);
      (first[0] === TLS_HANDSHAKE ? this.#https : this.#http).emit('connection', socket);
      process.nextTick(() => socket.resume());
    });
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { front, logger, ready } = this.#options;
    try {
      const why = whyRefused(request.headers, this.port);
      if (why !== undefined) return send(request, response, { status: 403, headers: PLAIN, body: Buffer.from(why) });
      // One more, so that the refusal is the management API's own.
      const body = await requestBody(request, MAX_MESSAGE_BYTES + 1, MAX_DROPPED_BYTES);
      await ready?.();
      const { status, headers, body: content } = manage(front, requestOf(request, body ?? Buffer.alloc(MAX_MESSAGE_BYTES + 1)));
      send(request, response, { status, headers: [...headers, ['x-amzn-RequestId', randomUUID()]], body: content });
    } catch (error) {
      if (response.destroyed || request.destroyed) return void response.destroy();
      logger.error(`${request.method} ${request.url} failed in Lambda Workbench itself`, error);
      response.destroy();
    }
  }

  async #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const { front, clock, logger, ready } = this.#options;
    socket.on('error', () => socket.destroy());
    try {
      const why = whyRefused(request.headers, this.port);
      if (why !== undefined) return refuse(socket, { status: 403, headers: PLAIN, body: Buffer.from(why) });
      await ready?.();
      const arrival: Arrival = {
        requestId: randomUUID(),
        time: clock.now(),
        sourceIp: request.socket.remoteAddress ?? '127.0.0.1',
        port: this.port,
      };
      const opening = await front.open(requestOf(request, new Uint8Array()), arrival);
      if (socket.destroyed) return;
      if (opening.kind === 'refused') return refuse(socket, opening.response);
      const [protocol] = opening.headers;
      if (protocol !== undefined) this.#protocols.set(request, protocol[1]);
      this.#sockets.handleUpgrade(request, socket, head, (webSocket) => this.#connect(webSocket, opening.client));
    } catch (error) {
      logger.error(`${request.url} failed in Lambda Workbench itself`, error);
      socket.destroy();
    }
  }

  #connect(webSocket: WebSocket, client: Client): void {
    const { front } = this.#options;
    front.connected(client, {
      send: (text) => webSocket.send(text),
      close: (code, reason) => webSocket.close(code, reason),
    });
    webSocket.on('message', (data: Buffer, isBinary) => {
      if (isBinary) webSocket.close(NOT_TEXT, 'Binary frames are not supported.');
      else void front.received(client, data.toString('utf8'));
    });
    webSocket.on('close', (code, reason) => void front.closed(client, code, reason.toString('utf8')));
    // What breaks the protocol closes the connection: that is told.
    webSocket.on('error', () => {});
  }
}

/** In the place of the connection that was asked for. */
function refuse(socket: Duplex, { status, headers, body }: HttpResponse): void {
  const content = Buffer.from(body as Uint8Array);
  const lines = [...headers, ['content-length', String(content.byteLength)], ['connection', 'close']].map((header) => header.join(': '));
  socket.end(Buffer.concat([Buffer.from(`HTTP/1.1 ${status} Refused\r\n${lines.join('\r\n')}\r\n\r\n`), content]));
}
