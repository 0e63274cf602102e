import type { LogRecord, LogSource } from '../../core/logs/model.ts';

export type LevelFilter = 'all' | 'info' | 'warn' | 'error';

export type SourceFilter =
  | { readonly kind: 'all' }
  /** One function, wherever it runs: what the Logs action asks for. */
  | { readonly kind: 'function'; readonly name: string }
  /** Ticked in the menu; entries are `sourceKey`s. */
  | { readonly kind: 'picked'; readonly keys: readonly string[] };

export interface Filter {
  readonly text: string;
  readonly level: LevelFilter;
  readonly sources: SourceFilter;
}

export const noFilter: Filter = { text: '', level: 'all', sources: { kind: 'all' } };

export function isFiltering(filter: Filter): boolean {
  return filter.text !== '' || filter.level !== 'all' || filter.sources.kind !== 'all';
}

/** A test for records; made once per filter, for it runs over every line. */
export function matcher(filter: Filter): (record: LogRecord) => boolean {
  const needle = filter.text.toLowerCase();
  const least = severity[filter.level];
  const inSources = sourceTest(filter.sources);
  return (record) =>
    (least === 0 || severityOf(record) >= least) &&
    inSources(record.source) &&
    (needle === '' || record.text.toLowerCase().includes(needle));
}

/** How a line counts for the level filter and its colour. Lambda's words about a failure are errors, whatever they are printed as. */
export function effectiveLevel(record: LogRecord): Exclude<LevelFilter, 'all'> | 'debug' {
  switch (record.kind.kind) {
    case 'platform':
      return 'error';
    case 'report':
      return record.kind.report.status === undefined || record.kind.report.status === 'success' ? 'info' : 'error';
    default:
      break;
  }
  switch (record.level) {
    case 'trace':
    case 'debug':
      return 'debug';
    case 'warn':
      return 'warn';
    case 'error':
    case 'fatal':
      return 'error';
    default:
      return 'info';
  }
}

/** `local`, `local cloud`, or the region. */
export function targetLabel(source: LogSource): string {
  if (source.target === 'aws') return source.region ?? 'AWS';
  return source.target === 'local' ? 'local' : 'local cloud';
}

export function sourceKey(source: LogSource): string {
  return `${source.functionName}\n${targetLabel(source)}`;
}

const severity = { all: 0, debug: 0, info: 1, warn: 2, error: 3 } as const;

function severityOf(record: LogRecord): number {
  return severity[effectiveLevel(record)];
}

function sourceTest(filter: SourceFilter): (source: LogSource) => boolean {
  switch (filter.kind) {
    case 'all':
      return () => true;
    case 'function':
      return (source) => source.functionName === filter.name;
    case 'picked': {
      const keys = new Set(filter.keys);
      return (source) => keys.has(sourceKey(source));
    }
  }
}
