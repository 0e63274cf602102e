/** Collects items and hands them on together, at most once per `delayMs`. The only owner of what waits. */
export class Batcher<Item> {
  readonly #delayMs: number;
  readonly #flush: (items: readonly Item[]) => void;
  #waiting: Item[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(delayMs: number, flush: (items: readonly Item[]) => void) {
    this.#delayMs = delayMs;
    this.#flush = flush;
  }

  add(items: readonly Item[]): void {
    this.#waiting.push(...items);
    this.#timer ??= setTimeout(() => {
      const batch = this.#waiting;
      this.discard();
      this.#flush(batch);
    }, this.#delayMs);
  }

  /** Forgets what waits. */
  discard(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#waiting = [];
  }

  dispose(): void {
    this.discard();
  }
}
