import { expect, test } from 'vitest';
import type { FolderSnapshot } from '../../../core/analysis/model.ts';
import type { Finding } from '../../../core/lint/model.ts';
import { changedPaths, type Problem, problemsByPath } from './problems.ts';

const range = { start: { line: 3, character: 15 }, end: { line: 3, character: 30 } };
const related = [{ message: 'This is exported', at: { path: '/shop/order.js', range } }];

function finding(code: string, path = '/shop/template.yaml'): Finding {
  return { code, severity: 'error', message: `about ${code}`, at: { path, range }, functionId: 'template.yaml#Order', fixes: [], related };
}

function snapshot(findings: readonly Finding[]): FolderSnapshot {
  return { folder: '/shop', templates: [], findings };
}

/** Problems as `path code severity`. */
function check(snapshots: readonly FolderSnapshot[], severities: Readonly<Record<string, string>>, expected: readonly string[]) {
  const shown = [...problemsByPath(snapshots, () => severities)];
  expect(shown.flatMap(([path, problems]) => problems.map(({ code, severity }) => `${path} ${code} ${severity}`))).toEqual(expected);
}

test('findings stand in the file they are about', () => {
  check([snapshot([finding('a'), finding('b'), finding('a', '/shop/b.json')])], {}, [
    '/shop/template.yaml a error',
    '/shop/template.yaml b error',
    '/shop/b.json a error',
  ]);
});

test('a finding keeps its words, place and relations', () => {
  const [problem] = problemsByPath([snapshot([finding('a')])], () => ({})).get('/shop/template.yaml') ?? [];
  expect(problem).toEqual({ code: 'a', severity: 'error', message: 'about a', range, related } satisfies Problem);
});

test('the setting chooses the severity, or hides, for templates too; a word it does not know changes nothing', () => {
  check(
    [snapshot([finding('a'), finding('b'), finding('c'), { ...finding('template.broken'), functionId: null }])],
    { a: 'hint', b: 'off', c: 'fatal', 'template.broken': 'off' },
    ['/shop/template.yaml a hint', '/shop/template.yaml c error'],
  );
});

test('only what differs is shown again: changed, new and gone', () => {
  const of = (...findings: readonly Finding[]) => problemsByPath([snapshot(findings)], () => ({}));
  expect(changedPaths(of(finding('a')), of(finding('a')))).toEqual([]);
  expect(changedPaths(of(finding('a')), of(finding('b')))).toEqual(['/shop/template.yaml']);
  expect(changedPaths(of(finding('a')), of(finding('a', '/b')))).toEqual(['/shop/template.yaml', '/b']);
});
