import type { AnalysedFunction } from '../analysis/model.ts';
import type { HandlerProblem } from '../handler/model.ts';
import type { FileRange } from '../text.ts';
import type { Finding, Fix } from './model.ts';

/** One kind of handler problem becomes a finding: what it adds to the problem's own message and suggestions. */
export type ProblemRule<Code extends HandlerProblem['code']> = (
  problem: Extract<HandlerProblem, { readonly code: Code }>,
  fn: AnalysedFunction,
) => { readonly fixes: readonly Fix[]; readonly related: Finding['related'] };

/** Where the handler is written: in the function, or in the template's Globals. Undefined where it isn't literal. */
export function handlerAt({ definition }: AnalysedFunction): FileRange | undefined {
  const { handler } = definition;
  return handler.kind === 'literal' ? { path: handler.path, range: handler.range } : undefined;
}

/** One fix a suggestion. Only one that stands alone is preferred: a choice is the person's. */
export function changeHandler(suggestions: readonly string[], fn: AnalysedFunction): readonly Fix[] {
  const at = handlerAt(fn);
  if (at === undefined) return [];
  return suggestions.map((text) => ({
    title: `Change the handler to '${text}'`,
    preferred: suggestions.length === 1,
    edits: [{ kind: 'replace', path: at.path, range: at.range, text }],
  }));
}

/** A path as titles show it: relative to the workspace folder, with forward slashes. */
export function shortPath(path: string, fn: AnalysedFunction): string {
  const { folder } = fn.definition;
  const inside = path.startsWith(folder) ? path.slice(folder.length) : path;
  return inside.replaceAll('\\', '/').replace(/^\//, '');
}
