import { afterEach, beforeEach, expect, test } from 'vitest';
import { apiOf, routeOf } from '../http/testing.ts';
import { type Answer, send, signature, startTestCloud, type TestCloud } from '../local/testing.ts';
import { Queues } from '../sources/queues.ts';
import { Schedules } from '../sources/schedules.ts';
import { sqsRoutes } from '../sources/sqsRoutes.ts';
import { Streams } from '../sources/streams.ts';
import { Tables } from '../sources/tables.ts';
import { queueCarrier } from '../sources/testing.ts';
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
    ...servePageRoutes({ schedules, queues, streams, tables, clock, state }),
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
