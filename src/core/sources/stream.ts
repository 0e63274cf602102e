import { createHash } from 'node:crypto';
import type { Clock } from '../ports.ts';
import type { StreamCarrier, TableCarrier } from '../project/messaging/model.ts';

/** A record as a stream keeps it. */
export interface StreamRecord {
  readonly shardId: string;
  /** Of texts of one length: the larger, the later. */
  readonly sequenceNumber: string;
  /** Records of one key are worked on in their order. */
  readonly key: string;
  /** Milliseconds since 1970. */
  readonly arrivedAt: number;
  /** As an event's `Records` have it. */
  readonly record: Readonly<Record<string, unknown>>;
  /** What filters are held against. */
  readonly view: unknown;
}

export interface Position {
  readonly shardId: string;
  readonly sequenceNumber: string;
}

/** What a mapping that begins at the trim horizon finds: in AWS those of the last day. */
const MOST_KEPT = 1000;

/** The records of a stream of Kinesis, or of a table's stream, each in the shard that its key belongs to. */
export class Stream {
  readonly #clock: Pick<Clock, 'now'>;
  #carrier: StreamCarrier | TableCarrier;
  readonly #kept: StreamRecord[] = [];
  #lastNumber = 0;

  constructor(carrier: StreamCarrier | TableCarrier, clock: Pick<Clock, 'now'>) {
    this.#carrier = carrier;
    this.#clock = clock;
  }

  get carrier(): StreamCarrier | TableCarrier {
    return this.#carrier;
  }

  redefine(carrier: StreamCarrier | TableCarrier): void {
    this.#carrier = carrier;
  }

  /** The oldest first. */
  get kept(): readonly StreamRecord[] {
    return this.#kept;
  }

  get shardIds(): readonly string[] {
    return Array.from({ length: shardsOf(this.#carrier) }, (_, index) => this.#shardId(index));
  }

  /** @param make the record for its place in the stream */
  add(
    key: string,
    make: (position: Position, arrivedAt: number) => Pick<StreamRecord, 'record' | 'view'>,
    hash = hashOf(key),
  ): StreamRecord {
    const arrivedAt = this.#clock.now();
    const position = { shardId: this.#shardId(shardIndex(hash, shardsOf(this.#carrier))), sequenceNumber: this.#nextNumber() };
    const added = { ...position, key, arrivedAt, ...make(position, arrivedAt) };
    this.#kept.push(added);
    if (this.#kept.length > MOST_KEPT) this.#kept.shift();
    return added;
  }

  #shardId(index: number): string {
    return `shardId-${String(index).padStart(this.#carrier.kind === 'stream' ? 12 : 20, '0')}`;
  }

  #nextNumber(): string {
    this.#lastNumber += 1;
    const [first, digits] = this.#carrier.kind === 'stream' ? ['496', 53] : ['1', 24];
    return `${first}${String(this.#lastNumber).padStart(digits, '0')}`;
  }
}

/** A table's stream has one as long as the table is small. */
function shardsOf(carrier: StreamCarrier | TableCarrier): number {
  return carrier.kind === 'stream' ? carrier.shards : 1;
}

/** Where a key is in the range that the shards divide among them, from 0 to 2^128. */
export function hashOf(key: string): bigint {
  return BigInt(`0x${createHash('md5').update(key).digest('hex')}`);
}

function shardIndex(hash: bigint, shards: number): number {
  const index = Number((hash * BigInt(shards)) >> 128n);
  return Math.min(shards - 1, Math.max(0, index));
}
