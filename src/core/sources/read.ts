import { isTrue, numberIn, settingsIn, textIn } from '../project/apis/settings.ts';
import { valueForRuns } from '../project/assumptions.ts';
import { carrierNamed, queue, stream, table } from '../project/messaging/carriers.ts';
import type { Carrier, Mapping, Messaging } from '../project/messaging/model.ts';
import { mappingsOfTriggers } from '../project/messaging/ofTriggers.ts';
import type { FunctionDefinition } from '../project/model.ts';
import type { QueueSource, ScheduleSource, Sources, StreamSource } from './model.ts';

export interface SourcesOf {
  readonly functions: readonly FunctionDefinition[];
  readonly messaging?: Messaging;
}

/** The schedules, queues and streams of templates, in their order. What can't be told before deploying is left out. */
export function sourcesOf(templates: readonly SourcesOf[]): Sources {
  const notes: string[] = [];
  const carriers = new Map<string, Carrier>();
  for (const carrier of templates.flatMap(({ messaging }) => messaging?.carriers ?? []))
    carriers.set(keyOf(carrier.kind, carrier.id), carrier);
  const names = new Set(templates.flatMap(({ functions }) => functions.map(({ name }) => name)));
  const told = templates.flatMap(({ functions, messaging }) => messaging?.mappings ?? mappingsOfTriggers(functions));
  const mappings = told.filter(({ functionName }) => names.has(functionName));
  const read = mappings.flatMap((mapping) => sourceOf(mapping, carriers, notes) ?? []);
  const all = [...new Map([...carriers.values()].map((carrier) => [keyOf(carrier.kind, carrier.name), carrier])).values()];
  return {
    schedules: templates.flatMap(({ functions }) => functions.flatMap(schedulesOf)),
    queues: read.filter((source) => source.kind === 'queue'),
    streams: read.filter((source) => source.kind === 'stream'),
    carriers: {
      queues: all.filter((carrier) => carrier.kind === 'queue'),
      streams: all.filter((carrier) => carrier.kind !== 'queue'),
    },
    notes,
  };
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

/** A mapping's settings, whoever writes them: `BatchSize`, `batchSize`, `batch_size`. */
class MappingSettings {
  readonly #values: ReadonlyMap<string, unknown>;

  constructor(properties: Readonly<Record<string, unknown>>) {
    this.#values = new Map(Object.entries(properties).map(([name, value]) => [name.replaceAll('_', '').toLowerCase(), value]));
  }

  /** The first of these names that there is. */
  get(...names: readonly string[]): unknown {
    return names.map((name) => this.#values.get(name.toLowerCase())).find((value) => value !== undefined);
  }

  number(...names: readonly string[]): number | undefined {
    return numberIn(this.get(...names));
  }

  /** A mapping, or Terraform's block of it. */
  within(name: string): MappingSettings {
    const value = this.get(name);
    return new MappingSettings(settingsIn(Array.isArray(value) ? value[0] : value));
  }
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
  const { name } = carrierFor(trigger.type, named, carriers);
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
function carrierFor(type: string, named: string, carriers: Map<string, Carrier>): Carrier {
  const kind = type === 'SQS' ? 'queue' : type === 'Kinesis' ? 'stream' : 'table';
  const known = carriers.get(keyOf(kind, named)) ?? [...carriers.values()].find((each) => each.kind === kind && each.name === named);
  if (known !== undefined) return known;
  // An address that isn't read says its own name last.
  const name = /^aws_\w+\.([\w-]+)/.exec(named)?.[1] ?? named;
  const usual = { isFifo: false, deduplicatesByContent: false, visibilitySeconds: 30, redrive: undefined };
  const made =
    kind === 'queue' ? queue(named, name, usual) : kind === 'stream' ? stream(named, name, 1) : table(named, name, [], undefined);
  carriers.set(keyOf(kind, named), made);
  return made;
}

/** `FilterCriteria: {Filters: [{Pattern: '{…}'}]}`, the Serverless Framework's `filterPatterns`, Terraform's blocks. */
function filtersOf(settings: MappingSettings, whose: string, notes: string[]): readonly unknown[] {
  const criteria = settings.within('FilterCriteria').get('Filters', 'filter') ?? settings.get('filterPatterns');
  return (Array.isArray(criteria) ? criteria : []).flatMap((item) => {
    const { Pattern, pattern = Pattern } = settingsIn(item);
    try {
      return [typeof pattern === 'string' ? (JSON.parse(pattern) as unknown) : (pattern ?? item)];
    } catch {
      notes.push(`A filter of ${whose} is overlooked: its pattern isn’t JSON, so AWS would refuse it.`);
      return [];
    }
  });
}
