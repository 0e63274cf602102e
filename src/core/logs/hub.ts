import type { LogRecord, LogSource, RawLogEvent } from './model.ts';
import { understand } from './understand.ts';

/** One store for the lines of all sources: what the panel shows. In order of arrival; the oldest go when it is full. */
export interface LogHub {
  /** An event that is there already (same source and id) is dropped: a tail and a run may both bring it. */
  add(event: RawLogEvent): void;
  records(): readonly LogRecord[];
  /** Called at once with what was added; the returned function ends it. */
  onAppend(listener: (records: readonly LogRecord[]) => void): () => void;
  onClear(listener: () => void): () => void;
  /** Forgets the records, but not their ids: a tail that looks back doesn't bring them again. */
  clear(): void;
}

export function createLogHub(options: { readonly maxRecords: number }): LogHub {
  const { maxRecords } = options;
  let records: LogRecord[] = [];
  const seen = new RecentIds(maxRecords);
  const appendListeners = new Set<(records: readonly LogRecord[]) => void>();
  const clearListeners = new Set<() => void>();

  return {
    add(event) {
      if (!seen.add(event)) return;
      const record = understand(event);
      records.push(record);
      // Trimmed in batches: taking one from the front each time would move all the others.
      if (records.length > maxRecords * 1.25 + 16) records = records.slice(-maxRecords);
      for (const listener of [...appendListeners]) listener([record]);
    },
    records: () => (records.length > maxRecords ? records.slice(-maxRecords) : records.slice()),
    onAppend: (listener) => subscribe(appendListeners, listener),
    onClear: (listener) => subscribe(clearListeners, listener),
    clear() {
      records = [];
      for (const listener of [...clearListeners]) listener();
    },
  };
}

function sourceKey(source: LogSource): string {
  return `${source.target} ${source.region ?? ''} ${source.functionName}`;
}

type Ids = ReadonlyMap<string, Set<string>>;

/** At least the newest `least` ids of all sources: whole generations are forgotten, as taking the oldest from a set each time is slow. */
class RecentIds {
  readonly #least: number;
  #young = new Map<string, Set<string>>();
  #size = 0;
  #old: Ids = new Map();

  constructor(least: number) {
    this.#least = least;
  }

  /** Whether it is new. */
  add({ source, id }: RawLogEvent): boolean {
    const key = sourceKey(source);
    if (this.#old.get(key)?.has(id)) return false;
    const young = this.#young.get(key) ?? new Set<string>();
    const { size } = young;
    if (young.add(id).size === size) return false;
    if (size === 0) this.#young.set(key, young);
    if (++this.#size >= this.#least) {
      this.#old = this.#young;
      this.#young = new Map();
      this.#size = 0;
    }
    return true;
  }
}

function subscribe<T>(listeners: Set<T>, listener: T): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}
