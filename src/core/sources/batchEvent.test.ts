import { Buffer } from 'node:buffer';
import { expect, test } from 'vitest';
import type { StreamCarrier, TableCarrier } from '../project/messaging/model.ts';
import { itemProblem } from './attributeValue.ts';
import { queueBatch, streamBatch } from './batchEvent.ts';
import type { QueueSource, StreamSource } from './model.ts';
import { type Event, queueCarrier, TestWorld } from './testing.ts';

const shared = { functionName: 'f', batchSize: 10, windowMs: 0, reportsFailures: false };
const baskets: QueueSource = { kind: 'queue', queue: 'baskets', ...shared, filters: [], maximumConcurrency: 5 };
const orders: StreamSource = {
  kind: 'stream',
  stream: 'orders',
  ...shared,
  filters: [],
  fromStart: true,
  bisects: false,
  parallelization: 1,
};
const { clock } = new TestWorld();
const recordsOf = ({ event }: { readonly event: Uint8Array }): Event[] => JSON.parse(Buffer.from(event).toString()).Records;

test('messages of a queue, each with an id of its own, received once', () => {
  const records = recordsOf(queueBatch(baskets, queueCarrier('baskets'), ['a', 'a'], 5));
  expect(
    records.map(({ body, attributes: { ApproximateReceiveCount, SentTimestamp } }) => [body, ApproximateReceiveCount, SentTimestamp]),
  ).toEqual([
    ['a', '1', '5'],
    ['a', '1', '5'],
  ]);
  expect(records[0].eventSourceARN).toMatch(/:baskets$/);
  expect(new Set(records.map(({ messageId }) => messageId)).size).toBe(2);
});

test('a FIFO queue takes the same text twice, in its order', () => {
  const carrier = queueCarrier('baskets.fifo', { isFifo: true, deduplicatesByContent: true });
  const records = recordsOf(queueBatch(baskets, carrier, ['a', 'a'], 5));
  expect(records.map(({ attributes }) => attributes.MessageGroupId)).toEqual(['local', 'local']);
  expect(records[0].attributes.SequenceNumber < records[1].attributes.SequenceNumber).toBe(true);
});

test('what the filters of the mapping keep back is counted', () => {
  const choosy = { ...baskets, filters: [{ body: { kind: ['order'] } }] };
  const batch = queueBatch(choosy, queueCarrier('baskets'), ['{"kind":"order"}', '{"kind":"note"}', 'text'], 5);
  expect([recordsOf(batch).length, batch.filtered]).toEqual([1, 2]);
});

test('records of Kinesis and of a table, with sequence numbers', () => {
  const stream: StreamCarrier = { kind: 'stream', id: 'Orders', name: 'orders', shards: 1 };
  const [first, second] = recordsOf(streamBatch(orders, stream, ['one', 'two'], clock));
  expect([first.eventSource, Buffer.from(first.kinesis.data, 'base64').toString()]).toEqual(['aws:kinesis', 'one']);
  expect(first.kinesis.sequenceNumber < second.kinesis.sequenceNumber).toBe(true);
  const table: TableCarrier = { kind: 'table', id: 'Orders', name: 'orders', keys: ['id'], view: 'NEW_AND_OLD_IMAGES' };
  const [change] = recordsOf(streamBatch(orders, table, ['{"id":"1","n":2}'], clock));
  expect([change.eventName, change.dynamodb.Keys, change.dynamodb.NewImage]).toEqual([
    'INSERT',
    { id: { S: '1' } },
    { id: { S: '1' }, n: { N: '2' } },
  ]);
  expect(() => streamBatch(orders, table, ['[1]'], clock)).toThrow('An item is a JSON object.');
});

test('an item is an object', () => {
  expect([itemProblem('{"id":1}'), itemProblem('[]'), itemProblem('{')]).toEqual([
    undefined,
    'An item is a JSON object.',
    'An item is a JSON object: {"id": "1"}',
  ]);
});
