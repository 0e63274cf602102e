import type { LogRecord } from '../../core/logs/model.ts';

/** A record for tests and previews: what isn't said is an unremarkable line of `order-api`, run locally. */
export function recordOf(partial: Partial<LogRecord> & { readonly text: string }): LogRecord {
  return {
    id: partial.text,
    source: { target: 'local', functionName: 'order-api' },
    logStream: 'local',
    timestamp: 0,
    message: partial.text,
    kind: { kind: 'message' },
    ...partial,
  };
}
