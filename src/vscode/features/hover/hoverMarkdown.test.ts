import { expect, test } from 'vitest';
import type { HoverFacts } from '../../../core/assist/model.ts';
import { hoverMarkdown } from './hoverMarkdown.ts';

const range = { start: { line: 3, character: 13 }, end: { line: 3, character: 20 } };
const resolved: HoverFacts = {
  kind: 'resolved',
  range,
  path: '/shop/src/order_api.mjs',
  shownPath: 'src/order_api.mjs',
  at: { path: '/shop/src/order_api.mjs', range },
  exportName: 'handler',
  signature: undefined,
  documentation: undefined,
};

function check(facts: HoverFacts, expected: string): void {
  expect(hoverMarkdown(facts, (path, line) => `file://${path}#L${line + 1}`)).toBe(expected);
}

test('what is known of the export, the file last', () => {
  const where = '[src/order\\_api.mjs](file:///shop/src/order_api.mjs#L4) · `handler`';
  check(resolved, where);
  check(
    { ...resolved, signature: 'handler = async (event)', documentation: 'Looks <it> up.' },
    `\`\`\`javascript\nhandler = async (event)\n\`\`\`\n\nLooks \\<it\\> up.\n\n${where}`,
  );
});

test('why nothing is known', () => {
  check({ kind: 'unknown', range, reason: 'a layer may hold it' }, 'The handler can’t be checked: a layer may hold it.');
});

test('when a schedule runs next', () => {
  const runs = [Date.UTC(2026, 10, 27, 2, 0), Date.UTC(2026, 10, 28, 2, 0)];
  check({ kind: 'schedule', range, runs, counted: false }, 'Next runs, in UTC\n\n- Fri, 27 Nov 2026, 02:00\n- Sat, 28 Nov 2026, 02:00');
  expect(hoverMarkdown({ kind: 'schedule', range, runs, counted: true }, () => '')).toMatch(
    /^Next runs, in UTC, if the rule were made now\n/,
  );
});
