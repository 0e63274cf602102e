import { afterAll, describe, expect, test } from 'vitest';
import { sourcesOf } from '../../../sources/read.ts';
import { testSyntax } from '../../../syntax/testing.ts';
import { memoryFiles } from '../../../testing/memoryFiles.ts';
import { readProjectFile } from '../../index.ts';

const { syntax, dispose } = testSyntax();
afterAll(dispose);

const folder = '/work/shop';

async function read(text: string, name = 'lib/stack.ts') {
  const files = memoryFiles({ [`${folder}/cdk.json`]: '{"app": "npx ts-node bin/app.ts"}' });
  const result = await readProjectFile(`${folder}/${name}`, text, { folder, files, syntax });
  return sourcesOf(result.kind === 'template' ? [result] : []);
}

const stack = (body: string) => `
import * as cdk from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import * as subscriptions from 'aws-cdk-lib/aws-sns-subscriptions';
import * as kinesis from 'aws-cdk-lib/aws-kinesis';
import { DynamoEventSource, KinesisEventSource, ManagedKafkaEventSource, SnsDlq, SnsEventSource, SqsDlq, SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
export class Shop extends cdk.Stack {
  constructor(scope, id, props) {
    super(scope, id, props);
    const fn = new lambda.Function(this, 'F', { runtime: lambda.Runtime.NODEJS_22_X, handler: 'a.b', code: lambda.Code.fromAsset('src') });
    ${body}
  }
}`;

const queue = { kind: 'queue', functionName: 'F', batchSize: 10, windowMs: 0, reportsFailures: false, filters: [], maximumConcurrency: 5 };
const stream = {
  ...{ kind: 'stream', functionName: 'F', batchSize: 100, windowMs: 0, reportsFailures: false, filters: [] },
  ...{ fromStart: true, bisects: false, parallelization: 1 },
};

describe('event sources of the CDK', () => {
  test('queues, with the settings of both', async () => {
    const { queues, carriers, notes } = await read(
      stack(`
      const failed = new sqs.Queue(this, 'Failed');
      const orders = new sqs.Queue(this, 'Orders', {
        queueName: 'orders.fifo', fifo: true, contentBasedDeduplication: true, visibilityTimeout: cdk.Duration.minutes(2),
        deadLetterQueue: { queue: failed, maxReceiveCount: 3 },
      });
      fn.addEventSource(new SqsEventSource(orders, {
        batchSize: 5, maxBatchingWindow: cdk.Duration.seconds(10), reportBatchItemFailures: true, maxConcurrency: 2,
        filters: [lambda.FilterCriteria.filter({ body: { kind: lambda.FilterRule.isEqual('order'), n: lambda.FilterRule.between(1, 5), b: lambda.FilterRule.or('x', 'y') } })],
      }));
      fn.addEventSource(new SqsEventSource(sqs.Queue.fromQueueArn(this, 'Other', 'arn:aws:sqs:us-east-1:1:others')));
      fn.addEventSource(new SqsEventSource(failed, { enabled: false }));`),
    );
    const filter = { body: { kind: ['order'], n: [{ numeric: ['>', 1, '<=', 5] }], b: ['x', 'y'] } };
    expect(queues).toEqual([
      { ...queue, queue: 'orders.fifo', batchSize: 5, windowMs: 10_000, reportsFailures: true, maximumConcurrency: 2, filters: [filter] },
      { ...queue, queue: 'others' },
    ]);
    expect(carriers.queues).toEqual([
      { kind: 'queue', id: 'Failed', name: 'Failed', isFifo: false, deduplicatesByContent: false, visibilitySeconds: 30 },
      {
        ...{ kind: 'queue', id: 'Orders', name: 'orders.fifo', isFifo: true, deduplicatesByContent: true, visibilitySeconds: 120 },
        redrive: { to: 'Failed', maxReceives: 3 },
      },
      expect.objectContaining({ name: 'others' }),
    ]);
    expect(notes).toEqual([]);
  });

  test('streams and tables', async () => {
    const { streams, carriers } = await read(
      stack(`
      const failed = new sqs.Queue(this, 'Failed');
      const topic = new sns.Topic(this, 'Told', { topicName: 'told' });
      const clicks = new kinesis.Stream(this, 'Clicks', { streamName: 'clicks', shardCount: 2 });
      const users = new dynamodb.Table(this, 'Users', {
        partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING }, sortKey: { name: 'at', type: dynamodb.AttributeType.NUMBER },
        stream: dynamodb.StreamViewType.NEW_IMAGE,
      });
      fn.addEventSource(new KinesisEventSource(clicks, {
        startingPosition: lambda.StartingPosition.LATEST, bisectBatchOnError: true, retryAttempts: 3, maxRecordAge: cdk.Duration.minutes(1),
        parallelizationFactor: 4, onFailure: new SqsDlq(failed),
      }));
      fn.addEventSource(new DynamoEventSource(users, {
        startingPosition: lambda.StartingPosition.TRIM_HORIZON, tumblingWindow: cdk.Duration.seconds(30), onFailure: new SnsDlq(topic),
      }));
      fn.addEventSource(new ManagedKafkaEventSource({ clusterArn: 'arn', topic: 't', startingPosition: lambda.StartingPosition.LATEST }));`),
    );
    expect(streams).toEqual([
      {
        ...{ ...stream, stream: 'clicks', fromStart: false, bisects: true, maximumRetryAttempts: 3, maximumRecordAgeMs: 60_000 },
        ...{ parallelization: 4, onFailure: 'Failed' },
      },
      { ...stream, stream: 'Users', tumblingMs: 30_000, onFailure: 'Told' },
    ]);
    expect(carriers.streams).toEqual([
      { kind: 'stream', id: 'Clicks', name: 'clicks', shards: 2 },
      { kind: 'table', id: 'Users', name: 'Users', keys: ['id', 'at'], view: 'NEW_IMAGE' },
    ]);
  });

  test('mappings, events among the properties, loops, and what can’t be told', async () => {
    const { queues, streams, notes } = await read(
      stack(`
      const q = new sqs.Queue(this, 'Q');
      const table = new dynamodb.TableV2(this, 'T', { partitionKey: { name: 'id' }, dynamoStream: dynamodb.StreamViewType.OLD_IMAGE });
      fn.addEventSourceMapping('Q1', { eventSourceArn: q.queueArn, batchSize: 1 });
      new lambda.EventSourceMapping(this, 'T1', { target: fn, eventSourceArn: table.tableStreamArn, startingPosition: lambda.StartingPosition.LATEST });
      new lambda.Function(this, 'G', { runtime: lambda.Runtime.NODEJS_22_X, handler: 'a.b', code: lambda.Code.fromAsset('src'), events: [new SqsEventSource(q, { batchSize: 2 })] });
      for (const name of ['A', 'B']) fn.addEventSource(new SqsEventSource(new sqs.Queue(this, name)));
      fn.addEventSource(new SqsEventSource(props.queue));
      props.fn.addEventSource(new SqsEventSource(q));
      fn.addEventSource(new SqsEventSource(q, { filters: props.filters }));
      fn.addEventSourceMapping('X', { eventSourceArn: props.arn });`),
    );
    expect(queues.map(({ queue: name, functionName, batchSize }) => [name, functionName, batchSize])).toEqual([
      ['Q', 'F', 1],
      ['Q', 'G', 2],
      ['A', 'F', 10],
      ['B', 'F', 10],
    ]);
    expect(streams).toEqual([{ ...stream, stream: 'T', fromStart: false }]);
    expect(notes).toEqual([
      'SqsEventSource of F isn’t served: its queue can’t be told from the program.',
      'SqsEventSource of F isn’t served: its filters can’t be told from the program.',
      'An EventSourceMapping X isn’t served: what it reads can’t be told from the program.',
    ]);
  });

  test('topics and event buses', async () => {
    const { topics, rules, carriers, notes } = await read(
      stack(`
      const news = new sns.Topic(this, 'News', { topicName: 'news' });
      const q = new sqs.Queue(this, 'Q');
      const bus = new events.EventBus(this, 'Bus', { eventBusName: 'shop' });
      fn.addEventSource(new SnsEventSource(news, { filterPolicy: {
        kind: sns.SubscriptionFilter.stringFilter({ allowlist: ['order'], matchPrefixes: ['or'], denylist: ['x'] }),
        total: sns.SubscriptionFilter.numericFilter({ between: { start: 1, stop: 5 }, greaterThan: 9 }), by: sns.SubscriptionFilter.existsFilter(),
      } }));
      news.addSubscription(new subscriptions.LambdaSubscription(fn, { filterPolicyWithMessageBody: {
        at: sns.FilterOrPolicy.policy({ city: sns.FilterOrPolicy.filter(sns.SubscriptionFilter.stringFilter({ allowlist: ['Graz'] })) }),
      } }));
      news.addSubscription(new subscriptions.SqsSubscription(q, { rawMessageDelivery: true }));
      news.addSubscription(new subscriptions.EmailSubscription('a@b.c'));
      news.addSubscription(new subscriptions.LambdaSubscription(fn, { filterPolicy: props.policy }));
      new events.Rule(this, 'Ordered', { eventBus: bus, eventPattern: { source: ['shop'], detailType: ['Ordered'], detail: { n: [{ numeric: ['>', 5] }] } },
        targets: [new targets.LambdaFunction(fn, { event: events.RuleTargetInput.fromEventPath('$.detail') }), new targets.SfnStateMachine(props.machine)] });
      const rule = new events.Rule(this, 'Later', { eventPattern: { source: ['aws.s3'] } });
      rule.addTarget(new targets.SqsQueue(q));
      new events.Rule(this, 'Tick', { schedule: events.Schedule.rate(cdk.Duration.days(1)), targets: [new targets.LambdaFunction(fn)] });
      new events.Rule(this, 'Open', { eventPattern: props.pattern, targets: [new targets.LambdaFunction(fn)] });
      new events.Rule(this, 'Machine', { eventPattern: props.pattern, targets: [new targets.SfnStateMachine(props.machine)] });`),
    );
    const to = { kind: 'function', name: 'F' };
    const policy = {
      kind: ['order', { prefix: 'or' }, { 'anything-but': ['x'] }],
      total: [{ numeric: ['>=', 1, '<=', 5] }, { numeric: ['>', 9] }],
      by: [{ exists: true }],
    };
    expect(topics).toMatchObject([
      { topic: 'news', to, filter: { policy, scope: 'MessageAttributes' } },
      { topic: 'news', to, filter: { policy: { at: { city: ['Graz'] } }, scope: 'MessageBody' } },
      { topic: 'news', to: { kind: 'queue', id: 'Q' }, raw: true },
    ]);
    const pattern = { source: ['shop'], 'detail-type': ['Ordered'], detail: { n: [{ numeric: ['>', 5] }] } };
    expect(rules).toMatchObject([
      { name: 'Ordered', bus: 'shop', to, pattern, input: { kind: 'path', path: '$.detail' } },
      { name: 'Later', bus: 'default', to: { kind: 'queue', id: 'Q' }, pattern: { source: ['aws.s3'] }, input: { kind: 'event' } },
    ]);
    expect([carriers.topics, carriers.buses]).toMatchObject([[{ id: 'News', name: 'news' }], [{ id: 'Bus', name: 'shop' }]]);
    expect(notes).toEqual([
      'A subscription of News isn’t served: its filter policy can’t be told from the program.',
      'The rule Open isn’t served: its pattern can’t be told from the program.',
    ]);
  });

  test('in Python', async () => {
    const { queues, streams, carriers } = await read(
      `
from aws_cdk import Stack, Duration, aws_lambda as _lambda, aws_sqs as sqs, aws_dynamodb as dynamodb
from aws_cdk.aws_lambda_event_sources import SqsEventSource, DynamoEventSource

class Shop(Stack):
    def __init__(self, scope, id, **kwargs):
        super().__init__(scope, id, **kwargs)
        fn = _lambda.Function(self, "F", runtime=_lambda.Runtime.PYTHON_3_13, handler="a.b", code=_lambda.Code.from_asset("src"))
        dead = sqs.Queue(self, "Dead")
        queue = sqs.Queue(self, "Q", visibility_timeout=Duration.seconds(90), dead_letter_queue=sqs.DeadLetterQueue(queue=dead, max_receive_count=4))
        table = dynamodb.Table(self, "T", partition_key=dynamodb.Attribute(name="id", type=dynamodb.AttributeType.STRING), stream=dynamodb.StreamViewType.KEYS_ONLY)
        fn.add_event_source(SqsEventSource(queue, batch_size=3, report_batch_item_failures=True))
        fn.add_event_source(DynamoEventSource(table, starting_position=_lambda.StartingPosition.LATEST))
`,
      'shop/stack.py',
    );
    expect(queues).toEqual([{ ...queue, queue: 'Q', batchSize: 3, reportsFailures: true }]);
    expect(streams).toEqual([{ ...stream, stream: 'T', fromStart: false }]);
    expect([...carriers.queues, ...carriers.streams]).toMatchObject([
      { id: 'Dead' },
      { id: 'Q', visibilitySeconds: 90, redrive: { to: 'Dead', maxReceives: 4 } },
      { id: 'T', keys: ['id'], view: 'KEYS_ONLY' },
    ]);
  });
});
