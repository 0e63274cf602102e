import type { Disposable } from './disposables.ts';

/** Work that may take long, in turns between which the loop goes on. What has changed meanwhile counts for the turns that are left. */
export class Turns implements Disposable {
  readonly #turn: () => boolean;
  #next: NodeJS.Immediate | undefined;
  #waiting: (() => void)[] = [];

  /** @param turn does the next part, and answers whether that was the last one */
  constructor(turn: () => boolean) {
    this.#turn = turn;
  }

  /** The first turn is at once. */
  run(): void {
    clearImmediate(this.#next);
    this.#next = this.#turn() ? undefined : setImmediate(() => this.run());
    if (this.#next === undefined) this.#resolveAll();
  }

  /** Settles when no turn is left. */
  settled(): Promise<void> {
    return this.#next === undefined ? Promise.resolve() : new Promise((resolve) => this.#waiting.push(resolve));
  }

  dispose(): void {
    clearImmediate(this.#next);
    this.#next = undefined;
    this.#resolveAll();
  }

  #resolveAll(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}
