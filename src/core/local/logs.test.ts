import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Answer, startTestCloud, type TestCloud } from './testing.ts';

let aws: TestCloud;

beforeEach(async () => {
  aws = await startTestCloud();
});
afterEach(() => aws[Symbol.asyncDispose]());

function refused(answer: Answer, code: string, text: RegExp): void {
  expect([answer.status, answer.json.__type], answer.text).toEqual([400, code]);
  expect(answer.json.message).toMatch(text);
}

/** A group `g` with a stream `s` that holds the messages, one a millisecond from 1000 on. */
async function fill(...messages: readonly string[]): Promise<void> {
  await aws.logs('CreateLogGroup', { logGroupName: 'g' });
  await aws.logs('CreateLogStream', { logGroupName: 'g', logStreamName: 's' });
  const logEvents = messages.map((message, index) => ({ timestamp: 1000 + index, message }));
  expect((await aws.logs('PutLogEvents', { logGroupName: 'g', logStreamName: 's', logEvents })).status).toBe(200);
}

async function filter(query: Readonly<Record<string, unknown>>): Promise<readonly string[]> {
  const answer = await aws.logs('FilterLogEvents', { logGroupName: 'g', ...query });
  expect(answer.status, answer.text).toBe(200);
  return answer.json.events.map((event: { message: string }) => event.message);
}

test('a function writes to its group, and everyone hears the same ids', async () => {
  refused(
    await aws.logs('FilterLogEvents', { logGroupName: '/aws/lambda/f' }),
    'ResourceNotFoundException',
    /^The specified log group does not exist\.$/,
  );
  await aws.deploy('f');
  await aws.call('POST', '/2015-03-31/functions/f/invocations', '{"a":1}');
  const answer = await aws.logs('FilterLogEvents', { logGroupName: '/aws/lambda/f' });
  expect(answer.headers['content-type']).toBe('application/x-amz-json-1.1');
  expect(answer.json.events).toMatchObject([
    { message: expect.stringMatching(/^START/) },
    { message: 'got {"a":1}\n', logStreamName: '2026/01/01/[$LATEST]abc' },
  ]);
  const ids = answer.json.events.map((event: { eventId: string }) => event.eventId);
  expect(ids.every((id: string) => /^\d{56}$/.test(id))).toBe(true);
  expect(aws.logged.map((event) => event.id)).toEqual(ids);
  expect(aws.logged[0]?.source).toEqual({ target: 'local-cloud', functionName: 'f' });
  const identifier = 'arn:aws:logs:us-east-1:000000000000:log-group:/aws/lambda/f';
  expect((await aws.logs('FilterLogEvents', { logGroupIdentifier: identifier })).json.events).toHaveLength(2);
});

test('a custom group is written to', async () => {
  await aws.deploy('f', { LoggingConfig: { LogGroup: '/custom' } });
  await aws.call('POST', '/2015-03-31/functions/f/invocations', '{}');
  expect((await aws.logs('DescribeLogGroups', {})).json.logGroups).toMatchObject([{ logGroupName: '/custom' }]);
});

describe('FilterLogEvents', () => {
  test('pages to the end', async () => {
    await fill('a', 'b', 'c', 'd', 'e');
    const seen: string[] = [];
    let nextToken: string | undefined;
    do {
      const { json } = await aws.logs('FilterLogEvents', { logGroupName: 'g', limit: 2, nextToken });
      seen.push(...json.events.map((event: { message: string }) => event.message));
      nextToken = json.nextToken;
    } while (nextToken !== undefined);
    expect(seen).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  test('takes times, streams and prefixes', async () => {
    await fill('a', 'b', 'c');
    expect(await filter({ startTime: 1001 })).toEqual(['b', 'c']);
    expect(await filter({ startTime: 1001, endTime: 1001 })).toEqual(['b']);
    expect(await filter({ logStreamNames: ['s'] })).toEqual(['a', 'b', 'c']);
    expect(await filter({ logStreamNames: ['t'] })).toEqual([]);
    expect(await filter({ logStreamNamePrefix: 'x' })).toEqual([]);
  });

  test('sorts late events in', async () => {
    await fill('b', 'c');
    await aws.logs('PutLogEvents', { logGroupName: 'g', logStreamName: 's', logEvents: [{ timestamp: 1, message: 'a' }] });
    expect(await filter({})).toEqual(['a', 'b', 'c']);
  });

  test('pages hold a megabyte', async () => {
    await fill('a'.repeat(600_000), 'b'.repeat(600_000));
    const first = (await aws.logs('FilterLogEvents', { logGroupName: 'g' })).json;
    expect([first.events.length, typeof first.nextToken]).toEqual([1, 'string']);
  });

  const lines = [
    'plain ERROR one',
    'WARN two',
    '{"level":"error","code":500,"user":{"id":"u-1"}}',
    '{"level":"info","code":200,"ok":true}',
  ];
  test.each<[string, readonly number[]]>([
    ['', [0, 1, 2, 3]],
    ['ERROR', [0]],
    ['"ERROR one"', [0]],
    ['ERROR two', []],
    ['?ERROR ?WARN', [0, 1]],
    ['-ERROR -level', [1]],
    ['{ $.level = "error" }', [2]],
    ['{ $.level = err* }', [2]],
    ['{ $.level != "error" }', [3]],
    ['{ $.code >= 300 }', [2]],
    ['{ $.code < 300 || $.user.id = "u-1" }', [2, 3]],
    ['{ ($.code = 200 || $.code = 500) && $.user.id NOT EXISTS }', [3]],
    ['{ $.ok IS TRUE }', [3]],
  ])('matches %s', async (filterPattern, expected) => {
    await fill(...lines);
    expect(await filter({ filterPattern })).toEqual(expected.map((index) => lines[index]));
  });

  test.each([
    [{ filterPattern: '{ $.a = }' }, /Invalid filter pattern/],
    [{ filterPattern: '{ broken' }, /Invalid filter pattern/],
    [{ filterPattern: `{ ${'('.repeat(500)} }` }, /Invalid filter pattern/],
    [{ filterPattern: '[a, b]' }, /no columns/],
    [{ filterPattern: '"open' }, /Invalid filter pattern/],
    [{ nextToken: 'x' }, /^The specified nextToken is invalid\.$/],
    [{ limit: 10_001 }, /less than or equal to 10000/],
    [{ logGroupIdentifier: 'g' }, /Only one of/],
    [{ logStreamNames: ['s'], logStreamNamePrefix: 's' }, /Only one of/],
  ])('refuses %j', async (query, text) => {
    await fill('a');
    refused(await aws.logs('FilterLogEvents', { logGroupName: 'g', ...query }), 'InvalidParameterException', text);
  });
});

describe('GetLogEvents', () => {
  const get = async (query: Readonly<Record<string, unknown>>) => {
    const { json } = await aws.logs('GetLogEvents', { logGroupName: 'g', logStreamName: 's', ...query });
    return { ...json, messages: json.events.map((event: { message: string }) => event.message) };
  };

  test('goes forwards until the token comes back', async () => {
    await fill('a', 'b', 'c');
    const first = await get({ startFromHead: true, limit: 2 });
    const second = await get({ nextToken: first.nextForwardToken, limit: 2 });
    const third = await get({ nextToken: second.nextForwardToken, limit: 2 });
    expect([first.messages, second.messages, third.messages]).toEqual([['a', 'b'], ['c'], []]);
    expect(third.nextForwardToken).toBe(second.nextForwardToken);
    expect((await get({ nextToken: second.nextBackwardToken })).messages).toEqual(['a', 'b']);
  });

  test('begins at the end by default; the end time is exclusive', async () => {
    await fill('a', 'b', 'c');
    expect((await get({ limit: 2 })).messages).toEqual(['b', 'c']);
    expect((await get({ startTime: 1001, endTime: 1002 })).messages).toEqual(['b']);
    expect(JSON.stringify((await get({})).events)).not.toContain('eventId');
  });

  test('needs a stream that is there, and its own tokens', async () => {
    await fill('a');
    refused(await aws.logs('GetLogEvents', { logGroupName: 'g', logStreamName: 't' }), 'ResourceNotFoundException', /log stream/);
    refused(
      await aws.logs('GetLogEvents', { logGroupName: 'g', logStreamName: 's', nextToken: 'f/1/s' }),
      'InvalidParameterException',
      /nextToken/,
    );
  });
});

describe('groups and streams', () => {
  test('are listed in pages', async () => {
    for (const name of ['/b', '/a/2', '/a/1']) await aws.logs('CreateLogGroup', { logGroupName: name });
    const first = (await aws.logs('DescribeLogGroups', { limit: 2 })).json;
    expect(first.logGroups).toMatchObject([
      {
        logGroupName: '/a/1',
        arn: 'arn:aws:logs:us-east-1:000000000000:log-group:/a/1:*',
        logGroupArn: 'arn:aws:logs:us-east-1:000000000000:log-group:/a/1',
      },
      { logGroupName: '/a/2' },
    ]);
    expect((await aws.logs('DescribeLogGroups', { limit: 2, nextToken: first.nextToken })).json.logGroups).toMatchObject([
      { logGroupName: '/b' },
    ]);
    expect((await aws.logs('DescribeLogGroups', { logGroupNamePrefix: '/a' })).json.logGroups).toHaveLength(2);
    expect((await aws.logs('DescribeLogGroups', { logGroupNamePattern: 'b' })).json.logGroups).toHaveLength(1);
    refused(await aws.logs('DescribeLogGroups', { limit: 51 }), 'InvalidParameterException', /50/);
  });

  test('streams tell of their events, in either order', async () => {
    await fill('a', 'b');
    await aws.logs('CreateLogStream', { logGroupName: 'g', logStreamName: 'z' });
    const names = async (query: object): Promise<readonly string[]> =>
      (await aws.logs('DescribeLogStreams', { logGroupName: 'g', ...query })).json.logStreams.map(
        (stream: { logStreamName: string }) => stream.logStreamName,
      );
    expect(await names({})).toEqual(['s', 'z']);
    expect(await names({ orderBy: 'LastEventTime', descending: true })).toEqual(['s', 'z']);
    expect(await names({ logStreamNamePrefix: 'z' })).toEqual(['z']);
    expect((await aws.logs('DescribeLogStreams', { logGroupName: 'g' })).json.logStreams[0]).toMatchObject({
      firstEventTimestamp: 1000,
      lastEventTimestamp: 1001,
    });
    refused(
      await aws.logs('DescribeLogStreams', { logGroupName: 'g', orderBy: 'LastEventTime', logStreamNamePrefix: 'z' }),
      'InvalidParameterException',
      /order by/,
    );
  });

  test('retention is set, shown and taken away', async () => {
    await fill('a');
    expect((await aws.logs('PutRetentionPolicy', { logGroupName: 'g', retentionInDays: 7 })).status).toBe(200);
    expect((await aws.logs('DescribeLogGroups', {})).json.logGroups[0].retentionInDays).toBe(7);
    refused(
      await aws.logs('PutRetentionPolicy', { logGroupName: 'g', retentionInDays: 8 }),
      'InvalidParameterException',
      /retentionInDays/,
    );
    await aws.logs('DeleteRetentionPolicy', { logGroupName: 'g' });
    expect((await aws.logs('DescribeLogGroups', {})).json.logGroups[0].retentionInDays).toBeUndefined();
  });

  test('are made once, and deleted', async () => {
    await fill('a');
    refused(await aws.logs('CreateLogGroup', { logGroupName: 'g' }), 'ResourceAlreadyExistsException', /already exists/);
    refused(
      await aws.logs('CreateLogStream', { logGroupName: 'g', logStreamName: 's' }),
      'ResourceAlreadyExistsException',
      /already exists/,
    );
    const backwards = [
      { timestamp: 2, message: 'a' },
      { timestamp: 1, message: 'b' },
    ];
    refused(
      await aws.logs('PutLogEvents', { logGroupName: 'g', logStreamName: 's', logEvents: backwards }),
      'InvalidParameterException',
      /chronological/,
    );
    await aws.logs('DeleteLogGroup', { logGroupName: 'g' });
    refused(await aws.logs('DeleteLogGroup', { logGroupName: 'g' }), 'ResourceNotFoundException', /does not exist/);
  });
});

test('an operation that is not there is refused in the shape of the service', async () => {
  refused(await aws.logs('StartLiveTail', {}), 'UnknownOperationException', /Logs_20140328\.StartLiveTail/);
  refused(await aws.logs('constructor', {}), 'UnknownOperationException', /constructor/);
});
