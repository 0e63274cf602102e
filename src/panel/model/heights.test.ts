import { expect, it } from 'vitest';
import { RowHeights } from './heights.ts';

function heightsOf(...values: number[]): RowHeights {
  const heights = new RowHeights();
  for (const value of values) heights.push(value);
  return heights;
}

it('places rows of different heights', () => {
  const heights = heightsOf(24, 20, 20);
  expect([heights.top(0), heights.top(1), heights.top(2), heights.total]).toEqual([0, 24, 44, 64]);
});

it('finds the row at a height, and the nearest one outside', () => {
  const heights = heightsOf(24, 20, 20);
  expect([-5, 0, 23, 24, 43, 44, 63, 900].map((y) => heights.indexAt(y))).toEqual([0, 0, 0, 1, 1, 2, 2, 2]);
});

it('moves what follows a row that grew', () => {
  const heights = heightsOf(20, 20, 20);
  expect(heights.set(1, 100)).toBe(80);
  expect([heights.top(1), heights.top(2), heights.total]).toEqual([20, 120, 140]);
  expect(heights.set(7, 100)).toBe(0);
});

it('drops rows at the top', () => {
  const heights = heightsOf(24, 20, 30);
  expect(heights.dropFront(2)).toBe(44);
  expect([heights.count, heights.top(0), heights.total]).toEqual([1, 0, 30]);
});

it('gives a window with a margin, and nothing of an empty list', () => {
  const heights = heightsOf(...Array.from({ length: 100 }, () => 20));
  expect(heights.window(200, 100, 40)).toEqual({ first: 8, end: 18 });
  expect(heights.window(0, 100, 40)).toEqual({ first: 0, end: 8 });
  expect(new RowHeights().window(0, 100, 40)).toEqual({ first: 0, end: 0 });
});
