import { changeHandler, handlerRule } from './handlerRule.ts';

/** The file has the name, but as a literal value that can't be called. */
export const notAFunction = handlerRule('handler.not-a-function', (problem, fn) => ({
  fixes: changeHandler(problem.suggestions, fn),
  related: [{ message: `${problem.exportName} is set here`, at: problem.at }],
}));
