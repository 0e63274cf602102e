import { createServer, type Server } from 'node:http';
import { afterEach, expect, test } from 'vitest';
import type { DeployTarget } from '../core/deploy/model.ts';
import { createLogsApi } from './awsLogs.ts';

let server: Server | undefined;

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
  server = undefined;
});

/** A service that gives every request the same answer. */
async function answering(status: number, body: unknown): Promise<{ readonly target: DeployTarget; readonly requests: unknown[] }> {
  const requests: unknown[] = [];
  const started = createServer((request, response) => {
    const chunks: Uint8Array[] = [];
    request.on('data', (chunk: Uint8Array) => chunks.push(chunk));
    request.on('end', () => {
      requests.push({ operation: request.headers['x-amz-target'], ...JSON.parse(Buffer.concat(chunks).toString()) });
      response.writeHead(status, { 'Content-Type': 'application/x-amz-json-1.1' }).end(JSON.stringify(body));
    });
  });
  server = started;
  await new Promise<void>((resolve) => started.listen(0, '127.0.0.1', resolve));
  const address = started.address();
  const port = typeof address === 'object' ? address?.port : 0;
  return { target: { kind: 'local-cloud', endpoint: `http://127.0.0.1:${port}` }, requests };
}

test('a page is events in our own words', async () => {
  const event = { eventId: '1', logStreamName: 's', timestamp: 5, ingestionTime: 6, message: 'm' };
  const { target, requests } = await answering(200, { events: [event], nextToken: 't' });
  const api = await createLogsApi(target);
  expect(await api.filterLogEvents({ logGroupName: 'g', startTime: 1 })).toEqual({ kind: 'page', events: [event], nextToken: 't' });
  expect(requests).toEqual([{ operation: 'Logs_20140328.FilterLogEvents', logGroupName: 'g', startTime: 1 }]);
});

test('groups come with what tells whether they can be tailed', async () => {
  const group = { logGroupName: 'g', logGroupArn: 'arn', arn: 'arn:*', retentionInDays: 7, logGroupClass: 'INFREQUENT_ACCESS' };
  const api = await createLogsApi((await answering(200, { logGroups: [group] })).target);
  expect(await api.describeLogGroups({ prefix: 'g' })).toEqual({
    groups: [{ name: 'g', arn: 'arn', retentionDays: 7, logGroupClass: 'INFREQUENT_ACCESS' }],
  });
});

test('a missing group is an answer, not an error', async () => {
  const { target } = await answering(400, { __type: 'ResourceNotFoundException', message: 'The specified log group does not exist.' });
  expect(await (await createLogsApi(target)).filterLogEvents({ logGroupName: 'g', startTime: 1 })).toEqual({ kind: 'no-such-group' });
});

test.each([
  [
    'AccessDeniedException',
    'User: x is not authorized to perform: logs:FilterLogEvents on resource: y',
    'access-denied',
    'Allow logs:FilterLogEvents',
  ],
  ['ExpiredTokenException', 'The security token included in the request is expired', 'credentials', 'Refresh'],
  ['UnrecognizedClientException', 'The security token included in the request is invalid.', 'credentials', 'profile'],
])('%s is said with what to do', async (type, message, code, advice) => {
  const api = await createLogsApi((await answering(400, { __type: type, message })).target);
  const failure = api.filterLogEvents({ logGroupName: 'g', startTime: 1 });
  await expect(failure).rejects.toMatchObject({ name: 'WorkbenchError', code, advice: expect.stringContaining(advice) });
});

test.each([
  [400, 'InvalidParameterException', 'request-refused'],
  [501, 'InternalFailure', 'endpoint-unreachable'],
])('%i %s is %s', async (status, type, code) => {
  const api = await createLogsApi((await answering(status, { __type: type, message: 'its words' })).target);
  const failure = api.filterLogEvents({ logGroupName: 'g', startTime: 1 });
  await expect(failure).rejects.toMatchObject({ code, message: expect.stringContaining('its words') });
});

test('nobody there is endpoint-unreachable', async () => {
  const { target } = await answering(200, {});
  await new Promise((resolve) => server?.close(resolve));
  const api = await createLogsApi(target);
  await expect(api.filterLogEvents({ logGroupName: 'g', startTime: 1 })).rejects.toMatchObject({ code: 'endpoint-unreachable' });
});
