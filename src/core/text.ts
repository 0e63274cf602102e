/** A place in a text, counted from zero in UTF-16 code units, as VS Code and LSP count. The command line adds one. */
export interface TextPosition {
  readonly line: number;
  readonly character: number;
}

/** A half-open span of a text: `end` is the first place outside. */
export interface TextRange {
  readonly start: TextPosition;
  readonly end: TextPosition;
}

/** A range of one file. `path` is absolute. */
export interface FileRange {
  readonly path: string;
  readonly range: TextRange;
}

/** Translates between offsets and positions of one text. Lines end at `\n`, `\r\n` or `\r`. */
export class LineMap {
  readonly #starts: readonly number[];
  readonly #length: number;

  constructor(text: string) {
    const starts = [0];
    const lineEnd = /\r\n|\r|\n/g;
    while (lineEnd.exec(text) !== null) starts.push(lineEnd.lastIndex);
    this.#starts = starts;
    this.#length = text.length;
  }

  get end(): TextPosition {
    return this.position(this.#length);
  }

  position(offset: number): TextPosition {
    const clamped = Math.max(0, Math.min(offset, this.#length));
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#starts[middle] ?? 0) <= clamped) low = middle;
      else high = middle - 1;
    }
    return { line: low, character: clamped - (this.#starts[low] ?? 0) };
  }

  range(start: number, end: number): TextRange {
    return { start: this.position(start), end: this.position(end) };
  }

  offset(position: TextPosition): number {
    const start = this.#starts[position.line];
    if (start === undefined) return this.#length;
    const next = this.#starts[position.line + 1] ?? this.#length;
    return Math.min(start + position.character, next);
  }
}

export function comparePositions(a: TextPosition, b: TextPosition): number {
  return a.line - b.line || a.character - b.character;
}

export function later(a: TextPosition, b: TextPosition): TextPosition {
  return comparePositions(a, b) < 0 ? b : a;
}
