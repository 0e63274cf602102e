import { type Settings, settingsIn, textIn } from '../apis/settings.ts';
import { carrierNamed } from '../messaging/carriers.ts';
import type { Subscription, Target } from '../messaging/model.ts';
import { asSubscription } from '../messaging/ofTriggers.ts';
import type { FunctionDefinition, Trigger } from '../model.ts';
import type { PlainResource, Stack } from './apis/stack.ts';

/** What subscribes to topics and what rules of event buses lead to, in resources of their own and in SAM's events. */
export function subscriptionsIn(stack: Stack, functions: ReadonlyMap<string, FunctionDefinition>): readonly Subscription[] {
  return stack.resources.flatMap((resource): readonly Subscription[] => {
    switch (resource.type) {
      case 'AWS::SNS::Subscription':
        return ofSubscription(resource.id, resource.properties(), stack);
      case 'AWS::SNS::Topic':
        return ofTopic(resource, stack);
      case 'AWS::Events::Rule':
        return ofRule(resource, stack);
      case 'AWS::Serverless::Function': {
        const fn = functions.get(resource.id);
        return fn === undefined ? [] : ofEvents(fn.name, resource);
      }
      default:
        return [];
    }
  });
}

export const SUBSCRIPTION_TYPES = /^AWS::(?:SNS::(?:Topic|Subscription)|Events::(?:EventBus|Rule))$/;

function ofSubscription(name: string, settings: Settings, stack: Stack): readonly Subscription[] {
  const to = endpoint(settings, stack);
  return to === undefined ? [] : [{ to, trigger: { name, type: 'SNS', properties: { ...settings, Topic: settings['TopicArn'] } } }];
}

function endpoint({ Protocol, Endpoint }: Settings, stack: Stack): Target | undefined {
  if (Protocol === 'sqs') return carrierAt('queue', Endpoint);
  const name = Protocol === 'lambda' ? stack.functionNamed(Endpoint) : undefined;
  return name === undefined ? undefined : { kind: 'function', name };
}

/** Subscriptions may stand in the topic itself. */
function ofTopic({ id, properties }: PlainResource, stack: Stack): readonly Subscription[] {
  const { Subscription: own } = properties();
  return (Array.isArray(own) ? own : []).flatMap((each, index) =>
    ofSubscription(`${id}${index + 1}`, { ...settingsIn(each), TopicArn: { Ref: id } }, stack),
  );
}

function ofRule({ id, properties }: PlainResource, stack: Stack): readonly Subscription[] {
  const { Targets: targets, EventPattern: pattern, ...settings } = properties();
  if (pattern === undefined) return [];
  return (Array.isArray(targets) ? targets : []).flatMap((each): readonly Subscription[] => {
    const target = settingsIn(each);
    const to = targetOf(target['Arn'], stack);
    return to === undefined
      ? []
      : [{ to, trigger: { name: id, type: 'EventBridgeRule', properties: { ...settings, ...target, Pattern: pattern } } }];
  });
}

const KINDS = [
  ['AWS::SQS::Queue', 'sqs', 'queue'],
  ['AWS::SNS::Topic', 'sns', 'topic'],
  ['AWS::Events::EventBus', 'events', 'bus'],
] as const;

/** By the resource that is referred to, or by the service in an ARN. */
function targetOf(arn: unknown, stack: Stack): Target | undefined {
  const name = stack.functionNamed(arn);
  if (name !== undefined) return { kind: 'function', name };
  const service = /arn:[^:]*:([a-z]+):/.exec(JSON.stringify(arn) ?? '')?.[1];
  const found = KINDS.find(([type]) => stack.referenced(arn, type) !== undefined) ?? KINDS.find(([, own]) => own === service);
  return found && carrierAt(found[2], arn);
}

function carrierAt(kind: 'queue' | 'topic' | 'bus', arn: unknown): Target | undefined {
  const id = carrierNamed(arn);
  return id === undefined ? undefined : { kind, id };
}

function ofEvents(functionName: string, resource: PlainResource): readonly Subscription[] {
  return Object.entries(settingsIn(resource.properties()['Events'])).flatMap(([name, event]): readonly Subscription[] => {
    const { Type, Properties } = settingsIn(event);
    const trigger: Trigger | undefined = asSubscription({ name, type: textIn(Type) ?? '', properties: settingsIn(Properties) });
    if (trigger === undefined) return [];
    const queue = queueBetween(resource.id, trigger);
    return [{ to: queue === undefined ? { kind: 'function', name: functionName } : { kind: 'queue', id: queue.id }, trigger }];
  });
}

/** The queue that SAM puts between a topic and a function, where `SqsSubscription` asks for it: its own, or one that is named. */
export function queueBetween(
  functionId: string,
  { name, type, properties }: Trigger,
): { readonly id: string; readonly isMade: boolean; readonly settings: Settings } | undefined {
  const wanted = properties['SqsSubscription'];
  if (type !== 'SNS' || wanted === undefined || wanted === false || textIn(wanted) === 'false') return undefined;
  const settings = settingsIn(wanted);
  const id = carrierNamed(settings['QueueArn']);
  return id === undefined ? { id: `${functionId}${name}Queue`, isMade: true, settings } : { id, isMade: false, settings };
}
