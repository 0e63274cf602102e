import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
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
    topics: [],
    buses: [],
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

describe('topics and event buses', () => {
  const policy = { kind: ['order', 5, '5', null, true] };
  const event = { source: ['shop'] };
  const sub = (to: string) => ({ kind: 'function' as const, name: to });
  const topic = { kind: 'topic', topic: 'news', to: sub('f'), raw: false };
  const rule = { kind: 'rule', bus: 'default', to: sub('f'), pattern: event, input: { kind: 'event' } };

  test('of SAM', async () => {
    const { topics, rules, queues, carriers, notes } = await read(
      'template.yaml',
      `
Transform: AWS::Serverless-2016-10-31
Parameters: {Scope: {Type: String, Default: MessageBody}}
Resources:
  f:
    Type: AWS::Serverless::Function
    Properties:
      Handler: a.b
      Events:
        All: {Type: SNS, Properties: {Topic: !Ref News}}
        Some: {Type: SNS, Properties: {Topic: !GetAtt News.TopicArn, FilterPolicy: ${JSON.stringify(policy)}, FilterPolicyScope: !Ref Scope}}
        Queued: {Type: SNS, Properties: {Topic: !Ref News, SqsSubscription: true}}
        ThroughQ: {Type: SNS, Properties: {Topic: 'arn:aws:sns:us-east-1:1:others', SqsSubscription: {QueueArn: !GetAtt Q.Arn, QueueUrl: !Ref Q, BatchSize: 2}}}
        Wrong: {Type: SNS, Properties: {Topic: !Ref News, FilterPolicy: 'no JSON'}}
        Rule: {Type: EventBridgeRule, Properties: {EventBusName: !Ref Bus, Pattern: ${JSON.stringify(event)}, InputPath: $.detail}}
        Old: {Type: CloudWatchEvent, Properties: {Pattern: ${JSON.stringify({ a: [{ like: 1 }] })}, Input: '{"n":1}'}}
        Open: {Type: SNS, Properties: {Topic: !Ref News, FilterPolicy: !If [C, {a: [1]}, {a: [2]}]}}
        Bucket: {Type: EventBridgeRule, Properties: {Pattern: {detail: {bucket: {name: [!Ref Bucket]}}}}}
        Off: {Type: EventBridgeRule, Properties: {Pattern: ${JSON.stringify(event)}, State: DISABLED}}
  News: {Type: AWS::SNS::Topic, Properties: {TopicName: news, Subscription: [{Protocol: sqs, Endpoint: !GetAtt Q.Arn}]}}
  Q: {Type: AWS::SQS::Queue, Properties: {QueueName: orders}}
  Bus: {Type: AWS::Events::EventBus, Properties: {Name: shop}}
  Mail: {Type: AWS::SNS::Subscription, Properties: {TopicArn: !Ref News, Protocol: email, Endpoint: a@b.c}}
`,
    );
    expect(topics).toEqual([
      { ...topic, name: 'All' },
      { ...topic, name: 'Some', filter: { policy, scope: 'MessageBody' } },
      { ...topic, name: 'Queued', to: { kind: 'queue', id: 'fQueuedQueue' } },
      { ...topic, name: 'ThroughQ', topic: 'others', to: { kind: 'queue', id: 'Q' } },
      { ...topic, name: 'News1', to: { kind: 'queue', id: 'Q' } },
    ]);
    expect(rules).toEqual([
      { ...rule, name: 'Rule', bus: 'shop', input: { kind: 'path', path: '$.detail' } },
      { ...rule, name: 'Old', pattern: { a: [{ like: 1 }] }, input: { kind: 'constant', text: '{"n":1}' } },
    ]);
    expect(queues.map(({ queue: name, batchSize }) => [name, batchSize])).toEqual([
      ['fQueuedQueue', 10],
      ['orders', 2],
    ]);
    expect([carriers.topics, carriers.buses]).toEqual([
      [
        { kind: 'topic', id: 'News', name: 'news' },
        { kind: 'topic', id: 'others', name: 'others' },
      ],
      [{ kind: 'bus', id: 'Bus', name: 'shop' }],
    ]);
    expect(notes).toEqual([
      'The filter policy of Wrong of f isn’t a JSON object, so AWS would refuse it: nothing is sent there.',
      'AWS’s documentation has no like for rules: in the pattern of Old of f it is heeded here.',
      'The filter policy of Open of f can’t be told before deploying: nothing is sent there.',
      'The pattern of Bucket of f can’t be told before deploying: nothing is sent there.',
    ]);
  });

  test('of CloudFormation, with resources of their own', async () => {
    const subscribe = (more: string) => `{Type: AWS::SNS::Subscription, Properties: {TopicArn: !Ref News, ${more}}}`;
    const { topics, rules } = await read(
      'stack.yaml',
      `
Resources:
  F: {Type: AWS::Lambda::Function, Properties: {FunctionName: f, Handler: a.b, Runtime: nodejs22.x, Code: {ZipFile: ''}}}
  Q: {Type: AWS::SQS::Queue}
  News: {Type: AWS::SNS::Topic, Properties: {TopicName: news}}
  Bus: {Type: AWS::Events::EventBus, Properties: {Name: shop}}
  ToF: ${subscribe(`Protocol: lambda, Endpoint: !GetAtt F.Arn, FilterPolicy: ${JSON.stringify(policy)}`)}
  ToQ: ${subscribe('Protocol: sqs, Endpoint: !GetAtt Q.Arn, RawMessageDelivery: true')}
  Rule:
    Type: AWS::Events::Rule
    Properties:
      EventBusName: !GetAtt Bus.Name
      EventPattern: ${JSON.stringify(event)}
      Targets:
        - {Id: a, Arn: !GetAtt F.Arn, InputTransformer: {InputPathsMap: {n: $.detail.n}, InputTemplate: '{"n": <n>}'}}
        - {Id: b, Arn: !GetAtt Q.Arn, SqsParameters: {MessageGroupId: g}}
        - {Id: c, Arn: !Ref News}
        - {Id: d, Arn: 'arn:aws:events:us-east-1:1:event-bus/other'}
        - {Id: e, Arn: 'arn:aws:states:us-east-1:1:stateMachine:x'}
  Tick: {Type: AWS::Events::Rule, Properties: {ScheduleExpression: rate(1 day), Targets: [{Id: a, Arn: !GetAtt F.Arn}]}}
`,
    );
    expect(topics).toEqual([
      { ...topic, name: 'ToF', filter: { policy, scope: 'MessageAttributes' } },
      { ...topic, name: 'ToQ', to: { kind: 'queue', id: 'Q' }, raw: true },
    ]);
    const own = { ...rule, name: 'Rule', bus: 'shop' };
    expect(rules).toEqual([
      { ...own, input: { kind: 'template', paths: { n: '$.detail.n' }, template: '{"n": <n>}' } },
      { ...own, to: { kind: 'queue', id: 'Q' }, groupId: 'g' },
      { ...own, to: { kind: 'topic', id: 'News' } },
      { ...own, to: { kind: 'bus', id: 'other' } },
    ]);
  });

  test('of the Serverless Framework', async () => {
    const { topics, rules } = await read(
      'serverless.yml',
      `
service: s
provider: {name: aws, runtime: nodejs22.x}
functions:
  f:
    handler: a.b
    events:
      - sns: news
      - sns: {arn: !Ref News, filterPolicy: ${JSON.stringify(policy)}, filterPolicyScope: MessageBody}
      - eventBridge: {eventBus: !GetAtt Bus.Arn, pattern: ${JSON.stringify(event)}, inputTransformer: {inputPathsMap: {n: $.detail.n}, inputTemplate: '<n>'}}
      - eventBridge: {schedule: rate(1 day)}
      - cloudwatchEvent: {event: ${JSON.stringify(event)}}
resources:
  Resources:
    News: {Type: AWS::SNS::Topic, Properties: {TopicName: news}}
    Bus: {Type: AWS::Events::EventBus, Properties: {Name: shop}}
    Q: {Type: AWS::SQS::Queue}
    ToQ: {Type: AWS::SNS::Subscription, Properties: {TopicArn: !Ref News, Protocol: sqs, Endpoint: !GetAtt Q.Arn}}
`,
    );
    expect(topics).toEqual([
      { ...topic, name: 'sns1' },
      { ...topic, name: 'sns2', filter: { policy, scope: 'MessageBody' } },
      { ...topic, name: 'ToQ', to: { kind: 'queue', id: 'Q' } },
    ]);
    expect(rules).toEqual([
      { ...rule, name: 'eventBridge3', bus: 'shop', input: { kind: 'template', paths: { n: '$.detail.n' }, template: '<n>' } },
      { ...rule, name: 'cloudwatchEvent5' },
    ]);
  });

  test('of Terraform', async () => {
    const { topics, rules, schedules } = await read(
      'main.tf',
      `
resource "aws_lambda_function" "f" {
  function_name = "f"
  handler = "a.b"
  runtime = "nodejs22.x"
}
resource "aws_sqs_queue" "q" { name = "orders" }
resource "aws_sns_topic" "news" { name = "news" }
resource "aws_cloudwatch_event_bus" "shop" { name = "shop" }
resource "aws_sns_topic_subscription" "f" {
  topic_arn = aws_sns_topic.news.arn
  protocol = "lambda"
  endpoint = aws_lambda_function.f.arn
  filter_policy = jsonencode({ kind = ["order", 5, "5", true] })
  filter_policy_scope = "MessageBody"
}
resource "aws_sns_topic_subscription" "q" {
  topic_arn = aws_sns_topic.news.arn
  protocol = "sqs"
  endpoint = aws_sqs_queue.q.arn
  raw_message_delivery = true
}
resource "aws_cloudwatch_event_rule" "r" {
  event_bus_name = aws_cloudwatch_event_bus.shop.name
  event_pattern = jsonencode({ source = ["shop"] })
}
resource "aws_cloudwatch_event_rule" "off" {
  event_pattern = jsonencode({ source = ["shop"] })
  state = "DISABLED"
}
resource "aws_cloudwatch_event_rule" "tick" { schedule_expression = "rate(1 day)" }
resource "aws_cloudwatch_event_target" "f" {
  rule = aws_cloudwatch_event_rule.r.name
  event_bus_name = aws_cloudwatch_event_bus.shop.name
  arn = aws_lambda_function.f.arn
  input_transformer {
    input_paths = { n = "$.detail.n" }
    input_template = "<n>"
  }
}
resource "aws_cloudwatch_event_target" "q" {
  rule = aws_cloudwatch_event_rule.r.name
  arn = aws_sqs_queue.q.arn
  sqs_target { message_group_id = "g" }
}
resource "aws_cloudwatch_event_target" "off" {
  rule = aws_cloudwatch_event_rule.off.name
  arn = aws_lambda_function.f.arn
}
resource "aws_cloudwatch_event_target" "tick" {
  rule = aws_cloudwatch_event_rule.tick.name
  arn = aws_lambda_function.f.arn
}
`,
    );
    expect(topics).toEqual([
      { ...topic, name: 'aws_sns_topic_subscription.f', filter: { policy: { kind: ['order', 5, '5', true] }, scope: 'MessageBody' } },
      { ...topic, name: 'aws_sns_topic_subscription.q', to: { kind: 'queue', id: 'aws_sqs_queue.q' }, raw: true },
    ]);
    const own = { ...rule, bus: 'shop' };
    expect(rules).toEqual([
      { ...own, name: 'aws_cloudwatch_event_target.f', input: { kind: 'template', paths: { n: '$.detail.n' }, template: '<n>' } },
      { ...own, name: 'aws_cloudwatch_event_target.q', to: { kind: 'queue', id: 'aws_sqs_queue.q' }, groupId: 'g' },
    ]);
    expect(schedules.map(({ expression }) => expression)).toEqual(['rate(1 day)']);
  });
});
