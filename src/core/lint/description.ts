import type { Rule } from './rule.ts';
import type { FunctionSubject } from './subject.ts';
import { finding } from './valueFinding.ts';

const LONGEST = 256;

export const description: Rule<FunctionSubject> = {
  code: 'limits.description',
  check(fn) {
    const text = fn.definition.description;
    if (text.kind !== 'literal' || text.value.length <= LONGEST) return [];
    const message = `The description has ${text.value.length} characters: Lambda takes ${LONGEST} at most.`;
    return [finding(fn, { severity: 'error', message, at: text })];
  },
};
