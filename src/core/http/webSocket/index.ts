import { setMaxListeners } from 'node:events';
import { isDeepStrictEqual } from 'node:util';
import type { WebSocketApi } from '../../project/webSockets/model.ts';
import type { PortNumbers } from '../portNumbers.ts';
import type { FrontPorts } from '../ports.ts';
import type { Certificate } from './certificate.ts';
import { WebSocketFront } from './front.ts';
import { startWebSocketServer, type WebSocketServing } from './server.ts';

export interface ServedWebSocket extends WebSocketApi {
  /** `ws://127.0.0.1:<port>`; `wss:` is there, too. */
  readonly url: string;
}

export interface WebSocketsOptions extends FrontPorts {
  readonly numbers: PortNumbers;
  /** Asked once there is an API. */
  readonly certificate: () => Promise<Certificate>;
  /** Awaited before a request is looked at. */
  readonly ready?: () => Promise<void>;
}

interface Served {
  readonly front: WebSocketFront;
  readonly server: WebSocketServing;
}

/** The WebSocket APIs of templates on loopback. */
export class WebSockets {
  readonly #options: WebSocketsOptions;
  readonly #closing = new AbortController();
  readonly #served = new Map<string, Served>();
  readonly #said = new Set<string>();

  constructor(options: WebSocketsOptions) {
    this.#options = options;
    // Every running invocation listens to it.
    setMaxListeners(0, this.#closing.signal);
  }

  get served(): readonly ServedWebSocket[] {
    return [...this.#served.values()].map(({ front, server }) => ({ ...front.api, url: `ws://127.0.0.1:${server.port}` }));
  }

  /** Serves these and no others. Who is connected to one that changed stays connected. Not while it runs. */
  async update(apis: readonly WebSocketApi[]): Promise<void> {
    for (const note of apis.flatMap(({ notes }) => notes)) this.#warnOnce(note);
    for (const { name, routes } of apis)
      if (routes.some(({ authorizer }) => authorizer?.kind === 'iam'))
        this.#warnOnce(`${name} takes any AWS signature here: it isn’t checked.`);
    const wanted = new Map(apis.filter(({ routes }) => routes.length > 0).map((api) => [api.name, api]));
    for (const [name, { server }] of this.#served) {
      if (wanted.has(name)) continue;
      this.#served.delete(name);
      await server.close();
    }
    for (const [name, api] of wanted) {
      const known = this.#served.get(name);
      if (known === undefined) this.#served.set(name, await this.#open(api));
      else if (!isDeepStrictEqual(known.front.api, api)) known.front.redefine(api);
    }
  }

  /** Cancels what runs, and ends all connections. */
  async close(): Promise<void> {
    this.#closing.abort();
    await Promise.all([...this.#served.values()].map(({ server }) => server.close()));
  }

  async #open(api: WebSocketApi): Promise<Served> {
    const { numbers, certificate, clock, logger, ready } = this.#options;
    const front = new WebSocketFront(api, this.#options, this.#closing.signal);
    const key = `WebSocket ${api.name}`;
    const wanted = numbers.wanted(key);
    const server = await startWebSocketServer({ front, port: wanted, certificate: await certificate(), clock, logger, ready });
    if (wanted !== 0 && server.port !== wanted) logger.warn(`Port ${wanted} is taken: ${api.name} is on port ${server.port}.`);
    numbers.got(key, server.port);
    return { front, server };
  }

  #warnOnce(note: string): void {
    if (this.#said.has(note)) return;
    this.#said.add(note);
    this.#options.logger.warn(note);
  }
}
