import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Answer, startTestCloud, type TestCloud } from './testing.ts';

const FUNCTION = '/2015-03-31/functions/f';
const ALIASES = `${FUNCTION}/aliases`;
const ARN = 'arn:aws:lambda:us-east-1:000000000000:function:f';
let aws: TestCloud;

/** `f` with the versions 1 and 2, which differ in their timeout. */
beforeEach(async () => {
  aws = await startTestCloud();
  await aws.deploy('f', { Timeout: 1 });
  await aws.call('POST', `${FUNCTION}/versions`, {});
  await aws.call('PUT', `${FUNCTION}/configuration`, { Timeout: 2 });
  await aws.pass();
  await aws.call('POST', `${FUNCTION}/versions`, {});
});
afterEach(() => aws[Symbol.asyncDispose]());

const create = (body: unknown): Promise<Answer> => aws.call('POST', ALIASES, body);

test('an alias is created, found, listed, changed and deleted', async () => {
  const created = await create({ Name: 'live', FunctionVersion: '1', Description: 'what is live' });
  expect(created.status).toBe(201);
  const alias = { AliasArn: `${ARN}:live`, Name: 'live', FunctionVersion: '1', Description: 'what is live' };
  expect(created.json).toEqual({ ...alias, RevisionId: expect.any(String) });
  expect((await aws.call('GET', `${ALIASES}/live`)).json).toEqual(created.json);

  await create({ Name: 'beta', FunctionVersion: '$LATEST' });
  const names = async (query = '') => (await aws.call('GET', `${ALIASES}${query}`)).json.Aliases.map(({ Name }: { Name: string }) => Name);
  expect([await names(), await names('?FunctionVersion=1'), await names('?MaxItems=1')]).toEqual([['beta', 'live'], ['live'], ['beta']]);

  const moved = await aws.call('PUT', `${ALIASES}/live`, { FunctionVersion: '2', RevisionId: created.json.RevisionId });
  expect(moved.json).toEqual({ ...alias, FunctionVersion: '2', RevisionId: expect.any(String) });
  expect(moved.json.RevisionId).not.toBe(created.json.RevisionId);

  expect([(await aws.call('DELETE', `${ALIASES}/live`)).status, (await aws.call('DELETE', `${ALIASES}/live`)).status]).toEqual([204, 204]);
  expect(await names()).toEqual(['beta']);
});

test('a function is called and described by an alias', async () => {
  await create({ Name: 'live', FunctionVersion: '1' });
  const called = await aws.call('POST', `${FUNCTION}/invocations?Qualifier=live`, '{}');
  await aws.call('POST', `${FUNCTION}:live/invocations`, '{}');
  expect([called.status, called.headers['x-amz-executed-version']]).toEqual([200, '1']);
  expect(aws.runs.map(({ fn }) => [fn.version, fn.timeoutSeconds, fn.arn])).toEqual([
    ['1', 1, `${ARN}:live`],
    ['1', 1, `${ARN}:live`],
  ]);
  const { json } = await aws.call('GET', `${FUNCTION}/configuration?Qualifier=live`);
  expect([json.Version, json.FunctionArn, json.Timeout]).toEqual(['1', `${ARN}:live`, 1]);
});

test('calls are shared with another version by its weight', async () => {
  await create({ Name: 'live', FunctionVersion: '1', RoutingConfig: { AdditionalVersionWeights: { 2: 1 } } });
  expect((await aws.call('GET', `${ALIASES}/live`)).json.RoutingConfig).toEqual({ AdditionalVersionWeights: { 2: 1 } });
  const version = async () => (await aws.call('POST', `${FUNCTION}:live/invocations`, '{}')).headers['x-amz-executed-version'];
  expect(await version()).toBe('2');
  await aws.call('PUT', `${ALIASES}/live`, { RoutingConfig: { AdditionalVersionWeights: { 2: 0 } } });
  expect(await version()).toBe('1');
  await aws.call('PUT', `${ALIASES}/live`, { RoutingConfig: { AdditionalVersionWeights: { 2: 0.5 } } });
  const seen = new Set<unknown>();
  for (let calls = 0; calls < 200 && seen.size < 2; calls++) seen.add(await version());
  expect(seen).toEqual(new Set(['1', '2']));
  await aws.call('PUT', `${ALIASES}/live`, { RoutingConfig: { AdditionalVersionWeights: {} } });
  expect((await aws.call('GET', `${ALIASES}/live`)).json.RoutingConfig).toBeUndefined();
});

const weights = (AdditionalVersionWeights: unknown, FunctionVersion = '1') => ({
  Name: 'x',
  FunctionVersion,
  RoutingConfig: { AdditionalVersionWeights },
});

test.each<[string, string, unknown, number, string, RegExp]>([
  ['POST', ALIASES, { FunctionVersion: '1' }, 400, 'ValidationException', /'name' failed/],
  ['POST', ALIASES, { Name: '1', FunctionVersion: '1' }, 400, 'ValidationException', /'1' at 'name' failed/],
  ['POST', ALIASES, { Name: 'x' }, 400, 'ValidationException', /'functionVersion' failed/],
  ['POST', ALIASES, { Name: 'x', FunctionVersion: '9' }, 404, 'ResourceNotFoundException', /^Function not found: .*:f:9$/],
  ['POST', ALIASES, { Name: 'live', FunctionVersion: '2' }, 409, 'ResourceConflictException', /^Alias already exists: .*:f:live$/],
  ['POST', ALIASES, weights({ 1: 0.5 }), 400, 'InvalidParameterValueException', /already included in routing configuration/],
  ['POST', ALIASES, weights({ 2: 0.1, 3: 0.1 }), 400, 'InvalidParameterValueException', /cannot be greater than 1$/],
  ['POST', ALIASES, weights({ 2: 2 }), 400, 'ValidationException', /less than or equal to 1\.0/],
  ['POST', ALIASES, weights({ 2: 0.1 }, '$LATEST'), 400, 'InvalidParameterValueException', /\$LATEST is not supported/],
  ['POST', ALIASES, weights({ 9: 0.1 }), 404, 'ResourceNotFoundException', /:f:9$/],
  ['GET', `${ALIASES}/none`, undefined, 404, 'ResourceNotFoundException', /^Cannot find alias arn: .*:f:none$/],
  ['PUT', `${ALIASES}/none`, {}, 404, 'ResourceNotFoundException', /^Alias not found: .*:f:none$/],
  ['PUT', `${ALIASES}/live`, { RevisionId: 'old' }, 412, 'PreconditionFailedException', /Revision Id/],
  ['DELETE', `${FUNCTION}?Qualifier=1`, undefined, 409, 'ResourceConflictException', /the alias live leads to it/],
  ['DELETE', `${FUNCTION}?Qualifier=live`, undefined, 400, 'InvalidParameterValueException', /DeleteAlias/],
  ['POST', `${FUNCTION}:none/invocations`, '{}', 404, 'ResourceNotFoundException', /^Function not found: .*:f:none$/],
])('%s %s %j is refused', async (method, path, body, status, code, words) => {
  await create({ Name: 'live', FunctionVersion: '1' });
  const answer = await aws.call(method, path, body);
  expect([answer.status, answer.headers['x-amzn-errortype']], answer.text).toEqual([status, code]);
  expect(answer.json.message ?? answer.json.Message).toMatch(words);
});
