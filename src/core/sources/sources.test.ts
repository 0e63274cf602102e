import { Buffer } from 'node:buffer';
import { beforeEach, describe, expect, test } from 'vitest';
import { WorkbenchError } from '../errors.ts';
import { failedItems } from './batchFailures.ts';
import type { QueueSource } from './model.ts';
import { Queues } from './queues.ts';
import { Schedules } from './schedules.ts';
import { type Event, failure, queueCarrier, settled, TestWorld } from './testing.ts';

let world = new TestWorld();
beforeEach(() => {
  world = new TestWorld();
});
const pass = (ms: number) => world.pass(ms);

describe('schedules', () => {
  const schedules = () =>
    new Schedules(world.ports, [
      { kind: 'schedule', id: 'f.Tick', functionName: 'f', expression: 'rate(5 minutes)', dialect: 'rule' },
      { kind: 'schedule', id: 'f.Far', functionName: 'f', expression: 'cron(0 0 1 1 ? *)', dialect: 'scheduler', input: '{"a":1}' },
    ]);

  test('fire when they are asked to, with EventBridge’s event or their own input', async () => {
    const all = schedules();
    expect([await all.fire('f.Tick'), await all.fire('f.Far'), await all.fire('none')]).toEqual([true, true, false]);
    expect(world.runs).toEqual([
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
    expect(world.runs).toEqual([]);
    all.start();
    await pass(15 * 60_000);
    expect(world.runs.map(([, , caller]) => caller)).toEqual(Array(3).fill('schedule rate(5 minutes)'));
    await pass(366 * 24 * 60 * 60_000);
    expect(world.runs.filter(([, , caller]) => caller.includes('cron'))).toHaveLength(1);
    all.stop();
    const before = world.runs.length;
    await pass(60 * 60_000);
    expect(world.runs.length).toBe(before);
  });

  test('a function that cannot be run is said', async () => {
    world.result = () => {
      throw new WorkbenchError('interpreter-not-found', 'There is no Ruby.', 'Install it.');
    };
    await schedules().fire('f.Tick');
    expect(world.warnings).toEqual(['The schedule f.Tick could not run f: There is no Ruby. Install it.']);
  });
});

describe('queues', () => {
  const source: QueueSource = {
    kind: 'queue',
    queue: 'orders',
    functionName: 'f',
    batchSize: 3,
    windowMs: 0,
    reportsFailures: true,
    maximumConcurrency: 5,
    filters: [],
  };
  const orders = queueCarrier('orders');
  const batches = () => world.runs.map(([, event]) => event.Records.map((record: Event) => record.body));
  const send = (queues: Queues, ...bodies: string[]) => {
    const sent = queues.send(
      'orders',
      bodies.map((body) => ({ body })),
    );
    return (sent ?? []).map(({ id }) => id);
  };

  test('a message is handed over at once, as SQS has it', async () => {
    const queues = new Queues(world.ports, [source], [orders]);
    world.now = 5;
    const [{ id } = { id: '' }] = queues.send('orders', [{ body: 'hello', groupId: 'g' }]) ?? [];
    await pass(0);
    expect(world.runs).toEqual([
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
    send(new Queues(world.ports, [source], [orders]), 'a', 'b', 'c', 'd');
    await pass(0);
    expect(batches()).toEqual([['a', 'b', 'c'], ['d']]);
    world.runs.length = 0;
    const slow = new Queues(world.ports, [{ ...source, windowMs: 2000, batchSize: 100 }], [orders]);
    send(slow, 'a');
    await pass(1000);
    send(slow, 'b');
    await pass(999);
    expect(batches()).toEqual([]);
    await pass(1);
    expect(batches()).toEqual([['a', 'b']]);
  });

  test('what the function names comes back, and is given up after three times', async () => {
    const queues = new Queues(world.ports, [source], [orders]);
    world.result = () => {
      const failed = world.runs.at(-1)?.[1].Records.find((record: Event) => record.body === 'b');
      return { payload: Buffer.from(JSON.stringify({ batchItemFailures: [{ itemIdentifier: failed.messageId }] })) };
    };
    const [, b] = send(queues, 'a', 'b', 'c');
    await pass(10_000);
    expect(batches()).toEqual([['a', 'b', 'c'], ['b'], ['b']]);
    expect(world.runs.at(-1)?.[1].Records[0].attributes.ApproximateReceiveCount).toBe('3');
    expect(world.warnings).toEqual([
      `1 of 3 messages of orders come back from f: ${b} (1 in 3 s, in AWS after the visibility timeout of 30 s).`,
      expect.stringContaining('(1 in 3 s'),
      `1 of 1 messages of orders come back from f: ${b} (1 given up after 3 times: the queue has no dead-letter queue).`,
    ]);
  });

  test('what still world.runs when they are stopped does not come back', async () => {
    const queues = new Queues(world.ports, [source], [orders]);
    world.result = () => failure;
    send(queues, 'a', 'b', 'c');
    queues.stop();
    await settled();
    expect([world.isIdle, world.warnings]).toEqual([true, []]);
  });

  test('all of a batch comes back from a function that fails; stopped, nothing does', async () => {
    const queues = new Queues(world.ports, [{ ...source, reportsFailures: false }], [orders]);
    world.result = () => failure;
    send(queues, 'a', 'b');
    await pass(3000);
    expect(batches()).toEqual([
      ['a', 'b'],
      ['a', 'b'],
    ]);
    queues.stop();
    await pass(10_000);
    expect(batches()).toHaveLength(2);
  });

  test('what fails too often goes to the dead-letter queue, and to that one’s function', async () => {
    const failed = queueCarrier('failed', { visibilitySeconds: 5 });
    const redriven = queueCarrier('orders', { visibilitySeconds: 60, redrive: { to: 'failedId', maxReceives: 2 } });
    const queues = new Queues(world.ports, [source, { ...source, queue: 'failed', functionName: 'undertaker' }], [redriven, failed]);
    world.result = () => (world.runs.at(-1)?.[0] === 'f' ? failure : { payload: Buffer.from('null') });
    const [id] = send(queues, 'a');
    await pass(0);
    expect(world.runs).toHaveLength(1);
    await pass(6000);
    expect(world.runs.map(([name]) => name)).toEqual(['f', 'f', 'undertaker']);
    expect(world.runs.at(-1)?.[1].Records[0]).toMatchObject({
      messageId: id,
      attributes: { ApproximateReceiveCount: '3', DeadLetterQueueSourceArn: 'arn:aws:sqs:us-east-1:000000000000:orders' },
      eventSourceARN: 'arn:aws:sqs:us-east-1:000000000000:failed',
    });
    expect(world.warnings.at(-1)).toContain('(1 sent to the dead-letter queue failed after 2 times)');
  });

  test('what can’t be run comes back, too', async () => {
    const queues = new Queues(world.ports, [source], [orders]);
    let isBuilt = false;
    world.result = () => {
      if (!isBuilt) throw new WorkbenchError('build-failed', 'f can’t be built.', 'Mend it.');
      return { payload: Buffer.from('null') };
    };
    send(queues, 'a');
    await pass(0);
    isBuilt = true;
    await pass(3000);
    expect(batches()).toEqual([['a'], ['a']]);
    expect(world.warnings[0]).toBe('f could not be run for orders: f can’t be built. Mend it.');
  });

  test('no more batches are worked on at a time than may be', async () => {
    let [now_, most] = [0, 0];
    const answers: (() => void)[] = [];
    const slow = {
      ...world.ports,
      run: async () => {
        most = Math.max(most, ++now_);
        await new Promise<void>((resolve) => answers.push(resolve));
        now_ -= 1;
        return { payload: Buffer.from('null') };
      },
    };
    const queues = new Queues(slow, [{ ...source, batchSize: 1, maximumConcurrency: 2 }], [orders]);
    send(queues, 'a', 'b', 'c', 'd', 'e');
    for (let turn = 0; turn < 10; turn++) {
      await settled();
      answers.shift()?.();
    }
    expect([most, queues.find('orders')?.counts(world.now)]).toEqual([2, { visible: 0, hidden: 0 }]);
  });

  test('only what a filter lets through is handed over; the rest is deleted', async () => {
    const queues = new Queues(world.ports, [{ ...source, filters: [{ body: { kind: ['order'] } }] }], [orders]);
    send(queues, '{"kind":"order","n":1}', '{"kind":"other"}', 'order', '{"kind":"order","n":2}');
    await pass(0);
    expect(batches().flat()).toEqual(['{"kind":"order","n":1}', '{"kind":"order","n":2}']);
    expect(queues.find('orders')?.counts(world.now)).toEqual({ visible: 0, hidden: 0 });
  });

  test('a FIFO queue keeps the order of each group, and knows what it was sent', async () => {
    const fifo = queueCarrier('orders', { isFifo: true, deduplicatesByContent: true });
    const queues = new Queues(world.ports, [{ ...source, batchSize: 1 }], [fifo]);
    world.result = () => (world.runs.length === 1 ? failure : { payload: Buffer.from('null') });
    const message = (body: string, groupId: string) => ({ body, groupId });
    const sent = queues.send('orders', [message('a1', 'a'), message('a2', 'a'), message('b1', 'b'), message('a1', 'a')]) ?? [];
    expect(sent[3]?.id).toBe(sent[0]?.id);
    await pass(0);
    expect(batches().flat()).toEqual(['a1', 'b1']);
    await pass(3000);
    expect(batches().flat()).toEqual(['a1', 'b1', 'a1', 'a2']);
    expect(world.runs[0]?.[1].Records[0].attributes).toMatchObject({
      MessageGroupId: 'a',
      SequenceNumber: expect.stringMatching(/^\d{20}$/),
    });
    await pass(300_000);
    queues.send('orders', [message('a1', 'a')]);
    await pass(0);
    expect(batches().flat().at(-1)).toBe('a1');
  });

  test('an edit of a queue’s settings leaves what is in it', async () => {
    const queues = new Queues(world.ports, [{ ...source, windowMs: 5000, batchSize: 100 }], [orders]);
    send(queues, 'a');
    queues.replace([{ ...source, functionName: 'g' }], [queueCarrier('orders', { visibilitySeconds: 1 })]);
    await pass(0);
    expect(world.runs.map(([name]) => name)).toEqual(['g']);
    queues.replace([], []);
    expect([queues.names, queues.send('orders', [{ body: 'b' }])]).toEqual([[], undefined]);
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
