import { afterEach, beforeEach, expect, test } from 'vitest';
import { apiOf, routeOf } from '../http/testing.ts';
import { type Answer, send, signature, startTestCloud, type TestCloud } from '../local/testing.ts';
import type { Target } from '../project/messaging/model.ts';
import { Buses } from '../sources/buses.ts';
import { eventsRoutes } from '../sources/eventsRoutes.ts';
import { Queues } from '../sources/queues.ts';
import { Schedules } from '../sources/schedules.ts';
import { snsRoutes } from '../sources/snsRoutes.ts';
import { sqsRoutes } from '../sources/sqsRoutes.ts';
import { Streams } from '../sources/streams.ts';
import { Tables } from '../sources/tables.ts';
import { queueCarrier } from '../sources/testing.ts';
import { Topics } from '../sources/topics.ts';
import { servePageRoutes } from './routes.ts';

let aws: TestCloud;
let ran: string[] = [];

beforeEach(async () => {
  ran = [];
  const clock = { now: () => 0, monotonic: () => 0, schedule: () => () => {} };
  const ports = {
    clock,
    logger: { debug() {}, info() {}, warn() {}, error() {} },
    async run(name: string, event: Uint8Array, caller: string) {
      ran.push(`${name} ${caller} ${JSON.parse(Buffer.from(event).toString()).Records?.[0].body ?? ''}`);
      return { payload: Buffer.from('null') };
    },
  };
  const schedules = new Schedules(ports, [
    { kind: 'schedule', id: 'f.Tick', functionName: 'f', expression: 'rate(5 minutes)', dialect: 'rule' },
  ]);
  const queues = new Queues(
    ports,
    [
      {
        kind: 'queue',
        queue: 'orders',
        functionName: 'f',
        batchSize: 1,
        windowMs: 0,
        reportsFailures: false,
        filters: [],
        maximumConcurrency: 5,
      },
    ],
    [queueCarrier('orders')],
  );
  const reader = {
    kind: 'stream',
    functionName: 'f',
    batchSize: 1,
    windowMs: 0,
    reportsFailures: false,
    filters: [],
    fromStart: true,
    bisects: false,
    parallelization: 1,
  } as const;
  const streams = new Streams(
    { ...ports, deliver: () => false },
    [
      { ...reader, stream: 'clicks' },
      { ...reader, stream: 'users' },
    ],
    [
      { kind: 'stream', id: 'Clicks', name: 'clicks', shards: 1 },
      { kind: 'table', id: 'Users', name: 'users', keys: ['id'], view: 'NEW_AND_OLD_IMAGES' },
    ],
  );
  const tables = new Tables(streams);
  const receivers = { give: (to: Target, { body }: { readonly body: string }) => ran.push(`${JSON.stringify(to)} ${body}`) > 0 };
  const to = { kind: 'function', name: 'f' } as const;
  const sent = { clock, receivers, say() {} };
  const filter = { policy: { kind: ['order'] }, scope: 'MessageAttributes' } as const;
  const topics = new Topics(
    sent,
    [
      { kind: 'topic', name: 'A', topic: 'news', to: { kind: 'queue', id: 'orders' }, raw: true },
      { kind: 'topic', name: 'B', topic: 'news', to: { kind: 'queue', id: 'chosen' }, raw: true, filter },
    ],
    [{ kind: 'topic', id: 'News', name: 'news' }],
  );
  const pattern = { source: ['shop'], detail: { kind: ['order'] } };
  const buses = new Buses(
    sent,
    [{ kind: 'rule', name: 'Ordered', bus: 'shop', to, pattern, input: { kind: 'path', path: '$.detail' } }],
    [{ kind: 'bus', id: 'Shop', name: 'shop' }],
  );
  const state = () => ({
    endpoint: 'http://127.0.0.1:1',
    now: 0,
    onTime: false,
    fronts: [{ ...apiOf('HttpApi', [routeOf('GET /a'), routeOf('GET /<b>/{id}')]), url: 'http://127.0.0.1:2' }],
    webSockets: [
      {
        ...{ name: 'Chat', url: 'ws://127.0.0.1:3', stage: { name: 'dev', variables: {} }, routeSelection: '', notes: [] },
        routes: [{ key: '$connect', functionName: 'f', answers: false }],
      },
    ],
    functions: aws.cloud.functions(),
    recent: aws.cloud.recentInvocations(),
  });
  aws = await startTestCloud(undefined, [
    ...sqsRoutes(queues, clock),
    ...snsRoutes(topics),
    ...eventsRoutes(buses),
    ...servePageRoutes({ schedules, queues, streams, tables, topics, buses, clock, state }),
  ]);
  await aws.deploy('f');
});
afterEach(() => aws[Symbol.asyncDispose]());

const call = (method: string, path: string, body?: string, headers = {}): Promise<Answer> =>
  send(aws.port, method, path, body, { host: `127.0.0.1:${aws.port}`, ...headers });

test('the page shows functions, routes, schedules, queues and what ran', async () => {
  aws.behave(() => ({ status: 'error', error: { errorType: 'TypeError', errorMessage: '<b>', stack: [] } }));
  await aws.call('POST', '/2015-03-31/functions/f/invocations', '{}');
  const { status, headers, text } = await call('GET', '/');
  expect([status, headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
  expect(headers['content-security-policy']).toMatch(/^default-src 'none'/);
  for (const shown of [
    '<a href="http://127.0.0.1:2/a">',
    'http://127.0.0.1:2/&lt;b&gt;/{id}',
    'ws://127.0.0.1:3',
    'f.Tick',
    'in 5 minutes',
    'orders',
    'TypeError',
    '1.0 ms',
  ]) {
    expect(text).toContain(shown);
  }
  expect(text).not.toMatch(/<script|https?:\/\/(?!127\.0\.0\.1)/);
});

test('its buttons fire a schedule and send a message', async () => {
  const own = { origin: `http://127.0.0.1:${aws.port}`, 'content-type': 'application/x-www-form-urlencoded' };
  const fired = await call('POST', '/_workbench/schedules/f.Tick', '', own);
  expect([fired.status, fired.headers['location']]).toEqual([303, '/']);
  expect((await call('GET', '/_workbench/queues/orders')).text).toContain('<textarea name="body"');
  expect((await call('POST', '/_workbench/queues/orders', 'body=%7B%7D', own)).status).toBe(303);
  expect((await call('POST', '/_workbench/queues/orders', '{"n":1}')).status).toBe(303);
  expect(ran).toEqual(['f schedule rate(5 minutes) ', 'f queue orders {}', 'f queue orders {"n":1}']);
  expect((await call('POST', '/_workbench/schedules/none', '', own)).status).toBe(404);
  expect((await call('POST', '/_workbench/queues/none', '', own)).status).toBe(404);
});

test('records are put on streams there, and what is no item is said', async () => {
  const own = { origin: `http://127.0.0.1:${aws.port}`, 'content-type': 'application/x-www-form-urlencoded' };
  expect((await call('GET', '/')).text).toMatch(/clicks<\/td><td class="dim">Kinesis[\s\S]*users<\/td><td class="dim">DynamoDB/);
  expect((await call('GET', '/_workbench/streams/clicks')).text).toContain('<input name="key"');
  expect((await call('GET', '/_workbench/tables/users')).text).toContain('{&quot;id&quot;:&quot;1&quot;}');
  const post = (path: string, form: Record<string, string>) => call('POST', path, String(new URLSearchParams(form)), own);
  expect((await post('/_workbench/streams/clicks', { key: 'k', data: '{"n":1}' })).status).toBe(303);
  expect((await post('/_workbench/tables/users', { new: '{"id":"1"}', old: '' })).status).toBe(303);
  expect(ran).toEqual(['f stream clicks ', 'f stream users ']);
  for (const form of [
    { new: '{', old: '' },
    { new: '', old: '' },
    { new: '[]', old: '' },
  ]) {
    expect((await post('/_workbench/tables/users', form)).status).toBe(400);
  }
  expect((await post('/_workbench/streams/users', {})).status).toBe(404);
});

test('messages are published and events are put there', async () => {
  const own = { origin: `http://127.0.0.1:${aws.port}`, 'content-type': 'application/x-www-form-urlencoded' };
  expect((await call('GET', '/')).text).toMatch(/news<\/td><td>the queue orders, the queue chosen[\s\S]*shop<\/td><td>f by Ordered/);
  expect((await call('GET', '/_workbench/topics/news')).text).toContain('<textarea name="attributes"');
  expect((await call('GET', '/_workbench/buses/shop')).text).toContain('&quot;source&quot;: &quot;shop&quot;');
  const post = async (path: string, form: Record<string, string>) =>
    (await call('POST', path, String(new URLSearchParams(form)), own)).status;
  expect(await post('/_workbench/topics/news', { message: 'hello', attributes: '{"kind":"order"}' })).toBe(303);
  expect(await post('/_workbench/topics/news', { message: 'hello', attributes: '{' })).toBe(400);
  const event = JSON.stringify({ source: 'shop', 'detail-type': 't', detail: { kind: 'order' } });
  expect([await post('/_workbench/buses/shop', { event }), await post('/_workbench/buses/shop', { event: '{}' })]).toEqual([303, 400]);
  expect([await post('/_workbench/topics/none', {}), await post('/_workbench/buses/none', {})]).toEqual([404, 404]);
  expect(ran).toEqual([
    '{"kind":"queue","id":"orders"} hello',
    '{"kind":"queue","id":"chosen"} hello',
    '{"kind":"function","name":"f"} {"kind":"order"}',
  ]);
});

test('messages are published as to SNS', async () => {
  const sns = (form: Record<string, string>) =>
    send(aws.port, 'POST', '/', String(new URLSearchParams(form)), { ...signature, 'content-type': 'application/x-www-form-urlencoded' });
  expect((await sns({ Action: 'ListTopics' })).text).toContain('<TopicArn>arn:aws:sns:us-east-1:000000000000:news</TopicArn>');
  const TopicArn = 'arn:aws:sns:us-east-1:000000000000:news';
  const attribute = (prefix: string) => ({
    [`${prefix}MessageAttributes.entry.1.Name`]: 'kind',
    [`${prefix}MessageAttributes.entry.1.Value.DataType`]: 'String',
    [`${prefix}MessageAttributes.entry.1.Value.StringValue`]: 'order',
  });
  expect((await sns({ Action: 'Publish', TopicArn, Message: 'a', ...attribute('') })).text).toMatch(/<PublishResult><MessageId>[\w-]{36}</);
  const entries = 'PublishBatchRequestEntries.member.';
  const batch = { [`${entries}1.Id`]: 'one', [`${entries}1.Message`]: 'b', [`${entries}2.Id`]: 'two', [`${entries}2.Message`]: 'c' };
  const sent = await sns({ Action: 'PublishBatch', TopicArn, ...batch, ...attribute(`${entries}2.`) });
  expect(sent.text).toMatch(/<member><Id>one<\/Id><MessageId>[\s\S]*<Id>two<\/Id>/);
  expect(ran.map((line) => line.replace(/.*"id":"(\w+)"\}/, '$1'))).toEqual(['orders a', 'chosen a', 'orders b', 'orders c', 'chosen c']);
  const refused = await sns({ Action: 'Publish', TopicArn: 'none<', Message: 'a' });
  expect([refused.status, refused.text]).toEqual([
    404,
    expect.stringContaining('<Code>NotFound</Code><Message>Topic does not exist: none&lt;'),
  ]);
  expect((await sns({ Action: 'Publish', TopicArn, Message: '' })).text).toContain('<Code>InvalidParameter</Code>');
  const wrong = async (form: Record<string, string>) => {
    const { status, text } = await sns({ TopicArn, ...form });
    return [status, /<Message>(.*)<\/Message>/.exec(text)?.[1]];
  };
  const structured = { Action: 'Publish', MessageStructure: 'json' };
  const inBatch = { Action: 'PublishBatch', ...batch };
  expect([
    await wrong({ ...structured, Message: '{"lambda":"x"}' }),
    await wrong({ ...structured, Message: '{' }),
    await wrong({ Action: 'Publish', Message: 'x'.repeat(262_145) }),
    await wrong({ Action: 'PublishBatch' }),
    await wrong({ ...inBatch, [`${entries}2.Id`]: 'one' }),
    await wrong({ ...inBatch, [`${entries}2.Message`]: '' }),
  ]).toEqual([
    [400, 'Invalid parameter: Message Structure - No default entry in JSON message body'],
    [400, 'Invalid parameter: Message Structure - JSON message body failed to parse'],
    [400, 'Invalid parameter: Message too long'],
    [400, 'The batch request doesn’t contain any entries.'],
    [400, 'Two or more batch entries in the request have the same Id.'],
    [200, 'Invalid parameter: Empty message'],
  ]);
  expect((await sns({ Action: 'Subscribe', TopicArn })).text).toContain('serve has no operation Subscribe of SNS.');
});

test('events are put as on EventBridge', async () => {
  const events = (operation: string, body: unknown) =>
    send(aws.port, 'POST', '/', body, { ...signature, 'x-amz-target': `AWSEvents.${operation}` });
  const entry = { EventBusName: 'shop', Source: 'shop', DetailType: 't', Detail: '{"kind":"order"}' };
  const { json } = await events('PutEvents', {
    Entries: [
      ...[entry, { ...entry, EventBusName: 'none' }, { ...entry, Detail: '1' }, { ...entry, Detail: '{' }, { Source: 'shop' }],
      ...[
        { ...entry, Time: 1e300 },
        { ...entry, Detail: `{"deep":${'['.repeat(60_000)}${']'.repeat(60_000)}}` },
      ],
    ],
  });
  expect(json).toEqual({
    FailedEntryCount: 6,
    Entries: [
      { EventId: expect.any(String) },
      { ErrorCode: 'ResourceNotFoundException', ErrorMessage: 'There is no event bus none in this folder.' },
      { ErrorCode: 'InvalidArgument', ErrorMessage: 'Detail is malformed.' },
      { ErrorCode: 'InvalidArgument', ErrorMessage: 'Detail is malformed.' },
      { ErrorCode: 'InvalidArgument', ErrorMessage: 'Parameter DetailType is not valid. Reason: DetailType is a required argument.' },
      { ErrorCode: 'InvalidArgument', ErrorMessage: 'Parameter Time is not valid. Reason: it is no time.' },
      { ErrorCode: 'InvalidArgument', ErrorMessage: 'Detail is malformed.' },
    ],
  });
  expect(ran).toEqual(['{"kind":"function","name":"f"} {"kind":"order"}']);
  const [named] = (await events('ListEventBuses', {})).json.EventBuses;
  expect(named).toEqual({ Name: 'shop', Arn: 'arn:aws:events:us-east-1:000000000000:event-bus/shop' });
  expect((await events('PutEvents', { Entries: [] })).json.__type).toBe('ValidationException');
  expect((await events('PutRule', {})).json.message).toBe('serve has no operation PutRule of EventBridge.');
});

test.each([
  ['another site', { origin: 'https://evil.example' }],
  ['another port of this machine', { origin: 'http://127.0.0.1:1' }],
  ['a page without an origin of its own', { origin: 'null' }],
  ['a link from elsewhere', { 'sec-fetch-site': 'cross-site' }],
  ['another host name', { host: 'evil.example' }],
])('%s sees nothing and runs nothing', async (_what, headers) => {
  expect((await call('GET', '/', undefined, headers)).status).toBe(403);
  expect((await call('POST', '/_workbench/schedules/f.Tick', '', headers)).status).toBe(403);
  expect((await call('POST', '/_workbench/queues/orders', 'x', headers)).status).toBe(403);
  expect((await call('POST', '/_workbench/topics/news', 'message=x', headers)).status).toBe(403);
  expect(ran).toEqual([]);
});

test('messages are sent as to SQS', async () => {
  const sqs = (operation: string, body: unknown, path = '/') =>
    send(aws.port, 'POST', path, body, { ...signature, 'x-amz-target': `AmazonSQS.${operation}` });
  const { json } = await sqs('GetQueueUrl', { QueueName: 'orders' });
  expect(json).toEqual({ QueueUrl: `http://127.0.0.1:${aws.port}/000000000000/orders` });
  const sent = await sqs('SendMessage', { QueueUrl: json.QueueUrl, MessageBody: 'hello' }, '/000000000000/orders');
  expect(sent.json).toEqual({ MessageId: expect.any(String), MD5OfMessageBody: '5d41402abc4b2a76b9719d911017c592' });
  const batch = await sqs('SendMessageBatch', { QueueUrl: json.QueueUrl, Entries: [{ Id: 'one', MessageBody: 'a' }] });
  expect(batch.json).toMatchObject({ Successful: [{ Id: 'one' }], Failed: [] });
  expect(ran).toEqual(['f queue orders hello', 'f queue orders a']);
  expect((await sqs('SendMessage', { QueueUrl: 'none', MessageBody: '' })).json.__type).toBe('com.amazonaws.sqs#QueueDoesNotExist');
  expect((await send(aws.port, 'POST', '/', '{}', { 'x-amz-target': 'AmazonSQS.ListQueues' })).json.__type).toBe(
    'MissingAuthenticationTokenException',
  );
});
