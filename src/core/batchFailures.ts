import type { Trigger } from './project/model.ts';
import type { InvocationOutcome, InvocationResult } from './runner/model.ts';

export interface BatchFate {
  /** One, or none where the event is no batch. */
  readonly notes: readonly string[];
  /** Where messages come back. */
  readonly outcome?: InvocationOutcome;
}

/** What an event source does with a batch after the function has answered: which of the messages come back. */
export function batchFate(event: Uint8Array, result: InvocationResult, triggers: readonly Trigger[]): BatchFate {
  const batch = batchOf(event);
  if (!batch) return { notes: [] };
  const { source, ids } = batch;
  const reports = triggers.some(({ type, properties }) => type === source.trigger && asksForFailures(properties));
  if (result.status !== 'success') return allBack(ids, 'the function failed');
  const failures = failuresOf(result.payload);
  if (!reports) {
    const ignored = failures.kind === 'listed' && failures.ids.length > 0 && triggers.some(({ type }) => type === source.trigger);
    return {
      notes: ignored
        ? ['The list of batchItemFailures is ignored: the event source lacks ReportBatchItemFailures, so no message comes back.']
        : [],
    };
  }
  if (failures.kind === 'malformed') return allBack(ids, failures.reason);
  const unknown = failures.ids.find((id) => !ids.includes(id));
  if (unknown !== undefined) return allBack(ids, `no message of the batch is “${unknown}”`);
  if (failures.ids.length === 0) return { notes: [`None of the ${ids.length} messages comes back.`] };
  // A stream is read again from its first failure on.
  const back = source.isStream
    ? ids.slice(Math.min(...failures.ids.map((id) => ids.indexOf(id))))
    : ids.filter((id) => failures.ids.includes(id));
  return {
    notes: [`${back.length} of the ${ids.length} messages come back: ${back.join(', ')}.`],
    outcome: { kind: 'batch', back: back.length, of: ids.length },
  };
}

interface Source {
  /** SAM's word. */
  readonly trigger: string;
  readonly isStream: boolean;
  readonly idOf: (record: Json) => unknown;
}

type Json = Readonly<Record<string, unknown>>;

const SOURCES: Readonly<Record<string, Source>> = {
  'aws:sqs': { trigger: 'SQS', isStream: false, idOf: (record) => record['messageId'] },
  'aws:kinesis': { trigger: 'Kinesis', isStream: true, idOf: (record) => objectOf(record['kinesis'])?.['sequenceNumber'] },
  'aws:dynamodb': { trigger: 'DynamoDB', isStream: true, idOf: (record) => objectOf(record['dynamodb'])?.['SequenceNumber'] },
};

function batchOf(event: Uint8Array): { readonly source: Source; readonly ids: readonly string[] } | undefined {
  const records = objectOf(parse(event))?.['Records'];
  if (!Array.isArray(records) || records.length === 0) return undefined;
  const source = SOURCES[String(objectOf(records[0])?.['eventSource'])];
  if (!source) return undefined;
  const ids = records.map((record) => source.idOf(objectOf(record) ?? {}));
  return ids.every((id) => typeof id === 'string') ? { source, ids } : undefined;
}

function asksForFailures(properties: Readonly<Record<string, unknown>>): boolean {
  const types = properties['FunctionResponseTypes'] ?? properties['functionResponseType'];
  return types === 'ReportBatchItemFailures' || (Array.isArray(types) && types.includes('ReportBatchItemFailures'));
}

type Failures = { readonly kind: 'listed'; readonly ids: readonly string[] } | { readonly kind: 'malformed'; readonly reason: string };

/** Lambda's rules: nothing said is success, anything that can't be read is failure. */
function failuresOf(payload: Uint8Array): Failures {
  const none: Failures = { kind: 'listed', ids: [] };
  const value = parse(payload);
  if (value === undefined) return { kind: 'malformed', reason: 'the response isn’t JSON' };
  const list = objectOf(value)?.['batchItemFailures'];
  if (list === undefined || list === null) return none;
  if (!Array.isArray(list)) return { kind: 'malformed', reason: 'batchItemFailures isn’t a list' };
  const ids = list.map((item) => objectOf(item)?.['itemIdentifier']);
  const isEach = ids.every((id) => typeof id === 'string' && id !== '');
  return isEach
    ? { kind: 'listed', ids: ids as string[] }
    : { kind: 'malformed', reason: 'an entry of batchItemFailures has no itemIdentifier' };
}

function allBack({ length }: readonly string[], why: string): BatchFate {
  return { notes: [`All ${length} messages come back: ${why}.`], outcome: { kind: 'batch', back: length, of: length } };
}

function objectOf(value: unknown): Json | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : undefined;
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}
