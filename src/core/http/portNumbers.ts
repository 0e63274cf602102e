/** Gives each front the port it had before, or the next one. */
export class PortNumbers {
  readonly #first: number | undefined;
  readonly #given = new Map<string, number>();

  /** @param first left out: free ones */
  constructor(first: number | undefined) {
    this.#first = first;
  }

  /** 0 for a free one. `key`: what stays the same of a front while its template is edited. */
  wanted(key: string): number {
    const known = this.#given.get(key);
    if (known !== undefined || this.#first === undefined) return known ?? 0;
    const next = this.#first + this.#given.size;
    return next > 65_535 ? 0 : next;
  }

  got(key: string, port: number): void {
    this.#given.set(key, port);
  }
}
