import { Buffer } from 'node:buffer';
import { randomUUID } from 'node:crypto';
import { WorkbenchError } from '../errors.ts';
import type { Clock } from '../ports.ts';
import type { QueueCarrier, StreamCarrier, TableCarrier } from '../project/messaging/model.ts';
import { itemOf, itemProblem } from './attributeValue.ts';
import { passesFilters } from './filter.ts';
import { putData } from './kinesisRoutes.ts';
import type { QueueSource, StreamSource } from './model.ts';
import { Queue } from './queue.ts';
import { filterView, sqsRecord } from './sqsRecord.ts';
import type { StreamRecord } from './stream.ts';
import { Streams } from './streams.ts';
import { Tables } from './tables.ts';

/** The event of one batch that somebody puts together by hand, as its mapping would hand it over. */
export interface Batch {
  readonly event: Uint8Array;
  /** How many the mapping's filters keep from the function, of all that were sent. */
  readonly filtered: number;
  readonly sent: number;
}

/** @param now milliseconds since 1970 */
export function queueBatch({ filters, queue: name }: QueueSource, carrier: QueueCarrier, bodies: readonly string[], now: number): Batch {
  const queue = new Queue(carrier);
  // The same text twice is two messages, also in a FIFO queue: somebody has asked for both.
  const sent = carrier.isFifo ? { groupId: 'local' } : {};
  for (const body of bodies) queue.send({ body, ...sent, ...(carrier.isFifo && { deduplicationId: randomUUID() }) }, now);
  const records = queue.take(bodies.length, now, now).map((message) => sqsRecord(name, message));
  return batchOf(
    records.filter((record) => passesFilters(filterView(record), filters)),
    bodies.length,
  );
}

/**
 * @param texts data of Kinesis's records; of a table the items that are put, as JSON
 * @throws WorkbenchError `event-unreadable` where an item is no JSON object
 */
export function streamBatch(
  { filters }: StreamSource,
  carrier: StreamCarrier | TableCarrier,
  texts: readonly string[],
  clock: Clock,
): Batch {
  const nobody = {
    clock,
    logger: { debug() {}, info() {}, warn() {}, error() {} },
    run: () => Promise.reject(new Error('nobody reads it')),
  };
  const streams = new Streams({ ...nobody, deliver: () => false }, [], [carrier]);
  const tables = new Tables(streams);
  const [stream] = streams.all;
  const put = (text: string): readonly StreamRecord[] => {
    if (stream === undefined) return [];
    return [
      carrier.kind === 'stream' ? putData(streams, stream, Buffer.from(text), 'local') : tables.record(stream, { newImage: item(text) }),
    ];
  };
  const records = texts.flatMap(put).filter(({ view }) => passesFilters(view, filters));
  return batchOf(
    records.map(({ record }) => record),
    texts.length,
  );
}

function batchOf(records: readonly unknown[], sent: number): Batch {
  return { event: Buffer.from(JSON.stringify({ Records: records })), filtered: sent - records.length, sent };
}

function item(text: string) {
  const problem = itemProblem(text);
  if (problem !== undefined) throw new WorkbenchError('event-unreadable', problem, 'As DynamoDB writes it, or as plain JSON.');
  return itemOf(JSON.parse(text));
}
