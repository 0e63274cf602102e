import { expect, test } from 'vitest';
import { gathered } from './gathered.ts';

test('what comes in one turn is written at once, in its order, and nothing is left', async () => {
  const written: string[] = [];
  const write = gathered((text) => written.push(text));
  write('a\n');
  write('b\n');
  expect(written).toEqual([]);
  await new Promise(setImmediate);
  write('c\n');
  await new Promise(setImmediate);
  await new Promise(setImmediate);
  expect(written).toEqual(['a\nb\n', 'c\n']);
});
