import { type HandlerStyle, handlerText } from '../handler/handlerText.ts';
import type { HandlerProblem } from '../handler/model.ts';
import { changeHandler, handlerRule, shortPath } from './handlerRule.ts';
import type { Fix } from './model.ts';

type Missing = NonNullable<Extract<HandlerProblem, { readonly code: 'handler.file-not-found' }>['missing']>;

/** None of the files that the runtime would try is there. */
export const fileNotFound = handlerRule('handler.file-not-found', (problem, fn) => {
  const { missing } = problem;
  const text = missing === undefined ? '' : handlerText(styleOf(missing), missing.exportName);
  const create: readonly Fix[] =
    missing === undefined || text === ''
      ? []
      : [{ title: `Create ${shortPath(missing.path, fn)}`, preferred: false, edits: [{ kind: 'create', path: missing.path, text }] }];
  return { fixes: [...changeHandler(problem.suggestions, fn), ...create], related: [] };
});

function styleOf({ path, style }: Missing): HandlerStyle {
  if (path.endsWith('.py')) return 'python';
  if (path.endsWith('.rb')) return 'ruby';
  if (/\.[cm]?tsx?$/.test(path)) return 'typescript';
  if (path.endsWith('.cjs')) return 'commonjs';
  return path.endsWith('.mjs') ? 'module' : (style ?? 'commonjs');
}
