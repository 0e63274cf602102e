import type { LogSource, RawLogEvent } from './model.ts';

/** At least the newest `least` ids of all sources: whole generations are forgotten, as taking the oldest from a set each time is slow. */
export class RecentIds {
  readonly #least: number;
  #young = new Map<string, SourceIds>();
  #old: ReadonlyMap<string, SourceIds> = new Map();
  #size = 0;

  constructor(least: number) {
    this.#least = least;
  }

  /** Whether it is new. */
  add({ source, id }: RawLogEvent): boolean {
    const key = keyOf(source);
    if (this.#old.get(key)?.has(id)) return false;
    const known = this.#young.get(key);
    const young = known ?? new SourceIds();
    if (!young.add(id)) return false;
    if (!known) this.#young.set(key, young);
    if (++this.#size >= this.#least) {
      this.#old = this.#young;
      this.#young = new Map();
      this.#size = 0;
    }
    return true;
  }
}

/** CloudWatch's ids sort by time, and come in order but for a few: one that is behind all others is new, and nothing has to be looked up. */
class SourceIds {
  readonly #inOrder: string[] = [];
  #last = '';
  /** Made when one comes that isn't behind all others; has all from then on. */
  #all: Set<string> | undefined;

  has(id: string): boolean {
    if (id > this.#last) return false;
    this.#all ??= new Set(this.#inOrder);
    return this.#all.has(id);
  }

  /** Whether it is new. */
  add(id: string): boolean {
    if (this.has(id)) return false;
    if (this.#all) this.#all.add(id);
    else this.#inOrder.push(id);
    if (id > this.#last) this.#last = id;
    return true;
  }
}

function keyOf({ target, region = '', functionName }: LogSource): string {
  return `${target} ${region} ${functionName}`;
}
