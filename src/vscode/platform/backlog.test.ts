import { expect, test } from 'vitest';
import { Backlog } from './backlog.ts';

test('much is done a turn’s worth at a time: each thing once, and what was asked for last first', () => {
  const backlog = new Backlog<string>();
  const done: string[] = [];
  const turn = () => done.push(backlog.take(6, (item) => item.length).join(' '));
  backlog.add(['one', 'two', 'three', 'four', 'hundreds', 'six']);
  turn();
  backlog.add(['typed', 'four']);
  while (!backlog.isEmpty) turn();
  expect(done).toEqual(['one two', 'typed four', 'three hundreds', 'six']);
  turn();
  expect(done.at(-1)).toBe('');
});
