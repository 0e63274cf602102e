import type { Subscription, Target } from '../../messaging/model.ts';
import type { MadeCarriers } from '../../program/carriers.ts';
import { argumentOf, type CallValue, callOption, isNothing, type ProgramValue } from '../../program/index.ts';
import type { NamedFunctions } from '../../program/named.ts';
import { methodOf, plainOf, textOf } from '../apis/plain.ts';
import { cdkCallee } from '../names.ts';
import { carrierIn } from './carriers.ts';
import { patternOf } from './filters.ts';
import { policyOf } from './policies.ts';

/** What a call says of topics and event buses: subscriptions, and for what can't be told a sentence each. */
export function subscriptionsIn(call: CallValue, functions: NamedFunctions, made: MadeCarriers): readonly (Subscription | string)[] {
  const of = call.callee.kind === 'part' ? call.callee.of : undefined;
  switch (methodOf(call) ?? cdkCallee(call)) {
    case 'addEventSource': {
      const source = argumentOf(call, 0, 'source');
      if (source?.kind !== 'call' || cdkCallee(source) !== 'aws-lambda-event-sources.SnsEventSource') return [];
      return [toTopic(argumentOf(source, 0, 'topic'), functionTarget(functions.nameOf(of)), source, made)];
    }
    case 'addSubscription': {
      const subscription = argumentOf(call, 0, 'topicSubscription') ?? argumentOf(call, 0, 'subscription');
      if (subscription?.kind !== 'call' || !/Topic/.test(cdkCallee(of) ?? '')) return [];
      const to = targetOf(subscription, functions, made);
      return to === 'other' ? [] : [toTopic(of, to, subscription, made)];
    }
    case 'addTarget':
      return of?.kind === 'call' && isRule(of) ? toRule(of, [argumentOf(call, 0, 'target')], functions, made) : [];
    case 'aws-events.Rule': {
      const targets = callOption(call, 2, 'targets');
      return targets?.kind === 'array' ? toRule(call, targets.items, functions, made) : [];
    }
    default:
      return [];
  }
}

/** Whether a call is about them. */
export function isAboutSubscriptions(call: CallValue): boolean {
  return isRule(call) || ['addSubscription', 'addTarget'].includes(methodOf(call) ?? '');
}

function isRule(call: CallValue): boolean {
  return cdkCallee(call) === 'aws-events.Rule';
}

function functionTarget(name: string | undefined): Target | undefined {
  return name === undefined ? undefined : { kind: 'function', name };
}

/** Of `new LambdaSubscription(fn)` and `new LambdaFunction(fn)`, and the like for queues; `other` for what isn't done here. */
function targetOf(made: CallValue, functions: NamedFunctions, carriers: MadeCarriers): Target | undefined | 'other' {
  const first = made.arguments[0];
  switch (cdkCallee(made)?.split('.').at(-1)) {
    case 'LambdaSubscription':
    case 'LambdaFunction':
      return functionTarget(functions.nameOf(first ?? argumentOf(made, 0, 'fn') ?? argumentOf(made, 0, 'handler')));
    case 'SqsSubscription':
    case 'SqsQueue': {
      const id = carrierIn(first ?? argumentOf(made, 0, 'queue'), 'queue', carriers);
      return id === undefined ? undefined : { kind: 'queue', id };
    }
    default:
      return 'other';
  }
}

function toTopic(topic: ProgramValue | undefined, to: Target | undefined, options: CallValue, made: MadeCarriers): Subscription | string {
  const id = carrierIn(topic, 'topic', made);
  if (id === undefined) return 'A subscription isn’t served: its topic can’t be told from the program.';
  if (to === undefined) return `A subscription of ${id} isn’t served: where it leads can’t be told from this file.`;
  const option = (name: string) => callOption(options, 1, name);
  const isOfBody = !isNothing(option('filterPolicyWithMessageBody'));
  const policy = policyOf(option(isOfBody ? 'filterPolicyWithMessageBody' : 'filterPolicy'));
  if (policy === 'unknown') return `A subscription of ${id} isn’t served: its filter policy can’t be told from the program.`;
  const properties = {
    Topic: { Ref: id },
    ...(policy !== undefined && { FilterPolicy: policy, FilterPolicyScope: isOfBody ? 'MessageBody' : 'MessageAttributes' }),
    ...(plainOf(option('rawMessageDelivery')) === true && { RawMessageDelivery: true }),
  };
  return { to, trigger: { name: `${id} to ${to.kind === 'function' ? to.name : to.id}`, type: 'SNS', properties } };
}

/** A rule on a schedule has no pattern, and is nothing here. */
function toRule(
  rule: CallValue,
  targets: readonly (ProgramValue | undefined)[],
  functions: NamedFunctions,
  made: MadeCarriers,
): readonly (Subscription | string)[] {
  const written = callOption(rule, 2, 'eventPattern');
  const here = targets.flatMap((target) => {
    const to = target?.kind === 'call' ? targetOf(target, functions, made) : undefined;
    return to === 'other' ? [] : [{ target, to }];
  });
  if (isNothing(written) || here.length === 0) return [];
  const name = textOf(argumentOf(rule, 1, 'id')) ?? 'Rule';
  const refused = (why: string) => [`The rule ${name} isn’t served: ${why}.`];
  const pattern = eventPattern(patternOf(written?.kind === 'call' ? written.keywords : written, 0));
  if (pattern === undefined) return refused('its pattern can’t be told from the program');
  const onBus = callOption(rule, 2, 'eventBus');
  const bus = isNothing(onBus) ? undefined : carrierIn(onBus, 'bus', made);
  if (!isNothing(onBus) && bus === undefined) return refused('its event bus can’t be told from the program');
  return here.flatMap(({ target, to }): readonly (Subscription | string)[] => {
    const input = target?.kind === 'call' ? inputOf(callOption(target, 1, 'event') ?? callOption(target, 1, 'message')) : undefined;
    if (to === undefined || input === undefined)
      return refused(to === undefined ? 'where it leads can’t be told from this file' : 'what it sends can’t be told');
    const enabled = plainOf(callOption(rule, 2, 'enabled'));
    const properties = {
      Pattern: pattern,
      ...(bus !== undefined && { EventBusName: { Ref: bus } }),
      ...(enabled === false && { Enabled: false }),
      ...input,
    };
    return [{ to, trigger: { name, type: 'EventBridgeRule', properties } }];
  });
}

function eventPattern(pattern: unknown): unknown {
  if (typeof pattern !== 'object' || pattern === null) return undefined;
  const { detailType, detail_type = detailType, ...others } = pattern as Readonly<Record<string, unknown>>;
  return detail_type === undefined ? others : { ...others, 'detail-type': detail_type };
}

/** `RuleTargetInput.fromEventPath('$.detail')`; undefined where it can't be told. */
function inputOf(value: ProgramValue | undefined): Readonly<Record<string, unknown>> | undefined {
  if (isNothing(value)) return {};
  const [kind, first] = value?.kind === 'call' ? [cdkCallee(value), value.arguments[0]] : [];
  if (kind === 'aws-events.RuleTargetInput.fromEventPath') {
    const path = textOf(first);
    return path === undefined ? undefined : { InputPath: path };
  }
  if (kind !== 'aws-events.RuleTargetInput.fromObject') return undefined;
  const input = patternOf(first, 0);
  return input === undefined ? undefined : { Input: JSON.stringify(input) };
}
