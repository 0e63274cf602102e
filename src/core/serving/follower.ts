import type { Clock } from '../ports.ts';

/** Saving one file is often several changes, and one of several files many more. */
const GATHER_MS = 50;

/** Brings something in step with changes: a moment after they came, and at once where somebody waits for it. One step at a time. */
export class Follower {
  readonly #clock: Pick<Clock, 'schedule'>;
  readonly #step: () => Promise<void>;
  #changes = 0;
  #isDue = false;
  #running: Promise<void> | undefined;
  #cancel: (() => void) | undefined;

  /** @param step never rejects */
  constructor(clock: Pick<Clock, 'schedule'>, step: () => Promise<void>) {
    this.#clock = clock;
    this.#step = step;
  }

  /** How many there were so far. */
  get changes(): number {
    return this.#changes;
  }

  changed(): void {
    this.#changes++;
    this.#isDue = true;
    this.#cancel ??= this.#clock.schedule(GATHER_MS, () => {
      this.#cancel = undefined;
      void this.settled();
    });
  }

  /** Resolves when all that was heard of before is heeded. */
  async settled(): Promise<void> {
    while (this.#isDue || this.#running !== undefined) {
      this.#running ??= this.#take();
      await this.#running;
    }
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    this.#isDue = false;
  }

  async #take(): Promise<void> {
    this.#isDue = false;
    await this.#step();
    this.#running = undefined;
  }
}
