import { expect, test } from 'vitest';
import { KnownTrees } from './knownTrees.ts';
import { child, type ParsedTree } from './model.ts';
import { parseTree } from './parse.ts';

const text = (value: string, comment = '') => `A: ${value}\nB:\n  c: 1\n#${comment}\n`;
const inB = (tree: ParsedTree) => (tree.kind === 'tree' ? child(tree.root, 'B') : undefined);

test('a file that is read a second time is known from then on', () => {
  const trees = new KnownTrees();
  const [first, second, third] = [trees.parse('/a', text('1')), trees.parse('/a', text('2')), trees.parse('/a', text('3'))];
  expect(inB(second)).not.toBe(inB(first));
  expect(inB(third)).toBe(inB(second));
  expect(trees.parse('/a', text('3'))).toBe(third);
  expect(trees.parse('/b', text('3'))).not.toBe(third);
});

test('of JSON too the entries stay that are not typed in', () => {
  const trees = new KnownTrees();
  const json = (a: string, b = '1', space = '') => `{${space}"A": ${a},\n"B": {"c": {"d": ${b}}, "e": {"f": 1}}}`;
  const inJson = (a: string, b?: string, space?: string) => {
    const tree = trees.parse('/t.json', json(a, b, space));
    const inner = inB(tree);
    return { all: inner, c: child(inner, 'c'), e: child(inner, 'e') };
  };
  inJson('1');
  const before = inJson('2');
  expect(inJson('3').all).toBe(before.all);
  trees.parse('/t.json', '{"A": ');
  const typed = inJson('3', '2');
  expect([typed.all === before.all, typed.c === before.c, typed.e === before.e]).toEqual([false, false, true]);
  const below = inJson('3', '2', '\n');
  expect([below.e === before.e, below.e?.range.start.line, before.e?.range.start.line]).toEqual([false, 2, 1]);
});

test('what was read long ago is forgotten', () => {
  const trees = new KnownTrees();
  const long = 'x'.repeat(90_000);
  const type = (path: string, value: string) => trees.parse(path, text(value, long));
  for (const value of ['1', '2']) for (const path of ['/a', '/b']) type(path, value);
  const [a, b] = [inB(type('/a', '3')), inB(type('/b', '3'))];
  // The third one takes the place of the first.
  for (const value of ['1', '2']) type('/c', value);
  expect(inB(type('/b', '4'))).toBe(b);
  expect(inB(type('/a', '4'))).not.toBe(a);
});

test('an error and braces are answered as ever', () => {
  const trees = new KnownTrees();
  for (const each of ['A: "', '{"a": 1}', '{a: 1}', '{"a": }', 'A: 1\nA']) {
    for (const path of ['/t.yaml', '/t.json']) expect(JSON.stringify(trees.parse(path, each))).toBe(JSON.stringify(parseTree(path, each)));
  }
});

test('what is made of a tree is made again when it is made of something else', () => {
  class Made {}
  const trees = new KnownTrees();
  const kept = (from: readonly unknown[]) => trees.kept('/a', Made, from, () => new Made());
  expect(kept([1])).not.toBe(kept([1]));
  for (const value of ['1', '2']) trees.parse('/a', text(value));
  const made = kept([1, 'a']);
  expect(kept([1, 'a'])).toBe(made);
  trees.parse('/a', text('3'));
  expect(kept([1, 'a'])).toBe(made);
  expect(kept([1, 'b'])).not.toBe(made);
  expect(kept([1])).not.toBe(made);
});
