import type { Clock } from '../ports.ts';

/** Between events that come one right after the other, ms. */
const PACE_MS = 25;

/**
 * Between events Lambda stops the clock of an environment: timers and threads go on with the next event. It stops when whoever waits for
 * the result has had it; a while later where events come one right after the other, for stopping a process and letting it go on takes
 * longer than a small one.
 */
export class Freezer {
  readonly #clock: Clock;
  readonly #signal: (name: 'SIGSTOP' | 'SIGCONT') => void;
  #cancel = (): void => {};
  #idleSince = Number.NEGATIVE_INFINITY;
  /** The latest event came right after the one before. */
  #isAtPace = false;
  #isFrozen = false;

  constructor(clock: Clock, signal: (name: 'SIGSTOP' | 'SIGCONT') => void) {
    this.#clock = clock;
    this.#signal = signal;
  }

  freeze(): void {
    this.#idleSince = this.#clock.monotonic();
    const stop = (): void => {
      this.#signal('SIGSTOP');
      this.#isFrozen = true;
    };
    if (this.#isAtPace) {
      this.#cancel = this.#clock.schedule(PACE_MS, stop);
      return;
    }
    const freezing = setImmediate(stop);
    this.#cancel = () => clearImmediate(freezing);
  }

  thaw(): void {
    this.#cancel();
    this.#isAtPace = this.#clock.monotonic() - this.#idleSince < PACE_MS;
    if (this.#isFrozen) this.#signal('SIGCONT');
    this.#isFrozen = false;
  }
}
