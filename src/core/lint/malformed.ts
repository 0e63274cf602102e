import { changeHandler, handlerRule } from './handlerRule.ts';

/** The runtime can't split the handler, or Lambda's API refuses it. */
export const malformed = handlerRule('handler.malformed', (problem, fn) => ({
  fixes: changeHandler(problem.suggestions, fn),
  related: [],
}));
