import { withFailure } from '../../core/logs/failedReport.ts';
import type { LogRecord, LogSource } from '../../core/logs/model.ts';
import { type Filter, matcher, noFilter, sourceKey } from './filter.ts';

/** What an append did to the lines that are shown. */
export interface AppendResult {
  readonly added: number;
  /** Lines that went at the top to stay within the limit. */
  readonly dropped: number;
}

/** The lines the page holds, and which of them the filter lets through. */
export class LineStore {
  #records: LogRecord[] = [];
  #visible: LogRecord[] = [];
  #sources = new Map<string, LogSource>();
  /** Error types of requests that failed, by their id. */
  readonly #failures = new Map<string, string>();
  #filter: Filter = noFilter;
  #matches = matcher(noFilter);
  #maxLines = 50_000;
  #longestMs = 0;
  /** Log streams whose environment has begun to start, and has no request yet. */
  readonly #starting = new Set<string>();
  /** The first line of each run: what it begins with, be it the start of its environment. */
  #heads = new WeakSet<LogRecord>();

  /** How many lines are held at most. */
  get maxLines(): number {
    return this.#maxLines;
  }

  get visible(): readonly LogRecord[] {
    return this.#visible;
  }

  get total(): number {
    return this.#records.length;
  }

  /** In order of their first line. */
  get sources(): readonly LogSource[] {
    return [...this.#sources.values()];
  }

  /** The longest duration of a REPORT line: what bars are drawn against. Milliseconds; time at breakpoints doesn't count. */
  get longestMs(): number {
    return this.#longestMs;
  }

  /** Whether a run begins with this line. */
  isHead(record: LogRecord): boolean {
    return this.#heads.has(record);
  }

  get filter(): Filter {
    return this.#filter;
  }

  setFilter(filter: Filter): void {
    this.#filter = filter;
    this.#matches = matcher(filter);
    this.#visible = this.#records.filter(this.#matches);
  }

  reset(records: readonly LogRecord[], maxLines: number): void {
    this.#maxLines = maxLines;
    this.#records = [];
    this.#visible = [];
    this.#sources = new Map();
    this.#longestMs = 0;
    this.#starting.clear();
    this.#heads = new WeakSet();
    this.append(records);
  }

  /** Marks the REPORT of a request that failed, whether it is there yet or not. True: one that is shown is another now. */
  fail(requestId: string, errorType: string): boolean {
    this.#failures.set(requestId, errorType);
    const at = this.#records.findLastIndex((record) => withFailure(record, this.#failures) !== record);
    const record = this.#records[at];
    if (record === undefined) return false;
    this.#records[at] = withFailure(record, this.#failures);
    this.setFilter(this.#filter);
    return true;
  }

  append(records: readonly LogRecord[]): AppendResult {
    let added = 0;
    for (const given of records) {
      const record = withFailure(given, this.#failures);
      this.#records.push(record);
      this.#sources.set(sourceKey(record.source), record.source);
      this.#learnHead(record);
      if (record.kind.kind === 'report' && !record.source.isDebugged)
        this.#longestMs = Math.max(this.#longestMs, record.kind.report.durationMs);
      if (!this.#matches(record)) continue;
      this.#visible.push(record);
      added += 1;
    }
    return { added, dropped: this.#trim() };
  }

  #learnHead(record: LogRecord): void {
    const stream = `${sourceKey(record.source)}\n${record.logStream}`;
    if (record.kind.kind === 'init' && record.message.startsWith('INIT_START')) {
      if (!this.#starting.has(stream)) this.#heads.add(record);
      this.#starting.add(stream);
    } else if (record.kind.kind === 'start' && !this.#starting.delete(stream)) this.#heads.add(record);
  }

  /** Drops a twentieth at a time, so that a full store doesn't move all its lines for each new one. */
  #trim(): number {
    if (this.#records.length <= this.#maxLines) return 0;
    const excess = this.#records.length - this.#maxLines + Math.floor(this.#maxLines / 20);
    const gone = new Set(this.#records.slice(0, excess));
    this.#records = this.#records.slice(excess);
    let dropped = 0;
    for (const record of this.#visible) {
      if (!gone.has(record)) break;
      dropped += 1;
    }
    this.#visible = this.#visible.slice(dropped);
    return dropped;
  }
}
