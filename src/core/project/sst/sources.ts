import { plainOf } from '../cdk/apis/plain.ts';
import { patternOf } from '../cdk/sources/filters.ts';
import { settingsOf } from '../cdk/sources/settings.ts';
import { bus, carrierNamed, queue, stream, table, topic } from '../messaging/carriers.ts';
import type { Carrier, Mapping, Messaging, Subscription } from '../messaging/model.ts';
import { MadeCarriers } from '../program/carriers.ts';
import { type CallValue, isNothing, memberOf, optionOf, type ProgramValue } from '../program/index.ts';
import type { NamedFunctions } from '../program/named.ts';
import { idOf, isConstruct, kindOf, makingOf, placesIn, propertiesOf } from './calls.ts';
import type { FunctionPlace } from './places.ts';

/** The queues, streams, tables, topics and buses whose messages a program of SST hands to functions, as far as its own text tells. */
export function readSources(calls: readonly CallValue[], named: NamedFunctions): Messaging | undefined {
  const made = new MadeCarriers();
  const mappings: Mapping[] = [];
  const subscriptions: Subscription[] = [];
  const notes: string[] = [];
  for (const call of calls) {
    const source = sourceOf(call, made);
    if (source === undefined) continue;
    const { carrier, type } = source;
    for (const place of placesIn(call)) {
      const own = place.label === undefined ? call : place.value;
      const name = named.nameOf(place.value) ?? named.nameOf(memberOf(place.value, 'function')) ?? named.nameOf(own);
      const settings = settingsIn(call, place, type, made);
      if (name === undefined || settings === undefined) {
        const why =
          name === undefined ? 'which function it calls can’t be told from this file' : 'its filters can’t be told from the program';
        notes.push(`A consumer of ${carrier.name} isn’t served: ${why}.`);
      } else if (type === 'SNS' || type === 'EventBridgeRule') {
        const properties = { [type === 'SNS' ? 'Topic' : 'EventBusName']: { Ref: carrier.id }, ...settings };
        subscriptions.push({ to: { kind: 'function', name }, trigger: { name: place.label?.text ?? carrier.id, type, properties } });
      } else {
        const properties = { [type === 'SQS' ? 'Queue' : 'Stream']: { Ref: carrier.id }, ...settings };
        mappings.push({ functionName: name, trigger: { name: carrier.id, type, properties } });
      }
    }
  }
  if (mappings.length + subscriptions.length + notes.length === 0) return undefined;
  return { carriers: made.all, mappings, subscriptions, isOfProgram: true, notes };
}

type SourceType = 'SQS' | 'Kinesis' | 'DynamoDB' | 'SNS' | 'EventBridgeRule';

/** Of version 3, and of versions 1 and 2. */
const KINDS: Readonly<Record<string, readonly [type: SourceType, make: (id: string, making: CallValue) => Carrier]>> = {
  Queue: ['SQS', queueOf],
  KinesisStream: ['Kinesis', (id) => stream(id, undefined, undefined)],
  Dynamo: ['DynamoDB', tableOf],
  Table: ['DynamoDB', tableOf],
  SnsTopic: ['SNS', (id) => topic(id, undefined)],
  Bus: ['EventBridgeRule', (id) => bus(id, undefined)],
};

/** What a call adds consumers to. */
function sourceOf(call: CallValue, made: MadeCarriers): { readonly type: SourceType; readonly carrier: Carrier } | undefined {
  const making = makingOf(call);
  const id = idOf(call);
  const kind = making === undefined ? '' : kindOf(making);
  const [type, make] = (Object.hasOwn(KINDS, kind) ? KINDS[kind] : undefined) ?? [];
  if (making === undefined || id?.kind !== 'text' || type === undefined || make === undefined) return undefined;
  return { type, carrier: made.of(making, id.text, (own) => make(own, making)) };
}

function queueOf(id: string, making: CallValue): Carrier {
  const properties = propertiesOf(making);
  const own = isConstruct(making) ? memberOf(memberOf(properties, 'cdk'), 'queue') : properties;
  const fifo = memberOf(own, 'fifo');
  const dlq = memberOf(own, 'dlq');
  const to = arnIn(dlq?.kind === 'object' ? memberOf(dlq, 'queue') : dlq);
  return queue(id, plainOf(memberOf(own, 'queueName')), {
    isFifo: fifo?.kind === 'object' || plainOf(fifo),
    deduplicatesByContent: plainOf(memberOf(fifo?.kind === 'object' ? fifo : own, 'contentBasedDeduplication')),
    visibilitySeconds: secondsIn(memberOf(own, 'visibilityTimeout')),
    redrive: to === undefined ? undefined : { deadLetterTargetArn: { Ref: to }, maxReceiveCount: plainOf(memberOf(dlq, 'retry')) ?? 3 },
  });
}

/** `dead.arn`, or an ARN that is written out. */
function arnIn(value: ProgramValue | undefined): string | undefined {
  if (value?.kind === 'text') return carrierNamed(value.text);
  const making = value?.kind === 'part' && value.of.kind === 'call' ? value.of : undefined;
  const id = making && idOf(making);
  return id?.kind === 'text' ? id.text : undefined;
}

function tableOf(id: string, making: CallValue): Carrier {
  const properties = propertiesOf(making);
  const index = memberOf(properties, 'primaryIndex');
  const keys = ['hashKey', 'partitionKey', 'rangeKey', 'sortKey'].flatMap((name) => {
    const key = plainOf(memberOf(index, name));
    return typeof key === 'string' ? [key] : [];
  });
  const view = plainOf(memberOf(properties, 'stream'));
  return table(id, undefined, keys, typeof view === 'string' ? view.replaceAll('-', '_').toUpperCase() : undefined);
}

/** What a consumer is told besides its function; undefined where what it lets through can’t be told. */
function settingsIn(
  call: CallValue,
  { value }: FunctionPlace,
  type: SourceType,
  made: MadeCarriers,
): Readonly<Record<string, unknown>> | undefined {
  const isOld = makingOf(call) !== undefined && isConstruct(makingOf(call) as CallValue);
  if (isOld) {
    const given = value.kind === 'object' ? value : undefined;
    const source = memberOf(memberOf(given, 'cdk'), 'eventSource');
    const settings = settingsOf((name) => optionOf(source, name), made);
    return withFilters({ ...(type === 'SQS' ? {} : LATEST), ...settings }, memberOf(given, 'filters'));
  }
  const options = call.arguments[call.arguments.indexOf(value) + 1];
  if (type === 'SNS') return withPattern('FilterPolicy', memberOf(options, 'filter'));
  if (type === 'EventBridgeRule') return withPattern('Pattern', memberOf(options, 'pattern'));
  if (type !== 'SQS') return withFilters(LATEST, memberOf(options, 'filters'));
  const batch = memberOf(options, 'batch');
  const [size, window, partial] = ['size', 'window', 'partialResponses'].map((name) => memberOf(batch, name));
  const settings = {
    ...(isNothing(size) ? {} : { BatchSize: plainOf(size) }),
    ...(isNothing(window) ? {} : { MaximumBatchingWindowInSeconds: secondsIn(window) }),
    ...(plainOf(partial) === true && { FunctionResponseTypes: ['ReportBatchItemFailures'] }),
  };
  return withFilters(settings, memberOf(options, 'filters'));
}

/** What SST says of every mapping of a stream. */
const LATEST = { StartingPosition: 'LATEST' };

function withFilters(
  settings: Readonly<Record<string, unknown>>,
  filters: ProgramValue | undefined,
): Readonly<Record<string, unknown>> | undefined {
  if (isNothing(filters)) return settings;
  const patterns = patternOf(filters, 0);
  return Array.isArray(patterns) ? { ...settings, FilterPatterns: patterns.map((pattern: unknown) => ({ pattern })) } : undefined;
}

/** `detailType` is one of EventBridge’s own members, in SST’s spelling. */
function withPattern(name: string, value: ProgramValue | undefined): Readonly<Record<string, unknown>> | undefined {
  if (isNothing(value)) return name === 'Pattern' ? { Pattern: { source: [{ prefix: '' }] } } : {};
  const pattern = patternOf(value, 0);
  if (typeof pattern !== 'object' || pattern === null || name !== 'Pattern') return pattern === undefined ? undefined : { [name]: pattern };
  const { detailType, ...others } = pattern as Readonly<Record<string, unknown>>;
  return { Pattern: { ...others, ...(detailType === undefined ? {} : { 'detail-type': detailType }) } };
}

const UNITS: Readonly<Record<string, number>> = { second: 1, minute: 60, hour: 3600, day: 86_400 };

/** Of `"30 seconds"`, or a `Duration` of the CDK. */
function secondsIn(value: ProgramValue | undefined): unknown {
  const [, amount, unit = ''] = (value?.kind === 'text' && /^(\d+) (second|minute|hour|day)s?$/.exec(value.text)) || [];
  return amount === undefined ? plainOf(value) : Number(amount) * (UNITS[unit] ?? 1);
}
