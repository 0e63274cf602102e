import { Buffer } from 'node:buffer';
import { describeError } from '../../errors.ts';
import type { WebSocketApi, WebSocketRoute } from '../../project/webSockets/model.ts';
import type { Arrival, Header, HttpRequest, HttpResponse } from '../model.ts';
import type { FrontPorts, Invoked } from '../ports.ts';
import { headersOf, isObject, parsed } from '../result.ts';
import { admit } from './authorizer.ts';
import { type Client, connectEvent, disconnectEvent, messageEvent, newConnectionId } from './events.ts';
import { routeKeyOf } from './routeKey.ts';

/** The connection of a client, whoever carries it. */
export interface Line {
  send(text: string): void;
  close(code: number, reason: string): void;
}

export interface Connection {
  readonly client: Client;
  readonly line: Line;
  /** Milliseconds since 1970. */
  lastActiveAt: number;
}

/** A client that asks to be connected, and what it is told: let in, with the headers of the answer, or refused. */
export type Opening =
  | { readonly kind: 'accepted'; readonly client: Client; readonly headers: readonly Header[] }
  | { readonly kind: 'refused'; readonly response: HttpResponse };

/** What a WebSocket API does with clients and their messages, and what its functions send them. */
export class WebSocketFront {
  #api: WebSocketApi;
  readonly #ports: FrontPorts;
  readonly #closing: AbortSignal;
  readonly #connections = new Map<string, Connection>();

  constructor(api: WebSocketApi, ports: FrontPorts, closing: AbortSignal) {
    this.#api = api;
    this.#ports = ports;
    this.#closing = closing;
  }

  get api(): WebSocketApi {
    return this.#api;
  }

  /** It has other routes now; who is connected stays. */
  redefine(api: WebSocketApi): void {
    this.#api = api;
  }

  connection(id: string): Connection | undefined {
    return this.#connections.get(id);
  }

  /** Asks the authorizer and the function of `$connect`. */
  async open(request: HttpRequest, arrival: Arrival): Promise<Opening> {
    const unknown: Client = { connectionId: newConnectionId(), connectedAt: this.#ports.clock.now(), request, arrival };
    const route = this.#route('$connect');
    const admittance = await admit(this.#api, unknown, route?.authorizer, this.#ports, this.#closing);
    if (admittance.kind === 'refused') return { kind: 'refused', response: refusal(admittance.status) };
    const { authorizer } = admittance;
    const client = authorizer === undefined ? unknown : { ...unknown, authorizer };
    if (route === undefined) return { kind: 'accepted', client, headers: [] };
    const invoked = await this.#invoke(route, connectEvent(this.#api, client));
    const answer = invoked === undefined || invoked.functionError !== undefined ? undefined : parsed(invoked.payload)?.value;
    const status = isObject(answer) ? Number(answer.statusCode) : Number.NaN;
    if (!(status >= 100 && status <= 599)) {
      if (invoked?.functionError === undefined && invoked !== undefined)
        this.#ports.logger.warn(`$connect of ${this.#api.name}: the result of ${route.functionName} must have a statusCode.`);
      return { kind: 'refused', response: refusal(502) };
    }
    if (status < 200 || status > 299) return { kind: 'refused', response: refusal(status) };
    const protocol = headersOf(isObject(answer) ? answer.headers : undefined)?.filter(([name]) => /^sec-websocket-protocol$/i.test(name));
    return { kind: 'accepted', client, headers: protocol ?? [] };
  }

  connected(client: Client, line: Line): void {
    this.#connections.set(client.connectionId, { client, line, lastActiveAt: client.connectedAt });
  }

  async received(client: Client, body: string): Promise<void> {
    const { clock } = this.#ports;
    const connection = this.#connections.get(client.connectionId);
    if (connection === undefined) return;
    connection.lastActiveAt = clock.now();
    const key = routeKeyOf(this.#api.routeSelection, body);
    const route = (key === undefined || key.startsWith('$') ? undefined : this.#route(key)) ?? this.#route('$default');
    if (route === undefined) return connection.line.send(wordsOf('Forbidden', client));
    const invoked = await this.#invoke(route, messageEvent(this.#api, client, route.key, body, clock.now()));
    if (invoked === undefined || invoked.functionError !== undefined) return connection.line.send(wordsOf('Internal server error', client));
    if (!route.answers) return;
    const answer = parsed(invoked.payload)?.value;
    const text = isObject(answer) ? answer.body : undefined;
    if (typeof text === 'string') connection.line.send(text);
  }

  async closed(client: Client, code: number, reason: string): Promise<void> {
    if (!this.#connections.delete(client.connectionId)) return;
    const route = this.#route('$disconnect');
    if (route !== undefined && !this.#closing.aborted)
      await this.#invoke(route, disconnectEvent(this.#api, client, code, reason, this.#ports.clock.now()));
  }

  #route(key: string): WebSocketRoute | undefined {
    return this.#api.routes.find((route) => route.key === key);
  }

  /** Undefined where it can't be run. */
  async #invoke({ key, functionName }: WebSocketRoute, event: unknown): Promise<Invoked | undefined> {
    try {
      const options = { caller: `${key} of ${this.#api.name}`, closing: this.#closing };
      return await this.#ports.invoke(functionName, Buffer.from(JSON.stringify(event)), options);
    } catch (error) {
      const { message, advice = '' } = describeError(error);
      if (!this.#closing.aborted) this.#ports.logger.warn(`${key} of ${this.#api.name}: ${message} ${advice}`.trim());
      return undefined;
    }
  }
}

/** What API Gateway sends a client whose message goes nowhere. */
function wordsOf(message: string, { connectionId }: Client): string {
  return JSON.stringify({ message, connectionId, requestId: newConnectionId() });
}

const WORDS: Readonly<Record<number, string>> = { 401: 'Unauthorized', 403: 'Forbidden' };

function refusal(status: number): HttpResponse {
  const message = WORDS[status] ?? (status >= 500 ? 'Internal server error' : 'Forbidden');
  return { status, headers: [['content-type', 'application/json']], body: Buffer.from(JSON.stringify({ message })) };
}
