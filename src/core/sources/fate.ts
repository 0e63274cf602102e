import type { InvocationResult } from '../runner/model.ts';
import { failedItems } from './batchFailures.ts';
import type { QueueSource, Sources, StreamSource } from './model.ts';

/** What becomes of a batch, or of what its function failed with, after this one attempt: a sentence, or none where nothing comes back. */
export function fateNotes(
  source: QueueSource | StreamSource,
  event: Uint8Array,
  result: Pick<InvocationResult, 'status' | 'payload'>,
  { carriers }: { readonly carriers: Pick<Sources['carriers'], 'queues'> },
): readonly string[] {
  if (result.status === 'cancelled') return [];
  const ids = idsOf(event);
  const comesBack = result.status !== 'success' || failedItems(result.payload, ids, source.reportsFailures).length > 0;
  if (!comesBack) return [];
  return [source.kind === 'queue' ? fateOfMessages(source, carriers.queues) : fateOfRecords(source)];
}

function fateOfMessages({ queue }: QueueSource, queues: Sources['carriers']['queues']): string {
  const carrier = queues.find(({ name }) => name === queue);
  const again = `What comes back is received again after the visibility timeout of ${carrier?.visibilitySeconds ?? 30} s`;
  if (carrier?.redrive === undefined)
    return `${again}, over and over until the queue’s retention ends (4 days where nothing is set): ${queue} has no dead-letter queue.`;
  const { to, maxReceives } = carrier.redrive;
  const grave = queues.find(({ id, name }) => id === to || name === to)?.name ?? to;
  if (maxReceives === 1) return `What comes back goes to the dead-letter queue ${grave}, as this was the one receive that ${queue} allows.`;
  return `${again}; one that was received ${maxReceives} times, this one counted, goes to the dead-letter queue ${grave}.`;
}

function fateOfRecords({ bisects, maximumRetryAttempts, maximumRecordAgeMs, onFailure }: StreamSource): string {
  const halves = bisects ? ', in halves where there are several' : '';
  const limits = [
    ...(maximumRetryAttempts === undefined ? [] : [`${maximumRetryAttempts} more ${maximumRetryAttempts === 1 ? 'time' : 'times'}`]),
    ...(maximumRecordAgeMs === undefined ? [] : [`until it is ${maximumRecordAgeMs / 1000} s old`]),
  ];
  const end =
    onFailure === undefined
      ? 'then it is given up: the mapping has no on-failure destination'
      : `then the on-failure destination ${onFailure} is told`;
  if (maximumRetryAttempts === 0) return `What comes back isn’t tried again; ${end.replace(/^then /, '')}.`;
  if (limits.length === 0)
    return `What comes back is tried again${halves} until the stream doesn’t keep it any more (a day where nothing is set), and holds up what comes after it in its shard; ${end}.`;
  return `What comes back is tried again${halves}, ${limits.join(', or ')}, and holds up what comes after it in its shard; ${end}.`;
}

function idsOf(event: Uint8Array): readonly string[] {
  const { Records = [] } = JSON.parse(new TextDecoder().decode(event)) as { readonly Records?: readonly BatchRecord[] };
  return Records.flatMap(({ messageId, kinesis, dynamodb }) => messageId ?? kinesis?.sequenceNumber ?? dynamodb?.SequenceNumber ?? []);
}

/** Of SQS, Kinesis or DynamoDB. */
interface BatchRecord {
  readonly messageId?: string;
  readonly kinesis?: { readonly sequenceNumber: string };
  readonly dynamodb?: { readonly SequenceNumber: string };
}
