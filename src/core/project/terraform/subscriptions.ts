import { carrierNamed } from '../messaging/carriers.ts';
import type { Subscription, Target } from '../messaging/model.ts';
import { ofType } from './module.ts';
import { type Plain, plainBlock } from './plain.ts';
import { type Scope, scopeOf } from './scope.ts';
import type { Reference } from './value.ts';

/** Subscriptions of topics and rules of buses that lead to other carriers; those to functions are their connections. */
export function sentOnIn(scope: Scope): readonly Subscription[] {
  return [...ofTopics(scope), ...ofRules(scope)];
}

function ofTopics(scope: Scope): readonly Subscription[] {
  return each(scope, 'aws_sns_topic_subscription', (name, settings) => {
    const id = settings['protocol'] === 'sqs' ? carrierNamed(settings['endpoint']) : undefined;
    if (id === undefined) return [];
    return [{ to: { kind: 'queue', id }, trigger: { name, type: 'SNS', properties: subscriptionSettings(settings) } }];
  });
}

function ofRules(scope: Scope): readonly Subscription[] {
  return each(scope, 'aws_cloudwatch_event_target', (name, settings, rule) => {
    const to = targetOf(settings['arn']);
    const properties = to && ruleSettings(settings, rule());
    return to === undefined || properties === undefined ? [] : [{ to, trigger: { name, type: 'EventBridgeRule', properties } }];
  });
}

function each(
  scope: Scope,
  type: string,
  read: (name: string, settings: Plain, rule: () => Reference | undefined) => readonly Subscription[],
): readonly Subscription[] {
  return ofType(scope.module, type).flatMap(([address, block]) =>
    scope.instances(block).flatMap((instance) => {
      const rule = () => {
        const value = scope.evaluate(block, 'rule', instance);
        return value?.kind === 'reference' ? value : undefined;
      };
      return read(address, plainBlock(block, scope, instance), rule);
    }),
  );
}

export function subscriptionSettings({ topic_arn: Topic, ...settings }: Plain): Plain {
  return { ...settings, Topic };
}

/** A target's own settings and what its rule matches; undefined where that has no pattern, or isn't read. */
export function ruleSettings(target: Plain, rule: Reference | undefined): Plain | undefined {
  const scope = rule === undefined ? undefined : scopeOf(rule);
  const pattern = rule?.block === undefined || scope === undefined ? undefined : read(rule, scope);
  return pattern?.['event_pattern'] === undefined ? undefined : { ...target, ...pattern };
}

function read({ block, key }: Reference, scope: Scope): Plain | undefined {
  const instance = block && scope.instances(block).find((one) => one.key === key || one.key === undefined);
  if (block === undefined || instance === undefined) return undefined;
  const { event_pattern, event_bus_name, state, is_enabled } = plainBlock(block, scope, instance);
  const settings = { event_pattern, event_bus_name, state, enabled: is_enabled };
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
}

const KINDS: Readonly<Record<string, 'queue' | 'topic' | 'bus'>> = {
  aws_sqs_queue: 'queue',
  aws_sns_topic: 'topic',
  aws_cloudwatch_event_bus: 'bus',
  sqs: 'queue',
  sns: 'topic',
  events: 'bus',
};

/** By the resource that is referred to, or by the service in an ARN. */
function targetOf(arn: unknown): Target | undefined {
  const id = carrierNamed(arn);
  const service = typeof arn === 'string' ? (/^arn:[^:]*:([a-z]+):/.exec(arn) ?? /^(aws_\w+)\./.exec(arn))?.[1] : undefined;
  const kind = Object.hasOwn(KINDS, service ?? '') ? KINDS[service ?? ''] : undefined;
  return id === undefined || kind === undefined ? undefined : { kind, id };
}
