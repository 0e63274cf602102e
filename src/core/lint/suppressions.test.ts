import { describe, expect, test } from 'vitest';
import { readTemplate } from '../project/cloudformation/index.ts';
import type { FunctionDefinition } from '../project/model.ts';
import { folder, only } from '../project/testing.ts';
import { LineMap } from '../text.ts';
import type { Finding } from './model.ts';
import { isSuppressed, readSuppressions, suppressingFix } from './suppressions.ts';
import { applied } from './testing.ts';

const place = (line: number, path = `${folder}/template.yaml`): Finding['at'] => ({
  path,
  range: { start: { line, character: 6 }, end: { line, character: 8 } },
});

function finding(code: string, line: number, path?: string): Finding {
  return { code, severity: 'error', message: '', at: place(line, path), functionId: null, fixes: [], related: [] };
}

describe('a comment that names the code', () => {
  function check(text: string, line: number, code: string, expected: boolean): void {
    expect(isSuppressed(finding(code, line), readSuppressions(text), undefined), `${code} in line ${line} of ${text}`).toBe(expected);
  }

  test('at the end of the line, or on the line above', () => {
    for (const sign of ['#', '//', '--', '/*']) {
      check(`a: 1 ${sign} lambda-workbench-ignore limits.timeout`, 0, 'limits.timeout', true);
      check(`${sign} lambda-workbench-ignore limits.timeout\na: 1`, 1, 'limits.timeout', true);
    }
    check('# lambda-workbench-ignore limits.timeout\n# another\r\n  a: 1\n  b: 1', 2, 'limits.timeout', true);
    check('# lambda-workbench-ignore limits.timeout\n# another\r\n  a: 1\n  b: 1', 3, 'limits.timeout', false);
    check('a: 1 # lambda-workbench-ignore limits.timeout\nb: 1', 1, 'limits.timeout', false);
    check('# lambda-workbench-ignore limits.timeout\n# lambda-workbench-ignore limits.memory\na: 1', 2, 'limits.timeout', true);
  });

  test('several, kinds, and a reason', () => {
    const text = '# lambda-workbench-ignore limits.timeout, handler. logs -- the handler.file-not-found, runtime.unknown\na';
    for (const code of ['limits.timeout', 'handler.malformed', 'logs.no-retention']) check(text, 1, code, true);
    for (const code of ['limits.timeouts', 'limits.memory', 'runtime.unknown']) check(text, 1, code, false);
  });

  test('of the whole file', () => {
    check('a\nb\n# lambda-workbench-ignore-file template.broken', 0, 'template.broken', true);
    check('# lambda-workbench-ignore-file limits.', 9, 'template.broken', false);
  });

  test('what names nothing silences nothing', () => {
    for (const text of [
      '# lambda-workbench-ignore\na',
      '# lambda-workbench-ignore everything\na',
      '# lambda-workbench-ignored limits.\na',
      '',
    ]) {
      check(text, 1, 'limits.timeout', false);
    }
  });
});

const yaml = `Resources:
  F:
    Type: AWS::Lambda::Function
    Properties:
      Timeout: 1000
      Code:
        ZipFile: |
          key = 1
`;
const json = JSON.stringify({ Resources: { F: { Type: 'AWS::Lambda::Function', Properties: { Timeout: 1000 } } } }, null, 2);

function definitionOf(text: string, path: string): FunctionDefinition {
  return only(readTemplate(path, text, folder));
}

describe('the fix that suppresses', () => {
  function fixed(text: string, line: number, path: string): string {
    const about = finding('limits.timeout', line, path);
    const fix = suppressingFix(about, { text, lines: new LineMap(text) }, path.endsWith('.py') ? undefined : definitionOf(text, path));
    return fix === undefined ? 'no fix' : `${fix.title}\n${applied(text, { ...about, fixes: [fix] })}`;
  }

  test('adds a comment above, indented as the line', () => {
    const path = `${folder}/template.yaml`;
    const changed = yaml.replace('      Timeout', '      # lambda-workbench-ignore limits.timeout\n      Timeout');
    expect(fixed(yaml, 4, path)).toBe(`Suppress limits.timeout with a comment\n${changed}`);
    expect(isSuppressed(finding('limits.timeout', 5), readSuppressions(changed), undefined)).toBe(true);
    expect(fixed(yaml, 7, path)).toBe('no fix');
    expect(fixed('import a\r\n', 0, `${folder}/a.py`)).toContain('# lambda-workbench-ignore limits.timeout\r\nimport a\r\n');
  });

  test('adds Metadata to a resource of JSON', () => {
    const path = `${folder}/template.json`;
    const [, changed = ''] = /^.*\n([\s\S]*)$/.exec(fixed(json, 4, path)) ?? [];
    expect(JSON.parse(changed).Resources.F.Metadata).toEqual({ 'lambda-workbench': { ignore: ['limits.timeout'] } });
    expect(isSuppressed(finding('limits.timeout', 4), readSuppressions(changed), definitionOf(changed, path))).toBe(true);
    expect(fixed(changed, 4, path)).toBe('no fix');
  });
});
