import { shortPath } from './handlerRule.ts';
import type { Rule } from './rule.ts';
import { newestLike } from './runtimes.ts';
import type { FunctionSubject } from './subject.ts';
import { finding, replaceWith } from './valueFinding.ts';

const NEWEST_OF = { 'Node.js': 'nodejs22.x', Python: 'python3.13', Ruby: 'ruby3.4' } as const;

/** The handler's module is there, but in a language that the runtime doesn't speak. */
export const languageMismatch: Rule<FunctionSubject> = {
  code: 'runtime.language-mismatch',
  check(fn) {
    const { runtime } = fn.definition;
    const other = fn.facts.otherLanguage;
    if (runtime.kind !== 'literal' || other === undefined) return [];
    const suggestion = newestLike(NEWEST_OF[other.language], fn.today) ?? NEWEST_OF[other.language];
    const message = `${shortPath(other.path, fn)} is ${other.language}, but the runtime is ${runtime.value}, which can’t load it.`;
    const fix = replaceWith(runtime, suggestion, `Change the runtime to ${suggestion}`, true);
    const start = { line: 0, character: 0 };
    const related = [{ message: 'This is the file', at: { path: other.path, range: { start, end: start } } }];
    return [finding(fn, { severity: 'error', message, at: runtime, fixes: [fix], related })];
  },
};
