import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as sdk from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Served, serve, writePackage } from './aws-cli.fixture.ts';
import { ENDINGS, ENVIRONMENTS, FILES, OURS, RECORDED, REFUSALS, type Refusal, Role, recordedVariables } from './recordings.ts';

/** What AWS's Lambda was recorded to say, held against the local cloud. */
let served: Served;
let client: sdk.LambdaClient;
let ZipFile: Uint8Array;

beforeAll(async () => {
  served = await serve();
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  client = new sdk.LambdaClient({ endpoint: served.endpoint, region: 'us-east-1', credentials, maxAttempts: 1 });
  ZipFile = await readFile(await writePackage(join(served.folder, 'recorded.zip'), FILES));
  await create(RECORDED, 'index.echo', 'nodejs22.x');
});
afterAll(() => served.close());

test.each(REFUSALS)('$title', async ({ operation, input, said }) => {
  const Command = COMMANDS[operation] as unknown as new (input: object) => sdk.InvokeCommand;
  const refusal = await client.send(new Command(input)).then(
    (answer) => answer,
    (error: sdk.LambdaServiceException) => [
      error.$metadata.httpStatusCode,
      error.name,
      error.message.replace(/\([\w+/]{43}=\)/, '(SHA256)'),
    ],
  );
  expect(refusal).toEqual(said);
});

test.each(ENDINGS)('a function of $runtime $title', async ({ title, handler, runtime, event, settings, failed, payload }) => {
  const name = `${title}-${runtime.replaceAll('.', '')}`;
  await create(name, handler, runtime, settings);
  const [status, error, answer] = await invoke(name, event);
  expect([status, error, answer]).toEqual([200, failed ? 'Unhandled' : undefined, payload]);
});

test.each(ENVIRONMENTS)('the environment of $runtime', async ({ handler, runtime }) => {
  const name = `environment-${runtime.replaceAll('.', '')}`;
  await create(name, handler, runtime, { Environment: { Variables: { TEST_KEY: 'TEST_VAL' } } });
  const [, , variables] = (await invoke(name)) as [unknown, unknown, Readonly<Record<string, string>>];
  const recorded = recordedVariables({ handler, runtime });
  const seen = Object.entries(variables).filter(([key]) => !OURS.includes(key));
  expect(Object.fromEntries(seen.map(([key, value]) => [key, recorded[key] === '' ? '' : value]))).toEqual(recorded);
});

async function create(FunctionName: string, Handler: string, Runtime: sdk.Runtime, more: Partial<sdk.CreateFunctionRequest> = {}) {
  await client.send(new sdk.CreateFunctionCommand({ FunctionName, Handler, Runtime, Role, Code: { ZipFile }, MemorySize: 1024, ...more }));
  await sdk.waitUntilFunctionActiveV2({ client, maxWaitTime: 60, minDelay: 1, maxDelay: 1 }, { FunctionName });
}

async function invoke(FunctionName: string, event: unknown = {}): Promise<readonly unknown[]> {
  const Payload = Buffer.from(JSON.stringify(event));
  const answer = await client.send(new sdk.InvokeCommand({ FunctionName, Payload, ClientContext: CONTEXT }));
  return [answer.StatusCode, answer.FunctionError, redact(answer.Payload?.transformToString() ?? '', FunctionName)];
}

const COMMANDS: Readonly<Record<Refusal['operation'], unknown>> = {
  CreateFunction: sdk.CreateFunctionCommand,
  DeleteFunction: sdk.DeleteFunctionCommand,
  GetFunction: sdk.GetFunctionCommand,
  GetFunctionConcurrency: sdk.GetFunctionConcurrencyCommand,
  GetFunctionConfiguration: sdk.GetFunctionConfigurationCommand,
  Invoke: sdk.InvokeCommand,
  PublishVersion: sdk.PublishVersionCommand,
  PutFunctionConcurrency: sdk.PutFunctionConcurrencyCommand,
  TagResource: sdk.TagResourceCommand,
  UntagResource: sdk.UntagResourceCommand,
};

const CONTEXT = Buffer.from('{"custom":{"foo":"bar"},"client":{"snap":["crackle","pop"]},"env":{"fizz":"buzz"}}').toString('base64');

/** What no two runs have in common is a word of its kind. */
function redact(payload: string, name: string): unknown {
  const text = payload
    .replaceAll(name, 'NAME')
    .replaceAll(/[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}/g, 'UUID')
    .replaceAll(/\d{4}\/\d\d\/\d\d\/\[\$LATEST\][\da-f]{32}/g, 'STREAM');
  return JSON.parse(text, (key, value) => ((key === 'trace' || key === 'stackTrace') && value.length > 0 ? 'STACK' : value));
}
