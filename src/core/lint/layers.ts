import type { Rule } from './rule.ts';
import type { FunctionSubject } from './subject.ts';
import { finding } from './valueFinding.ts';

const MOST_LAYERS = 5;

export const layers: Rule<FunctionSubject> = {
  code: 'limits.layers',
  check(fn) {
    const list = fn.definition.layers;
    if (list.kind !== 'literal' || list.value.length <= MOST_LAYERS) return [];
    const message = `${fn.definition.name} has ${list.value.length} layers: Lambda takes ${MOST_LAYERS} at most. Merge some of them, or package what they hold.`;
    return [finding(fn, { severity: 'error', message, at: list })];
  },
};
