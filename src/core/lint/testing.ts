import { expect } from 'vitest';
import type { AnalysedTemplate } from '../analysis/model.ts';
import { readTemplate } from '../project/cloudformation/index.ts';
import { file, folder, summary } from '../project/testing.ts';
import { lintFunction, lintTemplate } from './index.ts';
import type { Finding } from './model.ts';
import type { FunctionSubject } from './subject.ts';

/** For tests: findings of the functions of a template, without looking at any code. */
export function findingsOf(text: string, parts: Partial<FunctionSubject> = {}): readonly Finding[] {
  const template = readTemplate(file, text, folder);
  if (template.kind !== 'template') throw new Error(summary(template));
  const resolution = { kind: 'unknown', reason: 'it is a test' } as const;
  const functions = template.functions.map((definition) => ({ definition, resolution }));
  const analysed: AnalysedTemplate = { ...template, functions };
  const subjects = functions.map((fn): FunctionSubject => ({ ...fn, facts: {}, today: '2026-11-26', ...parts }));
  return [...lintTemplate(analysed), ...subjects.flatMap(lintFunction)];
}

/** As `findingsOf`, of one rule, in words: `error: message * Preferred fix | other fix`. */
export function inWords(findings: readonly Finding[], code: string): readonly string[] {
  return findings
    .filter((finding) => finding.code === code)
    .map(({ severity, message, fixes }) => {
      const titles = fixes.map(({ title, preferred }) => `${preferred ? '* ' : '| '}${title}`);
      return [`${severity}: ${message}`, ...titles].join(' ');
    });
}

/** A function of SAM with these properties, one a line. */
export function samFunction(...properties: readonly string[]): string {
  const lines = ['Handler: a.b', ...properties].flatMap((property) => property.split('\n')).map((line) => `      ${line}\n`);
  return `Transform: AWS::Serverless-2016-10-31\nResources:\n  F:\n    Type: AWS::Serverless::Function\n    Properties:\n${lines.join('')}`;
}

/** A function with these properties has one finding of a rule, in these words, or none. */
export function expectFinding(code: string, properties: readonly string[], expected: string | RegExp | undefined): void {
  const found = inWords(findingsOf(samFunction(...properties)), code);
  if (expected === undefined) expect(found, properties.join(' ')).toEqual([]);
  else expect(found, properties.join(' ')).toEqual([expected instanceof RegExp ? expect.stringMatching(expected) : expected]);
}

/** The text after a fix. */
export function applied(text: string, finding: Finding | undefined, index = 0): string {
  const edit = finding?.fixes[index]?.edits[0];
  if (edit?.kind !== 'replace') return 'no edit';
  const lines = text.split('\n');
  const offset = ({ line, character }: { line: number; character: number }): number =>
    lines.slice(0, line).reduce((sum, each) => sum + each.length + 1, 0) + character;
  return text.slice(0, offset(edit.range.start)) + edit.text + text.slice(offset(edit.range.end));
}
