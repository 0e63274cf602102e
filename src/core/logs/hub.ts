import type { LogRecord, RawLogEvent } from './model.ts';
import { RecentIds } from './recentIds.ts';
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
      for (const listener of appendListeners) listener([record]);
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

function subscribe<T>(listeners: Set<T>, listener: T): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}
