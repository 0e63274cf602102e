import { isTrue, settingsIn, textIn } from '../project/apis/settings.ts';
import { valueForRuns } from '../project/assumptions.ts';
import { bus, carrierNamed, queue, stream, table, topic } from '../project/messaging/carriers.ts';
import type { Carrier, Mapping, Messaging, Subscription } from '../project/messaging/model.ts';
import { mappingsOfTriggers, subscriptionsOfTriggers } from '../project/messaging/ofTriggers.ts';
import type { FunctionDefinition } from '../project/model.ts';
import { MappingSettings } from './mappingSettings.ts';
import type { QueueSource, ScheduleSource, Sources, StreamSource } from './model.ts';
import { unheardOperators } from './pattern.ts';
import { subscribed } from './readSubscriptions.ts';

export interface SourcesOf {
  readonly functions: readonly FunctionDefinition[];
  readonly messaging?: Messaging;
}

/** The schedules, queues, streams, topics and buses of templates, in their order. What can't be told before deploying is left out. */
export function sourcesOf(templates: readonly SourcesOf[]): Sources {
  const notes: string[] = [];
  const carriers = new Map<string, Carrier>();
  for (const carrier of templates.flatMap(({ messaging }) => messaging?.carriers ?? []))
    carriers.set(keyOf(carrier.kind, carrier.id), carrier);
  const names = new Set(templates.flatMap(({ functions }) => functions.map(({ name }) => name)));
  notes.push(...templates.flatMap(({ messaging }) => messaging?.notes ?? []));
  const mappings = templates.flatMap(mappingsOf).filter(({ functionName }) => names.has(functionName));
  const read = mappings.flatMap((mapping) => sourceOf(mapping, carriers, notes) ?? []);
  const sentOn = templates
    .flatMap(subscriptionsOf)
    .filter(({ to }) => to.kind !== 'function' || names.has(to.name))
    .flatMap((subscription) => subscribed(subscription, (kind, named) => carrierFor(kind, named, carriers).name, notes) ?? []);
  const all = [...new Map([...carriers.values()].map((carrier) => [keyOf(carrier.kind, carrier.name), carrier])).values()];
  return {
    schedules: templates.flatMap(({ functions }) => functions.flatMap(schedulesOf)),
    queues: read.filter((source) => source.kind === 'queue'),
    streams: read.filter((source) => source.kind === 'stream'),
    topics: sentOn.filter((source) => source.kind === 'topic'),
    rules: sentOn.filter((source) => source.kind === 'rule'),
    carriers: {
      queues: all.filter((carrier) => carrier.kind === 'queue'),
      streams: all.filter((carrier) => carrier.kind === 'stream' || carrier.kind === 'table'),
      topics: all.filter((carrier) => carrier.kind === 'topic'),
      buses: all.filter((carrier) => carrier.kind === 'bus'),
    },
    notes,
  };
}

function mappingsOf({ functions, messaging }: SourcesOf): readonly Mapping[] {
  if (messaging?.isOfProgram !== true) return messaging?.mappings ?? mappingsOfTriggers(functions);
  const own = new Set(messaging.mappings.map(({ functionName }) => functionName));
  return [...messaging.mappings, ...mappingsOfTriggers(functions.filter(({ name }) => !own.has(name)))];
}

function subscriptionsOf({ functions, messaging }: SourcesOf): readonly Subscription[] {
  if (messaging?.isOfProgram !== true) return messaging?.subscriptions ?? subscriptionsOfTriggers(functions);
  const own = new Set(messaging.subscriptions.flatMap(({ to }) => (to.kind === 'function' ? [to.name] : [])));
  return [...messaging.subscriptions, ...subscriptionsOfTriggers(functions.filter(({ name }) => !own.has(name)))];
}

function keyOf(kind: Carrier['kind'], id: string): string {
  return `${kind} ${id}`;
}

function schedulesOf(fn: FunctionDefinition): readonly ScheduleSource[] {
  const triggers = fn.triggers.filter(({ type }) => /^Schedule(?:V2)?$/.test(type));
  const found = (fn.invokers ?? []).filter((invoker) => invoker.kind === 'schedule');
  return found.flatMap(({ expression, dialect }, index): readonly ScheduleSource[] => {
    const text = valueForRuns(expression);
    if (text === undefined) return [];
    // Both are in the order of the template; what stands outside of the function has no trigger.
    const trigger = triggers.length === found.length ? triggers[index] : undefined;
    const input = trigger?.properties['Input'];
    const id = `${fn.name}.${trigger?.name ?? `schedule${index + 1}`}`;
    const given = typeof input === 'string' ? input : input === undefined ? undefined : JSON.stringify(input);
    return [{ kind: 'schedule', id, functionName: fn.name, expression: text, dialect, ...(given === undefined ? {} : { input: given }) }];
  });
}

function sourceOf(
  { functionName, trigger }: Mapping,
  carriers: Map<string, Carrier>,
  notes: string[],
): QueueSource | StreamSource | undefined {
  const settings = new MappingSettings(trigger.properties);
  const enabled = settings.get('Enabled');
  const named = carrierNamed(settings.get('Queue', 'Stream'));
  if (named === undefined || (enabled !== undefined && textIn(enabled)?.toLowerCase() === 'false')) return undefined;
  const { name } = carrierFor(trigger.type === 'SQS' ? 'queue' : trigger.type === 'Kinesis' ? 'stream' : 'table', named, carriers);
  const shared = {
    functionName,
    windowMs: (settings.number('MaximumBatchingWindowInSeconds', 'maximumBatchingWindow', 'batchWindow') ?? 0) * 1000,
    reportsFailures: /ReportBatchItemFailures/.test(JSON.stringify(settings.get('FunctionResponseTypes', 'functionResponseType') ?? '')),
    filters: filtersOf(settings, `${trigger.name} of ${functionName}`, notes),
  };
  if (trigger.type === 'SQS') {
    const maximumConcurrency = settings.within('ScalingConfig').number('MaximumConcurrency') ?? settings.number('maximumConcurrency');
    return {
      kind: 'queue',
      queue: name,
      batchSize: settings.number('BatchSize') ?? 10,
      ...shared,
      maximumConcurrency: maximumConcurrency ?? 5,
    };
  }
  return { kind: 'stream', stream: name, batchSize: settings.number('BatchSize') ?? 100, ...shared, ...streamSettings(settings) };
}

function streamSettings(settings: MappingSettings) {
  const retries = settings.number('MaximumRetryAttempts');
  const age = settings.number('MaximumRecordAgeInSeconds');
  const tumbling = settings.number('TumblingWindowInSeconds', 'tumblingWindow') ?? 0;
  const destination = settings.within('DestinationConfig').within('OnFailure').get('Destination', 'DestinationArn');
  const onFailure = destination ?? settings.within('destinations').get('onFailure');
  const to = carrierNamed(onFailure) ?? carrierNamed(settingsIn(onFailure)['arn']);
  return {
    fromStart: textIn(settings.get('StartingPosition')) !== 'LATEST',
    bisects: isTrue(settings.get('BisectBatchOnFunctionError')),
    parallelization: tumbling > 0 ? 1 : Math.min(10, Math.max(1, settings.number('ParallelizationFactor') ?? 1)),
    ...(tumbling > 0 && { tumblingMs: tumbling * 1000 }),
    // -1 is for ever.
    ...(retries === undefined || retries < 0 ? {} : { maximumRetryAttempts: retries }),
    ...(age === undefined || age < 0 ? {} : { maximumRecordAgeMs: age * 1000 }),
    ...(to === undefined ? {} : { onFailure: to }),
  };
}

/** The carrier of that id or name; one that is defined elsewhere is taken for one with the usual settings. */
function carrierFor(kind: Carrier['kind'], named: string, carriers: Map<string, Carrier>): Carrier {
  const known = carriers.get(keyOf(kind, named)) ?? [...carriers.values()].find((each) => each.kind === kind && each.name === named);
  if (known !== undefined) return known;
  // An address that isn't read says its own name last.
  const made = USUAL[kind](named, /^aws_\w+\.([\w-]+)/.exec(named)?.[1] ?? named);
  carriers.set(keyOf(kind, named), made);
  return made;
}

const USUAL: Readonly<Record<Carrier['kind'], (id: string, name: string) => Carrier>> = {
  queue: (id, name) => queue(id, name, { isFifo: false, deduplicatesByContent: false, visibilitySeconds: 30, redrive: undefined }),
  stream: (id, name) => stream(id, name, 1),
  table: (id, name) => table(id, name, [], undefined),
  topic,
  bus,
};

/** `FilterCriteria: {Filters: [{Pattern: '{…}'}]}`, the Serverless Framework's `filterPatterns`, Terraform's blocks. */
function filtersOf(settings: MappingSettings, whose: string, notes: string[]): readonly unknown[] {
  const criteria = settings.within('FilterCriteria').get('Filters', 'filter') ?? settings.get('filterPatterns');
  return (Array.isArray(criteria) ? criteria : []).flatMap((item) => {
    const { Pattern, pattern = Pattern } = settingsIn(item);
    try {
      const read = typeof pattern === 'string' ? (JSON.parse(pattern) as unknown) : (pattern ?? item);
      const unheard = unheardOperators(read, 'mapping');
      if (unheard.length > 0)
        notes.push(
          `AWS’s documentation has no ${unheard.join(', ')} for event source mappings: in a filter of ${whose} it is heeded here.`,
        );
      return [read];
    } catch {
      notes.push(`A filter of ${whose} is overlooked: its pattern isn’t JSON, so AWS would refuse it.`);
      return [];
    }
  });
}
