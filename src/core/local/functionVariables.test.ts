import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { systemClock } from '../../node/clock.ts';
import { nodeFiles } from '../../node/files.ts';
import { type Bench, openBench } from '../runner/testing.ts';
import { memoryFiles } from '../testing/memoryFiles.ts';
import { variablesForFunctions } from './functionVariables.ts';
import { createLocalCloud, type LocalCloud } from './index.ts';
import { role, send, signature, zipBase64 } from './testing.ts';

const KEYS = { AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local', AWS_SESSION_TOKEN: 'local' };

test.each([
  ['nothing', {}, {}, KEYS],
  ['a home without any', { HOME: '/home/me' }, {}, KEYS],
  ['keys', { AWS_ACCESS_KEY_ID: 'mine' }, {}, {}],
  ['a profile', { AWS_PROFILE: 'work' }, {}, {}],
  ['a file of credentials', { HOME: '/home/me' }, { '/home/me/.aws/credentials': '[default]' }, {}],
  ['a configuration', { USERPROFILE: '/home/me' }, { '/home/me/.aws/config': '[default]' }, {}],
])('credentials are given only where there are none: %s', async (_what, host, files, keys) => {
  const endpoint = 'http://127.0.0.1:9001';
  expect(await variablesForFunctions(endpoint, host, memoryFiles(files))).toEqual({ AWS_ENDPOINT_URL_LAMBDA: endpoint, ...keys });
});

let bench: Bench | undefined;
let cloud: LocalCloud | undefined;
let directory = '';
afterEach(async () => {
  await cloud?.close();
  await bench?.end();
  if (directory !== '') await rm(directory, { recursive: true, force: true });
});

test('functions call each other at the address they are given, unless they set one', async () => {
  bench = await openBench({});
  directory = await mkdtemp(join(tmpdir(), 'local-cloud-'));
  const logger = { debug() {}, info() {}, warn() {}, error() {} };
  cloud = createLocalCloud({ runner: bench.runner, files: nodeFiles(), clock: systemClock(), logger, environment: {}, directory });
  const { port, endpoint } = await cloud.listen({ port: 0 });
  const create = async (FunctionName: string, code: string, more = {}) => {
    const ZipFile = await zipBase64({ 'index.js': code });
    const request = { FunctionName, Runtime: 'nodejs22.x', Handler: 'index.handler', Role: role, Code: { ZipFile }, ...more };
    expect((await send(port, 'POST', '/2015-03-31/functions', request, signature)).status).toBe(201);
  };
  await create('callee', 'exports.handler = async (event) => ({ got: event });');
  await create(
    'caller',
    `exports.handler = async () => {
      const url = process.env.AWS_ENDPOINT_URL_LAMBDA + '/2015-03-31/functions/callee/invocations';
      const headers = { authorization: 'AWS4-HMAC-SHA256 Credential=' + process.env.AWS_ACCESS_KEY_ID };
      return (await fetch(url, { method: 'POST', headers, body: '{"n":1}' })).json();
    };`,
  );
  await create('own', 'exports.handler = async () => process.env.AWS_ENDPOINT_URL_LAMBDA;', {
    Environment: { Variables: { AWS_ENDPOINT_URL_LAMBDA: 'http://other' } },
  });
  await expect.poll(() => cloud?.functions().every(({ state }) => state === 'Active')).toBe(true);
  const invoke = async (name: string) =>
    JSON.parse(Buffer.from((await cloud?.invoke(name, Buffer.from('{}'), { caller: 'test' }))?.payload ?? []).toString());
  expect(await invoke('caller')).toEqual({ got: { n: 1 } });
  expect(await invoke('own')).toBe('http://other');
  expect(endpoint).toBe(`http://127.0.0.1:${port}`);
  expect(cloud.recentInvocations().map(({ functionName, caller, status }) => [functionName, caller, status])).toEqual([
    ['own', 'test', 'success'],
    ['caller', 'test', 'success'],
    ['callee', 'Invoke', 'success'],
  ]);
});
