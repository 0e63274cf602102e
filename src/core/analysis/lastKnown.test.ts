import { expect, test } from 'vitest';
import { bareFunction } from '../project/testing.ts';
import { functionsOf, withLastKnown } from './lastKnown.ts';
import type { AnalysedTemplate, FolderSnapshot } from './model.ts';

const start = { line: 0, character: 0 };

function readable(path: string, ...names: readonly string[]): AnalysedTemplate {
  const functions = names.map((logicalId) => ({
    definition: bareFunction({ folder: '/shop', logicalId, runtime: { kind: 'absent' }, handler: { kind: 'absent' } }),
    resolution: { kind: 'unknown' as const, reason: 'not looked for' },
  }));
  return { kind: 'template', path, format: 'sam', functions };
}

function broken(path: string): AnalysedTemplate {
  return { kind: 'broken', path, message: 'It ends too soon', range: { start, end: start } };
}

/** One folder from moment to moment; the functions of the last one, as `path: names`. */
function check(moments: readonly (readonly AnalysedTemplate[])[], expected: readonly string[]) {
  const snapshots = moments.map((templates): readonly FolderSnapshot[] => [{ folder: '/shop', templates, findings: [] }]);
  const [shop] = snapshots.reduce((before, now) => withLastKnown(before, now), []);
  const lines = shop?.templates.map((template) => `${template.path}: ${functionsOf(template).map(({ definition }) => definition.name)}`);
  expect(lines).toEqual(expected);
}

test('a template keeps its functions while it cannot be read, however long', () => {
  check(
    [
      [readable('a', 'One', 'Two'), readable('b', 'Three')],
      [broken('a'), readable('b')],
    ],
    ['a: One,Two', 'b: '],
  );
  check([[readable('a', 'One')], [broken('a')], [broken('a')]], ['a: One']);
});

test('what is read again counts as it is read', () => check([[readable('a', 'One')], [broken('a')], [readable('a', 'Two')]], ['a: Two']));

test('nothing is known of a template that was never read, or went away meanwhile', () => {
  check([[broken('a')]], ['a: ']);
  check([[readable('a', 'One')], [], [broken('a')]], ['a: ']);
});

test('folders do not mix', () => {
  const bank: FolderSnapshot = { folder: '/bank', templates: [readable('a', 'One')], findings: [] };
  const shop: FolderSnapshot = { folder: '/shop', templates: [broken('a')], findings: [] };
  expect(withLastKnown([bank], [shop])).toEqual([shop]);
});
