import { expect, test } from 'vitest';
import type { Finding } from '../lint/model.ts';
import { bareFunction } from '../project/testing.ts';
import { applyDelta, deltaBetween, emptySnapshot, isEmpty, type SnapshotDelta, splitDelta } from './delta.ts';
import type { AnalysedTemplate, FolderSnapshot } from './model.ts';

const absent = { kind: 'absent' } as const;

function template(name: string, functions = 1, reason = 'none'): AnalysedTemplate {
  const analysed = Array.from({ length: functions }, (_, n) => ({
    definition: bareFunction({ folder: '/w', logicalId: `F${n}`, runtime: absent, handler: absent }),
    resolution: { kind: 'unknown', reason } as const,
  }));
  return { kind: 'template', path: `/w/${name}`, format: 'sam', functions: analysed };
}

function finding(name: string, line: number, code = 'x'): Finding {
  const range = { start: { line, character: 0 }, end: { line, character: 4 } };
  return { code, severity: 'error', message: '', at: { path: `/w/${name}`, range }, functionId: null, fixes: [], related: [] };
}

function snapshot(templates: readonly AnalysedTemplate[], findings: readonly Finding[] = []): FolderSnapshot {
  return { folder: '/w', templates, findings };
}

/** What a delta is about, by file names; and that it leads from one to the other. */
function check(before: FolderSnapshot, after: FolderSnapshot, expected: readonly string[]): void {
  const delta = deltaBetween(before, after);
  expect(inWords(delta)).toEqual(expected);
  expect(isEmpty(delta)).toBe(expected.length === 0);
  expect(applyDelta(before, delta)).toEqual(after);
}

function inWords({ templates, gone, findings }: SnapshotDelta): readonly string[] {
  return [
    ...templates.map((change) =>
      change.kind === 'whole' ? `template ${change.path}` : `${change.changed.length} of ${change.ids.length} in ${change.path}`,
    ),
    ...gone.map((path) => `gone ${path}`),
    ...findings.map(({ path, findings: list }) => `${list.length} in ${path}`),
  ];
}

const [a, b] = [template('a'), template('b')];

test('only what is different is told, by its content', () => {
  check(snapshot([a, b]), snapshot([a, template('b')]), []);
  check(snapshot([a, b]), snapshot([a, template('b', 1, 'other')]), ['1 of 1 in /w/b']);
  check(snapshot([b]), snapshot([a, b]), ['template /w/a']);
  check(snapshot([a, b]), snapshot([b]), ['gone /w/a']);
  check(emptySnapshot('/w'), snapshot([a], [finding('a', 1)]), ['template /w/a', '1 in /w/a']);
});

test('of a template only the functions that are different', () => {
  const [one, two] = [template('a', 3), template('a', 3, 'other')];
  if (one.kind === 'broken' || two.kind === 'broken') throw new Error('broken');
  const [first, second, third] = one.functions;
  const [, changed] = two.functions;
  const of = (...functions: (typeof first)[]) => snapshot([{ ...one, functions: functions.filter((fn) => fn !== undefined) }]);
  check(of(first, second, third), of(first, changed, third), ['1 of 3 in /w/a']);
  check(of(first, second, third), of(first, third), ['0 of 2 in /w/a']);
  check(of(first, third), of(first, second, third), ['1 of 3 in /w/a']);
  check(of(first, second), of(second, first), ['0 of 2 in /w/a']);
  check(of(first, second), of(first, first), ['template /w/a']);
  check(of(first), snapshot([{ ...one, format: 'cloudformation' }]), ['template /w/a']);
});

test('of a file the findings are told that are different', () => {
  const before = snapshot([a, b], [finding('a', 1), finding('a', 2), finding('b', 1)]);
  check(before, snapshot([a, b], [finding('a', 1), finding('a', 2), finding('b', 1)]), []);
  check(before, snapshot([a, b], [finding('a', 1), finding('a', 3), finding('b', 1)]), ['1 in /w/a']);
  check(before, snapshot([a, b], [finding('a', 0), finding('a', 1), finding('a', 2), finding('b', 1)]), ['1 in /w/a']);
  check(before, snapshot([a, b], [finding('a', 1), finding('a', 1), finding('a', 2), finding('b', 1)]), ['1 in /w/a']);
  check(before, snapshot([a, b], [finding('a', 2), finding('b', 1)]), ['0 in /w/a']);
  check(before, snapshot([a, b], [finding('a', 1), finding('a', 2)]), ['0 in /w/b']);
  check(before, snapshot([a, b], [finding('a', 1), finding('a', 2), finding('b', 1), finding('c.py', 9)]), ['1 in /w/c.py']);
});

test('what is much comes in parts, which lead to the same', () => {
  const check = (before: FolderSnapshot, after: FolderSnapshot, expected: readonly (readonly string[])[]) => {
    const parts: (readonly string[])[] = [];
    let [known, rest] = [before, deltaBetween(before, after)];
    while (!isEmpty(rest)) {
      const next = splitDelta(rest, { functions: 6, findings: 2 });
      parts.push(inWords(next.part));
      known = applyDelta(known, next.part);
      // Whoever compares with what is known by then finds the same that is left.
      expect(applyDelta(known, deltaBetween(known, after))).toEqual(after);
      rest = next.rest;
    }
    expect(parts).toEqual(expected);
    expect(known).toEqual(after);
  };
  const two = [template('a', 3), template('b', 3)];
  check(emptySnapshot('/w'), snapshot([...two, template('c', 5)], [finding('a', 1), finding('a', 2), finding('b', 1)]), [
    ['template /w/a', 'template /w/b'],
    ['template /w/c', '2 in /w/a'],
    ['1 in /w/b'],
  ]);
  check(emptySnapshot('/w'), snapshot([template('a', 14), template('b')]), [
    ['template /w/a'],
    ['6 of 14 in /w/a'],
    ['2 of 14 in /w/a', 'template /w/b'],
  ]);
  check(snapshot([template('a', 7)]), snapshot([template('a', 8, 'other')]), [['6 of 8 in /w/a'], ['2 of 8 in /w/a']]);
  const [first, last] = [finding('a', 0), finding('a', 9)];
  const between = [1, 2, 3, 4, 5].map((line) => finding('a', line));
  check(snapshot([a], [first, last]), snapshot([a], [first, ...between, last]), [['2 in /w/a'], ['2 in /w/a'], ['1 in /w/a']]);
  const [twin] = two.flatMap((each) => (each.kind === 'template' ? each.functions : []));
  if (twin === undefined) throw new Error('none');
  check(emptySnapshot('/w'), snapshot([{ kind: 'template', path: '/w/a', format: 'sam', functions: Array(8).fill(twin) }]), [
    ['template /w/a'],
  ]);
});
