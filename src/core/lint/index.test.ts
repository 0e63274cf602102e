import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { functionAt } from '../handler/testing/functionAt.ts';
import { resolveIn } from '../handler/testing/summary.ts';
import type { FunctionDefinition } from '../project/model.ts';
import { testSyntax } from '../syntax/testing.ts';
import { lintFunction, lintTemplate, ruleCodes } from './index.ts';
import type { Finding } from './model.ts';

const { syntax, dispose } = testSyntax();
afterAll(dispose);

async function lint(files: Readonly<Record<string, string>>, definition: FunctionDefinition): Promise<readonly Finding[]> {
  return lintFunction({ definition, resolution: await resolveIn(files, definition, syntax), facts: {}, today: '2026-11-26' });
}

async function only(files: Readonly<Record<string, string>>, definition: FunctionDefinition): Promise<Finding> {
  const findings = await lint(files, definition);
  expect(findings).toHaveLength(1);
  return findings[0] as Finding;
}

const titles = (finding: Finding): readonly string[] => finding.fixes.map(({ title, preferred }) => (preferred ? `* ${title}` : title));
const esm = 'export const handler = async () => 1;\nexport const helper = () => 2;\n';

test('a handler that is right or unknown has no finding', async () => {
  expect(await lint({ 'index.mjs': esm }, functionAt('index.handler', 'nodejs22.x'))).toEqual([]);
  expect(await lint({ 'index.mjs': esm }, functionAt('dist/index.nope', 'nodejs22.x'))).toEqual([]);
});

describe('handler.export-not-found', () => {
  test('says what was looked for, where, and what is there instead', async () => {
    const definition = functionAt('src/order.handlr', 'nodejs22.x');
    const finding = await only({ 'src/order.mjs': esm }, definition);
    expect(finding).toMatchObject({
      code: 'handler.export-not-found',
      severity: 'error',
      message: 'src/order.mjs exports handler and helper, not handlr.',
      at: definition.handler.kind === 'literal' ? { path: '/w/template.yaml', range: definition.handler.range } : {},
      functionId: 'template.yaml#F',
      related: [{ at: { path: '/w/src/order.mjs', range: { start: { line: 0, character: 13 } } } }],
    });
    expect(titles(finding)).toEqual(["* Change the handler to 'src/order.handler'", "Create the function 'handlr' in src/order.mjs"]);
    expect(finding.fixes[0]?.edits).toEqual([
      { kind: 'replace', path: '/w/template.yaml', range: finding.at.range, text: 'src/order.handler' },
    ]);
  });

  const created = (title: string, path: string, text: string, runtime: string, expected: string): void => {
    test(`creates the export: ${title}`, async () => {
      const finding = await only({ [path]: text }, functionAt('app.zzzzzz', runtime));
      const [edit] = finding.fixes.at(-1)?.edits ?? [];
      expect(edit?.kind === 'replace' ? edit.text.split('\n').find((line) => line !== '') : undefined).toBe(expected);
      expect(edit?.kind === 'replace' ? edit.range.start.line : undefined).toBe(text.split('\n').length - 1);
    });
  };
  created('ES modules', 'app.mjs', 'export const a = 1;\n', 'nodejs22.x', 'export const zzzzzz = async (event) => {');
  created('CommonJS', 'app.js', 'module.exports = { a: 1 };', 'nodejs22.x', 'exports.zzzzzz = async (event) => {');
  created('TypeScript', 'app.ts', 'export const a = 1;', 'nodejs22.x', 'export const zzzzzz = async (event: unknown) => {');
  created('Python', 'app.py', 'a = 1\n', 'python3.13', 'def zzzzzz(event, context):');

  test('after module.exports = {…} a created export is found', async () => {
    const files = { 'app.js': 'module.exports = { a: 1 };' };
    const definition = functionAt('app.zzzzzz', 'nodejs22.x');
    const [edit] = (await only(files, definition)).fixes.at(-1)?.edits ?? [];
    const added = edit?.kind === 'replace' ? edit.text : '';
    expect(await lint({ 'app.js': files['app.js'] + added }, definition)).toEqual([]);
  });

  test('several near exports: none is preferred', async () => {
    const finding = await only(
      { 'a.mjs': 'export const handler1 = () => 1;\nexport const handler2 = () => 1;' },
      functionAt('a.handler', 'nodejs22.x'),
    );
    expect(titles(finding).slice(0, 2)).toEqual(["Change the handler to 'a.handler1'", "Change the handler to 'a.handler2'"]);
  });
});

describe('handler.file-not-found', () => {
  test('names the files that were looked for and offers the near one', async () => {
    const finding = await only({ 'src/order.ts': esm }, functionAt('src/ordr.handler', 'nodejs22.x'));
    expect(finding.message).toBe(
      "No file for 'src/ordr' in the workspace folder: looked for ordr, ordr.js, ordr.mjs or ordr.cjs. There is src/order.handler.",
    );
    expect(titles(finding)).toEqual(["* Change the handler to 'src/order.handler'", 'Create src/ordr.ts']);
  });

  test('creates the module that is missing', async () => {
    const finding = await only({ 'app.py': 'a = 1' }, functionAt('worker.main', 'python3.13'));
    expect(finding.fixes).toEqual([
      {
        title: 'Create worker.py',
        preferred: false,
        edits: [
          { kind: 'create', path: '/w/worker.py', text: 'def main(event, context):\n    return {"statusCode": 200, "body": "ok"}\n' },
        ],
      },
    ]);
  });
});

test('handler.case-mismatch says both spellings', async () => {
  const finding = await only({ 'src/Order.ts': esm }, functionAt('src/order.handler', 'nodejs22.x'));
  expect(finding.code).toBe('handler.case-mismatch');
  expect(finding.message).toBe(
    'The handler says src/order, but the file is src/Order.ts: case counts in Lambda, though not on macOS and Windows.',
  );
  expect(titles(finding)).toEqual(["* Change the handler to 'src/Order.handler'"]);
});

test('a function without a handler whose one source lacks it: the finding is at the function', async () => {
  const range = { start: { line: 3, character: 0 }, end: { line: 3, character: 4 } };
  const definition = functionAt('', 'nodejs22.x', {
    handler: { kind: 'absent' },
    range,
    build: { kind: 'entry', path: '/w/api.ts', exportName: 'handler', by: 'NodejsFunction' },
  });
  const finding = await only({ 'api.ts': 'export const run = () => 1;\n' }, definition);
  expect(finding.at).toEqual({ path: '/w/template.yaml', range });
  expect(titles(finding)).toEqual(["Create the function 'handler' in api.ts"]);
});

test('handler.not-a-function shows where the value is set', async () => {
  const finding = await only({ 'a.js': '\nexports.handler = 5;' }, functionAt('a.handler', 'nodejs22.x'));
  expect(finding).toMatchObject({
    code: 'handler.not-a-function',
    message: 'a.js exports handler as a number, not as a function.',
    related: [{ at: { path: '/w/a.js', range: { start: { line: 1 } } } }],
  });
});

test('handler.malformed', async () => {
  const finding = await only({ 'a.js': 'exports.handler = () => 5;' }, functionAt('a', 'nodejs22.x'));
  expect(finding.message).toBe(
    "'a' is not a Node.js handler. It has no dot: Node.js reads file, dot, export. A right one looks like 'index.handler'.",
  );
  expect(titles(finding)).toEqual(["* Change the handler to 'a.handler'"]);
});

test('template.broken: where reading stopped, and of no function', () => {
  const range = { start: { line: 3, character: 0 }, end: { line: 3, character: 1 } };
  expect(lintTemplate({ kind: 'broken', path: '/w/b.yaml', message: 'It ends too soon.', range })).toEqual([
    {
      code: 'template.broken',
      severity: 'error',
      message: 'It ends too soon.',
      at: { path: '/w/b.yaml', range },
      functionId: null,
      fixes: [],
      related: [],
    },
  ]);
  expect(lintTemplate({ kind: 'template', path: '/w/a.yaml', format: 'sam', functions: [] })).toEqual([]);
});

test('every rule has a code of its own and a page about it, and every page a rule', () => {
  const pages = readdirSync(new URL('../../../docs/findings/', import.meta.url));
  expect(ruleCodes.map((code) => `${code}.md`).sort()).toEqual(pages.sort());
  for (const code of ruleCodes) {
    expect(readFileSync(new URL(`../../../docs/findings/${code}.md`, import.meta.url), 'utf8')).toMatch(`# ${code}\n`);
  }
});

test('a handler of Globals: the finding is there, and names the function', async () => {
  const range = { start: { line: 20, character: 4 }, end: { line: 20, character: 9 } };
  const definition = functionAt('a.nope', 'nodejs22.x', {
    name: 'orders',
    handler: { kind: 'literal', value: 'a.nope', path: '/w/template.yaml', range },
  });
  const finding = await only({ 'a.mjs': esm }, definition);
  expect(finding).toMatchObject({ message: 'orders: a.mjs exports handler and helper, not nope.', at: { range } });
});
