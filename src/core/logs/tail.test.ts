import { expect, test } from 'vitest';
import { WorkbenchError } from '../errors.ts';
import type { Clock } from '../ports.ts';
import type { CloudWatchEvent, FilterAnswer, FilterQuery, LogsApi } from './logsApi.ts';
import { readLogs } from './read.ts';
import { type TailState, tailLogGroup } from './tail.ts';

const source = { target: 'aws', functionName: 'f', region: 'eu-west-1' } as const;

function event(id: string, timestamp: number, ingestionTime = timestamp): CloudWatchEvent {
  return { eventId: id, logStreamName: 's', timestamp, ingestionTime, message: `${id}\n` };
}

function page(events: readonly CloudWatchEvent[], nextToken?: string): FilterAnswer {
  return { kind: 'page', events, ...(nextToken === undefined ? {} : { nextToken }) };
}

/** Answers the script's steps one by one, then aborts; the clock's pauses pass at once and are noted. */
async function tail(script: readonly (FilterAnswer | Error)[], startTime = 0) {
  const stop = new AbortController();
  const queries: FilterQuery[] = [];
  const pauses: number[] = [];
  const states: TailState['kind'][] = [];
  const clock: Clock = {
    now: () => 0,
    monotonic: () => 0,
    schedule(delayMs, callback) {
      pauses.push(delayMs);
      queueMicrotask(callback);
      return () => {};
    },
  };
  const api: LogsApi = {
    async filterLogEvents(query) {
      const step = script[queries.length];
      queries.push(query);
      if (step instanceof Error) throw step;
      if (step !== undefined) return step;
      stop.abort();
      throw new Error('aborted');
    },
    describeLogGroups: async () => ({ groups: [] }),
  };
  const ids: string[] = [];
  const onState = (state: TailState): void => {
    states.push(state.kind);
  };
  for await (const raw of tailLogGroup(api, { logGroupName: 'g', source, startTime, clock, signal: stop.signal, onState }))
    ids.push(raw.id);
  return { ids, queries, pauses, states };
}

test('gives late events and events of the same millisecond, each once', async () => {
  const t = 1_000_000;
  const first = [event('a', t), event('b', t)];
  const { ids, queries } = await tail([page(first), page([event('late', t - 30_000), ...first, event('c', t)]), page([...first])]);
  expect(ids).toEqual(['a', 'b', 'late', 'c']);
  expect(queries.map((query) => query.startTime)).toEqual([0, t - 60_000, t - 60_000, t - 60_000]);
});

test('never asks for what is before the start', async () => {
  const { queries } = await tail([page([event('a', 1_010_000)]), page([])], 1_000_000);
  expect(queries.map((query) => query.startTime)).toEqual([1_000_000, 1_000_000, 1_000_000]);
});

test('an event from the future loses nothing that comes after it', async () => {
  const { queries } = await tail([page([event('future', 9_000_000, 1_000_000)]), page([])]);
  expect(queries[1]?.startTime).toBe(940_000);
});

test('goes on through empty pages while there is a token', async () => {
  const { ids, queries, pauses } = await tail([page([], 't1'), page([], 't2'), page([event('a', 1)])]);
  expect(ids).toEqual(['a']);
  expect(queries.map((query) => query.nextToken)).toEqual([undefined, 't1', 't2', undefined]);
  expect(pauses).toEqual([2_000]);
});

test('asks less often when nothing comes, and at once again when something does', async () => {
  const { pauses } = await tail([page([]), page([]), page([]), page([]), page([event('a', 1)])]);
  expect(pauses).toEqual([3_000, 4_500, 5_000, 5_000, 2_000]);
});

test('backs off when throttled, and keeps its place', async () => {
  const throttled: FilterAnswer = { kind: 'throttled' };
  const script = [page([event('a', 1)], 't'), throttled, throttled, throttled, throttled, throttled, page([event('b', 2)])];
  const { ids, queries, pauses, states } = await tail(script);
  expect(ids).toEqual(['a', 'b']);
  expect(pauses).toEqual([4_000, 8_000, 16_000, 30_000, 30_000, 2_000]);
  expect(queries.slice(1, 7).map((query) => query.nextToken)).toEqual(['t', 't', 't', 't', 't', 't']);
  expect(states).toEqual(['following', 'throttled', 'following']);
});

test('waits for a group that is not there, and says so once', async () => {
  const { ids, states } = await tail([{ kind: 'no-such-group' }, { kind: 'no-such-group' }, page([event('a', 1)])]);
  expect(ids).toEqual(['a']);
  expect(states).toEqual(['waiting-for-group', 'following']);
});

test('a network that goes away is waited for; one that never was is an error', async () => {
  const unreachable = new WorkbenchError('endpoint-unreachable', 'gone', '');
  const { ids, states } = await tail([page([]), unreachable, page([event('a', 1)])]);
  expect(ids).toEqual(['a']);
  expect(states).toEqual(['following', 'unreachable', 'following']);
  await expect(tail([unreachable])).rejects.toBe(unreachable);
});

test('a refusal ends it', async () => {
  const refused = new WorkbenchError('access-denied', 'no', '');
  await expect(tail([page([]), refused])).rejects.toBe(refused);
});

test('an abort during a pause ends it without another request', async () => {
  const stop = new AbortController();
  let cancelled = false;
  let asked = 0;
  const clock: Clock = {
    now: () => 0,
    monotonic: () => 0,
    schedule() {
      queueMicrotask(() => stop.abort());
      return () => {
        cancelled = true;
      };
    },
  };
  const api: LogsApi = {
    filterLogEvents: async () => {
      asked++;
      return page([]);
    },
    describeLogGroups: async () => ({ groups: [] }),
  };
  for await (const _ of tailLogGroup(api, { logGroupName: 'g', source, startTime: 0, clock, signal: stop.signal })) expect.unreachable();
  expect({ asked, cancelled }).toEqual({ asked: 1, cancelled: true });
});

test('a read without following goes to the last page; a missing group is an error', async () => {
  const answers = [page([event('a', 1)], 't'), page([], 'u'), page([event('b', 2)])];
  const api: LogsApi = {
    filterLogEvents: async () => answers.shift() ?? { kind: 'no-such-group' },
    describeLogGroups: async () => ({ groups: [] }),
  };
  const ids: string[] = [];
  for await (const raw of readLogs(api, { logGroupName: 'g', source, since: 0 })) ids.push(raw.id);
  expect(ids).toEqual(['a', 'b']);
  const missing = readLogs(api, { logGroupName: 'g', source, since: 0 })[Symbol.asyncIterator]();
  await expect(missing.next()).rejects.toMatchObject({ code: 'log-group-not-found' });
});
