import { isDeepStrictEqual } from 'node:util';
import type { StreamCarrier, TableCarrier } from '../project/messaging/model.ts';
import { discardedBatch, streamArn } from './discarded.ts';
import { passesFilters } from './filter.ts';
import { Lane, type LanePorts } from './lane.ts';
import type { StreamSource } from './model.ts';
import type { SourcePorts } from './schedules.ts';
import { hashOf, Stream, type StreamRecord } from './stream.ts';

export interface StreamsPorts extends SourcePorts {
  /** Sends a message to a queue or topic by its id, name or ARN; false where it isn't here. */
  readonly deliver: (target: string, message: string) => boolean;
}

/** The streams of a folder: each of their functions is given their records in batches, in the order of their keys. */
export class Streams {
  readonly #ports: StreamsPorts;
  readonly #streams = new Map<string, Stream>();
  #readers: readonly Reader[] = [];

  constructor(ports: StreamsPorts, sources: readonly StreamSource[] = [], carriers: readonly (StreamCarrier | TableCarrier)[] = []) {
    this.#ports = ports;
    this.replace(sources, carriers);
  }

  get sources(): readonly StreamSource[] {
    return this.#readers.map(({ source }) => source);
  }

  get all(): readonly Stream[] {
    return [...this.#streams.values()];
  }

  /** By its name, its ARN, or what a template calls it. */
  find(kind: 'stream' | 'table', reference: string): Stream | undefined {
    const name = /(?:stream|table)\/([\w.-]+)/.exec(reference)?.[1] ?? reference;
    return this.all.find(({ carrier }) => carrier.kind === kind && (carrier.name === name || carrier.id === name));
  }

  /** Has these from now on, and no others. What is in a stream that stays stays in it. */
  replace(sources: readonly StreamSource[], carriers: readonly (StreamCarrier | TableCarrier)[]): void {
    const wanted = new Map(carriers.map((carrier) => [`${carrier.kind} ${carrier.name}`, carrier]));
    for (const key of this.#streams.keys()) if (!wanted.has(key)) this.#streams.delete(key);
    for (const [key, carrier] of wanted) {
      const known = this.#streams.get(key);
      if (known === undefined) this.#streams.set(key, new Stream(carrier, this.#ports.clock));
      else known.redefine(carrier);
    }
    const kept = sources.map((source) => this.#readers.find((reader) => isDeepStrictEqual(reader.source, source)));
    const left = this.#readers.filter((reader) => !kept.includes(reader)).map((reader) => ({ reader, records: reader.stop() }));
    this.#readers = sources.map((source, index) => {
      const before = left.find(
        ({ reader }) => reader.source.stream === source.stream && reader.source.functionName === source.functionName,
      );
      return kept[index] ?? this.#open(source, before?.records);
    });
  }

  /** Puts a record on a stream, and hands it to the functions that read it. */
  add(stream: Stream, ...record: Parameters<Stream['add']>): StreamRecord {
    const added = stream.add(...record);
    for (const reader of this.#readers) if (reader.source.stream === stream.carrier.name) reader.push(added);
    return added;
  }

  stop(): void {
    for (const reader of this.#readers) reader.stop();
    this.#readers = [];
  }

  /** @param before what one with other settings had not done: one whose settings were edited goes on from where it was */
  #open(source: StreamSource, before: readonly StreamRecord[] | undefined): Reader {
    const stream = this.all.find(({ carrier }) => carrier.name === source.stream);
    const reader = new Reader(source, {
      ...this.#ports,
      streamArn: stream === undefined ? '' : streamArn(stream.carrier),
      discard: (records, why, attempts, requestId) => this.#discard(source, { records, why, attempts, requestId }),
    });
    for (const record of before ?? (source.fromStart ? (stream?.kept ?? []) : [])) reader.push(record);
    return reader;
  }

  #discard(source: StreamSource, batch: Omit<Parameters<typeof discardedBatch>[0], 'source' | 'carrier' | 'now'>): void {
    const { logger, clock, deliver } = this.#ports;
    const carrier = this.all.find((stream) => stream.carrier.name === source.stream)?.carrier;
    const { records, why } = batch;
    const given = `${records.length} record${records.length === 1 ? '' : 's'} of ${source.stream} from ${records[0]?.sequenceNumber} on`;
    const because = why === 'RecordAgeExceeded' ? 'too old' : `failed ${batch.attempts} times`;
    if (source.onFailure === undefined || carrier === undefined) {
      return void logger.warn(`${given} given up by ${source.functionName}: ${because}, and the mapping has no on-failure destination.`);
    }
    const message = discardedBatch({ ...batch, source, carrier, now: clock.now() });
    const isHere = deliver(source.onFailure, message);
    const where = isHere ? `told to ${source.onFailure}` : `AWS would tell ${source.onFailure}, which isn’t here: ${message}`;
    logger.warn(`${given} given up by ${source.functionName}: ${because}; ${where}.`);
  }
}

/** Reads a stream for one function: a lane for each shard, or for as many parts of each as are worked on at the same time. */
class Reader {
  readonly source: StreamSource;
  readonly #ports: LanePorts;
  readonly #lanes = new Map<string, Lane>();

  constructor(source: StreamSource, ports: LanePorts) {
    this.source = source;
    this.#ports = ports;
  }

  push(record: StreamRecord): void {
    if (!passesFilters(record.view, this.source.filters)) return;
    const part = hashOf(record.key) % BigInt(this.source.parallelization);
    const key = `${record.shardId} ${part}`;
    const lane = this.#lanes.get(key) ?? new Lane(this.source, this.#ports);
    this.#lanes.set(key, lane);
    lane.push(record);
  }

  /** Returns what it has not done. */
  stop(): readonly StreamRecord[] {
    const left = [...this.#lanes.values()].flatMap((lane) => lane.stop());
    this.#lanes.clear();
    return left.sort((a, b) => (a.sequenceNumber < b.sequenceNumber ? -1 : 1));
  }
}
