import { expect, test } from 'vitest';
import { WorkbenchError } from '../errors.ts';
import { signature, startTestCloud } from './testing.ts';

test('more invocations than are allowed are answered as Lambda answers them', async () => {
  await using cloud = await startTestCloud();
  await cloud.deploy('busy');
  cloud.behave(() => {
    throw new WorkbenchError('throttled', 'busy', 'wait');
  });
  const { status, json, headers } = await cloud.call('POST', '/2015-03-31/functions/busy/invocations', '{}', signature);
  expect([status, headers['x-amzn-errortype']]).toEqual([429, 'TooManyRequestsException']);
  expect(json).toMatchObject({ Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded', message: 'Rate Exceeded.' });
});
