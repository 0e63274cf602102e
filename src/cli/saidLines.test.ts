import { expect, test } from 'vitest';
import { SaidLines } from './saidLines.ts';

test.each([
  ['', 'Go could not build it:\na.go:1:2: x', 'Go could not build it:\na.go:1:2: x'],
  ['# x\n./a.go:1:2: x\n', 'Go could not build it:\na.go:1:2: x', 'Go could not build it, as said above.'],
  ['a.go:1:2: x\n', 'Go could not build it:\na.go:1:2: x\n… and 7 more', 'Go could not build it, as said above:\n… and 7 more'],
  ['main.c:1:21: error: no x\n', 'make could not build it:\nmain.c:1:21: no x', 'make could not build it, as said above.'],
  ['something else\n', 'There is no function "A".', 'There is no function "A".'],
])('after %j %j is told as %j', (before, message, told) => {
  const said = new SaidLines();
  said.add(before);
  expect(said.newOf(message)).toBe(told);
});
