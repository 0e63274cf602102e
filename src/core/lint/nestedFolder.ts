import type { Rule } from './rule.ts';
import type { FunctionSubject } from './subject.ts';
import { finding, replaceWith } from './valueFinding.ts';

/** A zip of the folder, where one of what is in it was meant. */
export const nestedFolder: Rule<FunctionSubject> = {
  code: 'package.nested-folder',
  check(fn) {
    const { handler } = fn.definition;
    const packaging = fn.facts.packaging;
    if (handler.kind !== 'literal' || packaging?.nestedFolder === undefined) return [];
    const { name, nestedFolder: folder } = packaging;
    const message = `Everything in ${name} is in its folder ${folder}, so ${handler.value} isn’t found: Lambda looks at the top of the zip. Zip what is in the folder, not the folder.`;
    const fix = replaceWith(handler, `${folder}/${handler.value}`, `Change the handler to '${folder}/${handler.value}'`, false);
    return [finding(fn, { severity: 'error', message, at: handler, fixes: [fix] })];
  },
};
