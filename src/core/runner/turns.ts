import { availableParallelism } from 'node:os';
import type { Clock } from '../ports.ts';
import type { RunnableFunction } from './model.ts';

/** Handlers that take less are quick, ms: far less than an environment takes to start. */
const QUICK_MS = 5;
/** Of the 16 latest invocations of a function, how many have to have been quick for the next ones to be expected to be. */
const QUICK_OF_16 = 12;
/** How long an invocation waits for its turn, ms. Whoever holds it longer may wait for this very invocation. */
const PATIENCE_MS = 10;

interface Recent {
  running: number;
  /** A bit each of the 16 latest: whether it was quick. */
  quick: number;
  /** In order of arrival. */
  readonly waiting: Set<() => void>;
}

/**
 * More processes than the machine has cores make a quick function slower: they take the cores from each other, and each has to warm up.
 * So no more of its invocations run at once, and the next one waits a moment for its turn. On Lambda it would get an environment at once,
 * as it does here where the moment passes, or the function isn't quick.
 */
export class Turns {
  readonly #clock: Clock;
  readonly #atOnce: number;
  readonly #recent = new WeakMap<RunnableFunction, Recent>();

  constructor(clock: Clock, atOnce = Math.max(2, availableParallelism())) {
    this.#clock = clock;
    this.#atOnce = atOnce;
  }

  /** Resolves when it is the turn of an invocation; `undefined` where it is at once. Each turn is to be ended. */
  take(fn: RunnableFunction): Promise<void> | undefined {
    const recent = this.#recentOf(fn);
    if (this.#areAll(recent)) return this.#wait(recent);
    recent.running++;
    return undefined;
  }

  /** `durationMs`: of the handler; left out where it wasn't run. */
  end(fn: RunnableFunction, durationMs = Number.POSITIVE_INFINITY): void {
    const recent = this.#recentOf(fn);
    recent.running--;
    recent.quick = ((recent.quick << 1) | (durationMs <= QUICK_MS ? 1 : 0)) & 0xffff;
    // Where some have waited for too long more run than cores are there: the next one then waits for another's end, until no more do.
    if (this.#areAll(recent)) return;
    const [next] = recent.waiting;
    next?.();
  }

  /** Whether as many run as should at once. */
  #areAll(recent: Recent): boolean {
    return recent.running >= this.#atOnce && isQuick(recent);
  }

  #wait(recent: Recent): Promise<void> {
    return new Promise((resolve) => {
      const begin = (): void => {
        if (!recent.waiting.delete(begin)) return;
        stopTimer();
        recent.running++;
        resolve();
      };
      recent.waiting.add(begin);
      // A turn of the loop later: what has ended by now, while the loop was held, is heard of first.
      const stopTimer = this.#clock.schedule(PATIENCE_MS, () => setImmediate(begin));
    });
  }

  #recentOf(fn: RunnableFunction): Recent {
    const known = this.#recent.get(fn);
    if (known) return known;
    const none: Recent = { running: 0, quick: 0, waiting: new Set() };
    this.#recent.set(fn, none);
    return none;
  }
}

function isQuick({ quick }: Recent): boolean {
  let count = 0;
  for (let bits = quick; bits !== 0; bits &= bits - 1) count++;
  return count >= QUICK_OF_16;
}
