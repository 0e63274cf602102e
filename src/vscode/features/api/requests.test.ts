import { Buffer } from 'node:buffer';
import { expect, test } from 'vitest';
import { WorkbenchError } from '../../../core/errors.ts';
import { apiOf, routeOf } from '../../../core/http/testing.ts';
import type { ApiDefinition } from '../../../core/project/apis/model.ts';
import type { InvocationResult } from '../../../core/runner/model.ts';
import { FakeClock } from '../../testing/fakeClock.ts';
import { curlCommand } from './curl.ts';
import { sendRequest } from './sentRequest.ts';

test.each([
  [{ method: 'GET', target: '/orders/1' }, [], 'curl http://127.0.0.1:3001/orders/1'],
  [{ method: 'GET', target: '/a?b=1&c=2' }, [], "curl 'http://127.0.0.1:3001/a?b=1&c=2'"],
  [{ method: 'POST', target: '/a', body: '{"n":"it\'s"}' }, [], `curl http://127.0.0.1:3001/a --json '{"n":"it'\\''s"}'`],
  [{ method: 'PUT', target: '/a', body: '{}' }, [], "curl -X PUT http://127.0.0.1:3001/a --json '{}'"],
  [
    { method: 'DELETE', target: '/a', headers: [['x-api-key', 'local']] as const },
    ['Authorization'],
    "curl -X DELETE http://127.0.0.1:3001/a -H 'x-api-key: local' -H 'Authorization: …'",
  ],
])('%o', (asked, wanted, expected) => expect(curlCommand('http://127.0.0.1:3001', asked, wanted)).toBe(expected));

/** What `f` behind the API answers, as far as a person sees it: payload and notes. */
async function send(api: ApiDefinition, payload: unknown, more: Partial<InvocationResult> = {}) {
  const seen: string[] = [];
  const result = await sendRequest(
    api,
    { method: 'GET', target: '/orders/1' },
    {
      clock: new FakeClock(),
      signal: new AbortController().signal,
      functionName: 'f',
      async run(name, event) {
        seen.push(`${name} ${JSON.parse(Buffer.from(event).toString()).rawPath}`);
        return { status: 'success', payload: Buffer.from(JSON.stringify(payload)), notes: ['of the run'], ...more } as InvocationResult;
      },
    },
  );
  return { seen, payload: Buffer.from(result.payload).toString(), notes: result.notes };
}

const api = apiOf('HttpApi', [routeOf('GET /orders/{id}')]);

test('the result is the function’s own, with what becomes of it over HTTP', async () => {
  expect(await send(api, { statusCode: 201, body: 'hello' })).toEqual({
    seen: ['f /orders/1'],
    payload: '{"statusCode":201,"body":"hello"}',
    notes: ['of the run', 'As HTTP: 201, application/json, 5 bytes.'],
  });
});

test('what can’t be sent, or failed, is said', async () => {
  const { notes } = await send(api, { statusCode: 'no' });
  expect(notes.slice(1)).toEqual([
    'GET /orders/1: the result of f can’t be sent: statusCode must be a whole number from 200 to 599, not "no".',
    'As HTTP: 500, application/json, 35 bytes.',
  ]);
  expect((await send(api, {}, { status: 'error' })).notes.at(-1)).toBe('As HTTP: 500, application/json, 35 bytes.');
});

test('where an authorizer refuses, the function isn’t run, and that is said', async () => {
  const guarded = apiOf('HttpApi', [routeOf('GET /orders/{id}', {}, { authorizer: { kind: 'iam' } })]);
  const refused = send(guarded, {});
  await expect(refused).rejects.toThrow('GET /orders/1 is answered with 403 before the function is asked: {"message":"Forbidden"}');
  await expect(refused).rejects.toBeInstanceOf(WorkbenchError);
});

test('what keeps the function from being run reaches the person as it is', async () => {
  const failing = sendRequest(
    api,
    { method: 'GET', target: '/orders/1' },
    {
      ...{ clock: new FakeClock(), signal: new AbortController().signal, functionName: 'f' },
      run: () => Promise.reject(new WorkbenchError('build-failed', 'It does not compile.', 'Mend it.')),
    },
  );
  await expect(failing).rejects.toThrow('It does not compile.');
});
