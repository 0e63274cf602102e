import type { Clock } from '../core/ports.ts';

/** The machine's time. Its timers keep the process alive only while somebody waits for a result: those that are cancelled don't. */
export function systemClock(): Clock {
  const queues = new Map<number, TimerQueue>();
  return {
    now: () => Date.now(),
    monotonic: () => performance.now(),
    schedule(delayMs, callback) {
      const known = queues.get(delayMs);
      if (known) return known.add(callback);
      const queue = new TimerQueue(delayMs, () => queues.delete(delayMs));
      queues.set(delayMs, queue);
      return queue.add(callback);
    },
  };
}

interface Entry {
  readonly callback: () => void;
  /** By the monotonic clock, ms. */
  readonly dueAt: number;
}

/**
 * All that wait for the same delay, which are due in the order they came. Nearly all timers of a runner are cancelled, a few for each
 * event; one of Node's own for all of them, which isn't touched by that, costs a fraction of one each.
 */
class TimerQueue {
  readonly #delayMs: number;
  readonly #onEmpty: () => void;
  readonly #entries = new Set<Entry>();
  #timer: NodeJS.Timeout | undefined;
  #isRunning = false;

  constructor(delayMs: number, onEmpty: () => void) {
    this.#delayMs = delayMs;
    this.#onEmpty = onEmpty;
  }

  /** Gives what cancels it. */
  add(callback: () => void): () => void {
    const entry: Entry = { callback, dueAt: performance.now() + this.#delayMs };
    this.#entries.add(entry);
    if (!this.#isRunning) this.#timer ??= this.#start(this.#delayMs);
    if (this.#entries.size === 1) this.#timer?.ref();
    return () => {
      if (this.#entries.delete(entry) && this.#entries.size === 0) this.#timer?.unref();
    };
  }

  #start(delayMs: number): NodeJS.Timeout {
    return setTimeout(() => this.#run(), Math.min(delayMs, MOST_MS));
  }

  #run(): void {
    this.#timer = undefined;
    this.#isRunning = true;
    try {
      this.#runDue();
    } finally {
      this.#isRunning = false;
      const [next] = this.#entries;
      if (next) this.#timer = this.#start(Math.max(1, next.dueAt - performance.now()));
      else this.#onEmpty();
    }
  }

  #runDue(): void {
    // Node's timers count whole milliseconds, and may be one too early.
    const now = performance.now() + 1;
    for (const entry of this.#entries) {
      if (entry.dueAt > now) return;
      this.#entries.delete(entry);
      entry.callback();
    }
  }
}

/** Node.js takes a longer one for none. */
const MOST_MS = 2 ** 31 - 1;
