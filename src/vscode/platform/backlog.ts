/** What is still to be done, each thing once, a turn's worth at a time. What was asked for last comes first. */
export class Backlog<T> {
  #waiting: Set<T> = new Set();

  get isEmpty(): boolean {
    return this.#waiting.size === 0;
  }

  add(items: Iterable<T>): void {
    this.#waiting = new Set([...items, ...this.#waiting]);
  }

  /** Takes items until their sizes come to `most`; at least one, where there is any. */
  take(most: number, sizeOf: (item: T) => number): readonly T[] {
    const taken: T[] = [];
    let left = most;
    for (const item of this.#waiting) {
      if (left <= 0) break;
      left -= sizeOf(item);
      taken.push(item);
      this.#waiting.delete(item);
    }
    return taken;
  }
}
