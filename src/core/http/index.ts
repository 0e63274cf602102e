import { setMaxListeners } from 'node:events';
import { isDeepStrictEqual } from 'node:util';
import type { ApiDefinition } from '../project/apis/model.ts';
import { createFront } from './front.ts';
import { frontsOf } from './fronts.ts';
import { PortNumbers } from './portNumbers.ts';
import type { FrontPorts } from './ports.ts';
import { type FrontServer, startFrontServer } from './server.ts';

export interface ServedFront extends ApiDefinition {
  /** `http://127.0.0.1:<port>`, without a slash at the end. */
  readonly url: string;
}

export interface ServeHttpOptions extends FrontPorts {
  /** The first front's port, the next ones follow it; left out: free ones. A port that is taken is said, and a free one used. */
  readonly firstPort?: number;
  /** Instead of that: shared with others who take ports. */
  readonly numbers?: PortNumbers;
  /** Awaited before a request is looked at. */
  readonly ready?: () => Promise<void>;
}

type Templates = readonly { readonly apis?: readonly ApiDefinition[] }[];

/** Serves the APIs and function URLs of templates on loopback; what can't be served as the template says is told to the logger. */
export async function serveHttp(templates: Templates, options: ServeHttpOptions): Promise<HttpServing> {
  const serving = new HttpServing(options);
  try {
    await serving.update(templates);
    return serving;
  } catch (error) {
    await serving.close();
    throw error;
  }
}

interface Served {
  readonly front: ApiDefinition;
  readonly server: FrontServer;
}

export class HttpServing {
  readonly #options: ServeHttpOptions;
  readonly #closing = new AbortController();
  /** In the order of the fronts that are served. */
  readonly #servers = new Map<string, Served>();
  readonly #numbers: PortNumbers;
  readonly #said = new Set<string>();

  constructor(options: ServeHttpOptions) {
    this.#options = options;
    this.#numbers = options.numbers ?? new PortNumbers(options.firstPort);
    // Every running invocation listens to it.
    setMaxListeners(0, this.#closing.signal);
  }

  /** Each on a port of its own, so that an API's paths begin at its root. APIs first, then function URLs. */
  get served(): readonly ServedFront[] {
    return [...this.#servers.values()].map(({ front, server }) => ({ ...front, url: `http://127.0.0.1:${server.port}` }));
  }

  /** Serves these templates' APIs and no others. One that changed keeps its port, and what it is asked meanwhile. Not while it runs. */
  async update(templates: Templates): Promise<void> {
    const { fronts, notes } = frontsOf(templates);
    for (const note of notes) this.#warnOnce(note);
    const keyed = withKeys(fronts);
    const gone = [...this.#servers].filter(([key]) => !keyed.has(key));
    for (const [key] of gone) this.#servers.delete(key);
    await Promise.all(gone.map(([, { server }]) => server.close()));
    for (const [key, front] of keyed) {
      const served = await this.#serve(key, front);
      // To the end, so that they are in the order of now.
      this.#servers.delete(key);
      this.#servers.set(key, served);
    }
  }

  /** Cancels what runs, and stops answering. */
  async close(): Promise<void> {
    this.#closing.abort();
    await Promise.all([...this.#servers.values()].map(({ server }) => server.close()));
  }

  async #serve(key: string, front: ApiDefinition): Promise<Served> {
    const known = this.#servers.get(key);
    if (known !== undefined && isDeepStrictEqual(known.front, front)) return known;
    const answer = createFront(front, this.#options, this.#closing.signal);
    if (known !== undefined) {
      known.server.answerWith(answer);
      return { front, server: known.server };
    }
    const { clock, logger, ready } = this.#options;
    const wanted = this.#numbers.wanted(key);
    const server = await startFrontServer({ type: front.type, answer, port: wanted, clock, logger, ready });
    if (wanted !== 0 && server.port !== wanted) logger.warn(`Port ${wanted} is taken: ${front.name} is on port ${server.port}.`);
    this.#numbers.got(key, server.port);
    return { front, server };
  }

  #warnOnce(note: string): void {
    if (this.#said.has(note)) return;
    this.#said.add(note);
    this.#options.logger.warn(note);
  }
}

/** By what stays the same while a template is edited; of those that are called alike, by their order. */
function withKeys(fronts: readonly ApiDefinition[]): ReadonlyMap<string, ApiDefinition> {
  const keyed = new Map<string, ApiDefinition>();
  for (const front of fronts) {
    let key = `${front.type} ${front.name}`;
    while (keyed.has(key)) key = `${key} again`;
    keyed.set(key, front);
  }
  return keyed;
}
