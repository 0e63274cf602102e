import { expect, test } from 'vitest';
import { createLocalRuns, runnableFrom } from './localRun.ts';
import type { BuildOptions } from './package/index.ts';
import type { Artifact } from './package/model.ts';
import type { FunctionDefinition } from './project/model.ts';
import { sam } from './project/testing.ts';
import type { Runner } from './runner/model.ts';

const artifact: Artifact = {
  functionId: 'infra/template.yaml#F',
  root: '/cache/task',
  searchPaths: [],
  handler: 'app.handler',
  runtime: 'nodejs22.x',
  files: [],
  digest: '0',
  inputs: [],
  warnings: [],
};

/** The template of `sam` has a parameter `Entry` with the default `a.b`. */
function check(properties: string, expected: Partial<ReturnType<typeof runnableFrom>['runnable']>, notes: readonly string[]) {
  const { runnable, notes: said } = runnableFrom(sam(properties), artifact);
  expect(runnable).toMatchObject(expected);
  expect(said).toEqual(notes);
}

test('what the template says runs without a word', () => {
  check('Timeout: 7\n      Environment: {Variables: {A: x}}', { timeoutSeconds: 7, memoryMb: 128, environment: { A: 'x' } }, []);
});

test('what a parameter has a default for runs with it, and that is said', () => {
  check('Environment: {Variables: {TABLE: !Sub "${Entry}-orders"}}', { environment: { TABLE: 'a.b-orders' } }, [
    'TABLE is a.b-orders here: the default of the parameter Entry.',
  ]);
  check('Timeout: !Join ["", [1, 7]]', { timeoutSeconds: 17 }, ['Timeout is 17 here: the template puts it together.']);
});

test('what takes a deployment is left out, and that is said', () => {
  check('Environment: {Variables: {TABLE: !Ref Table}}\n      Timeout: !Ref Entry', { timeoutSeconds: 3, environment: {} }, [
    "TABLE isn't set: the resource Table is only known when it is deployed.",
    'Timeout is 3 here: the parameter Entry is only known when it is deployed.',
  ]);
  check('Environment: {Variables: !If [Prod, {A: 1}, {B: 2}]}', { environment: {} }, [
    'There may be more environment variables: the condition Prod is only known when it is deployed.',
  ]);
});

test('a run asks for a package to run, and its notes come with the result', async () => {
  const asked: (BuildOptions | undefined)[] = [];
  const builder = {
    build: async (_: FunctionDefinition, __: unknown, options?: BuildOptions) => {
      asked.push(options);
      return { ...artifact, warnings: ['built'] };
    },
  };
  const runner: Pick<Runner, 'invoke'> = { invoke: async () => ({ notes: ['ran'] }) as unknown as Awaited<ReturnType<Runner['invoke']>> };
  const runs = createLocalRuns(builder, runner as Runner);
  const fn = { definition: sam('Timeout: !Ref Table'), resolution: { kind: 'unknown', reason: '' } } as const;
  const { notes } = await runs.run(fn, new Uint8Array());
  expect(asked).toEqual([{ purpose: 'run' }]);
  expect(notes).toEqual(['built', 'Timeout is 3 here: the resource Table is only known when it is deployed.', 'ran']);
});
