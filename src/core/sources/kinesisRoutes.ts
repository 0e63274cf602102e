import type { ApiRequest, ApiResponse, Route } from '../local/api.ts';
import { AwsError } from '../local/awsError.ts';
import { type Fields, readFields } from '../local/fields.ts';
import { localRegion, localRole } from '../localAccount.ts';
import { streamArn } from './discarded.ts';
import type { Position, Stream, StreamRecord } from './stream.ts';
import type { Streams } from './streams.ts';

/** As much of Kinesis as puts records: what is put is given to the functions that read the stream. */
export function kinesisRoutes(streams: Streams): readonly Route[] {
  return [
    {
      operation: 'Kinesis',
      service: { id: 'kinesis', name: 'Kinesis' },
      method: 'POST',
      path: '/',
      target: 'Kinesis_20131202.',
      maxBodyBytes: 11 * 1024 * 1024,
      run: (request) => ({ status: 200, headers: { 'Content-Type': 'application/x-amz-json-1.1' }, body: answer(streams, request) }),
    },
  ];
}

/** Puts data on a stream of Kinesis. */
export function putData(streams: Streams, stream: Stream, data: Buffer, partitionKey: string, hash?: bigint): StreamRecord {
  return streams.add(stream, partitionKey, (position, arrivedAt) => recordOf(stream, data, partitionKey, position, arrivedAt), hash);
}

function answer(streams: Streams, request: ApiRequest): ApiResponse['body'] {
  const operation = String(request.headers['x-amz-target']).split('.')[1] ?? '';
  const fields = readFields(request.body);
  const all = streams.all.filter(({ carrier }) => carrier.kind === 'stream');
  if (operation === 'ListStreams') return { StreamNames: all.map(({ carrier }) => carrier.name), HasMoreStreams: false };
  const named = fields.text('StreamARN') ?? fields.text('StreamName') ?? '';
  const stream = streams.find('stream', named);
  if (stream === undefined) {
    const known = all.length === 0 ? 'no template here has one' : `there are ${all.map(({ carrier }) => carrier.name).join(', ')}`;
    throw new AwsError(400, 'ResourceNotFoundException', `There is no stream ${named}: ${known}.`);
  }
  switch (operation) {
    case 'PutRecord':
      return placeOf(put(streams, stream, fields));
    case 'PutRecords':
      return {
        FailedRecordCount: 0,
        Records: (fields.objects('Records') ?? []).map((entry) => placeOf(put(streams, stream, entry))),
        EncryptionType: 'NONE',
      };
    case 'DescribeStreamSummary':
      return { StreamDescriptionSummary: { ...descriptionOf(stream), OpenShardCount: stream.shardIds.length, ConsumerCount: 0 } };
    case 'DescribeStream':
      return { StreamDescription: { ...descriptionOf(stream), Shards: shardsOf(stream), HasMoreShards: false } };
    case 'ListShards':
      return { Shards: shardsOf(stream) };
    default:
      throw new AwsError(
        400,
        'UnknownOperationException',
        `serve has no operation ${operation} of Kinesis: it takes records with PutRecord and PutRecords, and gives them to functions.`,
      );
  }
}

function put(streams: Streams, stream: Stream, fields: Fields): StreamRecord {
  const key = fields.text('PartitionKey') ?? '';
  if (key === '' || key.length > 256) {
    throw new AwsError(400, 'ValidationException', 'PartitionKey must have from 1 to 256 characters.');
  }
  const data = Buffer.from(fields.text('Data') ?? '', 'base64');
  if (data.byteLength > MAX_DATA_BYTES) throw new AwsError(400, 'ValidationException', 'A record has no more than 10 MB.');
  const hash = fields.text('ExplicitHashKey');
  return putData(streams, stream, data, key, hash !== undefined && /^\d{1,39}$/.test(hash) ? BigInt(hash) : undefined);
}

const MAX_DATA_BYTES = 10 * 1024 * 1024;

function placeOf({ shardId, sequenceNumber }: Position) {
  return { ShardId: shardId, SequenceNumber: sequenceNumber, EncryptionType: 'NONE' };
}

function recordOf(stream: Stream, data: Buffer, partitionKey: string, position: Position, arrivedAt: number) {
  const { shardId, sequenceNumber } = position;
  const record = {
    kinesis: {
      kinesisSchemaVersion: '1.0',
      partitionKey,
      sequenceNumber,
      data: data.toString('base64'),
      approximateArrivalTimestamp: arrivedAt / 1000,
    },
    eventSource: 'aws:kinesis',
    eventVersion: '1.0',
    eventID: `${shardId}:${sequenceNumber}`,
    eventName: 'aws:kinesis:record',
    invokeIdentityArn: localRole,
    awsRegion: localRegion,
    eventSourceARN: streamArn(stream.carrier),
  };
  return { record, view: viewOf(record, data) };
}

/** Filters see the data beside the rest, as JSON where it is that. */
function viewOf({ kinesis, ...record }: Readonly<Record<string, unknown>>, data: Buffer): unknown {
  const text = data.toString('utf8');
  try {
    return { ...record, ...(kinesis as object), data: JSON.parse(text) as unknown };
  } catch {
    return { ...record, ...(kinesis as object), data: text };
  }
}

function descriptionOf({ carrier }: Stream) {
  return {
    StreamName: carrier.name,
    StreamARN: streamArn(carrier),
    StreamStatus: 'ACTIVE',
    StreamModeDetails: { StreamMode: 'PROVISIONED' },
    RetentionPeriodHours: 24,
    StreamCreationTimestamp: 0,
    EnhancedMonitoring: [{ ShardLevelMetrics: [] }],
    EncryptionType: 'NONE',
  };
}

/** Each has an equal part of the range of hashes. */
function shardsOf({ shardIds }: Stream) {
  const size = (1n << 128n) / BigInt(shardIds.length);
  return shardIds.map((ShardId, index) => ({
    ShardId,
    HashKeyRange: {
      StartingHashKey: String(size * BigInt(index)),
      EndingHashKey: String(index === shardIds.length - 1 ? (1n << 128n) - 1n : size * BigInt(index + 1) - 1n),
    },
    SequenceNumberRange: { StartingSequenceNumber: '0' },
  }));
}
