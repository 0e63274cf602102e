import type { Clock } from '../../core/ports.ts';
import type { Disposable } from './disposables.ts';

/** For what else waits. Milliseconds. */
const pauseMs = 5;

/** Work that may take long, in turns with pauses between them. What has changed meanwhile counts for the turns that are left. */
export class Turns implements Disposable {
  readonly #clock: Pick<Clock, 'schedule'>;
  readonly #turn: () => boolean;
  #cancel: (() => void) | undefined;
  readonly #waiting: (() => void)[] = [];

  /** @param turn does the next part, and answers whether it was the last one */
  constructor(clock: Pick<Clock, 'schedule'>, turn: () => boolean) {
    this.#clock = clock;
    this.#turn = turn;
  }

  /** The first turn is at once. */
  run(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    let isDone = true;
    try {
      isDone = this.#turn();
    } finally {
      if (isDone) this.#resolveAll();
      else this.#cancel = this.#clock.schedule(pauseMs, () => this.run());
    }
  }

  /** Settles when no turn is left. */
  settled(): Promise<void> {
    return this.#cancel === undefined ? Promise.resolve() : new Promise((resolve) => this.#waiting.push(resolve));
  }

  dispose(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    this.#resolveAll();
  }

  #resolveAll(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}
