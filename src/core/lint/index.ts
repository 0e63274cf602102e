import type { AnalysedTemplate } from '../analysis/model.ts';
import { caseMismatch } from './caseMismatch.ts';
import { exportNotFound } from './exportNotFound.ts';
import { fileNotFound } from './fileNotFound.ts';
import { malformed } from './malformed.ts';
import type { Finding } from './model.ts';
import { notAFunction } from './notAFunction.ts';
import type { Rule } from './rule.ts';
import type { FunctionSubject } from './subject.ts';
import { templateBroken } from './templateBroken.ts';

export const functionRules: readonly Rule<FunctionSubject>[] = [malformed, fileNotFound, caseMismatch, exportNotFound, notAFunction];
export const templateRules: readonly Rule<AnalysedTemplate>[] = [templateBroken];

/** The findings of one function. What is unknown has none. */
export function lintFunction(fn: FunctionSubject): readonly Finding[] {
  return apply(functionRules, fn);
}

/** The findings of a template as a whole: none of its functions'. */
export function lintTemplate(template: AnalysedTemplate): readonly Finding[] {
  return apply(templateRules, template);
}

function apply<Subject>(rules: readonly Rule<Subject>[], subject: Subject): readonly Finding[] {
  return rules.flatMap(({ code, check }) => check(subject).map((finding) => ({ code, ...finding })));
}
