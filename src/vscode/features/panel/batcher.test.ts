import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Batcher } from './batcher.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

it('hands on together what came within the delay, in order', () => {
  const batches: (readonly number[])[] = [];
  const batcher = new Batcher<number>(50, (items) => batches.push(items));
  batcher.add([1]);
  vi.advanceTimersByTime(40);
  batcher.add([2, 3]);
  vi.advanceTimersByTime(10);
  batcher.add([4]);
  vi.advanceTimersByTime(50);
  expect(batches).toEqual([[1, 2, 3], [4]]);
});

it('forgets what waits, and goes on after that', () => {
  const batches: (readonly number[])[] = [];
  const batcher = new Batcher<number>(50, (items) => batches.push(items));
  batcher.add([1]);
  batcher.discard();
  batcher.add([2]);
  vi.advanceTimersByTime(50);
  batcher.add([3]);
  batcher.dispose();
  vi.advanceTimersByTime(500);
  expect(batches).toEqual([[2]]);
});
