import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { AnalysedFunction } from '../../../core/analysis/model.ts';
import { literalFunction } from '../../testing/functions.ts';
import { type Lens, lensCommand, sourceLenses, templateLenses } from './lenses.ts';

const order = literalFunction({ folder: '/shop', name: 'order', line: 3 });
const refund = literalFunction({ folder: '/shop', name: 'refund', line: 3 });
const report = literalFunction({ folder: '/shop', name: 'report', line: 9 });
const unknown: AnalysedFunction = { ...order, resolution: { kind: 'unknown', reason: 'a layer has it' } };

/** Lenses as the lines they make. */
function check(lenses: readonly Lens[], lastEvent: string | undefined, expected: readonly string[]) {
  const lines = new Map<number, string[]>();
  for (const lens of lenses) {
    const { line } = lens.range.start;
    lines.set(line, [...(lines.get(line) ?? []), lensCommand(lens, lastEvent).title]);
  }
  expect([...lines].map(([line, titles]) => `${line}: ${titles.join(' | ')}`)).toEqual(expected);
}

const inSource = (...fns: readonly AnalysedFunction[]) => sourceLenses(join('/shop', 'app.js'), fns);
const inTemplate = (...fns: readonly AnalysedFunction[]) => templateLenses(join('/shop', 'template.yaml'), fns);

test('above each handler, with the name that leads to its template', () => {
  check(inSource(order, report), 'put-cat', ['3: $(play) Run put-cat | Debug | order', '9: $(play) Run put-cat | Debug | report']);
});

test('functions that share a handler each have their own; many have one for all', () => {
  check(inSource(order, refund), undefined, ['3: $(play) Run with… | Debug | order | $(play) Run with… | Debug | refund']);
  check(inSource(order, refund, order, refund), undefined, ['3: $(play) Run with… | Debug… | 4 functions']);
});

test('what can’t run here has its name alone', () => {
  const retired = literalFunction({ folder: '/shop', name: 'order', runtime: 'python2.7', line: 3 });
  check(inSource(retired), undefined, ['3: order']);
  check(inTemplate(retired), undefined, ['3: Logs']);
});

test('no lens above what is not certainly the handler, nor in a file that passes it on', () => {
  check(inSource(unknown), undefined, []);
  check(sourceLenses('/shop/index.js', [order]), undefined, []);
});

test('above each function of a template, resolved or not; an image has only logs', () => {
  const image: AnalysedFunction = { ...report, definition: { ...report.definition, packageType: 'Image' } };
  check(inTemplate(unknown, image), undefined, ['3: $(play) Run with… | Debug | Deploy | Logs', '9: Logs']);
});

test('one set of words for the functions that one block makes', () => {
  check(inTemplate(order, refund, report), undefined, [
    '3: $(play) Run with… | Debug… | Deploy… | Logs…',
    '9: $(play) Run with… | Debug | Deploy | Logs',
  ]);
});

test('Run asks which event only where none is known', () => {
  const [run] = inSource(order);
  expect(run && lensCommand(run, undefined).command).toBe('lambdaWorkbench.runWith');
  expect(run && lensCommand(run, 'put-cat').command).toBe('lambdaWorkbench.run');
});
