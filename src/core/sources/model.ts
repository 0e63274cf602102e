import type { QueueCarrier, StreamCarrier, TableCarrier } from '../project/messaging/model.ts';

/** What calls functions without being asked over HTTP, as far as it can be done on this machine. */
export type Source = ScheduleSource | QueueSource | StreamSource;

/** Of a folder. */
export interface Sources {
  readonly schedules: readonly ScheduleSource[];
  readonly queues: readonly QueueSource[];
  readonly streams: readonly StreamSource[];
  readonly carriers: {
    /** Those of `queues`, and those that only hold what others send on. */
    readonly queues: readonly QueueCarrier[];
    readonly streams: readonly (StreamCarrier | TableCarrier)[];
  };
  /** What isn't done as it is written, in whole sentences for a person. */
  readonly notes: readonly string[];
}

export interface ScheduleSource {
  readonly kind: 'schedule';
  /** Unique in a folder. */
  readonly id: string;
  readonly functionName: string;
  /** `rate(5 minutes)`, with the defaults of parameters. */
  readonly expression: string;
  /** EventBridge's rules and its Scheduler send events of their own. */
  readonly dialect: 'rule' | 'scheduler';
  /** What is sent instead, as JSON text. */
  readonly input?: string;
}

/** An event source mapping: how a function is given what a carrier holds. */
interface MappingSource {
  readonly functionName: string;
  /** Messages or records of one event, at most. */
  readonly batchSize: number;
  /** How long a batch waits for more, ms. */
  readonly windowMs: number;
  /** `ReportBatchItemFailures`: the function says where it failed. */
  readonly reportsFailures: boolean;
  /** Patterns of which one must match; without any all is handed over. */
  readonly filters: readonly unknown[];
}

export interface QueueSource extends MappingSource {
  readonly kind: 'queue';
  /** The queue's own name, as far as it is known, else its logical id. */
  readonly queue: string;
  /** Batches that are worked on at the same time. */
  readonly maximumConcurrency: number;
}

export interface StreamSource extends MappingSource {
  readonly kind: 'stream';
  /** Of Kinesis, or the table of DynamoDB: its own name, else its logical id. */
  readonly stream: string;
  /** Whether records from before the mapping was there are read, too. */
  readonly fromStart: boolean;
  /** A batch that fails is tried again in halves. */
  readonly bisects: boolean;
  /** Left out: as long as the record is kept. */
  readonly maximumRetryAttempts?: number;
  /** Left out: as long as the stream keeps it. */
  readonly maximumRecordAgeMs?: number;
  /** How long a tumbling window is, ms: batches of one hand on a state. Left out: there are none. */
  readonly tumblingMs?: number;
  /** Batches of one shard that are worked on at the same time; one where windows tumble. */
  readonly parallelization: number;
  /** What is told of records that are given up: an id, a name or an ARN. */
  readonly onFailure?: string;
}
