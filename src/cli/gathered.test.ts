import { expect, test, vi } from 'vitest';
import { gathered } from './gathered.ts';

test('what comes in one turn is written at once, what comes right after a write together, in its order, and nothing is left', () => {
  vi.useFakeTimers();
  const written: string[] = [];
  const write = gathered((text) => written.push(text));
  write('a\n');
  write('b\n');
  expect(written).toEqual([]);
  vi.advanceTimersByTime(0);
  expect(written).toEqual(['a\nb\n']);
  write('c\n');
  vi.advanceTimersByTime(5);
  write('d\n');
  vi.advanceTimersByTime(4);
  expect(written).toEqual(['a\nb\n']);
  vi.advanceTimersByTime(1);
  expect(written).toEqual(['a\nb\n', 'c\nd\n']);
  // After a while without a word the next is written at once again.
  vi.advanceTimersByTime(10);
  write('e\n');
  vi.advanceTimersByTime(0);
  expect(written.at(-1)).toBe('e\n');
  vi.useRealTimers();
});
