import { WorkbenchError } from '../errors.ts';
import type { CloudWatchEvent, LogsApi } from './logsApi.ts';
import type { LogSource, RawLogEvent } from './model.ts';

export interface ReadOptions {
  readonly logGroupName: string;
  readonly source: LogSource;
  /** Milliseconds since 1970, inclusive. */
  readonly since: number;
  readonly signal?: AbortSignal;
}

/** The events that are there now, oldest first, to the last page. A missing group is `log-group-not-found`. */
export async function* readLogs(api: LogsApi, options: ReadOptions): AsyncIterable<RawLogEvent> {
  const { logGroupName, since, signal } = options;
  let nextToken: string | undefined;
  do {
    const answer = await api.filterLogEvents({
      logGroupName,
      startTime: since,
      ...(nextToken === undefined ? {} : { nextToken }),
      ...(signal === undefined ? {} : { signal }),
    });
    if (signal?.aborted) return;
    if (answer.kind === 'no-such-group') {
      throw new WorkbenchError(
        'log-group-not-found',
        `There is no log group ${logGroupName}.`,
        'Lambda creates it when the function first runs: invoke the function, or check its name, account and region.',
      );
    }
    if (answer.kind === 'throttled') {
      throw new WorkbenchError(
        'request-refused',
        `CloudWatch Logs refuses more requests for now (throttled) while reading ${logGroupName}.`,
        'Wait a moment and try again, or follow the logs: that waits by itself.',
      );
    }
    for (const event of answer.events) yield toRawEvent(event, options.source);
    nextToken = answer.nextToken;
  } while (nextToken !== undefined);
}

export function toRawEvent(event: CloudWatchEvent, source: LogSource): RawLogEvent {
  return { id: event.eventId, source, logStream: event.logStreamName, timestamp: event.timestamp, text: event.message };
}
