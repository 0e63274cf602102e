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
  const seen = new RecentKeys(maxRecords);
  const appendListeners = new Set<(records: readonly LogRecord[]) => void>();
  const clearListeners = new Set<() => void>();

  return {
    add(event) {
      const key = `${sourceKey(event.source)} ${event.id}`;
      if (!seen.add(key)) return;
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

/** At least the newest `least` keys: whole generations are forgotten, as taking the oldest from a set each time is slow. */
class RecentKeys {
  readonly #least: number;
  #young = new Set<string>();
  #old: ReadonlySet<string> = new Set();

  constructor(least: number) {
    this.#least = least;
  }

  /** Whether it is new. */
  add(key: string): boolean {
    if (this.#old.has(key)) return false;
    const { size } = this.#young;
    this.#young.add(key);
    if (this.#young.size === size) return false;
    if (this.#young.size >= this.#least) {
      this.#old = this.#young;
      this.#young = new Set();
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
