import { Buffer } from 'node:buffer';
import { beforeEach, describe, expect, test } from 'vitest';
import { WorkbenchError } from '../errors.ts';
import type { StreamCarrier, TableCarrier } from '../project/messaging/model.ts';
import { itemOf } from './attributeValue.ts';
import { putData } from './kinesisRoutes.ts';
import type { StreamSource } from './model.ts';
import type { Stream } from './stream.ts';
import { Streams } from './streams.ts';
import { type Item, Tables } from './tables.ts';
import { type Event, failedWith, failure, settled, TestWorld } from './testing.ts';

const clicks: StreamCarrier = { kind: 'stream', id: 'Clicks', name: 'clicks', shards: 1 };
const source: StreamSource = {
  ...{ kind: 'stream', stream: 'clicks', functionName: 'f', batchSize: 100, windowMs: 0, reportsFailures: false },
  ...{ filters: [], fromStart: true, bisects: false, parallelization: 1 },
};

let world = new TestWorld();
let delivered: [target: string, message: Event][] = [];
beforeEach(() => {
  [world, delivered] = [new TestWorld(), []];
});

function open(sources: readonly StreamSource[] = [source], carriers: readonly (StreamCarrier | TableCarrier)[] = [clicks]): Streams {
  const deliver = (target: string, message: string) => {
    delivered.push([target, JSON.parse(message)]);
    return target === 'failed';
  };
  return new Streams({ ...world.ports, deliver }, sources, carriers);
}

/** `key:data` each. */
function put(streams: Streams, ...records: string[]) {
  const stream = streams.find('stream', 'clicks') as Stream;
  return records.map((record) => putData(streams, stream, Buffer.from(record.split(':')[1] ?? ''), record.split(':')[0] ?? ''));
}

const dataOf = (event: Event): string[] => event.Records.map((record: Event) => Buffer.from(record.kinesis.data, 'base64').toString());
const batches = () => world.runs.map(([, event]) => dataOf(event));

test('a record of Kinesis is handed over as AWS has it', async () => {
  world.now = 1500;
  const streams = open();
  const [record] = put(streams, 'k:hello');
  await world.pass(0);
  expect(world.runs).toEqual([
    [
      'f',
      {
        Records: [
          {
            kinesis: {
              kinesisSchemaVersion: '1.0',
              partitionKey: 'k',
              sequenceNumber: record?.sequenceNumber,
              data: Buffer.from('hello').toString('base64'),
              approximateArrivalTimestamp: 1.5,
            },
            eventSource: 'aws:kinesis',
            eventVersion: '1.0',
            eventID: `shardId-000000000000:${record?.sequenceNumber}`,
            eventName: 'aws:kinesis:record',
            invokeIdentityArn: 'arn:aws:iam::000000000000:role/lambda-workbench-local',
            awsRegion: 'us-east-1',
            eventSourceARN: 'arn:aws:kinesis:us-east-1:000000000000:stream/clicks',
          },
        ],
      },
      'stream clicks',
    ],
  ]);
  expect(record?.sequenceNumber).toMatch(/^\d{56}$/);
});

test('sequence numbers grow, batches have their size and window, and the next waits for the one before it', async () => {
  const streams = open([{ ...source, batchSize: 2, windowMs: 1000 }]);
  const records = put(streams, 'a:1', 'a:2', 'a:3');
  const numbers = records.map(({ sequenceNumber }) => sequenceNumber);
  expect([...numbers].sort()).toEqual(numbers);
  await world.pass(0);
  expect(batches()).toEqual([['1', '2']]);
  await world.pass(1000);
  expect(batches()).toEqual([['1', '2'], ['3']]);
});

test('a key stays in its shard, and shards don’t wait for each other', async () => {
  const streams = open([source], [{ ...clicks, shards: 4 }]);
  const keys = Array.from({ length: 20 }, (_, index) => `k${index}`);
  const first = put(streams, ...keys.map((key) => `${key}:1`)).map(({ shardId }) => shardId);
  expect(put(streams, ...keys.map((key) => `${key}:2`)).map(({ shardId }) => shardId)).toEqual(first);
  expect(new Set(first).size).toBe(4);
  await world.pass(0);
  expect(world.runs.map(([, event]) => new Set(event.Records.map((record: Event) => record.eventID.split(':')[0])).size)).toEqual([
    1, 1, 1, 1,
  ]);
});

test('with a parallelization factor keys of one shard are worked on at the same time, each in its order', async () => {
  const answers: (() => void)[] = [];
  world.result = async () => {
    await new Promise<void>((resolve) => answers.push(resolve));
    return { payload: Buffer.from('null') };
  };
  const streams = open([{ ...source, parallelization: 10, batchSize: 1 }]);
  put(streams, 'a:a1', 'a:a2', 'b:b1');
  await world.pass(0);
  expect(batches().flat().sort()).toEqual(['a1', 'b1']);
  for (const answer of answers.splice(0)) answer();
  await settled();
  expect(batches().flat().at(-1)).toBe('a2');
});

describe('a batch that fails', () => {
  const failsFor = (datum: string) => (_name: string, event: Event) =>
    dataOf(event).includes(datum) ? failure : { payload: Buffer.from('null') };

  test('holds up the rest, and is tried until it succeeds', async () => {
    const streams = open([{ ...source, batchSize: 2 }]);
    world.result = () => (world.runs.length < 3 ? failure : { payload: Buffer.from('null') });
    put(streams, 'a:1', 'a:2', 'a:3');
    await world.pass(10_000);
    expect(batches()).toEqual([['1', '2'], ['1', '2'], ['1', '2'], ['3']]);
    expect(world.warnings[0]).toMatch(/^2 records of clicks from \d+ on failed in f: tried again in 0\.5 s; what comes after waits\.$/);
  });

  test('is given up after its attempts, and told to the destination', async () => {
    const streams = open([{ ...source, maximumRetryAttempts: 1, onFailure: 'failed' }]);
    world.result = failsFor('1');
    const [first, second] = put(streams, 'a:1', 'a:2');
    await world.pass(0);
    put(streams, 'a:3');
    await world.pass(10_000);
    expect(batches()).toEqual([['1', '2'], ['1', '2'], ['3']]);
    expect(delivered).toEqual([
      [
        'failed',
        expect.objectContaining({
          requestContext: {
            requestId: 'r-1',
            functionArn: 'arn:aws:lambda:us-east-1:000000000000:function:f',
            condition: 'RetryAttemptsExhausted',
            approximateInvokeCount: 2,
          },
          responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
          KinesisBatchInfo: {
            shardId: 'shardId-000000000000',
            startSequenceNumber: first?.sequenceNumber,
            endSequenceNumber: second?.sequenceNumber,
            approximateArrivalOfFirstRecord: '1970-01-01T00:00:00.000Z',
            approximateArrivalOfLastRecord: '1970-01-01T00:00:00.000Z',
            batchSize: 2,
            streamArn: 'arn:aws:kinesis:us-east-1:000000000000:stream/clicks',
          },
        }),
      ],
    ]);
    expect(world.warnings.at(-1)).toMatch(/^2 records of clicks from \d+ on given up by f: failed 2 times; told to failed\.$/);
  });

  test('is tried again in halves, which costs no attempts', async () => {
    const streams = open([{ ...source, bisects: true, maximumRetryAttempts: 0 }]);
    world.result = failsFor('3');
    put(streams, 'a:1', 'a:2', 'a:3', 'a:4');
    await world.pass(60_000);
    expect(batches()).toEqual([['1', '2', '3', '4'], ['1', '2'], ['3', '4'], ['3'], ['4']]);
    expect(world.warnings.at(-1)).toContain('given up by f: failed 1 times, and the mapping has no on-failure destination.');
  });

  test('goes on from the first record that the function names', async () => {
    const streams = open([{ ...source, reportsFailures: true }]);
    const records = put(streams, 'a:1', 'a:2', 'a:3');
    const answers = [failedWith(records[1]?.sequenceNumber ?? ''), failedWith(records[2]?.sequenceNumber ?? ''), failedWith()];
    world.result = () => answers.shift() ?? failedWith();
    await world.pass(60_000);
    expect(batches()).toEqual([['1', '2', '3'], ['2', '3'], ['3']]);
  });

  test('is given up once it is too old', async () => {
    const streams = open([{ ...source, maximumRecordAgeMs: 60_000, onFailure: 'elsewhere' }]);
    world.result = () => failure;
    put(streams, 'a:1');
    await world.pass(120_000);
    expect(delivered).toMatchObject([['elsewhere', { requestContext: { condition: 'RecordAgeExceeded' } }]]);
    expect(world.warnings.at(-1)).toContain('too old; AWS would tell elsewhere, which isn’t here: {');
    const before = world.runs.length;
    await world.pass(120_000);
    expect(world.runs).toHaveLength(before);
  });

  test('of a function that can’t be run waits without losing attempts', async () => {
    const streams = open([{ ...source, maximumRetryAttempts: 0 }]);
    world.result = () => {
      if (world.runs.length < 4) throw new WorkbenchError('build-failed', 'f can’t be built.', 'Mend it.');
      return { payload: Buffer.from('null') };
    };
    put(streams, 'a:1');
    await world.pass(60_000);
    expect(batches()).toHaveLength(4);
    expect(world.warnings[0]).toBe('f could not be run for clicks: f can’t be built. Mend it.');
  });

  test('is forgotten once it is stopped', async () => {
    const streams = open();
    world.result = () => failure;
    put(streams, 'a:1');
    await world.pass(0);
    streams.stop();
    await world.pass(60_000);
    expect([world.runs.length, world.isIdle]).toEqual([1, true]);
  });
});

test('filters see the data, and what they keep back is passed over', async () => {
  const streams = open([{ ...source, filters: [{ data: { n: [{ numeric: ['>', 1] }] } }] }]);
  const stream = streams.find('stream', 'Clicks') as Stream;
  for (const n of [1, 2, 3]) putData(streams, stream, Buffer.from(JSON.stringify({ n })), 'k');
  putData(streams, stream, Buffer.from('no JSON'), 'k');
  await world.pass(0);
  expect(batches()).toEqual([['{"n":2}', '{"n":3}']]);
});

test('a mapping that comes later begins where it says, and one that is edited goes on', async () => {
  const streams = open([{ ...source, windowMs: 10_000 }]);
  put(streams, 'a:1');
  const others = [
    { ...source, functionName: 'all' },
    { ...source, functionName: 'new', fromStart: false },
  ];
  streams.replace([{ ...source, batchSize: 1 }, ...others], [clicks]);
  put(streams, 'a:2');
  await world.pass(0);
  const given = (name: string) => world.runs.flatMap(([to, event]) => (to === name ? dataOf(event) : []));
  expect([given('f'), given('all'), given('new')]).toEqual([['1', '2'], ['1', '2'], ['2']]);
});

describe('tables', () => {
  const table = (view: TableCarrier['view']): TableCarrier => ({ kind: 'table', id: 'T', name: 'users', keys: ['id'], view });
  const item = (name: string): Item => itemOf({ id: '1', name });
  const changes = async (view: TableCarrier['view']) => {
    world = new TestWorld();
    const streams = open([{ ...source, stream: 'users' }], [table(view)]);
    const tables = new Tables(streams);
    const users = tables.find('users') as Stream;
    tables.put(users, item('Ada'));
    tables.put(users, item('Ada'));
    tables.put(users, item('Eve'));
    expect(tables.get(users, itemOf({ id: '1' }))).toEqual(item('Eve'));
    expect([tables.delete(users, itemOf({ id: '1' })), tables.delete(users, itemOf({ id: '2' }))]).toEqual([item('Eve'), undefined]);
    await world.pass(0);
    return world.runs.flatMap(([, event]) => event.Records);
  };

  test('tell of each change what their view has', async () => {
    const keys = itemOf({ id: '1' });
    const shown = async (view: TableCarrier['view']) =>
      (await changes(view)).map(({ eventName, dynamodb: { Keys, NewImage, OldImage, StreamViewType } }: Event) => {
        expect([Keys, StreamViewType]).toEqual([keys, view]);
        return [eventName, NewImage?.name.S, OldImage?.name.S];
      });
    const none = undefined;
    expect(await shown('NEW_AND_OLD_IMAGES')).toEqual([
      ['INSERT', 'Ada', none],
      ['MODIFY', 'Eve', 'Ada'],
      ['REMOVE', none, 'Eve'],
    ]);
    expect(await shown('NEW_IMAGE')).toEqual([
      ['INSERT', 'Ada', none],
      ['MODIFY', 'Eve', none],
      ['REMOVE', none, none],
    ]);
    expect(await shown('OLD_IMAGE')).toEqual([
      ['INSERT', none, none],
      ['MODIFY', none, 'Ada'],
      ['REMOVE', none, 'Eve'],
    ]);
    expect(await shown('KEYS_ONLY')).toEqual([
      ['INSERT', none, none],
      ['MODIFY', none, none],
      ['REMOVE', none, none],
    ]);
  });

  test('have records as AWS has them', async () => {
    const [record] = await changes('KEYS_ONLY');
    expect(record).toEqual({
      eventID: expect.stringMatching(/^[\da-f]{32}$/),
      eventName: 'INSERT',
      eventVersion: '1.1',
      eventSource: 'aws:dynamodb',
      awsRegion: 'us-east-1',
      dynamodb: {
        ApproximateCreationDateTime: 0,
        Keys: { id: { S: '1' } },
        SequenceNumber: expect.stringMatching(/^\d{25}$/),
        SizeBytes: expect.any(Number),
        StreamViewType: 'KEYS_ONLY',
      },
      eventSourceARN: expect.stringMatching(/^arn:aws:dynamodb:us-east-1:000000000000:table\/users\/stream\//),
    });
  });
});

test.each([
  [
    { id: 'a', n: 1, on: true, no: null, list: [1, 'b'], in: { x: 'y' } },
    {
      id: { S: 'a' },
      n: { N: '1' },
      on: { BOOL: true },
      no: { NULL: true },
      list: { L: [{ N: '1' }, { S: 'b' }] },
      in: { M: { x: { S: 'y' } } },
    },
  ],
  [
    { id: { S: 'a' }, n: { N: '1' } },
    { id: { S: 'a' }, n: { N: '1' } },
  ],
  [
    { id: 'a', at: { S: 'x' } },
    { id: { S: 'a' }, at: { M: { S: { S: 'x' } } } },
  ],
])('%j is the item %j', (value, expected) => {
  expect(itemOf(value)).toEqual(expected);
});

describe('tumbling windows', () => {
  const tumbling: StreamSource = { ...source, tumblingMs: 10_000, batchSize: 2, maximumRetryAttempts: 1 };
  /** Counts the records of a window. */
  const count = (_: string, { state, Records }: Event) => ({
    payload: Buffer.from(JSON.stringify({ state: { n: (state.n ?? 0) + Records.length } })),
  });
  const told = () => world.runs.map(([, event]) => [dataOf(event).join(), event.state.n ?? 0, event.isFinalInvokeForWindow]);

  test('hand a state from batch to batch, and end once', async () => {
    world.result = count;
    world.now = 12_000;
    const streams = open([tumbling]);
    put(streams, 'k:a', 'k:b', 'k:c');
    await world.pass(8000);
    put(streams, 'k:d');
    await world.pass(20_000);
    expect(told()).toEqual([
      ['a,b', 0, false],
      ['c', 2, false],
      ['', 3, true],
      ['d', 0, false],
      ['', 1, true],
    ]);
    const { Records, ...first } = world.runs[0]?.[1] ?? {};
    expect(first).toEqual({
      window: { start: '1970-01-01T00:00:10Z', end: '1970-01-01T00:00:20Z' },
      state: {},
      shardId: 'shardId-000000000000',
      eventSourceARN: Records[0].eventSourceARN,
      isFinalInvokeForWindow: false,
      isWindowTerminatedEarly: false,
    });
    expect(world.isIdle).toBe(true);
  });

  test('end where a timer is ahead of the clock', async () => {
    world.result = count;
    world.earlyMs = 1;
    put(open([tumbling]), 'k:a');
    await world.pass(10_000);
    expect(told()).toEqual([
      ['a', 0, false],
      ['', 1, true],
    ]);
  });

  test('keep the records of two apart, and the state where a batch fails', async () => {
    const results = [failure, undefined, failure, failure];
    world.result = (name, event) => results.shift() ?? count(name, event);
    const streams = open([{ ...tumbling, windowMs: 3000 }]);
    world.now = 9000;
    put(streams, 'k:a');
    await world.pass(1500);
    put(streams, 'k:b');
    await world.pass(30_000);
    expect(told()).toEqual([
      ['a', 0, false],
      ['a', 0, false],
      ['', 1, true],
      ['', 1, true],
      ['b', 0, false],
      ['', 1, true],
    ]);
    expect(world.warnings.at(-1)).toBe('The end of a window of clicks is given up by f: failed 2 times.');
  });
  test('go on with another state where one is larger than 1 MB', async () => {
    world.result = (_, { state, Records, isWindowTerminatedEarly }: Event) => {
      const records = Records.length === 0 ? [] : [dataOf({ Records }).join()];
      const large = records.includes('b') && !isWindowTerminatedEarly ? 'x'.repeat(1_048_576) : '';
      return { payload: Buffer.from(JSON.stringify({ state: { n: (state.n ?? 0) + Records.length, large } })) };
    };
    const streams = open([{ ...tumbling, batchSize: 1 }]);
    put(streams, 'k:a', 'k:b', 'k:c');
    await world.pass(10_000);
    expect(world.runs.map(([, event]) => [...ended(event), event.state.n ?? 0, event.window.start])).toEqual([
      ['a', false, false, 0, '1970-01-01T00:00:00Z'],
      ['b', false, false, 1, '1970-01-01T00:00:00Z'],
      ['', false, true, 2, '1970-01-01T00:00:00Z'],
      ['c', false, false, 0, '1970-01-01T00:00:00Z'],
      ['', true, false, 1, '1970-01-01T00:00:00Z'],
    ]);
    expect(world.warnings).toEqual(['The state that f returned for a window of clicks is larger than 1 MB: it is ended early.']);
  });
  const ended = (event: Event) => [dataOf(event).join(), event.isFinalInvokeForWindow, event.isWindowTerminatedEarly];

  test.each(['null', '{}', '"x"', ''])('a batch that is answered with %s, without a state, has failed', async (payload) => {
    world.result = (_, { Records }: Event) => ({ payload: Buffer.from(Records.length > 0 ? payload : 'null') });
    put(open([tumbling]), 'k:a');
    await world.pass(10_000);
    expect(told()).toEqual([
      ['a', 0, false],
      ['a', 0, false],
      ['', 0, true],
    ]);
    expect(world.warnings[0]).toBe('f returned no state for a window of clicks, which counts as a failure: return {"state": …}.');
  });
});
