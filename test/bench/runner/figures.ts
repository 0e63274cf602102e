/** The samples of a run, by the figure that they are of. */
export class Figures {
  readonly #samples = new Map<string, number[]>();

  /** Milliseconds that the work takes. */
  async timed(name: string, work: () => Promise<unknown>): Promise<void> {
    const begun = performance.now();
    await work();
    this.add(name, performance.now() - begun);
  }

  add(name: string, ...values: readonly number[]): void {
    const all = this.#samples.get(name) ?? [];
    for (const value of values) all.push(value);
    this.#samples.set(name, all);
  }

  /** That `part` of the samples are below; NaN where there are none. */
  at(name: string, part: number): number {
    const sorted = (this.#samples.get(name) ?? []).toSorted((a, b) => a - b);
    return sorted[Math.floor((sorted.length - 1) * part)] ?? Number.NaN;
  }

  median(name: string): number {
    return this.at(name, 0.5);
  }
}
