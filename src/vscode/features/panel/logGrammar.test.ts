import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

interface Rule {
  readonly match?: string;
  readonly begin?: string;
  readonly end?: string;
  readonly include?: string;
  readonly name?: string;
  readonly patterns?: readonly Rule[];
  readonly captures?: Readonly<Record<string, Rule>>;
}

interface Grammar {
  readonly patterns: readonly Rule[];
  readonly repository: Readonly<Record<string, Rule>>;
}

const grammar = JSON.parse(readFileSync(join(import.meta.dirname, '../../../../syntaxes/lambda-log.tmLanguage.json'), 'utf8')) as Grammar;

/** The first pattern of the grammar that matches earliest in a line: what the editor would take first. */
function firstRule(line: string): { readonly rule: string; readonly groups: readonly (string | undefined)[] } | undefined {
  let best: { rule: string; index: number; groups: readonly (string | undefined)[] } | undefined;
  for (const { include } of grammar.patterns) {
    const rule = include?.slice(1) ?? '';
    const { match, begin } = grammar.repository[rule] ?? {};
    const found = new RegExp(match ?? begin ?? '(?!)').exec(line);
    if (found !== null && (best === undefined || found.index < best.index)) best = { rule, index: found.index, groups: found.slice(1) };
  }
  return best;
}

function check(line: string, rule: string, ...groups: readonly (string | undefined)[]): void {
  const found = firstRule(line);
  expect(found?.rule).toBe(rule);
  for (const [index, group] of groups.entries()) expect(found?.groups[index]).toBe(group);
}

function* rulesBelow(rule: Rule): Generator<Rule> {
  yield rule;
  for (const child of [...(rule.patterns ?? []), ...Object.values(rule.captures ?? {})]) yield* rulesBelow(child);
}

const allRules = [...grammar.patterns, ...Object.values(grammar.repository)].flatMap((rule) => [...rulesBelow(rule)]);
const id = '8f0c1e5a-4a1b-4d3e-9d3e-0123456789ab';

describe('the grammar of log documents', () => {
  it('keeps to expressions that both engines read alike, and to rules that are there', () => {
    for (const { match, begin, end, include } of allRules) {
      for (const source of [match, begin, end]) {
        if (source === undefined) continue;
        expect(() => new RegExp(source)).not.toThrow();
        // Oniguruma's own: possessive quantifiers, atomic groups, \A \G \h \Z, POSIX brackets, inline flags.
        expect(source).not.toMatch(/[*+?}]\+|\(\?>|\\[AGhHZz]|\[\[:|\(\?[a-z]+[:)]/);
      }
      if (include !== undefined) expect(grammar.repository).toHaveProperty(include.slice(1));
    }
    const used = new Set(allRules.map((rule) => rule.include?.slice(1)));
    expect(Object.keys(grammar.repository).filter((name) => !used.has(name))).toEqual([]);
  });

  it("knows Lambda's own lines", () => {
    check(`START RequestId: ${id} Version: $LATEST`, 'platform', 'START');
    check(`END RequestId: ${id}`, 'platform', 'END');
    check(
      'INIT_START Runtime Version: nodejs:22.v64\tRuntime Version ARN: arn:aws:lambda:eu-west-1::runtime:0c1e',
      'platform',
      'INIT_START',
    );
    check(
      `REPORT RequestId: ${id}\tDuration: 3.01 ms\tBilled Duration: 4 ms\tMemory Size: 128 MB\tMax Memory Used: 36 MB\t`,
      'report',
      'REPORT',
    );
    check(
      'INIT_REPORT Init Duration: 137.69 ms\tPhase: init\tStatus: error\tError Type: Runtime.ImportModuleError',
      'report',
      'INIT_REPORT',
    );
    check(`${id} Task timed out after 3.00 seconds`.slice(37), 'failure');
    check(`RequestId: ${id} Error: Runtime exited with error: exit status 1`, 'failure');
  });

  it('knows levels, times and request ids', () => {
    check(`2026-11-21T14:02:07.118Z\t${id}\tINFO\tplacing order`, 'timestamp');
    check('\tINFO\tplacing order', 'level-other', 'INFO');
    check('[WARNING]\t2026-11-21T14:02:07.118Z', 'level-warning', 'WARNING');
    check('[ERROR] ValueError: no', 'level-error', 'ERROR');
    check(`for ${id}`, 'request-id');
    expect(firstRule('information is not a level')).toBeUndefined();
  });

  it('knows errors and frames', () => {
    check('ValueError: not an image', 'error-head', 'ValueError', ': not an image');
    check('botocore.exceptions.ClientError: denied', 'error-head', 'botocore.exceptions.ClientError');
    check('  File "/var/task/resize.py", line 12, in handler', 'python-frame', 'File', '"/var/task/resize.py"', '12', 'handler');
    check('    at charge (/work/shop/src/payment.ts:41:11)', 'node-frame', 'at', 'charge', '/work/shop/src/payment.ts', '41', '11');
    check('    at async handler (C:\\shop\\a.ts:1:2)', 'node-frame', 'at', 'handler', 'C:\\shop\\a.ts', '1', '2');
    check('    at file:///work/shop/a.mjs:4:5', 'node-frame', 'at', undefined, 'file:///work/shop/a.mjs', '4', '5');
  });

  it('knows JSON, whole lines and tails', () => {
    check('{"level":"INFO","message":"placed"}', 'json-line');
    check('order {"id":1}', 'json-tail');
    expect(firstRule('{ id: 1 }')).toBeUndefined();
  });
});
