import type { Carrier, Mapping, Messaging, Subscription } from '../../messaging/model.ts';
import { MadeCarriers } from '../../program/carriers.ts';
import {
  argumentOf,
  type CallValue,
  callOption,
  type Evaluator,
  libraryCalls,
  type Module,
  type ProgramValue,
} from '../../program/index.ts';
import type { Expression } from '../../program/model.ts';
import type { NamedFunctions } from '../../program/named.ts';
import { methodOf, textOf } from '../apis/plain.ts';
import { cdkCallee } from '../names.ts';
import { carrierIn } from './carriers.ts';
import { filtersIn } from './filters.ts';
import { type Options, settingsOf } from './settings.ts';
import { isAboutSubscriptions, subscriptionsIn } from './subscriptions.ts';

/** The queues, streams, tables, topics and event buses whose messages and records a program of the CDK hands to functions, as far as its own text tells. */
export function readSources(module: Module, evaluator: Evaluator, functions: NamedFunctions): Messaging | undefined {
  if (!module.program.calls.some(({ call }) => MAKERS.test(lastName(call.callee)))) return undefined;
  const calls = libraryCalls(module, evaluator, {
    matches: isAboutSources,
    names: (call) => [call.arguments[1]],
    parts: (call) => partsOf(call),
  });
  const reading = new Reading();
  for (const { call } of calls) reading.take(call, functions);
  return reading.messaging;
}

/** A quick look: most files have none. */
const MAKERS =
  /^(?:(?:Sqs|Kinesis|Dynamo|Sns)EventSource|(?:Lambda|Sqs)Subscription|Rule|EventSourceMapping|addEventSourceMapping|add_event_source_mapping|AddEventSourceMapping)$/;

function lastName(callee: Expression): string {
  return callee.kind === 'member' || callee.kind === 'name' ? callee.name : '';
}

function isAboutSources(call: CallValue): boolean {
  return (
    isAboutSubscriptions(call) ||
    METHODS.has(methodOf(call) ?? '') ||
    cdkCallee(call) === 'aws-lambda.EventSourceMapping' ||
    (/Function$/.test(cdkCallee(call) ?? '') && callOption(call, 2, 'events') !== undefined)
  );
}

const METHODS: ReadonlySet<string> = new Set(['addEventSource', 'addEventSourceMapping']);

/** What of a call may be left to a helper's parameters: also in what its arguments are made with. */
function partsOf(call: CallValue, depth = 0): readonly (ProgramValue | undefined)[] {
  const given = [...call.arguments, ...(call.keywords === undefined ? [] : [call.keywords])];
  const values = given.flatMap((value) => (value.kind === 'object' ? value.entries().entries.map((entry) => entry.value) : [value]));
  const inner = depth > 2 ? [] : values.flatMap((value) => (value.kind === 'call' ? partsOf(value, depth + 1) : []));
  return [...values, ...inner, ...(call.callee.kind === 'part' ? [call.callee.of] : [])];
}

/** SAM's word for what a class of event sources, or an ARN, is of; and the kind of what carries it. */
const SOURCES: Readonly<Record<string, readonly [type: string, kind: Carrier['kind']]>> = {
  SqsEventSource: ['SQS', 'queue'],
  KinesisEventSource: ['Kinesis', 'stream'],
  DynamoEventSource: ['DynamoDB', 'table'],
};

class Reading {
  readonly #made = new MadeCarriers();
  readonly #mappings: Mapping[] = [];
  readonly #subscriptions: Subscription[] = [];
  readonly #notes: string[] = [];

  get messaging(): Messaging | undefined {
    if (this.#mappings.length + this.#subscriptions.length + this.#notes.length === 0) return undefined;
    return {
      carriers: this.#made.all,
      mappings: this.#mappings,
      subscriptions: this.#subscriptions,
      isOfProgram: true,
      notes: this.#notes,
    };
  }

  take(call: CallValue, functions: NamedFunctions): void {
    const owner = call.callee.kind === 'part' ? call.callee.of : call;
    const method = methodOf(call);
    for (const found of subscriptionsIn(call, functions, this.#made)) {
      if (typeof found === 'string') this.#notes.push(found);
      else this.#subscriptions.push(found);
    }
    if (method === 'addEventSource') return void this.#source(argumentOf(call, 0, 'source'), functions.nameOf(owner));
    if (method === 'addEventSourceMapping')
      return void this.#mapping(textOf(argumentOf(call, 0, 'id')), optionsAt(call, 1), functions.nameOf(owner));
    if (cdkCallee(call) === 'aws-lambda.EventSourceMapping') {
      const options = optionsAt(call, 2);
      return void this.#mapping(textOf(argumentOf(call, 1, 'id')), options, functions.nameOf(options('target')));
    }
    const events = callOption(call, 2, 'events');
    for (const source of events?.kind === 'array' ? events.items : []) this.#source(source, functions.nameOf(call));
  }

  /** `new SqsEventSource(queue, { batchSize: 5 })`; others are for other readers, and none of this. */
  #source(source: ProgramValue | undefined, functionName: string | undefined): void {
    const kind = cdkCallee(source)?.split('.').at(-1) ?? '';
    const [type, carrier] = SOURCES[kind] ?? [];
    if (source?.kind !== 'call' || type === undefined || carrier === undefined) return;
    const named = carrierIn(source.arguments[0] ?? argumentOf(source, 0, ARGUMENTS[kind] ?? ''), carrier, this.#made);
    this.#add(kind, type, named, optionsAt(source, 1), functionName);
  }

  #mapping(id: string | undefined, options: Options, functionName: string | undefined): void {
    const arn = options('eventSourceArn');
    // Of Kafka that isn't AWS's own.
    if (arn === undefined) return;
    for (const [type, kind] of Object.values(SOURCES)) {
      const named = carrierIn(arn, kind, this.#made);
      const service = arn.kind === 'text' ? /^arn:[^:]*:(\w+):/.exec(arn.text)?.[1] : undefined;
      if (named !== undefined && (service === undefined || service === type.toLowerCase()))
        return void this.#add(id ?? 'EventSourceMapping', type, named, options, functionName);
    }
    this.#notes.push(`An EventSourceMapping ${id ?? ''} isn’t served: what it reads can’t be told from the program.`.replace('  ', ' '));
  }

  #add(name: string, type: string, carrier: string | undefined, options: Options, functionName: string | undefined): void {
    const filters = filtersIn(options('filters'));
    const because =
      carrier === undefined
        ? `its ${type === 'SQS' ? 'queue' : type === 'Kinesis' ? 'stream' : 'table'} can’t be told from the program`
        : functionName === undefined
          ? 'which function it calls can’t be told from this file'
          : filters === undefined
            ? 'its filters can’t be told from the program'
            : undefined;
    if (because !== undefined)
      return void this.#notes.push(`${name}${functionName === undefined ? '' : ` of ${functionName}`} isn’t served: ${because}.`);
    const properties = {
      [type === 'SQS' ? 'Queue' : 'Stream']: { Ref: carrier },
      ...settingsOf(options, this.#made),
      FilterPatterns: filters,
    };
    this.#mappings.push({ functionName: functionName ?? '', trigger: { name, type, properties } });
  }
}

/** Python's names of what event sources are given first. */
const ARGUMENTS: Readonly<Record<string, string>> = { SqsEventSource: 'queue', KinesisEventSource: 'stream', DynamoEventSource: 'table' };

function optionsAt(call: CallValue, index: number): Options {
  return (name) => callOption(call, index, name);
}
