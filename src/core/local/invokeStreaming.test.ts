import { Buffer } from 'node:buffer';
import { InvokeWithResponseStreamCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { WorkbenchError } from '../errors.ts';
import { startTestCloud, type TestCloud } from './testing.ts';

/** With AWS's own client, which checks every frame. */
let aws: TestCloud;
let client: LambdaClient;

beforeEach(async () => {
  aws = await startTestCloud();
  await aws.deploy('f');
  client = new LambdaClient({
    endpoint: `http://127.0.0.1:${aws.port}`,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
});
afterEach(async () => {
  client.destroy();
  await aws[Symbol.asyncDispose]();
});

/** The chunks as texts, then how it ended. */
async function* invoke(event: string, tail = false) {
  const command = new InvokeWithResponseStreamCommand({
    FunctionName: 'f',
    Payload: Buffer.from(event),
    ...(tail ? { LogType: 'Tail' } : {}),
  });
  const answer = await client.send(command);
  expect(answer).toMatchObject({ ExecutedVersion: '$LATEST', ResponseStreamContentType: 'application/vnd.amazon.eventstream' });
  for await (const { PayloadChunk, InvokeComplete } of answer.EventStream ?? []) {
    if (PayloadChunk !== undefined) yield Buffer.from(PayloadChunk.Payload ?? []).toString();
    if (InvokeComplete !== undefined) yield InvokeComplete;
  }
}

async function all<T>(items: AsyncIterable<T>): Promise<readonly T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}

test('each chunk arrives while the function still runs', async () => {
  let goOn = () => {};
  const seen = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  aws.behave(async () => {
    const onChunk = aws.runs[0]?.options.onChunk;
    await onChunk?.(Buffer.from('one'), 'text/plain');
    await seen;
    await onChunk?.(Buffer.from('two'), 'text/plain');
    return { payload: Buffer.from('onetwo') };
  });
  const events = invoke('{}');
  expect((await events.next()).value).toBe('one');
  goOn();
  expect(await all(events)).toEqual(['two', {}]);
});

test('the stream ends with the runtime’s answer, while extensions still work; with the tail of the log its end alone waits for the report', async () => {
  let goOn = () => {};
  const released = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  const answers = [
    { status: 'error', payload: Buffer.from('{}'), error: { errorType: 'Late', errorMessage: 'too late', stack: [] } },
    { status: 'success', payload: Buffer.from('"whole"') },
  ] as const;
  aws.behave(async () => {
    const { options } = aws.runs.at(-1) ?? {};
    const answer = answers[aws.runs.length - 1];
    if (answer !== undefined) options?.onAnswer?.({ requestId: 'one', ...answer });
    await released;
    return { payload: Buffer.from('"whole"') };
  });
  expect(await all(invoke('{}'))).toEqual([{ ErrorCode: 'Late', ErrorDetails: 'too late' }]);
  const tailed = invoke('{}', true);
  expect((await tailed.next()).value).toBe('"whole"');
  goOn();
  expect(await all(tailed)).toEqual([{ LogResult: expect.any(String) }]);
});

test('what isn’t streamed is one chunk; the end has the tail of the log', async () => {
  const [chunk, end] = await all(invoke('{"a":"ü"}', true));
  expect(chunk).toBe('{"a":"ü"}');
  expect(Buffer.from((typeof end === 'object' && end.LogResult) || '', 'base64').toString()).toContain('got {"a":"ü"}');
});

test('a function that fails says so at the end', async () => {
  aws.behave(() => ({ status: 'error', payload: Buffer.from('{}'), error: { errorType: 'TypeError', errorMessage: 'no', stack: [] } }));
  expect(await all(invoke('{}'))).toEqual([{ ErrorCode: 'TypeError', ErrorDetails: 'no' }]);
});

test('refusals are AWS’s own, before the stream', async () => {
  aws.behave(() => Promise.reject(new WorkbenchError('runtime-not-supported', 'java21 is not run here.', 'Use Node.js.')));
  await expect(all(invoke('{}'))).rejects.toMatchObject({ name: 'InvalidRuntimeException' });
  await expect(all(invoke('no JSON'))).rejects.toMatchObject({ name: 'InvalidRequestContentException' });
});
