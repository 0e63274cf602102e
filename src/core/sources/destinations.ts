import { createHash, randomUUID } from 'node:crypto';
import { localAccount, localRegion } from '../localAccount.ts';
import { carrierNamed } from '../project/messaging/carriers.ts';
import type { FunctionDefinition, Trigger } from '../project/model.ts';
import type { Queues } from './queues.ts';
import type { SourcePorts } from './schedules.ts';

export interface DestinationsPorts extends SourcePorts {
  readonly queues: Queues;
  /** Those that are served. */
  readonly functions: () => readonly FunctionDefinition[];
  /** A line for the person who watches. */
  readonly say: (line: string) => void;
}

/** Whom a message reached: in words for the log. */
type Reached = { readonly words: string; readonly calls: readonly Call[] };

interface Call {
  readonly functionName: string;
  readonly caller: string;
  readonly event: unknown;
}

/**
 * Where failed and finished invocations are told to: queues of the folder take the message, functions are called with it, and those that
 * are subscribed to a topic or notified by a bucket of that name are called with what SNS or S3 would send them.
 */
export class Destinations {
  readonly #ports: DestinationsPorts;

  constructor(ports: DestinationsPorts) {
    this.#ports = ports;
  }

  /** By an id, a name or an ARN; false where nobody here is reached. */
  deliver(target: string, message: string): boolean {
    const { say, queues } = this.#ports;
    if (queues.send(carrierNamed(target) ?? target, [{ body: message }]) !== undefined) {
      say(`Sent to the queue ${target}.`);
      return true;
    }
    const reached = this.#function(target, message) ?? this.#subscribers(target, message) ?? this.#notified(target, message);
    if (reached === undefined) return false;
    say(`${reached.words}: ${message}`);
    for (const call of reached.calls) void this.#call(call);
    return true;
  }

  #function(target: string, message: string): Reached | undefined {
    const name = /:function:([\w-]+)/.exec(target)?.[1] ?? target;
    const fn = this.#ports.functions().find(({ name: own, logicalId }) => own === name || logicalId === name);
    if (fn === undefined) return undefined;
    const call = { functionName: fn.name, caller: 'destination', event: JSON.parse(message) as unknown };
    return { words: `Sent to the function ${fn.name}`, calls: [call] };
  }

  #subscribers(target: string, message: string): Reached | undefined {
    const subscribed = this.#withTrigger('SNS', 'Topic', target);
    if (subscribed.length === 0) return undefined;
    const topic = nameOf(target);
    const calls = subscribed.flatMap(({ fn, trigger }) =>
      trigger.properties['FilterPolicy'] === undefined
        ? [{ functionName: fn.name, caller: `topic ${topic}`, event: snsEvent(topic, message, this.#ports.clock.now()) }]
        : [],
    );
    const filtered = subscribed.length - calls.length;
    const left = filtered === 0 ? '' : `, without ${filtered} that a FilterPolicy chooses for, which isn’t evaluated here`;
    return {
      words: `Published to the topic ${topic}, for ${calls.map(({ functionName }) => functionName).join(', ') || 'nobody'}${left}`,
      calls,
    };
  }

  #notified(target: string, message: string): Reached | undefined {
    const found = this.#withTrigger('S3', 'Bucket', target);
    if (found.length === 0) return undefined;
    const bucket = nameOf(target);
    const now = this.#ports.clock.now();
    const key = `aws/lambda/${new Date(now).toISOString().slice(0, 10).replaceAll('-', '/')}/${randomUUID()}`;
    const calls = found
      .filter(({ trigger }) =>
        /s3:ObjectCreated:(?:\*|Put)|^$/.test(JSON.stringify(trigger.properties['Events'] ?? '').replaceAll('"', '')),
      )
      .map(({ fn }) => ({ functionName: fn.name, caller: `bucket ${bucket}`, event: s3Event(bucket, key, message, now) }));
    return {
      words: `Put into the bucket ${bucket} as ${key}, for ${calls.map(({ functionName }) => functionName).join(', ') || 'nobody'}`,
      calls,
    };
  }

  #withTrigger(type: string, property: string, target: string): readonly { readonly fn: FunctionDefinition; readonly trigger: Trigger }[] {
    const name = nameOf(target);
    const isIt = (trigger: Trigger) => trigger.type === type && carrierNamed(trigger.properties[property]) === name;
    return this.#ports.functions().flatMap((fn) => fn.triggers.filter(isIt).map((trigger) => ({ fn, trigger })));
  }

  async #call({ functionName, caller, event }: Call): Promise<void> {
    const { run, logger } = this.#ports;
    try {
      const { functionError } = await run(functionName, Buffer.from(JSON.stringify(event)), caller);
      if (functionError !== undefined) logger.warn(`${functionName} failed with what the ${caller} gave it; it isn’t tried again here.`);
    } catch (error) {
      logger.warn(`${functionName} could not be run for the ${caller}`, error);
    }
  }
}

function nameOf(target: string): string {
  return /^arn:aws[\w-]*:s3:::([^/]+)/.exec(target)?.[1] ?? carrierNamed(target) ?? target;
}

function snsEvent(topic: string, message: string, now: number) {
  const arn = `arn:aws:sns:${localRegion}:${localAccount}:${topic}`;
  const service = `https://sns.${localRegion}.amazonaws.com`;
  const subscription = `${arn}:${randomUUID()}`;
  const Sns = {
    ...{ Type: 'Notification', MessageId: randomUUID(), TopicArn: arn, Subject: null, Message: message },
    ...{ Timestamp: new Date(now).toISOString(), SignatureVersion: '1', Signature: 'LOCAL' },
    SigningCertUrl: `${service}/SimpleNotificationService-local.pem`,
    UnsubscribeUrl: `${service}/?Action=Unsubscribe&SubscriptionArn=${subscription}`,
    MessageAttributes: {},
  };
  return { Records: [{ EventSource: 'aws:sns', EventVersion: '1.0', EventSubscriptionArn: subscription, Sns }] };
}

function s3Event(bucket: string, key: string, content: string, now: number) {
  const object = {
    ...{ key: encodeURIComponent(key).replaceAll('%2F', '/'), size: Buffer.byteLength(content) },
    ...{ eTag: createHash('md5').update(content).digest('hex'), sequencer: now.toString(16).toUpperCase().padStart(18, '0') },
  };
  const owner = { principalId: 'LOCAL' };
  const s3 = {
    ...{ s3SchemaVersion: '1.0', configurationId: 'local' },
    bucket: { name: bucket, ownerIdentity: owner, arn: `arn:aws:s3:::${bucket}` },
    object,
  };
  const record = {
    ...{ eventVersion: '2.1', eventSource: 'aws:s3', awsRegion: localRegion, eventTime: new Date(now).toISOString() },
    ...{ eventName: 'ObjectCreated:Put', userIdentity: owner, requestParameters: { sourceIPAddress: '127.0.0.1' } },
    ...{ responseElements: { 'x-amz-request-id': randomUUID(), 'x-amz-id-2': 'LOCAL' }, s3 },
  };
  return { Records: [record] };
}
