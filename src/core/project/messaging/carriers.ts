import { isTrue, numberIn, type Settings, settingsIn, textIn } from '../apis/settings.ts';
import type { BusCarrier, Carrier, QueueCarrier, StreamCarrier, StreamView, TableCarrier, TopicCarrier } from './model.ts';

/** The carrier that a resource of CloudFormation is; undefined for all others. `settings`: its properties, with defaults of parameters. */
export function carrierOf(id: string, type: string, settings: Settings): Carrier | undefined {
  switch (type) {
    case 'AWS::SQS::Queue':
      return queue(id, settings['QueueName'], {
        isFifo: settings['FifoQueue'],
        deduplicatesByContent: settings['ContentBasedDeduplication'],
        visibilitySeconds: settings['VisibilityTimeout'],
        redrive: settings['RedrivePolicy'],
      });
    case 'AWS::Kinesis::Stream':
      return stream(id, settings['Name'], settings['ShardCount']);
    case 'AWS::DynamoDB::Table':
    case 'AWS::DynamoDB::GlobalTable': {
      const keys = (Array.isArray(settings['KeySchema']) ? settings['KeySchema'] : []).map(settingsIn);
      const ordered = [...keys].sort((a, b) => (a['KeyType'] === b['KeyType'] ? 0 : a['KeyType'] === 'HASH' ? -1 : 1));
      const view = settingsIn(settings['StreamSpecification'])['StreamViewType'];
      return table(
        id,
        settings['TableName'],
        ordered.flatMap((key) => textIn(key['AttributeName']) ?? []),
        view,
      );
    }
    case 'AWS::SNS::Topic':
      return topic(id, settings['TopicName']);
    case 'AWS::Events::EventBus':
      return bus(id, settings['Name']);
    default:
      return undefined;
  }
}

interface QueueSettings {
  readonly isFifo: unknown;
  readonly deduplicatesByContent: unknown;
  readonly visibilitySeconds: unknown;
  /** A mapping, or its JSON. */
  readonly redrive: unknown;
}

export function queue(id: string, name: unknown, settings: QueueSettings): QueueCarrier {
  const own = textIn(name) ?? id;
  const policy = settingsIn(typeof settings.redrive === 'string' ? parsed(settings.redrive) : settings.redrive);
  const to = carrierNamed(policy['deadLetterTargetArn']);
  return {
    kind: 'queue',
    id,
    name: own,
    isFifo: isTrue(settings.isFifo) || own.endsWith('.fifo'),
    deduplicatesByContent: isTrue(settings.deduplicatesByContent),
    visibilitySeconds: numberIn(settings.visibilitySeconds) ?? 30,
    ...(to === undefined ? {} : { redrive: { to, maxReceives: Math.max(1, numberIn(policy['maxReceiveCount']) ?? 10) } }),
  };
}

export function stream(id: string, name: unknown, shards: unknown): StreamCarrier {
  return { kind: 'stream', id, name: textIn(name) ?? id, shards: Math.min(100, Math.max(1, numberIn(shards) ?? ON_DEMAND_SHARDS)) };
}

/** What a stream without a number of shards begins with. */
const ON_DEMAND_SHARDS = 4;

export function table(id: string, name: unknown, keys: readonly string[], view: unknown): TableCarrier {
  return { kind: 'table', id, name: textIn(name) ?? id, keys, view: VIEWS.find((each) => each === view) ?? 'NEW_AND_OLD_IMAGES' };
}

export function topic(id: string, name: unknown): TopicCarrier {
  return { kind: 'topic', id, name: textIn(name) ?? id };
}

export function bus(id: string, name: unknown): BusCarrier {
  return { kind: 'bus', id, name: textIn(name) ?? id };
}

const VIEWS: readonly StreamView[] = ['KEYS_ONLY', 'NEW_IMAGE', 'OLD_IMAGE', 'NEW_AND_OLD_IMAGES'];

/** The id or name of the carrier that a value means: an ARN, an address of Terraform's, or a reference. */
export function carrierNamed(value: unknown): string | undefined {
  if (typeof value === 'string') {
    const address = /^(?:aws_(?:sqs_queue|kinesis_stream|dynamodb_table|sns_topic|cloudwatch_event_bus)\.[\w-]+(?:\[[^\]]*\])?)/.exec(
      value,
    )?.[0];
    return (
      address ?? /^arn:[^:]*:[^:]*:[^:]*:[^:]*:(?:(?:stream|table|event-bus)\/)?([\w.-]+)/.exec(value)?.[1] ?? /([\w.-]+)$/.exec(value)?.[1]
    );
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const [[key, argument] = []] = Object.entries(value) as readonly [string, unknown][];
  const text = Array.isArray(argument) ? argument[0] : argument;
  if (typeof text !== 'string') return undefined;
  if (key === 'Ref') return text;
  if (key === 'Fn::GetAtt') return text.split('.')[0];
  if (key !== 'Fn::Sub') return undefined;
  return /^\$\{([\w-]+)(?:\.\w+)?\}$/.exec(text)?.[1] ?? /([\w.-]+)(?:\.\w+)?\}?$/.exec(text)?.[1];
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
