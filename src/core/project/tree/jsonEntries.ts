import type { TextPosition } from '../../text.ts';
import type { MappingEntry } from './model.ts';

interface Known {
  readonly text: string;
  readonly start: TextPosition;
  readonly entry: MappingEntry;
  readonly below: JsonEntries | undefined;
}

/**
 * The entries of an object in one state after another of a JSON text that somebody types in. One that says what it said, where it said
 * it, stays the same object.
 */
export class JsonEntries {
  readonly #depth: number;
  readonly #known = new Map<string, Known>();

  /** @param depth how far below these entries others are looked at by themselves */
  constructor(depth: number) {
    this.#depth = depth;
  }

  /**
   * @param text of the key and the value, as it is written at `start`
   * @param make is given what is known of the entries of the value
   */
  entry(key: string, text: string, start: TextPosition, make: (below: JsonEntries | undefined) => MappingEntry): MappingEntry {
    const known = this.#known.get(key);
    if (known?.text === text && known.start.line === start.line && known.start.character === start.character) return known.entry;
    const below = known?.below ?? (this.#depth > 0 ? new JsonEntries(this.#depth - 1) : undefined);
    const entry = make(below);
    this.#known.set(key, { text, start, entry, below });
    return entry;
  }

  /** Forgets those that are no longer there. */
  keep(keys: ReadonlyMap<string, unknown>): void {
    for (const key of this.#known.keys()) if (!keys.has(key)) this.#known.delete(key);
  }
}
