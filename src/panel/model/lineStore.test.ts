import { expect, it } from 'vitest';
import { understand } from '../../core/logs/understand.ts';
import { noFilter } from './filter.ts';
import { LineStore } from './lineStore.ts';
import { recordOf } from './testing.ts';

const lines = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => recordOf({ text: `line ${from + index}` }));

it('shows what the filter lets through, also of lines that come later', () => {
  const store = new LineStore();
  store.reset(lines(0, 20), 1000);
  store.setFilter({ ...noFilter, text: 'line 1' });
  expect(store.visible).toHaveLength(11);
  expect(store.append(lines(100, 103))).toEqual({ added: 3, dropped: 0 });
  expect(store.append(lines(200, 203))).toEqual({ added: 0, dropped: 0 });
  expect(store.total).toBe(26);
});

it('keeps the newest lines, and says how many visible ones went', () => {
  const store = new LineStore();
  store.reset(lines(0, 1000), 1000);
  expect(store.append(lines(1000, 1001))).toEqual({ added: 1, dropped: 51 });
  expect(store.visible[0]?.text).toBe('line 51');
  expect(store.total).toBe(950);
});

it('takes in one batch larger than the limit', () => {
  const store = new LineStore();
  store.reset(lines(0, 5000), 1000);
  expect(store.visible.at(-1)?.text).toBe('line 4999');
  expect(store.total).toBeLessThanOrEqual(1000);
});

it('knows its sources and the longest run', () => {
  const store = new LineStore();
  const report = { requestId: 'r', durationMs: 412, billedDurationMs: 412, memorySizeMb: 128, maxMemoryUsedMb: 60 };
  store.reset([...lines(0, 2), recordOf({ text: 'REPORT', kind: { kind: 'report', report } })], 1000);
  expect(store.sources).toEqual([{ target: 'local', functionName: 'order-api' }]);
  expect(store.longestMs).toBe(412);
  const atBreakpoint = { ...report, durationMs: 60_000 };
  const source = { target: 'local', functionName: 'order-api', isDebugged: true } as const;
  store.append([recordOf({ text: 'REPORT', kind: { kind: 'report', report: atBreakpoint }, source })]);
  expect([store.longestMs, store.sources.length]).toEqual([412, 1]);
});

it('knows which line a run begins with: the start of its environment, else START', () => {
  const store = new LineStore();
  const id = 'aaaac0de-8f0c-4a1b-9d3e-000000000001';
  const texts = [
    'INIT_START Runtime Version: nodejs:22.v64',
    `START RequestId: ${id}`,
    `END RequestId: ${id}`,
    `START RequestId: ${id}`,
    'hello',
  ];
  const records = texts.map((text, index) =>
    understand({ id: String(index), source: { target: 'local', functionName: 'f' }, logStream: 's', timestamp: 0, text }),
  );
  store.append(records);
  expect(records.map((record) => store.isHead(record))).toEqual([true, false, false, true, false]);
});

it('marks the REPORT of a request that failed, before and after it comes', () => {
  const report = (id: string) =>
    understand({
      ...{ id, source: { target: 'local', functionName: 'f' }, logStream: 's', timestamp: 0 },
      text: `REPORT RequestId: ${id}\tDuration: 3.00 ms\tBilled Duration: 4 ms\tMemory Size: 128 MB\tMax Memory Used: 40 MB\t`,
    });
  const [first, second, third] = [1, 2, 3].map((n) => `aaaac0de-8f0c-4a1b-9d3e-00000000000${n}`) as [string, string, string];
  const store = new LineStore();
  store.append([report(first), report(second)]);
  expect(store.fail(second, 'Function.ResponseSizeTooLarge')).toBe(true);
  expect(store.fail(third, 'TypeError')).toBe(false);
  store.append([report(third)]);
  const types = store.visible.map(({ kind }) => kind.kind === 'report' && kind.report.errorType);
  expect(types).toEqual([undefined, 'Function.ResponseSizeTooLarge', 'TypeError']);
});
