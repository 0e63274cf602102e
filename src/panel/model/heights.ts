/** Rows that a list keeps in the page: `first` up to, and without, `end`. */
export interface RowWindow {
  readonly first: number;
  readonly end: number;
}

/** Where each row of a long list is, in CSS pixels. Appending is cheap; changing one row costs a pass over those after it. */
export class RowHeights {
  /** `#ends[i]` is the bottom of row i. */
  #ends: number[] = [];

  get count(): number {
    return this.#ends.length;
  }

  get total(): number {
    return this.#ends.at(-1) ?? 0;
  }

  top(index: number): number {
    return index <= 0 ? 0 : (this.#ends[index - 1] ?? this.total);
  }

  height(index: number): number {
    return (this.#ends[index] ?? this.total) - this.top(index);
  }

  push(height: number): void {
    this.#ends.push(this.total + height);
  }

  clear(): void {
    this.#ends = [];
  }

  /** Returns by how much the rows after `index` moved. */
  set(index: number, height: number): number {
    if (index < 0 || index >= this.#ends.length) return 0;
    const moved = height - this.height(index);
    if (moved === 0) return 0;
    for (let row = index; row < this.#ends.length; row += 1) this.#ends[row] = (this.#ends[row] ?? 0) + moved;
    return moved;
  }

  /** Takes rows away at the top; returns how high they were together. */
  dropFront(count: number): number {
    const gone = this.top(Math.min(count, this.#ends.length));
    this.#ends = this.#ends.slice(count).map((end) => end - gone);
    return gone;
  }

  /** The row at this height; the nearest one outside of the list. */
  indexAt(y: number): number {
    let low = 0;
    let high = this.#ends.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#ends[middle] ?? 0) > y) high = middle;
      else low = middle + 1;
    }
    return Math.max(0, low);
  }

  /** What to draw for a viewport, with `margin` pixels drawn ahead on both sides. */
  window(scrollTop: number, viewport: number, margin: number): RowWindow {
    if (this.#ends.length === 0) return { first: 0, end: 0 };
    return { first: this.indexAt(scrollTop - margin), end: this.indexAt(scrollTop + viewport + margin) + 1 };
  }
}
