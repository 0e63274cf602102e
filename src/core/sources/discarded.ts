import { localAccount, localRegion } from '../localAccount.ts';
import type { StreamCarrier, TableCarrier } from '../project/messaging/model.ts';
import type { GivenUp } from './lane.ts';
import type { StreamSource } from './model.ts';
import type { StreamRecord } from './stream.ts';

export function streamArn({ kind, name }: Pick<StreamCarrier | TableCarrier, 'kind' | 'name'>): string {
  return kind === 'stream'
    ? `arn:aws:kinesis:${localRegion}:${localAccount}:stream/${name}`
    : `arn:aws:dynamodb:${localRegion}:${localAccount}:table/${name}/stream/2026-01-01T00:00:00.000`;
}

/** What an on-failure destination is told of records that are given up: where they are, not what they hold. */
export function discardedBatch(batch: {
  readonly source: StreamSource;
  readonly carrier: StreamCarrier | TableCarrier;
  readonly records: readonly StreamRecord[];
  readonly why: GivenUp;
  readonly attempts: number;
  readonly requestId: string | undefined;
  readonly now: number;
}): string {
  const { source, carrier, records, why, attempts, requestId, now } = batch;
  const [first, last] = [records[0], records.at(-1)];
  const time = (record: StreamRecord | undefined) => new Date(record?.arrivedAt ?? now).toISOString();
  const response = { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' };
  return JSON.stringify({
    requestContext: {
      requestId,
      functionArn: `arn:aws:lambda:${localRegion}:${localAccount}:function:${source.functionName}`,
      condition: why,
      approximateInvokeCount: attempts,
    },
    ...(requestId === undefined ? {} : { responseContext: response }),
    version: '1.0',
    timestamp: new Date(now).toISOString(),
    [carrier.kind === 'stream' ? 'KinesisBatchInfo' : 'DDBStreamBatchInfo']: {
      shardId: first?.shardId,
      startSequenceNumber: first?.sequenceNumber,
      endSequenceNumber: last?.sequenceNumber,
      approximateArrivalOfFirstRecord: time(first),
      approximateArrivalOfLastRecord: time(last),
      batchSize: records.length,
      streamArn: streamArn(carrier),
    },
  });
}
