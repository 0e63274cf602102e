import type { FileRange } from '../text.ts';
import type { Fix } from './model.ts';
import type { Rule } from './rule.ts';
import type { FunctionSubject } from './subject.ts';
import { finding, isPlainText, replaceWith } from './valueFinding.ts';

const LONGEST = 64;

export const functionName: Rule<FunctionSubject> = {
  code: 'limits.name',
  check(fn) {
    const name = fn.definition.functionName;
    // A colon is in ARNs, which some ways of defining functions take too.
    if (name?.kind !== 'literal' || name.value.includes(':')) return [];
    const problem = problemOf(name.value);
    return problem === undefined ? [] : [finding(fn, { severity: 'error', message: problem, at: name, fixes: fixesOf(name) })];
  },
};

/** A hyphen for whatever can't be in it. How to shorten a name isn't for us to say. */
function fixesOf(name: FileRange & { readonly value: string }): readonly Fix[] {
  const changed = name.value.replace(/[^\w-]+/g, '-').replace(/^-+|-+$/g, '');
  if (changed === '' || changed.length > LONGEST || !isPlainText(name.value, name.range)) return [];
  return [replaceWith(name, changed, `Change the name to ${changed}`, true)];
}

function problemOf(name: string): string | undefined {
  if (name === '') return 'The function’s name is empty: Lambda refuses it. Leave it out to have one made.';
  if (name.length > LONGEST) return `The function’s name has ${name.length} characters: Lambda takes ${LONGEST} at most.`;
  const [wrong] = /[^\w-]/.exec(name) ?? [];
  if (wrong === undefined) return undefined;
  return `The function’s name has ${wrong.trim() === '' ? 'a space' : `“${wrong}”`} in it: Lambda takes letters, digits, hyphens and underscores only.`;
}
