import { changeHandler, handlerRule, shortPath } from './handlerRule.ts';
import type { Fix } from './model.ts';

/** The file is there, the name isn't. */
export const exportNotFound = handlerRule('handler.export-not-found', (problem, fn) => {
  const { insertion, path, exportName, nearest } = problem;
  const create: Fix = {
    title: `Create the function '${exportName}' in ${shortPath(path, fn)}`,
    preferred: false,
    edits: [{ kind: 'replace', path, range: insertion.range, text: insertion.text }],
  };
  return {
    // An empty text: the name can't be declared, or the code is in the template itself.
    fixes: [...changeHandler(problem.suggestions, fn), ...(insertion.text === '' ? [] : [create])],
    related: nearest === undefined ? [] : [{ message: 'The nearest export is here', at: nearest }],
  };
});
