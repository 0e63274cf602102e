import { Buffer } from 'node:buffer';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Ran, run, type Served, serve, writePackage } from './aws-cli.fixture.ts';

const CLI = process.env['LAMBDA_WORKBENCH_AWS_CLI'] || 'aws';
const ROLE = 'arn:aws:iam::000000000000:role/any';

/** The CLI takes about a second to start, and several on a busy machine: this is 25 of them, not one slow one. */
const SLOW = 300_000;

let served: Served;
let version: string | undefined;

beforeAll(async () => {
  served = await serve();
  const { status, stdout, stderr } = await run(CLI, ['--version']);
  version = status === 0 ? `${stdout}${stderr}`.trim() : undefined;
});
afterAll(() => served.close());

function aws(...args: readonly string[]): Promise<Ran> {
  return run(CLI, [...args, '--endpoint-url', served.endpoint, '--output', 'json']);
}

async function ok(...args: readonly string[]) {
  const { status, stdout, stderr } = await aws(...args);
  expect(status, `aws ${args.join(' ')}\n${stderr}\n${served.errors.join('\n')}`).toBe(0);
  return stdout.trim() === '' ? undefined : JSON.parse(stdout);
}

async function refused(code: string, ...args: readonly string[]): Promise<void> {
  const { status, stderr } = await aws(...args);
  expect(status, stderr).not.toBe(0);
  expect(stderr).toContain(`(${code})`);
}

/** Version 1 takes a payload as it is, version 2 wants to be told. */
async function invoke(name: string, payload: string, ...args: readonly string[]) {
  const raw = version?.startsWith('aws-cli/1') ? [] : ['--cli-binary-format', 'raw-in-base64-out'];
  const out = join(served.folder, `${name}.json`);
  const answer = await ok('lambda', 'invoke', '--function-name', name, '--payload', payload, ...raw, ...args, out);
  return { answer, payload: JSON.parse(await readFile(out, 'utf8')) };
}

const NODE = `exports.handler = async (event, context) => {
  if (event.fail) throw new TypeError('as asked');
  console.log('greeting', event.name);
  return { hello: event.name, stage: process.env.STAGE, memory: context.memoryLimitInMB };
};`;

describe('the AWS CLI', () => {
  test(
    'creates, runs, updates, reads the logs of, and deletes a Node.js function',
    async (ctx) => {
      if (version === undefined) ctx.skip(`the AWS CLI can’t be run (${CLI}): install it, or set LAMBDA_WORKBENCH_AWS_CLI`);
      const zip = await writePackage(join(served.folder, 'node.zip'), { 'index.js': NODE });
      const create = [
        'lambda',
        'create-function',
        '--function-name',
        'hello',
        '--runtime',
        'nodejs22.x',
        '--role',
        ROLE,
        '--handler',
        'index.handler',
      ];
      const created = await ok(...create, '--zip-file', `fileb://${zip}`, '--environment', 'Variables={STAGE=dev}', '--memory-size', '256');
      expect(created).toMatchObject({ FunctionName: 'hello', State: 'Pending', CodeSha256: expect.stringMatching(/^[A-Za-z0-9+/]{43}=$/) });
      await ok('lambda', 'wait', 'function-active-v2', '--function-name', 'hello');

      const first = await invoke('hello', '{"name":"world"}', '--log-type', 'Tail');
      expect(first.payload).toEqual({ hello: 'world', stage: 'dev', memory: '256' });
      expect(first.answer).toMatchObject({ StatusCode: 200, ExecutedVersion: '$LATEST' });
      expect(first.answer.FunctionError).toBeUndefined();
      const tail = Buffer.from(first.answer.LogResult, 'base64').toString();
      expect(tail).toMatch(
        /START RequestId: .*\n[\s\S]*\tINFO\tgreeting world\n[\s\S]*END RequestId: .*\nREPORT RequestId: .*Memory Size: 256 MB/,
      );

      const failed = await invoke('hello', '{"fail":true}');
      expect(failed.answer).toMatchObject({ StatusCode: 200, FunctionError: 'Unhandled' });
      expect(failed.payload).toMatchObject({ errorType: 'TypeError', errorMessage: 'as asked' });

      const next = await writePackage(join(served.folder, 'next.zip'), { 'index.js': "exports.handler = async () => 'second';" });
      const updated = await ok('lambda', 'update-function-code', '--function-name', 'hello', '--zip-file', `fileb://${next}`);
      expect(updated).toMatchObject({ LastUpdateStatus: 'InProgress' });
      expect(updated.CodeSha256).not.toBe(created.CodeSha256);
      await ok('lambda', 'wait', 'function-updated-v2', '--function-name', 'hello');
      expect((await invoke('hello', '{}')).payload).toBe('second');

      const configured = await ok(
        'lambda',
        'update-function-configuration',
        '--function-name',
        'hello',
        '--timeout',
        '9',
        '--description',
        'a b',
      );
      expect(configured).toMatchObject({ Timeout: 9, Description: 'a b', MemorySize: 256 });
      const got = await ok('lambda', 'get-function', '--function-name', created.FunctionArn);
      expect(got).toMatchObject({ Configuration: { Timeout: 9, State: 'Active' }, Code: { RepositoryType: 'S3' } });
      const downloaded = await fetch(got.Code.Location);
      expect(Buffer.from(await downloaded.arrayBuffer()).equals(await readFile(next))).toBe(true);
      expect((await ok('lambda', 'list-functions')).Functions).toMatchObject([{ FunctionName: 'hello' }]);

      const logGroupName = '/aws/lambda/hello';
      expect((await ok('logs', 'describe-log-groups', '--log-group-name-prefix', '/aws/lambda/')).logGroups).toMatchObject([
        { logGroupName },
      ]);
      const { logStreams } = await ok('logs', 'describe-log-streams', '--log-group-name', logGroupName);
      expect(logStreams[0].logStreamName).toMatch(/^\d{4}\/\d\d\/\d\d\/\[\$LATEST\][0-9a-f]{32}$/);
      const filtered = await ok('logs', 'filter-log-events', '--log-group-name', logGroupName, '--filter-pattern', 'greeting');
      expect(filtered.events).toMatchObject([
        { message: expect.stringContaining('greeting world'), eventId: expect.stringMatching(/^\d{56}$/) },
      ]);
      const stream = filtered.events[0].logStreamName;
      const read = await ok('logs', 'get-log-events', '--log-group-name', logGroupName, '--log-stream-name', stream, '--start-from-head');
      expect(read.events.map((event: { message: string }) => event.message).join('')).toContain('greeting world');
      await ok('logs', 'put-retention-policy', '--log-group-name', logGroupName, '--retention-in-days', '7');
      if (!version?.startsWith('aws-cli/1')) {
        const tailed = await aws('logs', 'tail', logGroupName, '--since', '1h');
        expect(tailed.stdout, tailed.stderr).toContain('greeting world');
      }

      await ok('lambda', 'delete-function', '--function-name', 'hello');
      await refused('ResourceNotFoundException', 'lambda', 'get-function', '--function-name', 'hello');
      expect(served.errors).toEqual([]);
    },
    SLOW,
  );

  test('creates and runs a Python function', async (ctx) => {
    if (version === undefined) ctx.skip(`the AWS CLI can’t be run (${CLI}): install it, or set LAMBDA_WORKBENCH_AWS_CLI`);
    const source =
      'import logging\n\ndef handler(event, context):\n    logging.getLogger().warning("seen %s", event["n"])\n    return {"twice": event["n"] * 2}\n';
    const zip = await writePackage(join(served.folder, 'python.zip'), { 'app.py': source });
    const create = [
      'lambda',
      'create-function',
      '--function-name',
      'snake',
      '--runtime',
      'python3.13',
      '--role',
      ROLE,
      '--handler',
      'app.handler',
    ];
    await ok(...create, '--zip-file', `fileb://${zip}`);
    await ok('lambda', 'wait', 'function-active-v2', '--function-name', 'snake');
    expect((await invoke('snake', '{"n":21}')).payload).toEqual({ twice: 42 });
    const { events } = await ok('logs', 'filter-log-events', '--log-group-name', '/aws/lambda/snake', '--filter-pattern', 'seen');
    expect(events).toMatchObject([{ message: expect.stringMatching(/^\[WARNING\]\t.*\tseen 21\n$/) }]);
  });

  test('hears the errors it knows', async (ctx) => {
    if (version === undefined) ctx.skip(`the AWS CLI can’t be run (${CLI}): install it, or set LAMBDA_WORKBENCH_AWS_CLI`);
    const zip = await writePackage(join(served.folder, 'wrong.zip'), { 'index.js': NODE });
    const create = ['lambda', 'create-function', '--role', ROLE, '--handler', 'index.handler', '--zip-file', `fileb://${zip}`];
    await refused('InvalidParameterValueException', ...create, '--function-name', 'old', '--runtime', 'nodejs14.x');
    await refused('ValidationException', ...create, '--function-name', 'a b', '--runtime', 'nodejs22.x');
    await refused('ResourceNotFoundException', 'logs', 'filter-log-events', '--log-group-name', '/none');
  });
});
