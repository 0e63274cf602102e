import { randomUUID } from 'node:crypto';
import type { Clock } from '../ports.ts';
import { carrierNamed } from '../project/messaging/carriers.ts';
import type { FunctionDefinition } from '../project/model.ts';
import { type BusEvent, type Buses, busArn, busEvent } from './buses.ts';
import type { Queues } from './queues.ts';
import { quoted, type Receivers, type Sender } from './receivers.ts';
import { s3Event } from './s3Event.ts';
import type { Topics } from './topics.ts';

export interface DestinationsPorts {
  readonly queues: Queues;
  readonly topics: Topics;
  readonly buses: Buses;
  readonly receivers: Pick<Receivers, 'give'>;
  /** Those that are served. */
  readonly functions: () => readonly FunctionDefinition[];
  readonly clock: Pick<Clock, 'now'>;
  /** A line for the person who watches. */
  readonly say: (line: string) => void;
}

/**
 * Where failed and finished invocations are told to: queues, functions, topics and event buses of the folder, and functions that are
 * notified by a bucket of that name.
 */
export class Destinations {
  readonly #ports: DestinationsPorts;

  constructor(ports: DestinationsPorts) {
    this.#ports = ports;
  }

  /** By an id, a name or an ARN; false where nobody here is reached. */
  deliver(target: string, whole: string, hops: number): boolean {
    const { say, queues, topics, buses } = this.#ports;
    const message = withinLimit(whole);
    const named = carrierNamed(target) ?? target;
    const service = /^arn:[^:]*:(\w+):/.exec(target)?.[1];
    const isOf = (name: string) => service === undefined || service === name;
    if (isOf('sqs') && queues.send(named, [{ body: message }]) !== undefined) {
      say(`Sent to the queue ${target}.`);
      return true;
    }
    if (isOf('lambda') && this.#toFunction(target, message, hops)) return true;
    if (isOf('sns') && topics.publish(named, { message, attributes: {} }, { hops }) !== undefined) return true;
    if (isOf('events') && buses.find(named) !== undefined)
      return buses.send(named, this.#event(buses.find(named) ?? named, message), { hops });
    return isOf('s3') && this.#notified(target, message, hops);
  }

  #toFunction(target: string, message: string, hops: number): boolean {
    const name = /:function:([\w-]+)/.exec(target)?.[1] ?? target;
    const fn = this.#ports.functions().find(({ name: own, logicalId }) => own === name || logicalId === name);
    if (fn === undefined) return false;
    this.#ports.say(`Sent to the function ${fn.name}${quoted(message)}`);
    return this.#call(fn, { caller: 'destination', hops }, message);
  }

  /** https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html */
  #event(bus: string, message: string): BusEvent {
    const detail = JSON.parse(message) as InvocationRecord;
    const { condition, functionArn } = detail.requestContext;
    const detailType = `Lambda Function Invocation Result - ${condition === 'Success' ? 'Success' : 'Failure'}`;
    return busEvent({ source: 'lambda', detailType, detail, resources: [busArn(bus), functionArn] }, this.#ports.clock.now());
  }

  #notified(target: string, message: string, hops: number): boolean {
    const bucket = bucketOf(target);
    const found = this.#ports.functions().flatMap((fn) => {
      const triggers = fn.triggers.filter(({ type, properties }) => type === 'S3' && carrierNamed(properties['Bucket']) === bucket);
      return triggers.map((trigger) => ({ fn, events: JSON.stringify(trigger.properties['Events'] ?? '').replaceAll('"', '') }));
    });
    if (found.length === 0) return false;
    const now = this.#ports.clock.now();
    const key = `aws/lambda/${new Date(now).toISOString().slice(0, 10).replaceAll('-', '/')}/${randomUUID()}`;
    const told = found.filter(({ events }) => /s3:ObjectCreated:(?:\*|Put)|^$/.test(events)).map(({ fn }) => fn);
    this.#ports.say(
      `Put into the bucket ${bucket} as ${key}, for ${told.map(({ name }) => name).join(', ') || 'nobody'}${quoted(message)}`,
    );
    for (const fn of told) this.#call(fn, { caller: `bucket ${bucket}`, hops }, JSON.stringify(s3Event(bucket, key, message, now)));
    return true;
  }

  #call({ name }: FunctionDefinition, from: Sender, body: string): boolean {
    return this.#ports.receivers.give({ kind: 'function', name }, { body }, from);
  }
}

/** Bytes of a message of SNS. */
const MAX_MESSAGE_BYTES = 262_144;

/**
 * Without the payloads where it is larger than SNS takes: a record of an event that holds a record of an event, in a loop, doubles.
 * https://docs.aws.amazon.com/lambda/latest/api/API_OnFailure.html
 */
function withinLimit(message: string): string {
  if (Buffer.byteLength(message) <= MAX_MESSAGE_BYTES || !message.startsWith('{"version":"1.0"')) return message;
  const { requestPayload: _, responsePayload: __, ...record } = JSON.parse(message) as Readonly<Record<string, unknown>>;
  return JSON.stringify(record);
}

/** As much of what Lambda tells of an asynchronous invocation as is asked for here. */
interface InvocationRecord {
  readonly requestContext: { readonly condition: string; readonly functionArn: string };
}

function bucketOf(target: string): string {
  return /^arn:aws[\w-]*:s3:::([^/]+)/.exec(target)?.[1] ?? carrierNamed(target) ?? target;
}
