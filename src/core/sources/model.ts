import type { BusCarrier, QueueCarrier, StreamCarrier, TableCarrier, Target, TopicCarrier } from '../project/messaging/model.ts';

/** What calls functions without being asked over HTTP, as far as it can be done on this machine. */
export type Source = ScheduleSource | QueueSource | StreamSource | TopicSource | RuleSource;

/** Of a folder. */
export interface Sources {
  readonly schedules: readonly ScheduleSource[];
  readonly queues: readonly QueueSource[];
  readonly streams: readonly StreamSource[];
  readonly topics: readonly TopicSource[];
  readonly rules: readonly RuleSource[];
  readonly carriers: {
    /** Those of `queues`, and those that only hold what others send on. */
    readonly queues: readonly QueueCarrier[];
    readonly streams: readonly (StreamCarrier | TableCarrier)[];
    readonly topics: readonly TopicCarrier[];
    readonly buses: readonly BusCarrier[];
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

/** A subscription of a topic. */
export interface TopicSource {
  readonly kind: 'topic';
  /** What the template calls the subscription. */
  readonly name: string;
  /** The topic's own name, as far as it is known, else its logical id. */
  readonly topic: string;
  readonly to: Target;
  /** Left out: all that is published. */
  readonly filter?: { readonly policy: unknown; readonly scope: 'MessageAttributes' | 'MessageBody' };
  /** A queue is given the message alone, without what SNS says of it. */
  readonly raw: boolean;
}

/** A rule of an event bus, as far as it leads to one target. */
export interface RuleSource {
  readonly kind: 'rule';
  readonly name: string;
  readonly bus: string;
  readonly to: Target;
  readonly pattern: unknown;
  readonly input: RuleInput;
  /** Of a FIFO queue. */
  readonly groupId?: string;
}

/** What a target is sent of an event. */
export type RuleInput =
  | { readonly kind: 'event' }
  /** `$.detail.order`. */
  | { readonly kind: 'path'; readonly path: string }
  /** JSON text. */
  | { readonly kind: 'constant'; readonly text: string }
  | { readonly kind: 'template'; readonly paths: Readonly<Record<string, string>>; readonly template: string };

/** The function that a source calls; undefined where it leads to a carrier. */
export function calledBy(source: Source): string | undefined {
  if (!('to' in source)) return source.functionName;
  return source.to.kind === 'function' ? source.to.name : undefined;
}
