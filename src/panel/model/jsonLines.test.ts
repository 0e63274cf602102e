import { expect, it } from 'vitest';
import { compactJson, jsonLines } from './jsonLines.ts';

function render(value: unknown, ...folded: readonly string[]): string {
  return jsonLines(value, new Set(folded))
    .map((line) => '  '.repeat(line.depth) + line.tokens.map((token) => token.text).join(''))
    .join('\n');
}

it('formats as JSON.stringify does with two spaces', () => {
  const samples = [{ id: 'o-1', items: [1, 2.5, { a: null }], ok: true }, [], {}, { a: {}, b: [] }, 'text "quoted"', 3, null];
  for (const sample of samples) expect(render(sample)).toBe(JSON.stringify(sample, undefined, 2));
});

it('folds by pointer', () => {
  expect(render({ a: { b: 1, c: 2 }, d: [1] }, '/a', '/d')).toBe('{\n  "a": { 2 keys },\n  "d": [ 1 item ]\n}');
  expect(render({ 'a/b': [1, 2] }, '/a~1b')).toBe('{\n  "a/b": [ 2 items ]\n}');
  expect(render([1, 2], '')).toBe('[ 2 items ]');
});

it('says which lines fold', () => {
  const folds = jsonLines({ a: [1], b: {} }, new Set(['/a'])).map((line) => `${line.pointer || '.'} ${line.fold ?? '-'}`);
  expect(folds).toEqual(['. open', '/a closed', '/b -', '. -']);
});

it('survives nesting that no person wrote', () => {
  let deep: unknown = 1;
  for (let level = 0; level < 50_000; level += 1) deep = [deep];
  expect(jsonLines(deep, new Set()).length).toBeLessThan(200);
});

it('writes one line for a row, and stops at the limit', () => {
  expect(compactJson({ id: 'o-1', items: [1, 2], at: {} }, 200)).toBe('{ id: "o-1", items: [1, 2], at: {} }');
  expect(compactJson({ text: 'x'.repeat(500) }, 20).length).toBeLessThanOrEqual(21);
});
