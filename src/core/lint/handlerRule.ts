import type { AnalysedFunction } from '../analysis/model.ts';
import type { HandlerProblem } from '../handler/model.ts';
import { standsOut } from '../handler/near.ts';
import { isWithin, relativePath } from '../paths.ts';
import { comparePositions, type FileRange, type TextRange } from '../text.ts';
import type { Finding, Fix } from './model.ts';
import type { Rule } from './rule.ts';

type Problem<Code extends HandlerProblem['code']> = Extract<HandlerProblem, { readonly code: Code }>;

/** A rule about one kind of problem that resolving a handler found: `details` adds to the problem's own message. */
export function handlerRule<Code extends HandlerProblem['code']>(
  code: Code,
  details: (problem: Problem<Code>, fn: AnalysedFunction) => Pick<Finding, 'fixes' | 'related'>,
): Rule<AnalysedFunction> {
  const isOurs = (problem: HandlerProblem): problem is Problem<Code> => problem.code === code;
  return {
    code,
    check(fn) {
      const { definition, resolution } = fn;
      if (resolution.kind !== 'unresolved' || !isOurs(resolution.problem)) return [];
      const { problem } = resolution;
      const at = ('writtenAt' in problem ? problem.writtenAt : undefined) ?? handlerAt(fn);
      if (at === undefined) return [];
      const inherited = at.path !== definition.definedIn || !isInside(at.range, definition.bodyRange);
      // A handler of Globals stands for many functions: say for which one it is wrong.
      const message = inherited ? `${definition.name}: ${problem.message}` : problem.message;
      return [{ severity: 'error', message, at, functionId: definition.id, ...details(problem, fn) }];
    },
  };
}

/** One fix a suggestion. Preferred is one that stands alone or is clearly nearest: any other choice is the person's. */
export function changeHandler(suggestions: readonly string[], { definition }: AnalysedFunction): readonly Fix[] {
  const { handler } = definition;
  // Where an expression makes the handler, how to change that isn't for us to say.
  if (handler.kind !== 'literal' || handler.computed === true) return [];
  const sure = standsOut(handler.value, suggestions);
  return suggestions.map((text, index) => ({
    title: `Change the handler to '${text}'`,
    preferred: sure && index === 0,
    edits: [{ kind: 'replace', path: handler.path, range: handler.range, text }],
  }));
}

/** A path as titles show it: relative to the workspace folder, with forward slashes; whole where it is outside. */
export function shortPath(path: string, { definition }: AnalysedFunction): string {
  return isWithin(definition.folder, path) ? relativePath(definition.folder, path) : path;
}

/**
 * Where the handler is written: in the function, or in what it takes it from. Where none is written, and one file is the
 * function's source all the same, the function itself; undefined where it isn't literal.
 */
function handlerAt({ definition }: AnalysedFunction): FileRange | undefined {
  const { handler, build } = definition;
  if (handler.kind === 'literal') return { path: handler.path, range: handler.range };
  return handler.kind === 'absent' && build.kind === 'entry' ? { path: definition.definedIn, range: definition.range } : undefined;
}

function isInside(inner: TextRange, outer: TextRange): boolean {
  return comparePositions(outer.start, inner.start) <= 0 && comparePositions(inner.end, outer.end) <= 0;
}
