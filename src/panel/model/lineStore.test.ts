import { expect, it } from 'vitest';
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
});
