import { expect, test } from 'vitest';
import { fateNotes } from './fate.ts';
import type { QueueSource, StreamSource } from './model.ts';
import { failedWith, queueCarrier } from './testing.ts';

const mapping = { functionName: 'f', batchSize: 10, windowMs: 0, reportsFailures: true, filters: [] };
const queue: QueueSource = { ...mapping, kind: 'queue', queue: 'jobs', maximumConcurrency: 5 };
const stream: StreamSource = { ...mapping, kind: 'stream', stream: 'clicks', fromStart: true, bisects: false, parallelization: 1 };
const encode = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
const messages = encode({ Records: [{ messageId: 'a' }, { messageId: 'b' }] });
const records = encode({ Records: [{ kinesis: { sequenceNumber: '1' } }] });
const failed = { status: 'error', payload: encode({}) } as const;

function check(source: QueueSource | StreamSource, result: Parameters<typeof fateNotes>[2], expected: string | undefined, redrive = {}) {
  const carriers = { queues: [queueCarrier('jobs', redrive), queueCarrier('dead')], streams: [] };
  expect(fateNotes(source, source.kind === 'queue' ? messages : records, result, { carriers })).toEqual(
    expected === undefined ? [] : [expected],
  );
}

test('messages come back until a dead-letter queue takes them', () => {
  const again = 'What comes back is received again after the visibility timeout of 30 s';
  const some = { status: 'success', payload: failedWith('b').payload } as const;
  const redriven = (maxReceives: number) => ({ redrive: { to: 'deadId', maxReceives } });
  check(queue, failed, `${again}; one that was received 3 times, this one counted, goes to the dead-letter queue dead.`, redriven(3));
  check(queue, some, `${again}; one that was received 2 times, this one counted, goes to the dead-letter queue dead.`, redriven(2));
  check(queue, failed, 'What comes back goes to the dead-letter queue dead, as this was the one receive that jobs allows.', redriven(1));
  check(
    queue,
    failed,
    `${again}, over and over until the queue’s retention ends (4 days where nothing is set): jobs has no dead-letter queue.`,
  );
  check({ ...queue, reportsFailures: false }, some, undefined, redriven(3));
  check(queue, { status: 'success', payload: encode(null) }, undefined);
});

test('records hold up their shard until they are done or given up', () => {
  const holds = 'and holds up what comes after it in its shard';
  const lost = 'then it is given up: the mapping has no on-failure destination';
  check(
    stream,
    failed,
    `What comes back is tried again until the stream doesn’t keep it any more (a day where nothing is set), ${holds}; ${lost}.`,
  );
  check(
    { ...stream, bisects: true, maximumRetryAttempts: 2, maximumRecordAgeMs: 60_000, onFailure: 'dead' },
    failed,
    `What comes back is tried again, in halves where there are several, 2 more times, or until it is 60 s old, ${holds}; then the on-failure destination dead is told.`,
  );
  check(
    { ...stream, maximumRetryAttempts: 0, onFailure: 'dead' },
    failed,
    'What comes back isn’t tried again; the on-failure destination dead is told.',
  );
});
