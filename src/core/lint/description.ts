import type { Rule } from './rule.ts';
import type { FunctionSubject } from './subject.ts';
import { finding, isPlainText, replaceWith } from './valueFinding.ts';

const LONGEST = 256;

export const description: Rule<FunctionSubject> = {
  code: 'limits.description',
  check(fn) {
    const text = fn.definition.description;
    if (text.kind !== 'literal' || text.value.length <= LONGEST) return [];
    const message = `The description has ${text.value.length} characters: Lambda takes ${LONGEST} at most.`;
    const cut = isPlainText(text.value, text.range) && [replaceWith(text, shortened(text.value), `Cut it to ${LONGEST} characters`, false)];
    return [finding(fn, { severity: 'error', message, at: text, fixes: cut || [] })];
  },
};

/** After a word, and never between the halves of one character. */
function shortened(text: string): string {
  return text.slice(0, LONGEST).replace(/\s+\S*$|[\uD800-\uDBFF]$/, '');
}
