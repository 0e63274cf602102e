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

test('above each handler', () => {
  check(sourceLenses([order, report]), 'put-cat', ['3: $(play) Run put-cat | Debug | Deploy', '9: $(play) Run put-cat | Debug | Deploy']);
});

test('functions that share a handler are named', () => {
  check(sourceLenses([order, refund]), undefined, [
    '3: $(play) Run order with… | Debug order | Deploy order | $(play) Run refund with… | Debug refund | Deploy refund',
  ]);
});

test('no lens above what is not certainly the handler', () => check(sourceLenses([unknown]), undefined, []));

test('above each function of a template, resolved or not; an image has only logs', () => {
  const image: AnalysedFunction = { ...report, definition: { ...report.definition, packageType: 'Image' } };
  check(templateLenses([unknown, image]), undefined, ['3: $(play) Run with… | Debug | Deploy | Logs', '9: Logs']);
});

test('Run asks which event only where none is known', () => {
  const [run] = sourceLenses([order]);
  expect(run && lensCommand(run, undefined).command).toBe('lambdaWorkbench.runWith');
  expect(run && lensCommand(run, 'put-cat').command).toBe('lambdaWorkbench.run');
});
