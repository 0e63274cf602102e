import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { systemClock } from '../node/clock.ts';
import { nodeFiles } from '../node/files.ts';
import { localLayers } from './localLayers.ts';
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
  check('Timeout: !Join ["", [1, 7]]', { timeoutSeconds: 17 }, []);
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
  const runs = createLocalRuns(builder, runner as Runner, { files: nodeFiles(), clock: systemClock() });
  const fn = { definition: sam('Timeout: !Ref Table'), resolution: { kind: 'unknown', reason: '' } } as const;
  const { notes } = await runs.run(fn, new Uint8Array());
  expect(asked).toEqual([{ purpose: 'run' }]);
  expect(notes).toEqual(['built', 'Timeout is 3 here: the resource Table is only known when it is deployed.', 'ran']);
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

const LAYERS = `Layers: [!Ref Plain, !Ref Built, !Ref Source, !Ref Absent, !Ref Zipped, 'arn:aws:lambda:eu-west-1:1:layer:far:3']
  Plain: {Type: AWS::Serverless::LayerVersion, Properties: {ContentUri: plain/}}
  Built: {Type: AWS::Serverless::LayerVersion, Metadata: {BuildMethod: python3.13}, Properties: {ContentUri: src/}}
  Source: {Type: AWS::Serverless::LayerVersion, Metadata: {BuildMethod: nodejs22.x}, Properties: {ContentUri: source}}
  Absent: {Type: AWS::Lambda::LayerVersion, Properties: {Content: absent}}
  Zipped: {Type: AWS::Lambda::LayerVersion, Properties: {Content: layer.zip}}`;

test('layers that are folders of the template are found, the others are told', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'layers-'));
  const files = nodeFiles();
  for (const path of ['plain/bin/x', '.aws-sam/build/Built/python/y.py', 'source/z.js']) await files.write(join(folder, path), '1');
  const { execution } = sam(LAYERS);
  const here = (path: string) => path.replace('/work/shop/infra', folder);
  const sources = (execution?.layers ?? []).map((layer) =>
    layer.kind === 'folder' ? { ...layer, path: here(layer.path), ...(layer.built !== undefined && { built: here(layer.built) }) } : layer,
  );
  const layers = await localLayers(sources, files);
  expect(layers.folders).toEqual([join(folder, 'plain'), join(folder, '.aws-sam/build/Built')]);
  expect(layers.searchPaths).toEqual([join(folder, 'source')]);
  expect(layers.notes).toEqual([
    "The layer Source isn't built: its own files are found, its dependencies are only after `sam build`.",
    `The layer Absent isn't there: ${join(folder, 'absent')}. Build it, or correct where it is.`,
    "What the layer Zipped holds isn't found here: it isn't on this machine.",
    "What the layer arn:aws:lambda:eu-west-1:1:layer:far:3 holds isn't found here: it isn't on this machine.",
  ]);
  await files.write(join(folder, 'source/z.js'), '22');
  expect((await localLayers(sources, files)).digest).not.toBe(layers.digest);
  await rm(folder, { recursive: true });
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
  const runs = createLocalRuns(builder, runner as unknown as Runner, { files: nodeFiles(), clock });
  const properties = `EventInvokeConfig: {MaximumRetryAttempts: 1, DestinationConfig: {OnFailure: {Type: SQS, Destination: !GetAtt Failed.Arn}}}
      DeadLetterQueue: {Type: SQS, TargetArn: 'arn:aws:sqs:x:1:dead'}`;
  const fn = { definition: sam(properties), resolution: { kind: 'unknown', reason: '' } } as const;
  const { notes } = await runs.run(fn, Buffer.from('{}'), { asynchronous: true });
  expect(ids).toEqual([undefined, 'one']);
  expect(notes.at(-1)).toBe('Lambda sends it to the on-failure destination Failed now.');
});
