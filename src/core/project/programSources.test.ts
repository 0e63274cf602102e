import { afterAll, expect, test } from 'vitest';
import { sourcesOf } from '../sources/read.ts';
import { testSyntax } from '../syntax/testing.ts';
import { memoryFiles } from '../testing/memoryFiles.ts';
import { readProjectFile } from './index.ts';

const { syntax, dispose } = testSyntax();
afterAll(dispose);

/** What a program of SST or Pulumi gives its functions. */
async function read(text: string, name: string) {
  const folder = '/work/shop';
  const files = memoryFiles({
    [`${folder}/${name.endsWith('sst.config.ts') ? 'README.md' : 'sst.config.ts'}`]: '',
    [`${folder}/Pulumi.yaml`]: '',
  });
  const result = await readProjectFile(`${folder}/${name}`, text, { folder, files, syntax });
  return sourcesOf(result.kind === 'template' ? [result] : []);
}

const shared = { windowMs: 0, reportsFailures: false, filters: [] };
const queue = { kind: 'queue', batchSize: 10, ...shared, maximumConcurrency: 5 };
const stream = { kind: 'stream', batchSize: 100, ...shared, fromStart: false, bisects: false, parallelization: 1 };

test('SST, version 3', async () => {
  const { queues, streams, topics, rules, carriers, notes } = await read(
    `export default $config({ app: () => ({ name: 'shop', home: 'aws' }), async run() {
  const dead = new sst.aws.Queue('Dead');
  const orders = new sst.aws.Queue('Orders', { fifo: { contentBasedDeduplication: true }, visibilityTimeout: '2 minutes', dlq: { queue: dead.arn, retry: 5 } });
  orders.subscribe({ handler: 'src/orders.handler', timeout: '60 seconds' }, { batch: { size: 5, window: '20 seconds', partialResponses: true }, filters: [{ body: { kind: ['order'] } }] });
  new sst.aws.KinesisStream('Clicks').subscribe('Count', 'src/clicks.handler', { filters: [{ data: { n: [{ numeric: ['>', 5] }] } }] });
  const table = new sst.aws.Dynamo('Users', { fields: { id: 'string', at: 'number' }, primaryIndex: { hashKey: 'id', rangeKey: 'at' }, stream: 'new-image' });
  table.subscribe('Changed', 'src/users.handler');
  const news = new sst.aws.SnsTopic('News');
  news.subscribe('Told', 'src/news.handler', { filter: { kind: ['order'] } });
  new sst.aws.Bus('Shop').subscribe('Ordered', 'src/ordered.handler', { pattern: { source: ['shop'], detailType: ['Ordered'] } });
  new sst.aws.Queue('Late').subscribe('src/late.handler', { filters: later() });
} });
`,
    'sst.config.ts',
  );
  expect(queues).toEqual([
    {
      ...{ ...queue, queue: 'Orders', functionName: 'Orders', batchSize: 5, windowMs: 20_000, reportsFailures: true },
      filters: [{ body: { kind: ['order'] } }],
    },
  ]);
  expect(streams).toEqual([
    { ...stream, stream: 'Clicks', functionName: 'Clicks.Count', filters: [{ data: { n: [{ numeric: ['>', 5] }] } }] },
    { ...stream, stream: 'Users', functionName: 'Users.Changed' },
  ]);
  expect(topics).toMatchObject([
    { topic: 'News', to: { kind: 'function', name: 'News.Told' }, filter: { policy: { kind: ['order'] }, scope: 'MessageAttributes' } },
  ]);
  expect(rules).toMatchObject([{ bus: 'Shop', to: { name: 'Shop.Ordered' }, pattern: { source: ['shop'], 'detail-type': ['Ordered'] } }]);
  expect(carriers.queues).toMatchObject([
    { id: 'Orders', isFifo: true, deduplicatesByContent: true, visibilitySeconds: 120, redrive: { to: 'Dead', maxReceives: 5 } },
    { id: 'Late', isFifo: false, visibilitySeconds: 30 },
  ]);
  expect(carriers.streams).toMatchObject([{ name: 'Clicks' }, { name: 'Users', keys: ['id', 'at'], view: 'NEW_IMAGE' }]);
  expect(notes).toEqual(['A consumer of Late isn’t served: its filters can’t be told from the program.']);
});

test('SST, version 2', async () => {
  const { queues, streams, carriers } = await read(
    `import { Queue, Table, KinesisStream } from 'sst/constructs';
import { Duration } from 'aws-cdk-lib/core';
export function Shop({ stack }) {
  new Queue(stack, 'Orders', {
    consumer: { function: 'src/orders.main', cdk: { eventSource: { batchSize: 4, maxBatchingWindow: Duration.seconds(5) } } },
    cdk: { queue: { queueName: 'orders.fifo', fifo: true, visibilityTimeout: Duration.seconds(90) } },
  });
  new Table(stack, 'Users', { fields: { id: 'string' }, primaryIndex: { partitionKey: 'id' }, stream: 'new_and_old_images', consumers: { changed: 'src/users.main' } });
  new KinesisStream(stack, 'Clicks', { consumers: { count: { function: 'src/clicks.main', filters: [{ data: { n: [1] } }] } } });
}
`,
    'stacks/shop.ts',
  );
  expect(queues).toEqual([{ ...queue, queue: 'orders.fifo', functionName: 'Orders.consumer', batchSize: 4, windowMs: 5000 }]);
  expect(streams).toEqual([
    { ...stream, stream: 'Users', functionName: 'Users.changed' },
    { ...stream, stream: 'Clicks', functionName: 'Clicks.count', filters: [{ data: { n: [1] } }] },
  ]);
  expect(carriers.queues).toMatchObject([{ id: 'Orders', isFifo: true, visibilitySeconds: 90 }]);
});

test('Pulumi', async () => {
  const { queues, streams, carriers, notes } = await read(
    `import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
const fn = new aws.lambda.Function('f', { runtime: 'nodejs22.x', handler: 'a.b', code: new pulumi.asset.FileArchive('./src') });
const dead = new aws.sqs.Queue('dead');
const orders = new aws.sqs.Queue('orders', { name: 'orders', visibilityTimeoutSeconds: 60, redrivePolicy: pulumi.jsonStringify({ deadLetterTargetArn: dead.arn, maxReceiveCount: 4 }) });
const users = new aws.dynamodb.Table('users', { hashKey: 'id', streamEnabled: true, streamViewType: 'KEYS_ONLY', attributes: [] });
new aws.lambda.EventSourceMapping('a', {
  eventSourceArn: orders.arn, functionName: fn.arn, batchSize: 3, functionResponseTypes: ['ReportBatchItemFailures'], scalingConfig: { maximumConcurrency: 2 },
  filterCriteria: { filters: [{ pattern: JSON.stringify({ body: { kind: ['order'] } }) }] },
});
new aws.lambda.EventSourceMapping('b', { eventSourceArn: users.streamArn, functionName: fn.name, startingPosition: 'TRIM_HORIZON', destinationConfig: { onFailure: { destinationArn: dead.arn } } });
new aws.lambda.EventSourceMapping('c', { eventSourceArn: 'arn:aws:kinesis:us-east-1:1:stream/clicks', functionName: fn.arn, startingPosition: 'LATEST' });
new aws.lambda.EventSourceMapping('d', { eventSourceArn: config.require('arn'), functionName: fn.arn });
new aws.lambda.EventSourceMapping('e', { eventSourceArn: orders.arn, functionName: other });
`,
    'index.ts',
  );
  expect(queues).toEqual([
    {
      ...{ ...queue, queue: 'orders', functionName: 'f', batchSize: 3, reportsFailures: true, maximumConcurrency: 2 },
      filters: [{ body: { kind: ['order'] } }],
    },
  ]);
  expect(streams).toEqual([
    { ...stream, stream: 'users', functionName: 'f', fromStart: true, onFailure: 'dead' },
    { ...stream, stream: 'clicks', functionName: 'f' },
  ]);
  expect(carriers.queues).toMatchObject([
    { id: 'dead' },
    { id: 'orders', name: 'orders', visibilitySeconds: 60, redrive: { to: 'dead', maxReceives: 4 } },
  ]);
  expect(carriers.streams).toMatchObject([{ name: 'users', keys: ['id'], view: 'KEYS_ONLY' }, { name: 'clicks' }]);
  expect(notes).toEqual([
    'The event source mapping d isn’t served: what it reads can’t be told from the program.',
    'The event source mapping e isn’t served: which function it calls can’t be told from this file.',
  ]);
});
