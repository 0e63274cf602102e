import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clientEnvironment, run } from './aws-cli.fixture.ts';
import { cliMissing, type Running, startCli } from './cli.fixture.ts';

const CLI = process.env['LAMBDA_WORKBENCH_AWS_CLI'] || 'aws';
/** The AWS CLI takes about a second to start, several on a busy machine. */
const SLOW = 300_000;

const template = `
Transform: AWS::Serverless-2016-10-31
Resources:
  F:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: .
      Handler: f.handler
      Runtime: nodejs22.x
      Events:
        Orders: {Type: SQS, Properties: {Queue: !GetAtt Orders.Arn}}
        Clicks: {Type: Kinesis, Properties: {Stream: !GetAtt Clicks.Arn, StartingPosition: TRIM_HORIZON}}
        Users: {Type: DynamoDB, Properties: {Stream: !GetAtt Users.StreamArn, StartingPosition: TRIM_HORIZON}}
        News: {Type: SNS, Properties: {Topic: !Ref News, FilterPolicy: {kind: [order]}}}
        Ordered: {Type: EventBridgeRule, Properties: {Pattern: {source: [shop], detail: {total: [{numeric: ['>', 5]}]}}}}
  News: {Type: AWS::SNS::Topic}
  Orders: {Type: AWS::SQS::Queue, Properties: {VisibilityTimeout: 10, RedrivePolicy: {deadLetterTargetArn: !GetAtt Failed.Arn, maxReceiveCount: 1}}}
  Failed: {Type: AWS::SQS::Queue, Properties: {QueueName: failed-orders}}
  Clicks: {Type: AWS::Kinesis::Stream, Properties: {ShardCount: 2}}
  Users:
    Type: AWS::DynamoDB::Table
    Properties:
      TableName: users
      KeySchema: [{AttributeName: id, KeyType: HASH}]
      StreamSpecification: {StreamViewType: NEW_AND_OLD_IMAGES}
`;
/** Logs what it is given, and fails with messages that ask for it. */
const code = `exports.handler = async (event) => {
  const [record] = event.Records ?? [event];
  const [source, what] = [record.eventSource ?? record.EventSource ?? record.source, record.body ?? record.eventName ?? record.Sns?.Message];
  console.log('given', source, what ?? record['detail-type'], JSON.stringify(record.dynamodb?.NewImage ?? record.kinesis?.data ?? record.Sns?.MessageAttributes ?? record.detail ?? ''));
  if (record.body === 'fail') throw new Error('as asked');
};`;

describe.skipIf(cliMissing() !== undefined)(`sources of serve and the AWS CLI ${cliMissing() ?? ''}`, () => {
  const home = mkdtempSync(join(tmpdir(), 'lambda-workbench-sources-'));
  const folder = join(home, 'project');
  let serving: Running;
  let endpoint = '';
  let isThere = false;

  beforeAll(async () => {
    mkdirSync(folder);
    writeFileSync(join(folder, 'template.yaml'), template);
    writeFileSync(join(folder, 'f.js'), code);
    const known = Object.entries(clientEnvironment).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
    const environment = { ...Object.fromEntries(known), XDG_CACHE_HOME: join(home, 'cache') };
    serving = startCli({ folder, environment, remove: () => {} }, ['serve', '.']);
    endpoint = JSON.parse((await serving.nextLine()) ?? serving.stderr()).endpoint;
    isThere = (await run(CLI, ['--version'])).status === 0;
  });
  afterAll(async () => {
    await serving.interrupt();
    rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  });

  async function aws(...args: readonly string[]) {
    const { status, stdout, stderr } = await run(CLI, [...args, '--endpoint-url', endpoint, '--output', 'json']);
    expect(status, `aws ${args.join(' ')}\n${stderr}\n${serving.stderr()}`).toBe(0);
    return stdout.trim() === '' ? undefined : JSON.parse(stdout);
  }

  /** The next line in which the function says what it was given. */
  async function given(): Promise<string | undefined> {
    for (let line = await serving.nextLine(); line !== undefined; line = await serving.nextLine()) {
      if (line.includes('\tgiven ')) return line.split('\tgiven ')[1];
    }
    return undefined;
  }

  const cases: readonly (readonly [name: string, args: readonly string[], answer: object | undefined, line: RegExp])[] = [
    [
      'kinesis put-record',
      ['kinesis', 'put-record', '--stream-name', 'Clicks', '--partition-key', 'a', '--data', 'aGVsbG8='],
      { ShardId: expect.stringMatching(/^shardId-00000000000[01]$/), SequenceNumber: expect.stringMatching(/^\d{56}$/) },
      /^aws:kinesis aws:kinesis:record "(?:aGVsbG8=|YUdWc2JHOD0=)"$/,
    ],
    [
      'dynamodb put-item',
      ['dynamodb', 'put-item', '--table-name', 'users', '--item', '{"id":{"S":"1"},"name":{"S":"Ada"}}'],
      undefined,
      /^aws:dynamodb INSERT \{"id":\{"S":"1"\},"name":\{"S":"Ada"\}\}$/,
    ],
    [
      'dynamodb delete-item',
      ['dynamodb', 'delete-item', '--table-name', 'users', '--key', '{"id":{"S":"1"}}', '--return-values', 'ALL_OLD'],
      { Attributes: { id: { S: '1' }, name: { S: 'Ada' } } },
      /^aws:dynamodb REMOVE ""$/,
    ],
    [
      'sns publish',
      [
        ...['sns', 'publish', '--topic-arn', 'arn:aws:sns:us-east-1:000000000000:News', '--message', 'a < b'],
        ...['--message-attributes', '{"kind":{"DataType":"String","StringValue":"order"}}'],
      ],
      { MessageId: expect.any(String) },
      /^aws:sns a < b \{"kind":\{"Type":"String","Value":"order"\}\}$/,
    ],
    [
      'events put-events',
      ['events', 'put-events', '--entries', '[{"Source":"shop","DetailType":"Ordered","Detail":"{\\"total\\":6}"}]'],
      { FailedEntryCount: 0, Entries: [{ EventId: expect.any(String) }] },
      /^shop Ordered \{"total":6\}$/,
    ],
    [
      'sqs send-message',
      ['sqs', 'send-message', '--queue-url', 'Orders', '--message-body', 'fail'],
      { MessageId: expect.any(String) },
      /^aws:sqs fail ""$/,
    ],
  ];

  it.for(cases)('%s reaches the function', { timeout: SLOW }, async ([, args, answer, line], ctx) => {
    if (!isThere) ctx.skip(`the AWS CLI can’t be run (${CLI}): install it, or set LAMBDA_WORKBENCH_AWS_CLI`);
    const answered = await aws(...args);
    if (answer === undefined) expect(answered).toBeUndefined();
    else expect(answered).toMatchObject(answer);
    expect(await given()).toMatch(line);
  });

  it(
    'a message that failed is received from the dead-letter queue, and deleted',
    async (ctx) => {
      if (!isThere) ctx.skip(`the AWS CLI can’t be run (${CLI}): install it, or set LAMBDA_WORKBENCH_AWS_CLI`);
      const { QueueUrl } = await aws('sqs', 'get-queue-url', '--queue-name', 'failed-orders');
      await expect.poll(() => serving.stderr(), { timeout: 60_000 }).toContain('sent to the dead-letter queue failed-orders after 1 times');
      const { Messages } = await aws('sqs', 'receive-message', '--queue-url', QueueUrl, '--attribute-names', 'All');
      expect(Messages).toMatchObject([{ Body: 'fail', Attributes: { DeadLetterQueueSourceArn: expect.stringMatching(/:Orders$/) } }]);
      await aws('sqs', 'delete-message', '--queue-url', QueueUrl, '--receipt-handle', Messages[0].ReceiptHandle);
      const { Attributes } = await aws('sqs', 'get-queue-attributes', '--queue-url', QueueUrl, '--attribute-names', 'All');
      expect(Attributes).toMatchObject({ ApproximateNumberOfMessages: '0', ApproximateNumberOfMessagesNotVisible: '0' });
    },
    SLOW,
  );
});
