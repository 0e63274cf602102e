import { expect, test } from 'vitest';
import { type AsynchronousPolicy, DEFAULT_POLICY, invokeAsynchronously } from './asynchronous.ts';
import { batchFate } from './batchFailures.ts';
import type { Clock } from './ports.ts';
import type { InvocationResult } from './runner/model.ts';

/** Time that passes at once; what was waited for is noted. */
function fastClock(waits: number[]): Clock {
  return {
    now: () => 0,
    monotonic: () => 0,
    schedule(delayMs, callback) {
      waits.push(delayMs);
      queueMicrotask(callback);
      return () => {};
    },
  };
}

function resultOf(status: InvocationResult['status'], payload = '1'): InvocationResult {
  const error = status === 'success' ? {} : { error: { errorType: 'Oops', errorMessage: 'no', stack: [] } };
  return { requestId: 'one', status, payload: Buffer.from(payload), ...error } as unknown as InvocationResult;
}

async function run(outcomes: readonly InvocationResult['status'][], policy: Partial<AsynchronousPolicy> = {}) {
  const waits: number[] = [];
  const ids: (string | undefined)[] = [];
  const attempt = async (requestId: string | undefined) => resultOf(outcomes[ids.push(requestId) - 1] ?? 'error');
  const options = { clock: fastClock(waits), policy: { ...DEFAULT_POLICY, ...policy } };
  const { delivery, notes, result } = await invokeAsynchronously(attempt, Buffer.from('{"k":1}'), 'arn:aws:lambda:x:1:function:f', options);
  return { waits, ids, delivery, notes, status: result.status };
}

test('a failure is tried twice more, with the same request id and longer waits', async () => {
  const { waits, ids, notes, status } = await run(['error', 'timeout', 'error', 'success']);
  expect([waits, ids, status]).toEqual([[1000, 2000], [undefined, 'one', 'one'], 'error']);
  expect(notes).toEqual([
    'Attempt 1 failed (Oops); the next came after 1 s, in Lambda after 1 min.',
    'Attempt 2 failed (Oops); the next came after 2 s, in Lambda after 2 min.',
    'The event is lost now: the function has neither an on-failure destination nor a dead-letter queue.',
  ]);
});

test.each<[string, readonly InvocationResult['status'][], Partial<AsynchronousPolicy>, object]>([
  ['success', ['success'], { onSuccess: 'Done', onFailure: 'Failed' }, { kind: 'on-success destination', target: 'Done' }],
  ['a success at last', ['error', 'success'], { onSuccess: 'Done' }, { kind: 'on-success destination', target: 'Done' }],
  ['failure', ['error'], { onFailure: 'Failed', deadLetterTarget: 'Queue' }, { kind: 'on-failure destination', target: 'Failed' }],
  ['failure, as it was before destinations', ['error'], { deadLetterTarget: 'Queue' }, { kind: 'dead-letter queue', message: '{"k":1}' }],
])('where an event goes after %s', async (_what, outcomes, policy, expected) => {
  const { delivery, notes } = await run(outcomes, policy);
  expect(delivery).toMatchObject(expected);
  expect(notes.at(-1)).toBe(`Lambda sends it to the ${delivery?.kind} ${delivery?.target} now.`);
});

test('a destination is told as Lambda tells it', async () => {
  const { delivery } = await run(['error'], { onFailure: 'Failed', maximumRetryAttempts: 0 });
  expect(JSON.parse(delivery?.message ?? '')).toEqual({
    version: '1.0',
    timestamp: '1970-01-01T00:00:00.000Z',
    requestContext: {
      requestId: 'one',
      functionArn: 'arn:aws:lambda:x:1:function:f:$LATEST',
      condition: 'RetriesExhausted',
      approximateInvokeCount: 1,
    },
    requestPayload: { k: 1 },
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
    responsePayload: 1,
  });
});

test('an event that gets too old isn’t tried again', async () => {
  const { ids, delivery } = await run(['error'], { maximumEventAgeSeconds: 60, onFailure: 'Failed' });
  expect(ids).toHaveLength(2);
  expect(JSON.parse(delivery?.message ?? '').requestContext).toMatchObject({ condition: 'EventAgeExceeded', approximateInvokeCount: 2 });
});

const QUEUE = { Records: ['a', 'b', 'c'].map((messageId) => ({ messageId, eventSource: 'aws:sqs' })) };
const STREAM = { Records: ['1', '2', '3'].map((sequenceNumber) => ({ eventSource: 'aws:kinesis', kinesis: { sequenceNumber } })) };
const TABLE = { Records: ['1', '2'].map((SequenceNumber) => ({ eventSource: 'aws:dynamodb', dynamodb: { SequenceNumber } })) };

function failing(...ids: readonly unknown[]): string {
  return JSON.stringify({ batchItemFailures: ids.map((itemIdentifier) => ({ itemIdentifier })) });
}

test.each<[string, object, string, string | undefined]>([
  ['one of a queue', QUEUE, failing('b'), '1 of the 3 messages come back: b.'],
  ['none', QUEUE, failing(), 'None of the 3 messages comes back.'],
  ['nothing said', QUEUE, 'null', 'None of the 3 messages comes back.'],
  ['a list of null', QUEUE, '{"batchItemFailures":null}', 'None of the 3 messages comes back.'],
  ['no list', QUEUE, '{"batchItemFailures":"b"}', 'All 3 messages come back: batchItemFailures isn’t a list.'],
  ['no id', QUEUE, failing(''), 'All 3 messages come back: an entry of batchItemFailures has no itemIdentifier.'],
  ['an unknown id', QUEUE, failing('z'), 'All 3 messages come back: no message of the batch is “z”.'],
  ['no JSON', QUEUE, '{', 'All 3 messages come back: the response isn’t JSON.'],
  ['a stream, from its first failure on', STREAM, failing('3', '2'), '2 of the 3 messages come back: 2, 3.'],
  ['a table', TABLE, failing('1'), '2 of the 2 messages come back: 1, 2.'],
  ['no batch', { Records: [{ eventSource: 'aws:s3' }] }, failing('b'), undefined],
])('which messages come back: %s', (_what, event, response, expected) => {
  const triggers = ['SQS', 'Kinesis', 'DynamoDB'].map((type) => ({
    name: type,
    type,
    properties: { FunctionResponseTypes: ['ReportBatchItemFailures'] },
  }));
  const { notes, outcome } = batchFate(Buffer.from(JSON.stringify(event)), resultOf('success', response), triggers);
  expect(notes).toEqual(expected === undefined ? [] : [expected]);
  const [, back, of = '3'] = /^(All|\d)(?: of the (\d))?/.exec(expected ?? '') ?? [];
  expect(outcome).toEqual(back && { kind: 'batch', back: Number(back === 'All' ? of : back), of: Number(of) });
});

test('without ReportBatchItemFailures a list is in vain, and a failure brings all back', () => {
  const triggers = [{ name: 'Q', type: 'SQS', properties: {} }];
  const event = Buffer.from(JSON.stringify(QUEUE));
  expect(batchFate(event, resultOf('success', failing('b')), triggers)).toEqual({
    notes: ['The list of batchItemFailures is ignored: the event source lacks ReportBatchItemFailures, so no message comes back.'],
  });
  expect(batchFate(event, resultOf('success'), triggers)).toEqual({ notes: [] });
  expect(batchFate(event, resultOf('timeout'), triggers)).toEqual({
    notes: ['All 3 messages come back: the function failed.'],
    outcome: { kind: 'batch', back: 3, of: 3 },
  });
});
