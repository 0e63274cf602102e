import { afterAll, expect, test } from 'vitest';
import type { FunctionDefinition } from '../project/model.ts';
import { testSyntax } from '../syntax/testing.ts';
import { functionAt } from './testing/functionAt.ts';
import { resolveIn, summary } from './testing/summary.ts';

const { syntax, dispose } = testSyntax();
afterAll(dispose);

/** `handler` undefined: none is written. */
function check(
  title: string,
  files: Readonly<Record<string, string>>,
  entry: string,
  handler: string | undefined,
  expected: string,
  changes: Partial<FunctionDefinition> = {},
): void {
  test(title, async () => {
    const by = entry.endsWith('.py') ? 'PythonFunction' : 'NodejsFunction';
    const definition = functionAt(handler ?? '', entry.endsWith('.py') ? 'python3.13' : 'nodejs22.x', {
      build: { kind: 'entry', path: `/w/${entry}`, exportName: 'handler', by },
      code: { kind: 'unknown', reason: 'it is bundled' },
      ...(handler === undefined ? { handler: { kind: 'absent' } } : {}),
      ...changes,
    });
    expect(summary(await resolveIn(files, definition, syntax))).toBe(expected);
  });
}

const ts = { 'lib/api.ts': 'export const handler = async () => 1;\nexport const main = async () => 1;' };
check('no handler', ts, 'lib/api.ts', undefined, 'ok lib/api.ts:1');
check('the export alone', ts, 'lib/api.ts', 'main', 'ok lib/api.ts:2');
check('the module is ignored', ts, 'lib/api.ts', 'index.main', 'ok lib/api.ts:2');
check('an export that is missing', ts, 'lib/api.ts', 'mian', 'export-not-found -> main');
check('an export that is missing, behind a module', ts, 'lib/api.ts', 'index.handlr', 'export-not-found -> index.handler');
check('none written, none exported', { 'lib/api.ts': 'export const run = () => 1;' }, 'lib/api.ts', undefined, 'export-not-found -> run');
check('an extension that is left out', ts, 'lib/api', 'main', 'ok lib/api.ts:2');
check('an entry that is not there', ts, 'lib/ap.ts', 'main', 'file-not-found');
test('an entry without extension that is not there is named with one, and made with it', async () => {
  const build = { kind: 'entry', path: '/w/lib/ap', exportName: 'handler', by: 'SST' } as const;
  const resolution = await resolveIn(ts, functionAt('lib/ap.main', 'nodejs22.x', { build }), syntax);
  expect(resolution).toMatchObject({
    problem: {
      message: 'SST takes lib/ap.ts as the function’s source, which isn’t there.',
      missing: { path: '/w/lib/ap.ts', exportName: 'main' },
    },
  });
});
check('silent: an entry that a build makes', ts, 'dist/api.js', 'main', '?');
check('no runtime: the construct has one', ts, 'lib/api.ts', undefined, 'ok lib/api.ts:1', { runtime: { kind: 'absent' } });
check('silent: a handler that is not literal', ts, 'lib/api.ts', 'x', '?', { handler: { kind: 'unknown', reason: 'a prop' } });

const py = { 'fn/index.py': 'def handler(event, context):\n    pass\n' };
check('Python, no handler', py, 'fn/index.py', undefined, 'ok fn/index.py:1');
check('Python, the name alone', py, 'fn/index.py', 'handler', 'ok fn/index.py:1');
check('Python, a name that is missing', py, 'fn/index.py', 'hanlder', 'export-not-found -> handler');
check(
  'Python, the name alone, beside variables and layers that are not told',
  py,
  'fn/index.py',
  'Handler',
  'export-not-found -> handler',
  {
    environmentGap: 'a condition',
    layers: { kind: 'unknown', reason: 'layers' },
  },
);
