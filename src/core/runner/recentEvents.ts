import type { RawLogEvent } from '../logs/model.ts';

/** The newest log events, in order, up to a bound. */
export class RecentEvents {
  readonly #most: number;
  #events: RawLogEvent[] = [];
  #dropped = 0;

  constructor(most: number) {
    this.#most = most;
  }

  add(event: RawLogEvent): void {
    this.#events.push(event);
    // In batches: taking one from the front each time would move all the others.
    if (this.#events.length < 2 * this.#most) return;
    this.#events = this.#events.slice(-this.#most);
    this.#dropped += this.#most;
  }

  all(): readonly RawLogEvent[] {
    return this.#events.length > this.#most ? this.#events.slice(-this.#most) : this.#events;
  }

  /** How many are not kept any more. */
  get leftOut(): number {
    return this.#dropped + Math.max(0, this.#events.length - this.#most);
  }

  /** All, which are forgotten with it. */
  take(): readonly RawLogEvent[] {
    const taken = this.all();
    this.#events = [];
    return taken;
  }
}
