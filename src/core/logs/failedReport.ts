import type { LogRecord } from './model.ts';

/**
 * A REPORT line names only failures that Lambda itself sees; with what is known of how requests ended, it names all of them.
 * `failures`: the error type by request id. Any other record comes back as it is.
 */
export function withFailure(record: LogRecord, failures: ReadonlyMap<string, string>): LogRecord {
  if (record.kind.kind !== 'report' || record.kind.report.status !== undefined) return record;
  const errorType = failures.get(record.kind.report.requestId);
  if (errorType === undefined) return record;
  return { ...record, level: 'error', kind: { kind: 'report', report: { ...record.kind.report, status: 'error', errorType } } };
}
