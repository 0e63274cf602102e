import { Buffer } from 'node:buffer';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { WorkbenchError } from '../errors.ts';
import { type Answer, startTestCloud, type TestCloud } from './testing.ts';

let aws: TestCloud;

beforeEach(async () => {
  aws = await startTestCloud();
  await aws.deploy('f', { Timeout: 7, MemorySize: 256, Environment: { Variables: { STAGE: 'dev' } } });
});
afterEach(() => aws[Symbol.asyncDispose]());

function invoke(event: string | Uint8Array | undefined, headers?: Readonly<Record<string, string>>): Promise<Answer> {
  return aws.call('POST', '/2015-03-31/functions/f/invocations', event, headers);
}

test('gives the payload as it is, and who ran', async () => {
  const answer = await invoke('{"a":1}');
  expect([answer.status, answer.text]).toEqual([200, '{"a":1}']);
  expect(answer.headers).toMatchObject({ 'x-amz-executed-version': '$LATEST', 'x-amzn-requestid': '11111111-2222-4333-8444-555555555555' });
  expect(answer.headers['x-amz-function-error']).toBeUndefined();
  expect(aws.runs[0]?.fn).toMatchObject({
    name: 'f',
    version: '$LATEST',
    arn: 'arn:aws:lambda:us-east-1:000000000000:function:f',
    timeoutSeconds: 7,
    memoryMb: 256,
    environment: { STAGE: 'dev' },
    logGroup: '/aws/lambda/f',
    target: 'local-cloud',
  });
});

test('an event left out is {}', async () => {
  await invoke(undefined);
  expect(aws.runs[0]?.event).toBe('{}');
});

test.each(['error', 'timeout', 'init-error'] as const)('a function that ends with %s is a 200 that says so', async (status) => {
  aws.behave(() => ({ status, payload: Buffer.from('{"errorType":"X","errorMessage":"y"}') }));
  const answer = await invoke('{}');
  expect([answer.status, answer.headers['x-amz-function-error'], answer.json]).toEqual([
    200,
    'Unhandled',
    { errorType: 'X', errorMessage: 'y' },
  ]);
});

test('an answer that comes before the end is given then; with the tail of the log it is waited for', async () => {
  const end = pending<object>();
  aws.behave(() => end.promise);
  const [plain, tailed] = [invoke('{}'), invoke('{}', { 'x-amz-log-type': 'Tail' })];
  await expect.poll(() => aws.runs.length).toBe(2);
  for (const { options } of aws.runs) options.onAnswer?.({ requestId: 'one', status: 'success', payload: Buffer.from('"early"') });
  expect([(await plain).text, (await plain).headers['x-amzn-requestid']]).toEqual(['"early"', 'one']);
  end.resolve({});
  expect((await tailed).text).toBe('{}');
});

test('the tail of the log is its last 4 KB', async () => {
  const answer = await invoke(JSON.stringify('x'.repeat(5000)), { 'x-amz-log-type': 'Tail' });
  const tail = Buffer.from(String(answer.headers['x-amz-log-result']), 'base64').toString();
  expect(tail).toHaveLength(4096);
  expect(tail.endsWith('x"\n')).toBe(true);
  expect((await invoke('{}')).headers['x-amz-log-result']).toBeUndefined();
});

test('an asynchronous one is accepted at once and runs in the background', async () => {
  const finish = pending<object>();
  aws.behave(() => finish.promise);
  const answer = await invoke('{"a":1}', { 'x-amz-invocation-type': 'Event' });
  expect([answer.status, answer.text, aws.runs.length]).toEqual([202, '', 1]);
  finish.resolve({});
});

test('an asynchronous one that fails is tried twice more, with the same request id', async () => {
  aws.behave(() => ({ requestId: 'first', status: 'error', error: { errorType: 'Oops', errorMessage: '', stack: [] } }));
  await invoke('{"a":1}', { 'x-amz-invocation-type': 'Event' });
  while (aws.runs.length < 3) {
    aws.tick();
    await new Promise((resolve) => setImmediate(resolve));
  }
  await new Promise((resolve) => setImmediate(resolve));
  expect(aws.tick()).toBe(0);
  expect(aws.runs.map(({ event, options }) => [event, options.requestId])).toEqual([
    ['{"a":1}', undefined],
    ['{"a":1}', 'first'],
    ['{"a":1}', 'first'],
  ]);
});

test('a dry run runs nothing', async () => {
  const answer = await invoke('{}', { 'x-amz-invocation-type': 'DryRun' });
  expect([answer.status, aws.runs.length]).toEqual([204, 0]);
});

test('the client context arrives decoded', async () => {
  await invoke('{}', { 'x-amz-client-context': Buffer.from('{"custom":{}}').toString('base64') });
  expect(aws.runs[0]?.options.clientContext).toBe('{"custom":{}}');
});

test.each<[string, string | Uint8Array, Record<string, string>, number, string]>([
  ['text that is not JSON', 'hello', {}, 400, 'InvalidRequestContentException'],
  ['bytes that are not UTF-8', new Uint8Array([0x22, 0xff, 0x22]), {}, 400, 'InvalidRequestContentException'],
  ['a type that is none', '{}', { 'x-amz-invocation-type': 'Later' }, 400, 'ValidationException'],
  ['a context that is not JSON', '{}', { 'x-amz-client-context': 'e30x' }, 400, 'InvalidRequestContentException'],
  ['more than 6 MB', JSON.stringify('x'.repeat(6_291_556)), {}, 413, 'RequestTooLargeException'],
  [
    'more than 1 MB asynchronously',
    JSON.stringify('x'.repeat(1_048_576)),
    { 'x-amz-invocation-type': 'Event' },
    413,
    'RequestTooLargeException',
  ],
])('refuses %s', async (_what, event, headers, status, code) => {
  const answer = await invoke(event, headers);
  expect([answer.status, answer.headers['x-amzn-errortype'], aws.runs.length]).toEqual([status, code, 0]);
});

test('what this machine cannot run is an InvalidRuntimeException with the advice', async () => {
  aws.behave(() => Promise.reject(new WorkbenchError('runtime-not-supported', 'java21 is not run here.', 'Use Node.js or Python.')));
  const answer = await invoke('{}');
  expect([answer.status, answer.headers['x-amzn-errortype']]).toEqual([502, 'InvalidRuntimeException']);
  expect(answer.json).toEqual({ Type: 'Service', Message: 'java21 is not run here. Use Node.js or Python.' });
  expect(aws.errors).toEqual([]);
});

test('more at once than are reserved for it is throttled, as the SDKs expect it', async () => {
  const put = await aws.call('PUT', '/2017-10-31/functions/f/concurrency', { ReservedConcurrentExecutions: 2 });
  expect([put.status, put.json]).toEqual([200, { ReservedConcurrentExecutions: 2 }]);
  expect((await aws.call('GET', '/2019-09-30/functions/f/concurrency')).json).toEqual({ ReservedConcurrentExecutions: 2 });
  aws.behave(() => Promise.reject(new WorkbenchError('throttled', 'f is busy.', 'Wait.')));
  const answer = await invoke('{}');
  expect(aws.runs[0]?.fn.reservedConcurrency).toBe(2);
  expect([answer.status, answer.headers['x-amzn-errortype'], answer.json]).toEqual([
    429,
    'TooManyRequestsException',
    { Type: 'User', Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded', message: 'Rate Exceeded.' },
  ]);
  expect((await aws.call('DELETE', '/2017-10-31/functions/f/concurrency')).status).toBe(204);
  expect((await aws.call('GET', '/2019-09-30/functions/f/concurrency')).json).toEqual({});
  expect((await aws.call('PUT', '/2017-10-31/functions/f/concurrency', {})).status).toBe(400);
});

test('a bug is a ServiceException and a line in the log; the server goes on', async () => {
  const bug = new Error('boom');
  aws.behave(() => Promise.reject(bug));
  const answer = await invoke('{}');
  expect([answer.status, answer.headers['x-amzn-errortype']]).toEqual([500, 'ServiceException']);
  expect(answer.text).not.toContain('boom');
  await invoke('{}', { 'x-amz-invocation-type': 'Event' });
  expect(aws.errors).toEqual([bug, bug]);
  aws.behave(() => ({}));
  expect((await invoke('{}')).status).toBe(200);
});

test('closing cancels what runs', async () => {
  const started = pending<void>();
  aws.behave(async () => {
    started.resolve();
    const { signal } = aws.runs[0]?.options ?? {};
    await new Promise((resolve) => signal?.addEventListener('abort', resolve));
    return { status: 'cancelled' };
  });
  const answer = invoke('{}').catch((error: NodeJS.ErrnoException) => error.code);
  await started.promise;
  await aws.cloud.close();
  expect(['ECONNRESET', undefined]).toContain(await answer);
});

function pending<T>(): { readonly promise: Promise<T>; readonly resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => {};
  const promise = new Promise<T>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
