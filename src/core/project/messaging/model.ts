import type { Trigger } from '../trigger.ts';

/** What a template says of messages and records, besides the events of its functions. Plain data: it crosses the worker's boundary. */
export interface Messaging {
  readonly carriers: readonly Carrier[];
  /** Event source mappings, with the settings that a deployment with the parameters' defaults gives them. */
  readonly mappings: readonly Mapping[];
  /** Of topics, and rules of event buses: as far as they lead somewhere in this file. */
  readonly subscriptions: readonly Subscription[];
  /** Of a program that isn't run: functions that it names none for may have some among their own events. */
  readonly isOfProgram?: boolean;
  /** What can't be told, in whole sentences for a person. */
  readonly notes?: readonly string[];
}

export interface Mapping {
  /** `FunctionDefinition.name`. */
  readonly functionName: string;
  /** Of the type `SQS`, `Kinesis` or `DynamoDB`. */
  readonly trigger: Trigger;
}

/** What a topic or an event bus sends on. */
export interface Subscription {
  readonly to: Target;
  /** Of the type `SNS`, or `EventBridgeRule` with a pattern. */
  readonly trigger: Trigger;
}

/** Who is sent something: a function by `FunctionDefinition.name`, a carrier by its id or name. */
export type Target =
  | { readonly kind: 'function'; readonly name: string }
  | { readonly kind: 'queue' | 'topic' | 'bus'; readonly id: string };

/** What holds messages or records until functions are given them, or sends them on at once. */
export type Carrier = QueueCarrier | StreamCarrier | TableCarrier | TopicCarrier | BusCarrier;

interface Named {
  /** What the template's own references name: a logical id, an address. */
  readonly id: string;
  /** Its own, where it is written out, else the id. */
  readonly name: string;
}

export interface QueueCarrier extends Named {
  readonly kind: 'queue';
  readonly isFifo: boolean;
  /** Of a FIFO queue: what says the same is the same message. */
  readonly deduplicatesByContent: boolean;
  readonly visibilitySeconds: number;
  /** `to`: the id or name of the dead-letter queue. */
  readonly redrive?: { readonly to: string; readonly maxReceives: number };
}

/** Of Kinesis. */
export interface StreamCarrier extends Named {
  readonly kind: 'stream';
  readonly shards: number;
}

/** Of DynamoDB. */
export interface TableCarrier extends Named {
  readonly kind: 'table';
  /** The attributes of its key: the partition key, and the sort key where it has one. None where they can't be told. */
  readonly keys: readonly string[];
  readonly view: StreamView;
}

export type StreamView = 'KEYS_ONLY' | 'NEW_IMAGE' | 'OLD_IMAGE' | 'NEW_AND_OLD_IMAGES';

/** Of SNS. */
export interface TopicCarrier extends Named {
  readonly kind: 'topic';
}

/** Of EventBridge. Each account has one that is called `default`. */
export interface BusCarrier extends Named {
  readonly kind: 'bus';
}
