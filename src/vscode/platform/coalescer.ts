import type { Clock } from '../../core/ports.ts';

/** Runs once for a burst of calls: `delayMs` after the first, so that typing without a pause can't put it off for ever. */
export class Coalescer {
  readonly #clock: Pick<Clock, 'schedule'>;
  readonly #delayMs: number;
  readonly #run: () => void;
  #cancel: (() => void) | undefined;

  constructor(clock: Pick<Clock, 'schedule'>, delayMs: number, run: () => void) {
    this.#clock = clock;
    this.#delayMs = delayMs;
    this.#run = run;
  }

  schedule(): void {
    this.#cancel ??= this.#clock.schedule(this.#delayMs, () => {
      this.#cancel = undefined;
      this.#run();
    });
  }

  /** Runs now what was going to run; does nothing otherwise. */
  flush(): void {
    if (this.#cancel === undefined) return;
    this.dispose();
    this.#run();
  }

  dispose(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }
}
