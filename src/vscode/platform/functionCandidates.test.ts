import { join } from 'node:path';
import { expect, test } from 'vitest';
import { literalFunction } from '../testing/functions.ts';
import { functionsAt, type Place } from './functionCandidates.ts';
import { FunctionIndex, isFunctionKey, keyOf } from './functionIndex.ts';

const shop = join('/', 'shop');
const functions = [
  literalFunction({ folder: shop, name: 'read', line: 10 }),
  literalFunction({ folder: shop, name: 'write', line: 20 }),
  literalFunction({ folder: shop, name: 'copy', line: 20 }),
];
const index = new FunctionIndex([
  { folder: shop, findings: [], templates: [{ kind: 'template', path: join(shop, 'template.yaml'), format: 'sam', functions }] },
]);

function check(file: string, line: Place['line'], expected: readonly string[]) {
  const found = functionsAt(index, { path: join(shop, file), line });
  expect(found.map(({ definition }) => definition.name)).toEqual(expected);
}

test('in a template: the function whose resource holds the line', () => {
  check('template.yaml', 10, ['read']);
  check('template.yaml', 14, ['read']);
  check('template.yaml', 16, []);
  check('template.yaml', undefined, []);
});

test('in a source: the nearest handler above, all that share it, or all of the file', () => {
  check('app.js', 15, ['read']);
  check('app.js', 20, ['write', 'copy']);
  check('app.js', 5, ['read', 'write', 'copy']);
  check('app.js', undefined, ['read', 'write', 'copy']);
  check('other.js', 5, []);
});

test('finds by key, and knows a key when it sees one', () => {
  const key = keyOf(functions[1] as (typeof functions)[number]);
  expect(index.find(key.folder, key.id)).toBe(functions[1]);
  expect(index.find(shop, 'template.yaml#gone')).toBeUndefined();
  expect([key, { ...key, kind: 'event' }, undefined, 'read', {}, { folder: shop }].map(isFunctionKey)).toEqual([
    true,
    true,
    false,
    false,
    false,
    false,
  ]);
});
