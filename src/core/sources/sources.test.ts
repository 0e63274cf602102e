import { Buffer } from 'node:buffer';
import { beforeEach, describe, expect, test } from 'vitest';
import { WorkbenchError } from '../errors.ts';
import type { Clock } from '../ports.ts';
import { readTemplate } from '../project/cloudformation/index.ts';
import { failedItems } from './batchFailures.ts';
import type { QueueSource } from './model.ts';
import { Queues } from './queues.ts';
import { sourcesOf } from './read.ts';
import { Schedules, type SourcePorts } from './schedules.ts';

// biome-ignore lint/suspicious/noExplicitAny: an event's members are what the tests look at.
type Event = any;
let runs: [name: string, event: Event, caller: string][] = [];
let warnings: string[] = [];
let due: { at: number; callback: () => void }[] = [];
let now = 0;
let result: () => Awaited<ReturnType<SourcePorts['run']>> = () => ({ payload: Buffer.from('null') });

beforeEach(() => {
  [runs, warnings, due, now] = [[], [], [], 0];
  result = () => ({ payload: Buffer.from('null') });
});

const clock: Clock = {
  now: () => now,
  monotonic: () => now,
  schedule(delayMs, callback) {
    const entry = { at: now + delayMs, callback };
    due.push(entry);
    return () => {
      due = due.filter((each) => each !== entry);
    };
  },
};
const ports: SourcePorts = {
  clock,
  logger: { debug() {}, info() {}, warn: (message) => warnings.push(message), error() {} },
  async run(name, event, caller) {
    runs.push([name, JSON.parse(Buffer.from(event).toString()), caller]);
    return result();
  },
};

/** Lets a time pass, in ms, with all that is due in it. */
async function pass(ms: number): Promise<void> {
  const end = now + ms;
  await settled();
  for (;;) {
    const [next] = due.toSorted((a, b) => a.at - b.at);
    if (next === undefined || next.at > end) break;
    now = Math.max(now, next.at);
    due = due.filter((each) => each !== next);
    next.callback();
    await settled();
  }
  now = end;
}

/** Until what was called has answered. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

test('schedules and queues of a template’s functions', () => {
  const text = `
Transform: AWS::Serverless-2016-10-31
Parameters: {Every: {Type: String, Default: rate(5 minutes)}}
Resources:
  F:
    Type: AWS::Serverless::Function
    Properties:
      Handler: a.b
      Events:
        Tick: {Type: Schedule, Properties: {Schedule: !Ref Every, Input: '{"a":1}'}}
        Tock: {Type: ScheduleV2, Properties: {ScheduleExpression: cron(0 2 * * ? *)}}
        Unknown: {Type: Schedule, Properties: {Schedule: !ImportValue x}}
        Orders: {Type: SQS, Properties: {Queue: !GetAtt Q.Arn, BatchSize: 5, MaximumBatchingWindowInSeconds: 2, FunctionResponseTypes: [ReportBatchItemFailures]}}
        Others: {Type: SQS, Properties: {Queue: 'arn:aws:sqs:us-east-1:1:others'}}
`;
  const template = readTemplate('/w/template.yaml', text, '/w');
  const queue = { kind: 'queue', functionName: 'F', batchSize: 10, windowMs: 0, reportsFailures: false };
  expect(sourcesOf(template.kind === 'template' ? template.functions : [])).toEqual([
    { kind: 'schedule', id: 'F.Tick', functionName: 'F', expression: 'rate(5 minutes)', dialect: 'rule', input: '{"a":1}' },
    { kind: 'schedule', id: 'F.Tock', functionName: 'F', expression: 'cron(0 2 * * ? *)', dialect: 'scheduler' },
    { ...queue, queue: 'Q', batchSize: 5, windowMs: 2000, reportsFailures: true },
    { ...queue, queue: 'others' },
  ]);
});

describe('schedules', () => {
  const schedules = () =>
    new Schedules(ports, [
      { kind: 'schedule', id: 'f.Tick', functionName: 'f', expression: 'rate(5 minutes)', dialect: 'rule' },
      { kind: 'schedule', id: 'f.Far', functionName: 'f', expression: 'cron(0 0 1 1 ? *)', dialect: 'scheduler', input: '{"a":1}' },
    ]);

  test('fire when they are asked to, with EventBridge’s event or their own input', async () => {
    const all = schedules();
    expect([await all.fire('f.Tick'), await all.fire('f.Far'), await all.fire('none')]).toEqual([true, true, false]);
    expect(runs).toEqual([
      [
        'f',
        expect.objectContaining({
          'detail-type': 'Scheduled Event',
          source: 'aws.events',
          time: '1970-01-01T00:00:00Z',
          resources: ['arn:aws:events:us-east-1:000000000000:rule/f-Tick'],
          detail: {},
        }),
        'schedule rate(5 minutes)',
      ],
      ['f', { a: 1 }, 'schedule cron(0 0 1 1 ? *)'],
    ]);
  });

  test('fire on time once they are started, also in a year, until they are stopped', async () => {
    const all = schedules();
    await pass(1_000_000);
    expect(runs).toEqual([]);
    all.start();
    await pass(15 * 60_000);
    expect(runs.map(([, , caller]) => caller)).toEqual(Array(3).fill('schedule rate(5 minutes)'));
    await pass(366 * 24 * 60 * 60_000);
    expect(runs.filter(([, , caller]) => caller.includes('cron'))).toHaveLength(1);
    all.stop();
    const before = runs.length;
    await pass(60 * 60_000);
    expect(runs.length).toBe(before);
  });

  test('a function that cannot be run is said', async () => {
    result = () => {
      throw new WorkbenchError('interpreter-not-found', 'There is no Ruby.', 'Install it.');
    };
    await schedules().fire('f.Tick');
    expect(warnings).toEqual(['The schedule f.Tick could not run f: There is no Ruby. Install it.']);
  });
});

describe('queues', () => {
  const source: QueueSource = { kind: 'queue', queue: 'orders', functionName: 'f', batchSize: 3, windowMs: 0, reportsFailures: true };
  const batches = () => runs.map(([, event]) => event.Records.map((record: Event) => record.body));
  const send = (queues: Queues, ...bodies: string[]) =>
    queues.send(
      'orders',
      bodies.map((body) => ({ body })),
    ) ?? [];

  test('a message is handed over at once, as SQS has it', async () => {
    const queues = new Queues(ports, [source]);
    now = 5;
    const [id] = queues.send('orders', [{ body: 'hello', groupId: 'g' }]) ?? [];
    await pass(0);
    expect(runs).toEqual([
      [
        'f',
        {
          Records: [
            {
              messageId: id,
              receiptHandle: expect.any(String),
              body: 'hello',
              attributes: {
                ApproximateReceiveCount: '1',
                SentTimestamp: '5',
                SenderId: 'AIDALOCAL',
                ApproximateFirstReceiveTimestamp: '5',
                MessageGroupId: 'g',
              },
              messageAttributes: {},
              md5OfBody: '5d41402abc4b2a76b9719d911017c592',
              eventSource: 'aws:sqs',
              eventSourceARN: 'arn:aws:sqs:us-east-1:000000000000:orders',
              awsRegion: 'us-east-1',
            },
          ],
        },
        'queue orders',
      ],
    ]);
    expect(queues.send('none', [{ body: '' }])).toBeUndefined();
  });

  test('batches are no larger than they may be, and wait for their window', async () => {
    send(new Queues(ports, [source]), 'a', 'b', 'c', 'd');
    await pass(0);
    expect(batches()).toEqual([['a', 'b', 'c'], ['d']]);
    runs = [];
    const slow = new Queues(ports, [{ ...source, windowMs: 2000, batchSize: 100 }]);
    send(slow, 'a');
    await pass(1000);
    send(slow, 'b');
    await pass(999);
    expect(batches()).toEqual([]);
    await pass(1);
    expect(batches()).toEqual([['a', 'b']]);
  });

  test('what the function names comes back, and is given up after three times', async () => {
    const queues = new Queues(ports, [source]);
    result = () => {
      const failed = runs.at(-1)?.[1].Records.find((record: Event) => record.body === 'b');
      return { payload: Buffer.from(JSON.stringify({ batchItemFailures: [{ itemIdentifier: failed.messageId }] })) };
    };
    const [, b] = send(queues, 'a', 'b', 'c');
    await pass(10_000);
    expect(batches()).toEqual([['a', 'b', 'c'], ['b'], ['b']]);
    expect(runs.at(-1)?.[1].Records[0].attributes.ApproximateReceiveCount).toBe('3');
    expect(warnings[0]).toBe(`1 of 3 messages of orders come back from f: ${b}.`);
    expect(warnings[2]).toMatch(/1 of them are given up after 3 times\.$/);
  });

  test('what still runs when they are stopped does not come back', async () => {
    const queues = new Queues(ports, [source]);
    result = () => ({ payload: Buffer.from('{}'), functionError: 'Unhandled' });
    send(queues, 'a', 'b', 'c');
    queues.stop();
    await settled();
    expect([due, warnings]).toEqual([[], []]);
  });

  test('all of a batch comes back from a function that fails; stopped, nothing does', async () => {
    const queues = new Queues(ports, [{ ...source, reportsFailures: false }]);
    result = () => ({ payload: Buffer.from('{}'), functionError: 'Unhandled' });
    send(queues, 'a', 'b');
    await pass(1000);
    expect(batches()).toEqual([
      ['a', 'b'],
      ['a', 'b'],
    ]);
    queues.stop();
    await pass(10_000);
    expect(batches()).toHaveLength(2);
  });
});

test.each([
  ['null', []],
  ['', []],
  ['{}', []],
  ['"ok"', []],
  ['{"batchItemFailures":null}', []],
  ['{"batchItemFailures":[]}', []],
  ['{"batchItemFailures":[{"itemIdentifier":"b"}]}', ['b']],
  ['{"batchItemFailures":[{"itemIdentifier":"x"}]}', ['a', 'b']],
  ['{"batchItemFailures":[{"itemIdentifier":""}]}', ['a', 'b']],
  ['{"batchItemFailures":[{}]}', ['a', 'b']],
  ['{"batchItemFailures":[null]}', ['a', 'b']],
  ['{"batchItemFailures":"b"}', ['a', 'b']],
  ['no JSON', ['a', 'b']],
])('of a batch with a and b, %s brings back %j', (payload, expected) => {
  expect(failedItems(Buffer.from(payload), ['a', 'b'], true)).toEqual(expected);
  expect(failedItems(Buffer.from(payload), ['a', 'b'], false)).toEqual([]);
});
