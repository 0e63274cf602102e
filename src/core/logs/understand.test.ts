import { expect, test } from 'vitest';
import type { LogRecord, RawLogEvent } from './model.ts';
import { understand } from './understand.ts';

const ID = '8c1d3f0e-1111-4222-8333-944455556666';

function read(text: string): LogRecord {
  const event: RawLogEvent = { id: '1', source: { target: 'aws', functionName: 'f' }, logStream: 's', timestamp: 5, text };
  return understand(event);
}

function check(text: string, expected: Partial<LogRecord>): void {
  expect(read(text)).toMatchObject(expected);
}

test('keeps where an event came from', () => {
  check('hello\n', { id: '1', logStream: 's', timestamp: 5, text: 'hello', message: 'hello', kind: { kind: 'message' } });
});

test("recognises Lambda's own lines", () => {
  check(`START RequestId: ${ID} Version: $LATEST\n`, { requestId: ID, kind: { kind: 'start' } });
  check(`END RequestId: ${ID}\n`, { requestId: ID, kind: { kind: 'end' } });
  check('INIT_START Runtime Version: python:3.13.v1\tRuntime Version ARN: arn', { kind: { kind: 'init' } });
  check('INIT_REPORT Init Duration: 137.69 ms\tPhase: init\tStatus: error\tError Type: X', { level: 'error', kind: { kind: 'platform' } });
  check(`2026-01-01T00:00:00.000Z ${ID} Task timed out after 3.00 seconds\n\n`, {
    level: 'error',
    requestId: ID,
    kind: { kind: 'platform' },
  });
  check(`RequestId: ${ID} Error: Runtime exited with error: exit status 1\nRuntime.ExitError`, {
    level: 'error',
    kind: { kind: 'platform' },
  });
  check('EXTENSION\tName: x\tState: Ready\tEvents: []', { kind: { kind: 'init' } });
});

test('reads the figures of REPORT', () => {
  const line = `REPORT RequestId: ${ID}\tDuration: 3.01 ms\tBilled Duration: 4 ms\tMemory Size: 128 MB\tMax Memory Used: 36 MB\tInit Duration: 110.10 ms\t\n`;
  const report = { requestId: ID, durationMs: 3.01, billedDurationMs: 4, memorySizeMb: 128, maxMemoryUsedMb: 36, initDurationMs: 110.1 };
  expect(read(line).kind).toEqual({ kind: 'report', report });
  check(`${line.trimEnd()}\tStatus: error\tError Type: Runtime.ExitError\nXRAY TraceId: 1\tSegmentId: 2\tSampled: true`, {
    level: 'error',
    kind: { kind: 'report', report: { ...report, status: 'error', errorType: 'Runtime.ExitError' } },
  });
});

test("takes off Node's prefix and turns carriage returns back", () => {
  check(`2026-01-01T00:00:00.000Z\t${ID}\tWARN\tone\rtwo\n`, {
    text: `2026-01-01T00:00:00.000Z\t${ID}\tWARN\tone\ntwo`,
    message: 'one\ntwo',
    level: 'warn',
    requestId: ID,
  });
  expect(read('2026-01-01T00:00:00.000Z\tundefined\tINFO\tat init').requestId).toBeUndefined();
  check(`2026-01-01T00:00:00.000Z\t${ID}\tINFO\t{"a":1}`, { json: { a: 1 }, message: '{"a":1}' });
  check(`2026-01-01T00:00:00.000Z\t${ID}\tcrit\tdotnet`, { level: 'fatal', message: 'dotnet' });
});

test("shows Node's failures as stacks", () => {
  const json = { errorType: 'TypeError', errorMessage: 'x', stack: ['TypeError: x', '    at handler (/var/task/a.js:1:2)'] };
  check(`2026-01-01T00:00:00.000Z\t${ID}\tERROR\tInvoke Error \t${JSON.stringify(json)}`, {
    level: 'error',
    message: 'Invoke Error: TypeError: x\n    at handler (/var/task/a.js:1:2)',
    json,
  });
});

test("takes off Python's prefixes and its no-break spaces", () => {
  check(`[INFO]\t2026-01-01T00:00:00.000Z\t${ID}\thello\n`, { level: 'info', requestId: ID, message: 'hello' });
  check('[WARNING]\t2026-01-01T00:00:00.000Z\t\tLAMBDA_WARNING: x', { level: 'warn', message: 'LAMBDA_WARNING: x' });
  check('[ERROR] ValueError: x\rTraceback (most recent call last):\r\u00a0\u00a0File "a.py"', {
    level: 'error',
    message: 'ValueError: x\nTraceback (most recent call last):\n  File "a.py"',
  });
  check('[TODO] not a level', { message: '[TODO] not a level' });
});

test("takes off Ruby's prefix", () => {
  check(`I, [2026-01-02T03:04:05.678901 #8]  INFO ${ID} -- : hi`, { level: 'info', requestId: ID, message: 'hi' });
});

test('reads JSON lines of runtimes and libraries', () => {
  check(`{"timestamp":"t","level":"ERROR","requestId":"${ID}","message":"boom"}`, { level: 'error', requestId: ID, message: 'boom' });
  check('{"level":40,"msg":"pino"}', { level: 'warn', message: 'pino' });
  check('{"level":"info","message":{"a":[1]}}', { message: '{"a":[1]}' });
  check('{"log_level":"ERROR","errorMessage":"x","errorType":"ValueError","stackTrace":["  File \\"a.py\\"\\n"]}', {
    level: 'error',
    message: 'ValueError: x\n  File "a.py"',
  });
  check('{"no":"message"}', { message: '{"no":"message"}', json: { no: 'message' } });
  check('{broken', { message: '{broken' });
});

test('reads the JSON system log as the text one', () => {
  check(`{"time":"t","type":"platform.start","record":{"requestId":"${ID}","version":"3"}}`, {
    requestId: ID,
    kind: { kind: 'start' },
    message: `START RequestId: ${ID} Version: 3`,
  });
  const metrics = { durationMs: 2, billedDurationMs: 3, memorySizeMB: 128, maxMemoryUsedMB: 40 };
  check(JSON.stringify({ type: 'platform.report', record: { requestId: ID, metrics, status: 'timeout' } }), {
    level: 'error',
    kind: {
      kind: 'report',
      report: { requestId: ID, durationMs: 2, billedDurationMs: 3, memorySizeMb: 128, maxMemoryUsedMb: 40, status: 'timeout' },
    },
  });
  check('{"type":"platform.initReport","record":{"status":"error"}}', { kind: { kind: 'platform' } });
  check('{"type":"platform.report"}', { kind: { kind: 'report', report: expect.objectContaining({ durationMs: 0 }) } });
});

test('never throws, whatever the line holds', () => {
  const hostile = [
    '',
    '\n',
    '\0',
    '[',
    '{}',
    '{"type":"platform.report","record":null}',
    '['.repeat(200_000),
    `{"a":${'['.repeat(200_000)}`,
  ];
  for (const text of [...hostile, 'I, ['.repeat(50_000), `${'2026-01-01T00:00:00.000Z\t'.repeat(20_000)}`])
    expect(read(text).message).toBeTypeOf('string');
});
