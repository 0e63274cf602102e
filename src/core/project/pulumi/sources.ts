import { plainOf } from '../cdk/apis/plain.ts';
import { patternOf } from '../cdk/sources/filters.ts';
import { carrierNamed, queue, stream, table } from '../messaging/carriers.ts';
import type { Carrier, Mapping, Messaging } from '../messaging/model.ts';
import { MadeCarriers } from '../program/carriers.ts';
import { type CallValue, type Evaluator, isNothing, libraryCalls, type Module, optionOf, type ProgramValue } from '../program/index.ts';
import type { NamedFunctions } from '../program/named.ts';
import { pulumiCallee } from './names.ts';
import { nameOf, propertiesOf } from './resource.ts';

/** The event source mappings that a program makes with Pulumi, as far as its own text tells. */
export function readSources(module: Module, evaluator: Evaluator, functions: NamedFunctions): Messaging | undefined {
  const calls = libraryCalls(module, evaluator, {
    matches: (call) => /^(?:aws|native)\.lambda\.EventSourceMapping$/.test(pulumiCallee(call) ?? ''),
    names: (call) => [nameOf(call)],
    parts: (call) => ['eventSourceArn', 'functionName'].map((name) => propertiesOf(call)(name)),
  });
  const made = new MadeCarriers();
  const mappings: Mapping[] = [];
  const notes: string[] = [];
  for (const { call } of calls) {
    const found = mappingOf(call, functions, made);
    if (typeof found === 'string') notes.push(found);
    else mappings.push(found);
  }
  if (mappings.length + notes.length === 0) return undefined;
  return { carriers: made.all, mappings, subscriptions: [], isOfProgram: true, notes };
}

function mappingOf(call: CallValue, functions: NamedFunctions, made: MadeCarriers): Mapping | string {
  const get = propertiesOf(call);
  const id = nameOf(call);
  const name = id?.kind === 'text' ? id.text : 'EventSourceMapping';
  const refused = (why: string) => `The event source mapping ${name} isn’t served: ${why}.`;
  const from = carrierOf(get('eventSourceArn'), made);
  if (from === undefined) return refused('what it reads can’t be told from the program');
  const functionName = functions.nameOf(madeBy(get('functionName')));
  if (functionName === undefined) return refused('which function it calls can’t be told from this file');
  const filters = filtersIn(get('filterCriteria'));
  if (filters === undefined) return refused('its filters can’t be told from the program');
  const [type, carrier] = from;
  const settings = Object.fromEntries(SETTINGS.flatMap((each) => (isNothing(get(each)) ? [] : [[each, plainOf(get(each))]])));
  const onFailure = carrierOf(optionOf(optionOf(get('destinationConfig'), 'onFailure'), 'destinationArn'), made)?.[1];
  const properties = {
    ...settings,
    [type === 'SQS' ? 'Queue' : 'Stream']: { Ref: carrier },
    FilterPatterns: filters,
    ...(onFailure !== undefined && { DestinationConfig: { OnFailure: { Destination: { Ref: onFailure } } } }),
  };
  return { functionName, trigger: { name, type, properties } };
}

/** As CloudFormation has them, but for the case of the first letter. */
const SETTINGS = [
  ...['batchSize', 'enabled', 'maximumBatchingWindowInSeconds', 'functionResponseTypes', 'scalingConfig', 'startingPosition'],
  ...[
    'bisectBatchOnFunctionError',
    'maximumRetryAttempts',
    'maximumRecordAgeInSeconds',
    'parallelizationFactor',
    'tumblingWindowInSeconds',
  ],
];

/** The resource itself of `queue.arn`. */
function madeBy(value: ProgramValue | undefined): ProgramValue | undefined {
  return value?.kind === 'part' ? value.of : value;
}

const TYPES: Readonly<Record<string, string>> = { sqs: 'SQS', kinesis: 'Kinesis', dynamodb: 'DynamoDB' };

function carrierOf(arn: ProgramValue | undefined, made: MadeCarriers): readonly [type: string, id: string] | undefined {
  if (arn?.kind === 'text') {
    const type = TYPES[/^arn:[^:]*:(\w+):/.exec(arn.text)?.[1] ?? ''];
    const named = carrierNamed(arn.text);
    return type === undefined || named === undefined ? undefined : [type, named];
  }
  const call = madeBy(arn);
  const name = pulumiCallee(call);
  const [type, make] = MAKERS[name ?? ''] ?? [];
  const id = call?.kind === 'call' ? nameOf(call) : undefined;
  if (call?.kind !== 'call' || id?.kind !== 'text' || type === undefined || make === undefined) return undefined;
  return [type, made.of(call, id.text, (own) => make(own, propertiesOf(call), made)).id];
}

type Make = (id: string, get: (name: string) => ProgramValue | undefined, made: MadeCarriers) => Carrier;

const MAKERS: Readonly<Record<string, readonly [type: string, make: Make]>> = {
  'aws.sqs.Queue': [
    'SQS',
    (id, get, made) =>
      queue(id, plainOf(get('name')), {
        isFifo: plainOf(get('fifoQueue')),
        deduplicatesByContent: plainOf(get('contentBasedDeduplication')),
        visibilitySeconds: plainOf(get('visibilityTimeoutSeconds')),
        redrive: redriveIn(get('redrivePolicy'), made),
      }),
  ],
  'aws.kinesis.Stream': ['Kinesis', (id, get) => stream(id, plainOf(get('name')), plainOf(get('shardCount')))],
  'aws.dynamodb.Table': [
    'DynamoDB',
    (id, get) => {
      const keys = ['hashKey', 'rangeKey'].flatMap((name) => {
        const key = plainOf(get(name));
        return typeof key === 'string' ? [key] : [];
      });
      return table(id, plainOf(get('name')), keys, plainOf(get('streamViewType')));
    },
  ],
};

/** `pulumi.jsonStringify({ deadLetterTargetArn: dead.arn, maxReceiveCount: 4 })`. What an `apply` makes can’t be told. */
function redriveIn(policy: ProgramValue | undefined, made: MadeCarriers): unknown {
  const given = jsonOf(policy);
  const to = carrierOf(optionOf(given, 'deadLetterTargetArn'), made)?.[1];
  return to === undefined ? undefined : { deadLetterTargetArn: { Ref: to }, maxReceiveCount: plainOf(optionOf(given, 'maxReceiveCount')) };
}

/** What is made JSON of. */
function jsonOf(value: ProgramValue | undefined): ProgramValue | undefined {
  const isJson =
    value?.kind === 'call' &&
    value.callee.kind === 'symbol' &&
    /(?:^|\.)(?:stringify|jsonStringify|dumps|json_dumps)$/.test(nameIn(value.callee));
  return isJson ? value.arguments[0] : undefined;
}

/** `{ filters: [{ pattern: JSON.stringify({ body: { kind: ['order'] } }) }] }`; undefined where one can’t be told. */
function filtersIn(criteria: ProgramValue | undefined): readonly { readonly pattern: unknown }[] | undefined {
  if (isNothing(criteria)) return [];
  const filters = optionOf(criteria, 'filters');
  if (filters?.kind !== 'array' || filters.gap !== undefined) return undefined;
  const patterns = filters.items.map((item) => {
    const pattern = optionOf(item, 'pattern');
    return pattern?.kind === 'text' ? pattern.text : patternOf(jsonOf(pattern), 0);
  });
  return patterns.includes(undefined) ? undefined : patterns.map((pattern) => ({ pattern }));
}

function nameIn({ from, path }: Extract<CallValue['callee'], { readonly kind: 'symbol' }>): string {
  return [from, ...path].filter((part) => part !== '').join('.');
}
