import type { DebugKeeper } from '../../../core/runner/model.ts';
import type { DebugSession } from './model.ts';

/** How a function comes under the debugger, and how its environments end. */
export interface KeptFunction {
  /** Unique among those that are kept together. */
  readonly id: string;
  prepare(): Promise<DebugSession>;
  retire(): void;
}

/**
 * Debuggers that stay attached between the events of functions: the next one finds its environment warm, with its breakpoints set. As many
 * of a function as there were events at the same time.
 */
export class KeptSessions {
  readonly #kept = new Map<string, readonly KeptSession[]>();

  /** For one event, until that session is finished. */
  async begin(fn: KeptFunction): Promise<DebugSession> {
    const known = this.#kept.get(fn.id) ?? [];
    const idle = known.find(({ isBusy }) => !isBusy);
    if (idle !== undefined) return await idle.begin();
    const fresh = new KeptSession(fn);
    this.#kept.set(fn.id, [...known, fresh]);
    return await fresh.begin();
  }

  /** Ends them all. */
  end(): void {
    for (const session of [...this.#kept.values()].flat()) session.retire();
    this.#kept.clear();
  }
}

class KeptSession implements DebugKeeper {
  readonly #fn: KeptFunction;
  #session: DebugSession | undefined;
  /** Of the event that it works on. */
  #event: AbortController | undefined;

  constructor(fn: KeptFunction) {
    this.#fn = fn;
  }

  get isBusy(): boolean {
    return this.#event !== undefined;
  }

  async begin(): Promise<DebugSession> {
    const event = new AbortController();
    this.#event = event;
    const finish = (): void => {
      this.#event = undefined;
    };
    try {
      const { options } = await this.#ready();
      return {
        options: { ...options, keeper: this },
        ended: event.signal,
        attach: async (port, root) => (await this.#ready()).attach(port, root),
        finish,
      };
    } catch (error) {
      finish();
      throw error;
    }
  }

  /** Ends it, and what it is attached to. */
  retire(): void {
    this.onEnd();
    this.#fn.retire();
  }

  /** The environment that it is attached to ends. */
  onEnd(): void {
    const session = this.#session;
    this.#session = undefined;
    session?.finish();
  }

  async #ready(): Promise<DebugSession> {
    if (this.#session !== undefined) return this.#session;
    const session = await this.#fn.prepare();
    this.#session = session;
    // The person stops it: what runs ends, and what waits for the next event.
    session.ended.addEventListener('abort', () => {
      if (this.#session !== session) return;
      this.#event?.abort();
      this.retire();
    });
    return session;
  }
}
