import type { AnalysedTemplate } from '../analysis/model.ts';
import { apiTimeout } from './apiTimeout.ts';
import { caseMismatch } from './caseMismatch.ts';
import { dependencyDevOnly } from './dependencyDevOnly.ts';
import { dependencyMissing } from './dependencyMissing.ts';
import { description } from './description.ts';
import { duplicateName } from './duplicateName.ts';
import { environmentReserved } from './environmentReserved.ts';
import { environmentSecret } from './environmentSecret.ts';
import { environmentSize } from './environmentSize.ts';
import { ephemeralStorage } from './ephemeralStorage.ts';
import { exportNotFound } from './exportNotFound.ts';
import { fileNotFound } from './fileNotFound.ts';
import { functionName } from './functionName.ts';
import { incomplete } from './incomplete.ts';
import { languageMismatch } from './languageMismatch.ts';
import { layers } from './layers.ts';
import { malformed } from './malformed.ts';
import { memory } from './memory.ts';
import type { Finding } from './model.ts';
import { nestedFolder } from './nestedFolder.ts';
import { noRetention } from './noRetention.ts';
import { notAFunction } from './notAFunction.ts';
import { queueVisibility } from './queueVisibility.ts';
import type { Rule } from './rule.ts';
import { runtimeDeprecated } from './runtimeDeprecated.ts';
import { runtimeUnknown } from './runtimeUnknown.ts';
import { scheduleExpression } from './scheduleExpression.ts';
import { signature } from './signature.ts';
import type { FunctionSubject } from './subject.ts';
import { templateBroken } from './templateBroken.ts';
import { timeout } from './timeout.ts';
import { tooLarge } from './tooLarge.ts';
import { type CheckedText, unknownSuppression } from './unknownSuppression.ts';

export const functionRules: readonly Rule<FunctionSubject>[] = [
  malformed,
  fileNotFound,
  caseMismatch,
  exportNotFound,
  notAFunction,
  signature,
  runtimeUnknown,
  runtimeDeprecated,
  languageMismatch,
  incomplete,
  timeout,
  memory,
  ephemeralStorage,
  environmentSize,
  layers,
  functionName,
  description,
  environmentReserved,
  environmentSecret,
  queueVisibility,
  apiTimeout,
  scheduleExpression,
  noRetention,
  dependencyMissing,
  dependencyDevOnly,
  nestedFolder,
  tooLarge,
];
export const templateRules: readonly Rule<AnalysedTemplate>[] = [templateBroken, duplicateName];
/** About what is written for this program itself, in whatever file. */
export const textRules: readonly Rule<CheckedText>[] = [unknownSuppression];
export const ruleCodes: readonly string[] = [...functionRules, ...templateRules, ...textRules].map(({ code }) => code).sort();

/** The findings of one function. What is unknown has none. */
export function lintFunction(fn: FunctionSubject): readonly Finding[] {
  return apply(functionRules, fn);
}

/** The findings of a template as a whole: none of its functions'. */
export function lintTemplate(template: AnalysedTemplate): readonly Finding[] {
  return apply(templateRules, template);
}

/** The findings of a text, whatever is defined in it. */
export function lintText(path: string, text: string): readonly Finding[] {
  return apply(textRules, { path, text, codes: ruleCodes });
}

function apply<Subject>(rules: readonly Rule<Subject>[], subject: Subject): readonly Finding[] {
  return rules.flatMap(({ code, check }) => check(subject).map((finding) => ({ code, ...finding, message: shortened(finding.message) })));
}

/** Names of the user's are in it, which may be of any length. */
function shortened(message: string): string {
  return message.length > longestMessage ? `${message.slice(0, longestMessage)}…` : message;
}

const longestMessage = 600;
