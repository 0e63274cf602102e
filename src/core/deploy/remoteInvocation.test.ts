import { expect, it } from 'vitest';
import { remoteInvocation } from './remoteInvocation.ts';

const source = { target: 'aws', functionName: 'f', region: 'eu-west-1' } as const;
const report =
  'REPORT RequestId: 8f0c3e1a-7b61-4f6e-9a41-93e8deadbeef\tDuration: 3.01 ms\tBilled Duration: 4 ms\tMemory Size: 128 MB\tMax Memory Used: 36 MB\tInit Duration: 110.10 ms\t';
const invoke = (payload: string, more: { functionError?: string; logTail?: string } = {}) =>
  remoteInvocation({ payload: new TextEncoder().encode(payload), requestId: '1', logTail: '', ...more }, source, 5);

it('reads the figures from the log tail', () => {
  const result = invoke('{"a":1}', { logTail: `START RequestId: 8f0c3e1a-7b61-4f6e-9a41-93e8deadbeef Version: $LATEST\n${report}\n` });
  expect(result).toMatchObject({
    status: 'success',
    coldStart: true,
    report: { durationMs: 3.01, maxMemoryUsedMb: 36, initDurationMs: 110.1 },
    notes: [],
  });
  expect(result.logs.map((line) => line.text)).toHaveLength(2);
});

it('says when there are no figures', () => expect(invoke('null').notes).toHaveLength(1));

it.each([
  [
    '{"errorType":"TypeError","errorMessage":"no","trace":["TypeError: no","    at f"]}',
    'error',
    'TypeError',
    ['TypeError: no', '    at f'],
  ],
  [
    '{"errorMessage":"no","errorType":"KeyError","requestId":"1","stackTrace":["  File \\"a.py\\"\\n"]}',
    'error',
    'KeyError',
    ['  File "a.py"'],
  ],
  ['{"errorMessage":"2024-04-08T16:56:22.123Z 1 Task timed out after 1.00 seconds"}', 'timeout', 'Error', []],
  [
    '{"errorType":"Sandbox.Timedout","errorMessage":"RequestId: 8f0c3e1a-7b61-4f6e-9a41-93e8deadbeef Error: Task timed out after 1.00 seconds"}',
    'timeout',
    'Sandbox.Timedout',
    [],
  ],
  ['plain', 'error', 'Error', []],
])('reads the error %s', (payload, status, errorType, stack) => {
  expect(invoke(payload, { functionError: 'Unhandled' })).toMatchObject({ status, error: { errorType, stack } });
});
