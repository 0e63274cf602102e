import type { FunctionDefinition, Trigger } from '../model.ts';
import type { Mapping, Subscription } from './model.ts';

/** Event source mappings as far as functions' own events tell of them. */
export function mappingsOfTriggers(functions: readonly FunctionDefinition[]): readonly Mapping[] {
  return functions.flatMap(({ name, triggers }) =>
    triggers.filter(({ type }) => isMapping(type)).map((trigger) => ({ functionName: name, trigger })),
  );
}

export function isMapping(type: string): boolean {
  return type === 'SQS' || type === 'Kinesis' || type === 'DynamoDB';
}

/** Subscriptions and rules, likewise. */
export function subscriptionsOfTriggers(functions: readonly FunctionDefinition[]): readonly Subscription[] {
  return functions.flatMap(({ name, triggers }) =>
    triggers.flatMap((trigger): readonly Subscription[] => {
      const subscription = asSubscription(trigger);
      return subscription === undefined ? [] : [{ to: { kind: 'function', name }, trigger: subscription }];
    }),
  );
}

/** A topic's subscription or a bus's rule, under the one name that rules have here. A rule without a pattern is a schedule. */
export function asSubscription(trigger: Trigger): Trigger | undefined {
  if (trigger.type === 'SNS') return trigger;
  const isRule = trigger.type === 'EventBridgeRule' || trigger.type === 'CloudWatchEvent';
  return isRule && patternOf(trigger.properties) !== undefined ? { ...trigger, type: 'EventBridgeRule' } : undefined;
}

function patternOf({ Pattern, pattern = Pattern, event_pattern = pattern }: Trigger['properties']): unknown {
  return event_pattern;
}
