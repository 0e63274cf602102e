import type { AnalysedFunction } from '../analysis/model.ts';
import type { HandlerProblem } from '../handler/model.ts';
import { comparePositions } from '../text.ts';
import { exportNotFound } from './exportNotFound.ts';
import { fileNotFound } from './fileNotFound.ts';
import { malformed } from './malformed.ts';
import type { Finding } from './model.ts';
import { notAFunction } from './notAFunction.ts';
import { handlerAt } from './rule.ts';

/** The findings of one function. What is unknown has none. */
export function lintFunction(fn: AnalysedFunction): readonly Finding[] {
  const { definition, resolution } = fn;
  const at = handlerAt(fn);
  if (resolution.kind !== 'unresolved' || at === undefined) return [];
  const { problem } = resolution;
  const inherited = at.path !== definition.templatePath || !isWithin(at.range, definition.bodyRange);
  return [
    {
      code: problem.code,
      severity: 'error',
      // A handler of Globals stands for many functions: say for which one it is wrong.
      message: inherited ? `${definition.name}: ${problem.message}` : problem.message,
      at,
      functionId: definition.id,
      ...details(problem, fn),
    },
  ];
}

function details(problem: HandlerProblem, fn: AnalysedFunction): Pick<Finding, 'fixes' | 'related'> {
  switch (problem.code) {
    case 'handler.malformed':
      return malformed(problem, fn);
    case 'handler.file-not-found':
      return fileNotFound(problem, fn);
    case 'handler.export-not-found':
      return exportNotFound(problem, fn);
    case 'handler.not-a-function':
      return notAFunction(problem, fn);
  }
}

function isWithin(inner: Finding['at']['range'], outer: Finding['at']['range']): boolean {
  return comparePositions(outer.start, inner.start) <= 0 && comparePositions(inner.end, outer.end) <= 0;
}
