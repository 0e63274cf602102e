import { expect, test } from 'vitest';
import { systemClock } from '../node/clock.ts';
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

const alone = {
  layers: { layersOf: async () => ({ folders: [], searchPaths: [], digest: '', notes: [] }) },
  neighbours: { of: async () => ({ variables: {}, missed: () => [], called: () => [] }) },
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
  check('Timeout: !Join ["", [1, 7]]', { timeoutSeconds: 17 }, []);
});

test('what takes a deployment is left out, and that is said', () => {
  check('Environment: {Variables: {TABLE: !Ref Table}}\n      Timeout: !Ref Entry', { timeoutSeconds: 3, environment: {} }, [
    'TABLE isn’t set: its value can’t be told from what is written (the resource Table).',
    'Timeout is 3 here: its value can’t be told from what is written (the parameter Entry).',
  ]);
  check('Environment: {Variables: {LIST: [1, 2]}}\n      Timeout: soon', { timeoutSeconds: 3, environment: {} }, [
    'LIST isn’t set: its value can’t be told from what is written (a sequence stands where a text is expected).',
    'Timeout is 3 here: its value can’t be told from what is written (“soon” isn’t a number).',
  ]);
  check('Environment: {Variables: !If [Prod, {A: 1}, {B: 2}]}', { environment: {} }, [
    'There may be more environment variables: they can’t be told from what is written (the condition Prod).',
  ]);
});

test('a function of the same template is called what it is called on this machine', () => {
  const other = { ...sam('Timeout: 1'), logicalId: 'Other', name: 'the-other' };
  const check = (value: string, expected: string | undefined) => {
    const { runnable } = runnableFrom(sam(`Environment: {Variables: {V: ${value}}}`), artifact, undefined, [other]);
    expect(runnable.environment['V']).toBe(expected);
  };
  const arn = 'arn:aws:lambda:us-east-1:000000000000:function:the-other';
  check('!Ref Other', 'the-other');
  check('{Ref: Other}', 'the-other');
  check('!Sub "${Other}"', 'the-other');
  check('!GetAtt Other.Arn', arn);
  check('!GetAtt [Other, Arn]', arn);
  check('!Sub "${Other.Arn}"', arn);
  check('!GetAtt Other.Name', undefined);
  check('!Ref Third', undefined);
  check('!Sub "${Other}-x"', undefined);
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
  const runs = createLocalRuns({ ...alone, builder, runner: runner as Runner, clock: systemClock() });
  const fn = { definition: sam('Timeout: !Ref Table'), resolution: { kind: 'unknown', reason: '' } } as const;
  const { notes } = await runs.run(fn, new Uint8Array());
  expect(asked).toEqual([{ purpose: 'run' }]);
  expect(notes).toEqual(['built', 'Timeout is 3 here: its value can’t be told from what is written (the resource Table).', 'ran']);
});

test('what only an execution environment heeds comes from the template', () => {
  const json = 'LoggingConfig: {LogFormat: JSON, SystemLogLevel: WARN, ApplicationLogLevel: ERROR, LogGroup: /own}';
  check(
    `${json}\n      ReservedConcurrentExecutions: 2\n      SnapStart: {ApplyOn: PublishedVersions}`,
    {
      logGroup: '/own',
      logging: { format: 'JSON', systemLevel: 'WARN', applicationLevel: 'ERROR' },
      reservedConcurrency: 2,
      initializationType: 'snap-start',
    },
    [],
  );
  check('LoggingConfig: {LogFormat: Text, ApplicationLogLevel: ERROR}', { logGroup: '/aws/lambda/F' }, []);
});

test('an asynchronous run is tried again as its function says, and says where its event goes', async () => {
  const ids: (string | undefined)[] = [];
  const failed = { requestId: 'one', status: 'error', payload: Buffer.from('{}'), notes: [], error: { errorType: 'Oops' } };
  const runner = {
    invoke: async (_fn: unknown, _event: unknown, { requestId }: { readonly requestId?: string }) => {
      ids.push(requestId);
      return failed;
    },
  };
  const builder = { build: async () => artifact };
  const schedule = (_delayMs: number, callback: () => void) => {
    queueMicrotask(callback);
    return () => {};
  };
  const clock = { ...systemClock(), schedule };
  const runs = createLocalRuns({ ...alone, builder, runner: runner as unknown as Runner, clock });
  const properties = `EventInvokeConfig: {MaximumRetryAttempts: 1, DestinationConfig: {OnFailure: {Type: SQS, Destination: !GetAtt Failed.Arn}}}
      DeadLetterQueue: {Type: SQS, TargetArn: 'arn:aws:sqs:x:1:dead'}`;
  const fn = { definition: sam(properties), resolution: { kind: 'unknown', reason: '' } } as const;
  const { notes } = await runs.run(fn, Buffer.from('{}'), { asynchronous: true });
  expect(ids).toEqual([undefined, 'one']);
  expect(notes.at(-1)).toBe('Lambda sends it to the on-failure destination Failed now.');
});
