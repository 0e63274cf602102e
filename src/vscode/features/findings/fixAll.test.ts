import { expect, test } from 'vitest';
import type { FileEdit, Finding, Fix } from '../../../core/lint/model.ts';
import { preferredEdits } from './fixAll.ts';

const range = (from: number, to: number) => ({ start: { line: 0, character: from }, end: { line: 0, character: to } });
const replace = (from: number, to: number, text: string, path = '/t'): FileEdit => ({
  kind: 'replace',
  path,
  range: range(from, to),
  text,
});
const create = (path: string): FileEdit => ({ kind: 'create', path, text: 'x' });
const fix = (preferred: boolean, ...edits: readonly FileEdit[]): Fix => ({ title: '', preferred, edits });

/** One finding for each list of fixes. */
function check(fixes: readonly (readonly Fix[])[], expected: readonly FileEdit[]): void {
  const findings = fixes.map(
    (list): Finding => ({
      code: 'x',
      severity: 'error',
      message: '',
      at: { path: '/t', range: range(0, 1) },
      functionId: null,
      fixes: list,
      related: [],
    }),
  );
  expect(preferredEdits(findings)).toEqual(expected);
}

test('the preferred fix of each finding, and no other', () => {
  const [a, b, c] = [replace(0, 2, 'a'), replace(4, 6, 'b'), replace(8, 9, 'c')];
  check([[fix(false, c), fix(true, a)], [fix(true, b)], [fix(false, c)], []], [a, b]);
});

test('what several findings want is done once', () => {
  const a = replace(0, 2, 'a');
  check([[fix(true, a)], [fix(true, replace(0, 2, 'a'))]], [a]);
  check([[fix(true, create('/n'))], [fix(true, create('/n'))]], [create('/n')]);
});

test('of two that touch the same text the first is made, the other not even in part', () => {
  const a = replace(0, 4, 'a');
  check([[fix(true, a)], [fix(true, replace(2, 6, 'b'), replace(8, 9, 'c'))]], [a]);
  check([[fix(true, replace(3, 3, 'a'))], [fix(true, replace(3, 3, 'b'))]], [replace(3, 3, 'a')]);
  check([[fix(true, replace(0, 2, 'a'))], [fix(true, replace(2, 4, 'b'))]], [replace(0, 2, 'a'), replace(2, 4, 'b')]);
});
