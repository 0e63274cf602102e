import { expect, test } from 'vitest';
import type { Finding } from '../../../core/lint/model.ts';
import type { FolderFinding } from '../../platform/workspaceFunctions.ts';
import { type Problem, problemsOf } from './problems.ts';

const range = { start: { line: 3, character: 15 }, end: { line: 3, character: 30 } };
const related = [{ message: 'This is exported', at: { path: '/shop/order.js', range } }];

function finding(code: string, folder = '/shop'): FolderFinding {
  const at = { path: '/shop/template.yaml', range };
  const about: Finding = { code, severity: 'error', message: `about ${code}`, at, functionId: 'template.yaml#Order', fixes: [], related };
  return { folder, finding: about };
}

/** Problems as `code severity`. */
function check(findings: readonly FolderFinding[], severities: Readonly<Record<string, string>>, expected: readonly string[]) {
  const shown = problemsOf(findings, (folder) => (folder === '/shop' ? severities : {}));
  expect(shown.map(({ code, severity }) => `${code} ${severity}`)).toEqual(expected);
}

test('a finding keeps its words, place and relations', () => {
  expect(problemsOf([finding('a')], () => ({}))).toEqual([
    { code: 'a', severity: 'error', message: 'about a', range, related } satisfies Problem,
  ]);
});

test('the setting chooses the severity, or hides; a word it does not know changes nothing', () => {
  const severities = { a: 'hint', b: 'off', c: 'fatal' };
  check([finding('a'), finding('b'), finding('c')], severities, ['a hint', 'c error']);
});

test('the setting is that of the folder which the finding is of', () => {
  check([finding('a'), finding('a', '/bank')], { a: 'off' }, ['a error']);
});
