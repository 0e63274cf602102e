import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { nodeFiles } from '../../node/files.ts';
import { readProjectFile } from '../project/index.ts';
import { testSyntax } from '../syntax/testing.ts';
import type { Sources } from './model.ts';
import { sourcesOf } from './read.ts';

const syntax = testSyntax();
const folder = mkdtempSync(join(tmpdir(), 'sources-'));
afterAll(() => {
  syntax.dispose();
  rmSync(folder, { recursive: true, force: true });
});

/** What a file says, read as the analysis reads it. */
async function read(name: string, text: string): Promise<Sources> {
  const path = join(folder, name);
  writeFileSync(path, text);
  const result = await readProjectFile(path, text, { folder, files: nodeFiles(), syntax: syntax.syntax });
  rmSync(path);
  return sourcesOf(result.kind === 'template' ? [result] : []);
}

const queue = { kind: 'queue', batchSize: 10, windowMs: 0, reportsFailures: false, filters: [], maximumConcurrency: 5 };
const stream = {
  kind: 'stream',
  batchSize: 100,
  windowMs: 0,
  reportsFailures: false,
  filters: [],
  fromStart: true,
  bisects: false,
  parallelization: 1,
};
const pattern = { body: { kind: ['order'] } };

test('SAM', async () => {
  const sources = await read(
    'template.yaml',
    `
Transform: AWS::Serverless-2016-10-31
Parameters: {Every: {Type: String, Default: rate(5 minutes)}, Size: {Type: Number, Default: 7}}
Resources:
  F:
    Type: AWS::Serverless::Function
    Properties:
      Handler: a.b
      Events:
        Tick: {Type: Schedule, Properties: {Schedule: !Ref Every, Input: '{"a":1}'}}
        Tock: {Type: ScheduleV2, Properties: {ScheduleExpression: cron(0 2 * * ? *)}}
        Unknown: {Type: Schedule, Properties: {Schedule: !ImportValue x}}
        Orders:
          Type: SQS
          Properties:
            Queue: !GetAtt Q.Arn
            BatchSize: !Ref Size
            MaximumBatchingWindowInSeconds: 2
            FunctionResponseTypes: [ReportBatchItemFailures]
            ScalingConfig: {MaximumConcurrency: 2}
            FilterCriteria: {Filters: [{Pattern: '${JSON.stringify(pattern)}'}, {Pattern: 'no JSON'}]}
        Others: {Type: SQS, Properties: {Queue: 'arn:aws:sqs:us-east-1:1:others'}}
        Off: {Type: SQS, Properties: {Queue: !GetAtt Q.Arn, Enabled: false}}
        Clicks:
          Type: Kinesis
          Properties:
            Stream: !GetAtt Clicks.Arn
            StartingPosition: LATEST
            BisectBatchOnFunctionError: true
            MaximumRetryAttempts: 3
            MaximumRecordAgeInSeconds: 60
            ParallelizationFactor: 4
            TumblingWindowInSeconds: 30
            DestinationConfig: {OnFailure: {Destination: !GetAtt Failed.Arn}}
        Changes: {Type: DynamoDB, Properties: {Stream: !GetAtt Table.StreamArn, StartingPosition: TRIM_HORIZON, MaximumRetryAttempts: -1}}
  Q: {Type: AWS::SQS::Queue, Properties: {QueueName: orders, VisibilityTimeout: 90, RedrivePolicy: {deadLetterTargetArn: !GetAtt Failed.Arn, maxReceiveCount: 4}}}
  Failed: {Type: AWS::SQS::Queue, Properties: {FifoQueue: true, ContentBasedDeduplication: true}}
  Clicks: {Type: AWS::Kinesis::Stream, Properties: {Name: clicks, ShardCount: 2}}
  Table:
    Type: AWS::DynamoDB::Table
    Properties:
      KeySchema: [{AttributeName: sort, KeyType: RANGE}, {AttributeName: id, KeyType: HASH}]
      StreamSpecification: {StreamViewType: NEW_IMAGE}
`,
  );
  expect(sources.schedules).toEqual([
    { kind: 'schedule', id: 'F.Tick', functionName: 'F', expression: 'rate(5 minutes)', dialect: 'rule', input: '{"a":1}' },
    { kind: 'schedule', id: 'F.Tock', functionName: 'F', expression: 'cron(0 2 * * ? *)', dialect: 'scheduler' },
  ]);
  expect(sources.queues).toEqual([
    {
      ...{ ...queue, functionName: 'F', queue: 'orders', batchSize: 7, windowMs: 2000, reportsFailures: true },
      ...{ maximumConcurrency: 2, filters: [pattern] },
    },
    { ...queue, functionName: 'F', queue: 'others' },
  ]);
  expect(sources.streams).toEqual([
    {
      ...{ ...stream, functionName: 'F', stream: 'clicks', fromStart: false, bisects: true, parallelization: 1 },
      ...{ tumblingMs: 30_000, maximumRetryAttempts: 3, maximumRecordAgeMs: 60_000, onFailure: 'Failed' },
    },
    { ...stream, functionName: 'F', stream: 'Table' },
  ]);
  const plain = { kind: 'queue', isFifo: false, deduplicatesByContent: false, visibilitySeconds: 30 };
  expect(sources.carriers).toEqual({
    queues: [
      { ...plain, id: 'Q', name: 'orders', visibilitySeconds: 90, redrive: { to: 'Failed', maxReceives: 4 } },
      { ...plain, id: 'Failed', name: 'Failed', isFifo: true, deduplicatesByContent: true },
      { ...plain, id: 'others', name: 'others' },
    ],
    streams: [
      { kind: 'stream', id: 'Clicks', name: 'clicks', shards: 2 },
      { kind: 'table', id: 'Table', name: 'Table', keys: ['id', 'sort'], view: 'NEW_IMAGE' },
    ],
  });
  expect(sources.notes).toEqual(['A filter of Orders of F is overlooked: its pattern isn’t JSON, so AWS would refuse it.']);
});

test('CloudFormation, with mappings of their own', async () => {
  const mapping = (more: string) => `{Type: AWS::Lambda::EventSourceMapping, Properties: {FunctionName: !Ref F, ${more}}}`;
  const sources = await read(
    'stack.yaml',
    `
Resources:
  F: {Type: AWS::Lambda::Function, Properties: {FunctionName: fn, Handler: a.b, Runtime: nodejs22.x, Code: {ZipFile: ''}}}
  Q: {Type: AWS::SQS::Queue}
  S: {Type: AWS::Kinesis::Stream}
  MQ: ${mapping('EventSourceArn: !GetAtt Q.Arn, BatchSize: 3')}
  MS: ${mapping('EventSourceArn: !GetAtt S.Arn, StartingPosition: TRIM_HORIZON')}
  MD: ${mapping("EventSourceArn: 'arn:aws:dynamodb:us-east-1:1:table/users/stream/x'")}
  MK: ${mapping("EventSourceArn: 'arn:aws:kafka:us-east-1:1:cluster/x'")}
`,
  );
  expect(sources.queues).toEqual([{ ...queue, functionName: 'fn', queue: 'Q', batchSize: 3 }]);
  expect(sources.streams.map(({ functionName, stream: name }) => [functionName, name])).toEqual([
    ['fn', 'S'],
    ['fn', 'users'],
  ]);
  expect(sources.carriers.streams).toMatchObject([{ shards: 4 }, { kind: 'table', name: 'users', view: 'NEW_AND_OLD_IMAGES' }]);
});

test('the Serverless Framework', async () => {
  const sources = await read(
    'serverless.yml',
    `
service: s
provider: {name: aws, runtime: nodejs22.x}
functions:
  f:
    handler: a.b
    events:
      - sqs: {arn: !GetAtt Q.Arn, batchSize: 4, maximumBatchingWindow: 1, functionResponseType: ReportBatchItemFailures, filterPatterns: [${JSON.stringify(pattern)}]}
      - stream: {type: kinesis, arn: !GetAtt S.Arn, batchWindow: 2, maximumRetryAttempts: 1, destinations: {onFailure: 'arn:aws:sqs:us-east-1:1:failed'}}
      - stream: arn:aws:dynamodb:us-east-1:1:table/users/stream/x
resources:
  Resources:
    Q: {Type: AWS::SQS::Queue, Properties: {QueueName: 'orders-\${sls:stage}'}}
    S: {Type: AWS::Kinesis::Stream, Properties: {ShardCount: 1}}
`,
  );
  expect(sources.queues).toEqual([
    { ...queue, functionName: 'f', queue: 'orders-dev', batchSize: 4, windowMs: 1000, reportsFailures: true, filters: [pattern] },
  ]);
  expect(sources.streams).toEqual([
    { ...stream, functionName: 'f', stream: 'S', windowMs: 2000, maximumRetryAttempts: 1, onFailure: 'failed' },
    { ...stream, functionName: 'f', stream: 'users' },
  ]);
});

test('Terraform', async () => {
  const sources = await read(
    'main.tf',
    `
resource "aws_lambda_function" "f" {
  function_name = "fn"
  handler = "a.b"
  runtime = "nodejs22.x"
}
resource "aws_sqs_queue" "q" {
  name = "orders"
  visibility_timeout_seconds = 45
  redrive_policy = jsonencode({ deadLetterTargetArn = aws_sqs_queue.failed.arn, maxReceiveCount = 2 })
}
resource "aws_sqs_queue" "failed" {}
resource "aws_kinesis_stream" "s" { shard_count = 3 }
resource "aws_dynamodb_table" "t" {
  name = "users"
  hash_key = "id"
  stream_view_type = "KEYS_ONLY"
}
resource "aws_lambda_event_source_mapping" "q" {
  function_name = aws_lambda_function.f.arn
  event_source_arn = aws_sqs_queue.q.arn
  batch_size = 6
  function_response_types = ["ReportBatchItemFailures"]
  filter_criteria {
    filter { pattern = jsonencode({ body = { kind = ["order"] } }) }
  }
  scaling_config { maximum_concurrency = 3 }
}
resource "aws_lambda_event_source_mapping" "s" {
  function_name = aws_lambda_function.f.arn
  event_source_arn = aws_kinesis_stream.s.arn
  starting_position = "LATEST"
  bisect_batch_on_function_error = true
  destination_config {
    on_failure { destination_arn = aws_sqs_queue.failed.arn }
  }
}
resource "aws_lambda_event_source_mapping" "t" {
  function_name = aws_lambda_function.f.arn
  event_source_arn = aws_dynamodb_table.t.stream_arn
  maximum_retry_attempts = 0
}
`,
  );
  expect(sources.queues).toEqual([
    {
      ...{ ...queue, functionName: 'fn', queue: 'orders', batchSize: 6, reportsFailures: true },
      ...{ filters: [pattern], maximumConcurrency: 3 },
    },
  ]);
  expect(sources.streams).toEqual([
    { ...stream, functionName: 'fn', stream: 'aws_kinesis_stream.s', fromStart: false, bisects: true, onFailure: 'aws_sqs_queue.failed' },
    { ...stream, functionName: 'fn', stream: 'users', maximumRetryAttempts: 0 },
  ]);
  expect(sources.carriers.queues).toMatchObject([
    { id: 'aws_sqs_queue.q', name: 'orders', visibilitySeconds: 45, redrive: { to: 'aws_sqs_queue.failed', maxReceives: 2 } },
    { id: 'aws_sqs_queue.failed', name: 'aws_sqs_queue.failed' },
  ]);
  expect(sources.carriers.streams).toMatchObject([{ shards: 3 }, { name: 'users', keys: ['id'], view: 'KEYS_ONLY' }]);
});
