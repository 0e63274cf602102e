import { WorkbenchError } from '../errors.ts';
import type { Clock } from '../ports.ts';
import type { FilterAnswer, FilterQuery, LogsApi } from './logsApi.ts';
import type { LogSource, RawLogEvent } from './model.ts';
import { toRawEvent } from './read.ts';

/** What a tail is doing, for the notice above the lines. Said when it changes. */
export type TailState =
  | { readonly kind: 'following' }
  /** The group isn't there: the function hasn't written yet, or its group was deleted. */
  | { readonly kind: 'waiting-for-group'; readonly logGroupName: string }
  | { readonly kind: 'throttled' }
  /** Was reachable before; tried again until it is. */
  | { readonly kind: 'unreachable'; readonly message: string };

export interface TailOptions {
  readonly logGroupName: string;
  readonly source: LogSource;
  /** Milliseconds since 1970: older events aren't asked for. */
  readonly startTime: number;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly onState?: (state: TailState) => void;
}

/** How far each cycle looks back: Lambda ships in batches, and an event may arrive after a younger one was read. */
const OVERLAP_MS = 60_000;
const BUSY_PAUSE_MS = 2_000;
const IDLE_PAUSE_MS = 5_000;
const MAX_BACKOFF_MS = 30_000;

/**
 * The events of a log group from `startTime` on, each once, in order of arrival; ends when `signal` aborts.
 * Every cycle asks again for the last minute before the cursor and drops the ids already given, so that late events and
 * events of the same millisecond are neither lost nor repeated. Rejects with WorkbenchError where waiting can't help.
 */
export async function* tailLogGroup(api: LogsApi, options: TailOptions): AsyncIterable<RawLogEvent> {
  const { clock, signal, source, logGroupName } = options;
  const say = stateTeller(options.onState);
  const given = new Map<string, number>();
  let cursor = options.startTime;
  let pauseMs = BUSY_PAUSE_MS;
  let reached = false;

  while (!signal.aborted) {
    const from = Math.max(options.startTime, cursor - OVERLAP_MS);
    let nextToken: string | undefined;
    let news = false;
    let failedMs = 0;
    do {
      const answer = await ask(api, { logGroupName, startTime: from, signal, ...(nextToken === undefined ? {} : { nextToken }) }, reached);
      if (signal.aborted) return;
      if (answer.kind === 'throttled' || answer.kind === 'unreachable') {
        say(answer);
        failedMs = failedMs === 0 ? 2 * BUSY_PAUSE_MS : Math.min(MAX_BACKOFF_MS, failedMs * 2);
        await pause(clock, failedMs, signal);
        continue;
      }
      reached = true;
      failedMs = 0;
      if (answer.kind === 'no-such-group') {
        say({ kind: 'waiting-for-group', logGroupName });
        break;
      }
      say({ kind: 'following' });
      for (const event of answer.events) {
        if (given.has(event.eventId)) continue;
        given.set(event.eventId, event.timestamp);
        news = true;
        // A timestamp from the future must not carry the cursor past what is still to come.
        cursor = Math.max(cursor, Math.min(event.timestamp, event.ingestionTime));
        yield toRawEvent(event, source);
        if (signal.aborted) return;
      }
      nextToken = answer.nextToken;
    } while ((nextToken !== undefined || failedMs > 0) && !signal.aborted);

    forgetBefore(given, cursor - OVERLAP_MS);
    pauseMs = news ? BUSY_PAUSE_MS : Math.min(IDLE_PAUSE_MS, pauseMs * 1.5);
    await pause(clock, pauseMs, signal);
  }
}

/** Before the first answer an unreachable endpoint is the user's mistake; after it, a network that comes back. */
async function ask(
  api: LogsApi,
  query: FilterQuery,
  reached: boolean,
): Promise<FilterAnswer | Extract<TailState, { readonly kind: 'unreachable' }>> {
  try {
    return await api.filterLogEvents(query);
  } catch (error) {
    if (query.signal?.aborted) return { kind: 'throttled' };
    if (reached && error instanceof WorkbenchError && error.code === 'endpoint-unreachable') {
      return { kind: 'unreachable', message: error.message };
    }
    throw error;
  }
}

/** Events older than any later query asks for can't come again: their ids needn't be kept. */
function forgetBefore(given: Map<string, number>, timestamp: number): void {
  for (const [id, time] of given) if (time < timestamp) given.delete(id);
}

function pause(clock: Clock, delayMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      cancel();
      signal.removeEventListener('abort', done);
      resolve();
    };
    const cancel = clock.schedule(delayMs, done);
    signal.addEventListener('abort', done);
    if (signal.aborted) done();
  });
}

function stateTeller(onState: TailOptions['onState']): (state: TailState) => void {
  let last: TailState['kind'] | undefined;
  return (state) => {
    if (state.kind === last) return;
    last = state.kind;
    onState?.(state);
  };
}
