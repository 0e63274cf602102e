import type { Trigger } from '../model.ts';
import { entriesOf, toPlain } from '../tree/model.ts';
import { type Located, likely, type Outcome, within } from './located.ts';
import { itemsOf, type OwnProperty, type Service } from './service.ts';

/** `events` and `url`, as SAM would name them and what they are given. */
export function readTriggers(service: Service, own: OwnProperty): readonly Trigger[] {
  const events = itemsOf(own('events')).flatMap((item, index) => eventAt(item, index, service));
  const url = likely(own('url'));
  if (url === undefined || toPlain(url.node) === false) return events;
  return [...events, { name: 'FunctionUrl', type: 'FunctionUrl', properties: urlProperties(plain({ kind: 'known', at: url }, service)) }];
}

function eventAt(item: Located, index: number, service: Service): readonly Trigger[] {
  const event = likely(service.variables.resolve(item));
  // `- alexaSkill` alone is an event without settings.
  if (event?.node.kind === 'scalar') return [{ name: `${event.node.text}${index + 1}`, ...triggerOf(event.node.text, undefined) }];
  const [entry] = entriesOf(event?.node);
  if (event === undefined || entry === undefined) return [];
  const value = plain(service.variables.resolve(within(event, entry.value)), service);
  return [{ name: `${entry.key}${index + 1}`, ...triggerOf(entry.key, value) }];
}

type Settings = Readonly<Record<string, unknown>>;

/** How one of the Framework's events is called in SAM, and how its settings are. */
interface Correspondence {
  readonly type: string;
  /** What a text alone means. */
  readonly short: string;
  /** The Framework's names to SAM's; all others stay. */
  readonly names: Readonly<Record<string, string>>;
}

const correspondences: Readonly<Record<string, Correspondence>> = {
  schedule: { type: 'Schedule', short: 'rate', names: { rate: 'Schedule', input: 'Input', enabled: 'Enabled' } },
  sqs: { type: 'SQS', short: 'arn', names: { arn: 'Queue', batchSize: 'BatchSize', functionResponseType: 'FunctionResponseTypes' } },
  sns: { type: 'SNS', short: 'topicName', names: { arn: 'Topic', topicName: 'Topic' } },
  s3: { type: 'S3', short: 'bucket', names: { bucket: 'Bucket', event: 'Events' } },
  msk: { type: 'MSK', short: 'arn', names: { arn: 'Stream', topic: 'Topics' } },
  kafka: { type: 'SelfManagedKafka', short: 'topic', names: { topic: 'Topics' } },
  activemq: { type: 'MQ', short: 'arn', names: { arn: 'Broker', queue: 'Queues' } },
  rabbitmq: { type: 'MQ', short: 'arn', names: { arn: 'Broker', queue: 'Queues' } },
  alexaSkill: { type: 'AlexaSkill', short: 'appId', names: { appId: 'SkillId' } },
  iot: { type: 'IoTRule', short: 'sql', names: { sql: 'Sql' } },
  cloudwatchEvent: { type: 'CloudWatchEvent', short: 'event', names: { event: 'Pattern', input: 'Input' } },
  eventBridge: { type: 'EventBridgeRule', short: 'schedule', names: { pattern: 'Pattern', eventBus: 'EventBusName', input: 'Input' } },
  cloudwatchLog: { type: 'CloudWatchLogs', short: 'logGroup', names: { logGroup: 'LogGroupName', filter: 'FilterPattern' } },
  cognitoUserPool: { type: 'Cognito', short: 'pool', names: { pool: 'UserPool', trigger: 'Trigger' } },
  websocket: { type: 'WebSocket', short: 'route', names: {} },
  alb: { type: 'ALB', short: 'listenerArn', names: {} },
};

function triggerOf(event: string, value: unknown): Pick<Trigger, 'type' | 'properties'> {
  if (event === 'http') return { type: 'Api', properties: route(value) };
  if (event === 'httpApi') return { type: 'HttpApi', properties: route(value) };
  if (event === 'stream') return stream(value);
  const correspondence = Object.hasOwn(correspondences, event) ? correspondences[event] : undefined;
  if (correspondence === undefined) return { type: event, properties: settingsOf(value, 'value') };
  const { type, short, names } = correspondence;
  return { type, properties: renamed(settingsOf(value, short), names) };
}

/** `GET /orders/{id}`, or a path and a method; the path may lack its slash. `*` is every route. */
function route(value: unknown): Settings {
  const { path, method, timeout, ...others } = settingsOf(value, 'path');
  const [verb, short] = typeof path === 'string' && /^\S+\s+\S+$/.test(path) ? path.split(/\s+/) : [method, path];
  if (short === '*') return others;
  const slashed = typeof short === 'string' ? `/${short.replace(/^\/+/, '')}` : short;
  return {
    ...others,
    ...(slashed === undefined ? {} : { Path: slashed }),
    ...(verb === undefined ? {} : { Method: verb === '*' ? 'ANY' : verb }),
    ...(typeof timeout === 'number' ? { TimeoutInMillis: timeout * 1000 } : {}),
  };
}

function stream(value: unknown): Pick<Trigger, 'type' | 'properties'> {
  const settings = settingsOf(value, 'arn');
  const { type, arn } = settings;
  const isDynamo = type === 'dynamodb' || (typeof arn === 'string' && arn.includes(':dynamodb:'));
  const names = { arn: 'Stream', batchSize: 'BatchSize', startingPosition: 'StartingPosition' };
  return { type: isDynamo ? 'DynamoDB' : 'Kinesis', properties: renamed(settings, names) };
}

function urlProperties(value: unknown): Settings {
  const { authorizer, invokeMode, cors, ...others } = settingsOf(value, 'enabled');
  return {
    ...others,
    AuthType: authorizer === 'aws_iam' ? 'AWS_IAM' : 'NONE',
    ...(invokeMode === undefined ? {} : { InvokeMode: invokeMode }),
    ...(cors === undefined ? {} : { Cors: cors }),
  };
}

function settingsOf(value: unknown, short: string): Settings {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Settings;
  return value === undefined || value === null ? {} : { [short]: value };
}

function renamed(settings: Settings, names: Readonly<Record<string, string>>): Settings {
  return Object.fromEntries(Object.entries(settings).map(([key, value]) => [Object.hasOwn(names, key) ? names[key] : key, value]));
}

/** Plain data; variables that can't be told stay as they are written. */
export function plain(outcome: Outcome, service: Service): unknown {
  const at = likely(outcome);
  return at === undefined ? undefined : filled(at, service, { nodes: mostNodes }, 0);
}

const mostNodes = 500;

function filled(at: Located, service: Service, left: { nodes: number }, depth: number): unknown {
  if (depth > 20 || left.nodes-- <= 0) return null;
  const outcome = service.variables.resolve(at);
  const here = likely(outcome) ?? at;
  const { node } = here;
  const inner = (child: Located['node']): unknown => filled(within(here, child), service, left, depth + 1);
  if (node.kind === 'sequence') return node.items.map(inner);
  if (node.kind === 'mapping') return Object.fromEntries(entriesOf(node).map(({ key, value }) => [key, inner(value)]));
  return toPlain(node);
}
