import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Answer, role, send, startTestCloud, type TestCloud, zipBase64 } from './testing.ts';

const FUNCTIONS = '/2015-03-31/functions';
let aws: TestCloud;

beforeEach(async () => {
  aws = await startTestCloud();
});
afterEach(() => aws[Symbol.asyncDispose]());

function refused(answer: Answer, status: number, code: string, text: string | RegExp): void {
  expect({ status: answer.status, code: answer.headers['x-amzn-errortype'] }, answer.text).toEqual({ status, code });
  expect(answer.json.message ?? answer.json.Message).toMatch(text);
}

describe('a function is created', () => {
  test('Pending, then Active with another revision', async () => {
    const ZipFile = await zipBase64({ 'index.js': '1' });
    const created = await aws.createFunction('f', {
      Code: { ZipFile },
      Environment: { Variables: { STAGE: 'dev' } },
      Tags: { team: 'x' },
    });
    expect(created.status).toBe(201);
    expect(created.json).toMatchObject({
      FunctionName: 'f',
      FunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:f',
      Runtime: 'nodejs22.x',
      Timeout: 3,
      MemorySize: 128,
      State: 'Pending',
      StateReasonCode: 'Creating',
      CodeSha256: createHash('sha256').update(Buffer.from(ZipFile, 'base64')).digest('base64'),
      CodeSize: Buffer.from(ZipFile, 'base64').length,
      Environment: { Variables: { STAGE: 'dev' } },
      LoggingConfig: { LogFormat: 'Text', LogGroup: '/aws/lambda/f' },
    });
    expect(created.json.LastUpdateStatus).toBeUndefined();
    expect(aws.cloud.functions()).toMatchObject([{ name: 'f', state: 'Pending', runtime: 'nodejs22.x', handler: 'index.handler' }]);
    refused(await aws.call('PUT', `${FUNCTIONS}/f/configuration`, {}), 409, 'ResourceConflictException', /Pending/);
    refused(await aws.call('POST', `${FUNCTIONS}/f/invocations`), 409, 'ResourceConflictException', /Pending/);
    await aws.pass();
    const got = await aws.call('GET', `${FUNCTIONS}/f`);
    expect(got.json).toMatchObject({ Configuration: { State: 'Active', LastUpdateStatus: 'Successful' }, Tags: { team: 'x' } });
    expect(got.json.Configuration.RevisionId).not.toBe(created.json.RevisionId);
    expect(aws.cloud.functions()).toMatchObject([{ state: 'Active' }]);
  });

  test('once only', async () => {
    const both = await Promise.all([aws.createFunction('f'), aws.createFunction('f')]);
    expect(both.map((answer) => answer.status).sort()).toEqual([201, 409]);
    refused(await aws.createFunction('f'), 409, 'ResourceConflictException', 'Function already exist: f');
  });

  test.each<[Record<string, unknown>, number, string, string | RegExp]>([
    [{ Runtime: 'nodejs14.x' }, 400, 'InvalidParameterValueException', /no longer supported for creating/],
    [{ Runtime: 'cobol' }, 400, 'InvalidParameterValueException', /^Value cobol at 'runtime' failed.*nodejs22\.x/],
    [{ Runtime: undefined }, 400, 'InvalidParameterValueException', /Runtime and Handler are mandatory/],
    [{ Role: 'me' }, 400, 'ValidationException', /Value 'me' at 'role'/],
    [{ Handler: 'a b' }, 400, 'ValidationException', /at 'handler'/],
    [{ MemorySize: 64 }, 400, 'ValidationException', /at 'memorySize'.*greater than or equal to 128/],
    [{ MemorySize: 10241 }, 400, 'InvalidParameterValueException', /less than or equal to 10240/],
    [{ Timeout: 901 }, 400, 'ValidationException', /at 'timeout'.*less than or equal to 900/],
    [{ Timeout: '3' }, 400, 'SerializationException', /Timeout must be an integer/],
    [{ Description: 'x'.repeat(257) }, 400, 'ValidationException', /at 'description'/],
    [{ FunctionName: 'my function' }, 400, 'ValidationException', /at 'functionName'/],
    [{ FunctionName: 'f'.repeat(65) }, 400, 'InvalidParameterValueException', /less than or equal to 64/],
    [
      { Environment: { Variables: { AWS_REGION: 'x' } } },
      400,
      'InvalidParameterValueException',
      /Reserved keys used in this request: AWS_REGION/,
    ],
    [{ Environment: { Variables: { _X: 'x' } } }, 400, 'ValidationException', /Map keys/],
    [{ Environment: { Variables: { BIG: 'secret'.repeat(700) } } }, 400, 'InvalidParameterValueException', /4KB limit\.$/],
    [{ Code: {} }, 400, 'InvalidParameterValueException', /Please provide a source/],
    [{ Code: { S3Bucket: 'b', S3Key: 'k' } }, 400, 'InvalidParameterValueException', /no S3/],
    [
      { Code: { ZipFile: Buffer.from('not a zip').toString('base64') } },
      400,
      'InvalidParameterValueException',
      /^Could not unzip uploaded file/,
    ],
    [{ PackageType: 'Image' }, 400, 'InvalidParameterValueException', /container images/],
    [{ Architectures: ['mips'] }, 400, 'ValidationException', /x86_64, arm64/],
    [{ Layers: Array(6).fill('arn') }, 400, 'InvalidParameterValueException', /5 layers/],
    [{ Tags: { 'aws:x': '1' } }, 400, 'InvalidParameterValueException', /reserved/],
  ])('never with %j', async (settings, status, code, text) => {
    refused(await aws.createFunction('f', settings), status, code, text);
    expect(aws.cloud.functions()).toEqual([]);
  });

  test('not with a zip of more than 50 MB', async () => {
    const ZipFile = Buffer.alloc(52_428_801).toString('base64');
    refused(
      await aws.createFunction('f', { Code: { ZipFile } }),
      413,
      'RequestEntityTooLargeException',
      'Zipped size must be smaller than 52428800 bytes',
    );
    refused(
      await aws.call('POST', FUNCTIONS, Buffer.alloc(70_167_212)),
      413,
      'RequestEntityTooLargeException',
      /70167211 bytes for the CreateFunction operation/,
    );
  });
});

test('a function is named in every form', async () => {
  await aws.deploy('f');
  const forms = ['f', 'f:$LATEST', '000000000000:function:f', 'function:f', 'arn:aws:lambda:us-east-1:000000000000:function:f:$LATEST'];
  for (const form of forms) {
    expect((await aws.call('GET', `${FUNCTIONS}/${encodeURIComponent(form)}/configuration`)).json.FunctionName, form).toBe('f');
  }
  refused(
    await aws.call('GET', `${FUNCTIONS}/g`),
    404,
    'ResourceNotFoundException',
    'Function not found: arn:aws:lambda:us-east-1:000000000000:function:g',
  );
  refused(await aws.call('GET', `${FUNCTIONS}/f?Qualifier=7`), 404, 'ResourceNotFoundException', /function:f:7$/);
  refused(
    await aws.call('GET', `${FUNCTIONS}/arn%3Aaws%3Alambda%3Aeu-west-1%3A000000000000%3Afunction%3Af`),
    404,
    'ResourceNotFoundException',
    /'eu-west-1' are not reachable/,
  );
  refused(await aws.call('GET', `${FUNCTIONS}/a%2Fb`), 400, 'ValidationException', /functionName/);
  refused(await aws.call('GET', `${FUNCTIONS}/%`), 400, 'InvalidParameterValueException', /encoded/);
});

describe('a function is updated', () => {
  test('in progress, and then the new code serves', async () => {
    await aws.deploy('f');
    const before = (await aws.call('GET', `${FUNCTIONS}/f/configuration`)).json;
    const ZipFile = await zipBase64({ 'index.js': '2' });
    const updated = await aws.call('PUT', `${FUNCTIONS}/f/code`, { ZipFile, RevisionId: before.RevisionId });
    expect(updated.json).toMatchObject({ State: 'Active', LastUpdateStatus: 'InProgress', LastUpdateStatusReasonCode: 'Creating' });
    expect(updated.json.CodeSha256).not.toBe(before.CodeSha256);
    refused(
      await aws.call('PUT', `${FUNCTIONS}/f/configuration`, { Timeout: 5 }),
      409,
      'ResourceConflictException',
      /An update is in progress for resource: arn/,
    );
    await aws.call('POST', `${FUNCTIONS}/f/invocations`, '{}');
    await aws.pass();
    await aws.call('POST', `${FUNCTIONS}/f/invocations`, '{}');
    expect(aws.runs.map((run) => run.fn.codeDigest)).toEqual([before.CodeSha256, updated.json.CodeSha256]);
    expect(aws.retired).toContain('f');
    refused(
      await aws.call('PUT', `${FUNCTIONS}/f/code`, { ZipFile, RevisionId: updated.json.RevisionId }),
      412,
      'PreconditionFailedException',
      /does not match the latest Revision Id/,
    );
  });

  test('settings are merged, the environment is replaced whole', async () => {
    await aws.deploy('f', { Environment: { Variables: { A1: '1' } }, MemorySize: 256 });
    const answer = await aws.call('PUT', `${FUNCTIONS}/f/configuration`, {
      Timeout: 9,
      Environment: { Variables: { B1: '2' } },
      LoggingConfig: { LogGroup: '/custom' },
    });
    expect(answer.json).toMatchObject({
      Timeout: 9,
      MemorySize: 256,
      Environment: { Variables: { B1: '2' } },
      LoggingConfig: { LogGroup: '/custom' },
    });
  });

  test('a dry run only looks', async () => {
    await aws.deploy('f');
    const before = (await aws.call('GET', `${FUNCTIONS}/f/configuration`)).json;
    const dry = await aws.call('PUT', `${FUNCTIONS}/f/code`, { ZipFile: await zipBase64({ a: 'b' }), DryRun: true });
    expect(dry.json.CodeSha256).not.toBe(before.CodeSha256);
    expect((await aws.call('GET', `${FUNCTIONS}/f/configuration`)).json).toEqual(before);
    refused(
      await aws.call('PUT', `${FUNCTIONS}/f/code`, { ZipFile: 'AAAA', DryRun: true }),
      400,
      'InvalidParameterValueException',
      /unzip/,
    );
  });

  test('with Publish the answer is the new version', async () => {
    await aws.deploy('f');
    const answer = await aws.call('PUT', `${FUNCTIONS}/f/code`, { ZipFile: await zipBase64({ a: 'b' }), Publish: true });
    expect(answer.json).toMatchObject({ Version: '1', FunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:f:1' });
  });
});

test('versions are frozen, numbered, and never numbered twice', async () => {
  await aws.deploy('f');
  const first = await aws.call('POST', `${FUNCTIONS}/f/versions`, {});
  expect({ status: first.status, version: first.json.Version }).toEqual({ status: 201, version: '1' });
  expect((await aws.call('POST', `${FUNCTIONS}/f/versions`, {})).json.Version).toBe('1');
  await aws.call('PUT', `${FUNCTIONS}/f/configuration`, { Timeout: 9 });
  await aws.pass();
  refused(
    await aws.call('POST', `${FUNCTIONS}/f/versions`, { CodeSha256: 'x' }),
    400,
    'InvalidParameterValueException',
    /different from current/,
  );
  expect((await aws.call('POST', `${FUNCTIONS}/f/versions`, {})).json.Version).toBe('2');
  expect((await aws.call('DELETE', `${FUNCTIONS}/f?Qualifier=2`)).status).toBe(204);
  await aws.call('PUT', `${FUNCTIONS}/f/configuration`, { Timeout: 10 });
  await aws.pass();
  expect((await aws.call('POST', `${FUNCTIONS}/f/versions`, {})).json.Version).toBe('3');
  const listed = (await aws.call('GET', `${FUNCTIONS}/f/versions`)).json.Versions;
  expect(listed.map((version: { Version: string; Timeout: number }) => [version.Version, version.Timeout])).toEqual([
    ['$LATEST', 10],
    ['1', 3],
    ['3', 10],
  ]);
  await aws.call('POST', `${FUNCTIONS}/f:1/invocations`, '{}');
  expect(aws.runs[0]?.fn).toMatchObject({ version: '1', timeoutSeconds: 3, arn: 'arn:aws:lambda:us-east-1:000000000000:function:f:1' });
});

test('lists come in pages, without the state', async () => {
  for (const name of ['c', 'a', 'b']) await aws.deploy(name);
  const first = (await aws.call('GET', `${FUNCTIONS}?MaxItems=2`)).json;
  expect(first.Functions.map((fn: { FunctionName: string }) => fn.FunctionName)).toEqual(['a', 'b']);
  expect(first.Functions[0].State).toBeUndefined();
  const second = (await aws.call('GET', `${FUNCTIONS}/?MaxItems=2&Marker=${first.NextMarker}`)).json;
  expect(second).toMatchObject({ Functions: [{ FunctionName: 'c' }], NextMarker: null });
  refused(await aws.call('GET', `${FUNCTIONS}?MaxItems=0`), 400, 'ValidationException', /maxItems/);
});

test('the package is downloaded from its own address, without a signature', async () => {
  const ZipFile = await zipBase64({ 'index.js': '1' });
  await aws.deploy('f', { Code: { ZipFile } });
  const { Location } = (await aws.call('GET', `${FUNCTIONS}/f`, undefined, { host: `127.0.0.1:${aws.port}` })).json.Code;
  const { host, pathname } = new URL(Location);
  const answer = await send(aws.port, 'GET', pathname, undefined, { host });
  expect(answer.bytes.toString('base64')).toBe(ZipFile);
  expect((await send(aws.port, 'GET', `${pathname}x`, undefined, { host })).status).toBe(404);
});

test('a deleted function is gone', async () => {
  await aws.deploy('f');
  refused(
    await aws.call('DELETE', `${FUNCTIONS}/f?Qualifier=%24LATEST`),
    400,
    'InvalidParameterValueException',
    /cannot be deleted without/,
  );
  const deleted = await aws.call('DELETE', `${FUNCTIONS}/f`);
  expect([deleted.status, deleted.text]).toEqual([204, '']);
  refused(await aws.call('DELETE', `${FUNCTIONS}/f`), 404, 'ResourceNotFoundException', /not found/);
  expect(aws.cloud.functions()).toEqual([]);
  expect((await aws.createFunction('f')).status).toBe(201);
});

test('tags', async () => {
  await aws.deploy('f', { Tags: { a: '1' } });
  const path = '/2017-03-31/tags/arn%3Aaws%3Alambda%3Aus-east-1%3A000000000000%3Afunction%3Af';
  const before = (await aws.call('GET', `${FUNCTIONS}/f/configuration`)).json.RevisionId;
  expect((await aws.call('POST', path, { Tags: { b: '2' } })).status).toBe(204);
  expect((await aws.call('GET', `${FUNCTIONS}/f/configuration`)).json.RevisionId).not.toBe(before);
  expect((await aws.call('DELETE', `${path}?tagKeys=a&tagKeys=x`)).status).toBe(204);
  expect((await aws.call('GET', path)).json).toEqual({ Tags: { b: '2' } });
});

test('account settings', async () => {
  await aws.deploy('f');
  expect((await aws.call('GET', '/2016-08-19/account-settings')).json).toMatchObject({
    AccountLimit: { CodeSizeZipped: 52_428_800 },
    AccountUsage: { FunctionCount: 1 },
  });
});

test('functions are there again after a restart', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'local-cloud-'));
  const first = await startTestCloud(directory);
  await first.deploy('f', { Role: role });
  await first.createFunction('Pending-One');
  await first.cloud.close();
  const second = await startTestCloud(directory);
  expect(second.cloud.functions().map(({ name, state }) => [name, state])).toEqual([
    ['Pending-One', 'Active'],
    ['f', 'Active'],
  ]);
  expect((await second.call('POST', `${FUNCTIONS}/f/invocations`, '{"a":1}')).text).toBe('{"a":1}');
  await second.cloud.close();
  await rm(directory, { recursive: true });
});
