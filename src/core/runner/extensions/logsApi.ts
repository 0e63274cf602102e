import type { PlatformEvent } from '../platformEvents.ts';

export interface TelemetryRecord {
  /** `function`, `extension`, `platform.start`, … */
  readonly type: string;
  readonly record: unknown;
}

/** An event in the words of the Logs API, which knew fewer: none, one, or two. */
export function asLogsApi({ type, record }: PlatformEvent, schemaVersion: string): readonly TelemetryRecord[] {
  switch (type) {
    case 'platform.start':
      return [{ type, record: { requestId: record.requestId, version: record.version } }];
    case 'platform.runtimeDone': {
      const { requestId, status } = record;
      return schemaVersion < '2021-03-18' ? [] : [{ type, record: { requestId, status } }];
    }
    case 'platform.report': {
      const { requestId, metrics } = record;
      return [
        { type: 'platform.end', record: { requestId } },
        { type, record: { requestId, metrics } },
      ];
    }
    case 'platform.telemetrySubscription':
      return [{ type: 'platform.logsSubscription', record }];
    case 'platform.extension':
    case 'platform.logsDropped':
      return [{ type, record }];
    default:
      return [];
  }
}
