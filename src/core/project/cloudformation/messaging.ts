import { settingsIn, textIn } from '../apis/settings.ts';
import { carrierOf, queue } from '../messaging/carriers.ts';
import type { Carrier, Mapping, Messaging } from '../messaging/model.ts';
import { asSubscription, isMapping } from '../messaging/ofTriggers.ts';
import type { FunctionDefinition } from '../model.ts';
import { type PlainResource, plainResources, Stack } from './apis/stack.ts';
import type { ResourceReader } from './resourceReader.ts';
import type { TemplateResource } from './resources.ts';
import { queueBetween, SUBSCRIPTION_TYPES, subscriptionsIn } from './subscriptions.ts';

/** What carries messages in a template, its event source mappings and its subscriptions. Undefined where it has none. */
export function readMessaging(
  resources: readonly TemplateResource[],
  reader: ResourceReader,
  functions: ReadonlyMap<string, FunctionDefinition>,
): Messaging | undefined {
  const isAsked = resources.some(({ type = '' }) => isMessaging(type)) || [...functions.values()].some(isSent);
  if (!isAsked) return undefined;
  const stack = new Stack(plainResources(resources, reader), functions);
  const carriers = stack.resources.flatMap(({ id, type, properties }) =>
    isMessaging(type) ? (carrierOf(id, type, properties()) ?? []) : [],
  );
  const found = stack.resources.flatMap((resource): readonly Found[] => {
    if (resource.type === 'AWS::Lambda::EventSourceMapping') return ofResource(resource, stack);
    const fn = functions.get(resource.id);
    return fn === undefined || resource.type !== 'AWS::Serverless::Function' ? [] : ofEvents(fn.name, resource);
  });
  return {
    carriers: [...carriers, ...found.flatMap(({ carrier }) => carrier ?? [])],
    mappings: found.map(({ mapping }) => mapping),
    subscriptions: subscriptionsIn(stack, functions),
  };
}

interface Found {
  readonly mapping: Mapping;
  /** That SAM makes for it. */
  readonly carrier?: Carrier;
}

function isMessaging(type: string): boolean {
  return TYPES.test(type) || SUBSCRIPTION_TYPES.test(type);
}

const TYPES = /^AWS::(?:SQS::Queue|Kinesis::Stream|DynamoDB::(?:Global)?Table|Lambda::EventSourceMapping)$/;

function isSent({ triggers }: FunctionDefinition): boolean {
  return triggers.some((trigger) => isMapping(trigger.type) || asSubscription(trigger) !== undefined);
}

function ofEvents(functionName: string, resource: PlainResource): readonly Found[] {
  return Object.entries(settingsIn(resource.properties()['Events'])).flatMap(([name, event]) => {
    const { Type, Properties } = settingsIn(event);
    const type = textIn(Type) ?? '';
    const trigger = { name, type, properties: settingsIn(Properties) };
    const between = queueBetween(resource.id, trigger);
    if (between !== undefined) return [throughQueue(functionName, name, between)];
    return isMapping(type) ? [{ mapping: { functionName, trigger } }] : [];
  });
}

function throughQueue(functionName: string, name: string, between: NonNullable<ReturnType<typeof queueBetween>>): Found {
  const { id, isMade, settings } = between;
  const usual = { isFifo: false, deduplicatesByContent: false, visibilitySeconds: undefined, redrive: undefined };
  return {
    mapping: { functionName, trigger: { name, type: 'SQS', properties: { ...settings, Queue: { Ref: id } } } },
    ...(isMade && { carrier: queue(id, undefined, usual) }),
  };
}

function ofResource({ id, properties }: PlainResource, stack: Stack): readonly Found[] {
  const settings = properties();
  const functionName = stack.functionNamed(settings['FunctionName']);
  const { EventSourceArn } = settings;
  const type = typeOf(EventSourceArn, stack);
  if (functionName === undefined || type === undefined) return [];
  const named = { [type === 'SQS' ? 'Queue' : 'Stream']: EventSourceArn };
  return [{ mapping: { functionName, trigger: { name: id, type, properties: { ...settings, ...named } } } }];
}

/** Events' words for what can be mapped, by the resource that is referred to or by the service in an ARN. */
const BY_RESOURCE: Readonly<Record<string, string>> = {
  'AWS::SQS::Queue': 'SQS',
  'AWS::Kinesis::Stream': 'Kinesis',
  'AWS::DynamoDB::Table': 'DynamoDB',
  'AWS::DynamoDB::GlobalTable': 'DynamoDB',
};
const BY_SERVICE: Readonly<Record<string, string>> = { sqs: 'SQS', kinesis: 'Kinesis', dynamodb: 'DynamoDB' };

function typeOf(arn: unknown, stack: Stack): string | undefined {
  const found = Object.entries(BY_RESOURCE).find(([type]) => stack.referenced(arn, type) !== undefined);
  return found?.[1] ?? BY_SERVICE[/arn:[^:]*:([a-z]+):/.exec(JSON.stringify(arn) ?? '')?.[1] ?? ''];
}
