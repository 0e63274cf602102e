import type { Rule } from './rule.ts';
import type { FunctionSubject } from './subject.ts';
import { finding, functionPlace } from './valueFinding.ts';

/** A function from a zip without a handler or a runtime, which Lambda's own API refuses. */
export const incomplete: Rule<FunctionSubject> = {
  code: 'function.incomplete',
  check(fn) {
    const { lacking = [], logicalId, format, generated = false } = fn.definition;
    if (lacking.length === 0 || generated) return [];
    const globals = format === 'sam' ? ', here or in Globals' : '';
    const message = `${logicalId} has no ${lacking.join(' and no ')}${globals}. The deployment fails: Lambda takes no function from a zip without both.`;
    return [finding(fn, { severity: 'error', message, at: functionPlace(fn.definition) })];
  },
};
