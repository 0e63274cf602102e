import { isTrue, textIn, textMapIn } from '../project/apis/settings.ts';
import { carrierNamed } from '../project/messaging/carriers.ts';
import type { Subscription } from '../project/messaging/model.ts';
import { MappingSettings } from './mappingSettings.ts';
import type { RuleInput, RuleSource, TopicSource } from './model.ts';
import { isOpen, type PatternReader, unheardOperators } from './pattern.ts';

/** The bus that there is without being defined. */
export const DEFAULT_BUS = 'default';

/**
 * What a subscription or rule does, whoever writes it; undefined where it does nothing, or can't be told. `nameOf` gives a carrier's own
 * name for what a template calls it.
 */
export function subscribed(
  { to, trigger: { name, type, properties } }: Subscription,
  nameOf: (kind: 'topic' | 'bus', named: string) => string,
  notes: string[],
): TopicSource | RuleSource | undefined {
  const settings = new MappingSettings(properties);
  const read = (value: unknown, reader: PatternReader): unknown => patternIn(value, reader, { name, to }, notes);
  if (type === 'SNS') {
    const topic = carrierNamed(settings.get('Topic'));
    const filter = filterOf(settings, read);
    return topic === undefined || filter === undefined
      ? undefined
      : { kind: 'topic', name, topic: nameOf('topic', topic), to, ...filter, raw: isTrue(settings.get('RawMessageDelivery')) };
  }
  const pattern = read(settings.get('EventPattern', 'Pattern'), 'rule');
  const isOff = /^disabled$/i.test(textIn(settings.get('State')) ?? '') || textIn(settings.get('Enabled')) === 'false';
  const bus = settings.get('EventBusName') === undefined ? DEFAULT_BUS : carrierNamed(settings.get('EventBusName'));
  if (isOff || pattern === undefined || bus === undefined) return undefined;
  const groupId = textIn(settings.within('SqsParameters').get('MessageGroupId') ?? settings.within('sqsTarget').get('MessageGroupId'));
  const own = bus === DEFAULT_BUS ? bus : nameOf('bus', bus);
  return { kind: 'rule', name, bus: own, to, pattern, input: inputOf(settings), ...(groupId === undefined ? {} : { groupId }) };
}

/** Undefined where it has a policy that isn't known: what it lets through isn't either. */
function filterOf(
  settings: MappingSettings,
  read: (value: unknown, reader: PatternReader) => unknown,
): Pick<TopicSource, 'filter'> | undefined {
  const written = settings.get('FilterPolicy');
  if (written === undefined) return {};
  const policy = read(written, 'subscription');
  const scope = textIn(settings.get('FilterPolicyScope')) === 'MessageBody' ? 'MessageBody' : 'MessageAttributes';
  return policy === undefined ? undefined : { filter: { policy, scope } };
}

/** A pattern as data, or as JSON text. */
function patternIn(value: unknown, reader: PatternReader, { name, to }: Pick<TopicSource, 'name' | 'to'>, notes: string[]): unknown {
  const whose = `${name} of ${to.kind === 'function' ? to.name : to.id}`;
  const [what, who] = reader === 'rule' ? ['The pattern', 'rules'] : ['The filter policy', 'subscriptions'];
  const pattern = typeof value === 'string' ? parsed(value) : value;
  if (typeof pattern !== 'object' || pattern === null || Array.isArray(pattern)) {
    if (value !== undefined) notes.push(`${what} of ${whose} isn’t a JSON object, so AWS would refuse it: nothing is sent there.`);
    return undefined;
  }
  if (isOpen(pattern)) return void notes.push(`${what} of ${whose} can’t be told before deploying: nothing is sent there.`);
  const unheard = unheardOperators(pattern, reader);
  if (unheard.length > 0)
    notes.push(`AWS’s documentation has no ${unheard.join(', ')} for ${who}: in ${what.toLowerCase()} of ${whose} it is heeded here.`);
  return pattern;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function inputOf(settings: MappingSettings): RuleInput {
  const constant = settings.get('Input');
  if (constant !== undefined) return { kind: 'constant', text: typeof constant === 'string' ? constant : JSON.stringify(constant) };
  const path = textIn(settings.get('InputPath'));
  if (path !== undefined) return { kind: 'path', path };
  const transformer = settings.within('InputTransformer');
  const template = textIn(transformer.get('InputTemplate'));
  if (template === undefined) return { kind: 'event' };
  return { kind: 'template', paths: textMapIn(transformer.get('InputPathsMap', 'InputPaths')), template };
}
