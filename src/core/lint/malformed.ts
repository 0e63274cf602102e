import { changeHandler, type ProblemRule } from './rule.ts';

/** The runtime can't split the handler, or Lambda's API refuses it. */
export const malformed: ProblemRule<'handler.malformed'> = (problem, fn) => ({
  fixes: changeHandler(problem.suggestions, fn),
  related: [],
});
