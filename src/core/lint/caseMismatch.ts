import { changeHandler, handlerRule } from './handlerRule.ts';

/** The file or folder is there in another case: found on macOS and Windows, not in Lambda. */
export const caseMismatch = handlerRule('handler.case-mismatch', (problem, fn) => ({
  fixes: changeHandler(problem.suggestions, fn),
  related: [],
}));
