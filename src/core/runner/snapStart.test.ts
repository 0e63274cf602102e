import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Bench, openBench, summary } from './testing.ts';

const HOOKS = `
import os
from snapshot_restore_py import register_after_restore, register_before_snapshot
calls = []
register_before_snapshot(calls.append, "before 1")
register_before_snapshot(calls.append, "before 2")
@register_after_restore
def restored():
    calls.append("after")
def handler(event, context): return calls
def credentials(event, context): return sorted(name for name in os.environ if "ACCESS_KEY" in name or "CONTAINER" in name)
def fetched(event, context):
    from urllib.request import Request, urlopen
    headers = {"Authorization": os.environ["AWS_CONTAINER_AUTHORIZATION_TOKEN"]}
    return urlopen(Request(os.environ["AWS_CONTAINER_CREDENTIALS_FULL_URI"], headers=headers)).read().decode()
`;

let bench: Bench;
beforeAll(async () => {
  bench = await openBench(
    {
      'hooks.py': HOOKS,
      'before.py': `${HOOKS}\nregister_before_snapshot(lambda: 1 / 0)`,
      'after.py': `${HOOKS}\nregister_after_restore(lambda: 1 / 0)`,
    },
    { AWS_ACCESS_KEY_ID: 'key', AWS_SECRET_ACCESS_KEY: 'secret', AWS_SESSION_TOKEN: 'token' },
  );
});
afterAll(() => bench.end());

function run(handler: string, initializationType: 'snap-start' | 'on-demand' = 'snap-start') {
  return bench.invoke(handler, 'python3.13', '{}', { initializationType });
}

test('hooks run around a snapshot that isn’t taken, and the log tells of a restore', async () => {
  expect(summary(await run('hooks.handler', 'on-demand'))).toBe('[]');
  const { logs, report, ...result } = await run('hooks.handler');
  expect(summary({ logs, report, ...result })).toBe('["before 2", "before 1", "after"]');
  const lines = logs.map(({ text }) => text);
  expect(lines.filter((line) => /^(INIT_START|RESTORE_START|RESTORE_REPORT Restore Duration: [\d.]+ ms$)/.test(line))).toHaveLength(3);
  expect(lines.at(-1)).toMatch(/\tRestore Duration: [\d.]+ ms\tBilled Restore Duration: \d+ ms\t$/);
  expect(report.initDurationMs).toBeUndefined();
});

test.each(['before.handler', 'after.handler'])('a hook that fails ends the initialization: %s', async (handler) => {
  const { error, report, logs } = await run(handler);
  expect(error?.errorType).toBe('ZeroDivisionError');
  const type = handler.startsWith('before') ? 'Runtime.BeforeSnapshotError' : 'Runtime.AfterRestoreError';
  expect([report.errorType, logs.some(({ text }) => text.includes(type))]).toEqual([type, true]);
});

test('credentials are asked for, since a snapshot outlives them', async () => {
  expect(summary(await run('hooks.credentials', 'on-demand'))).toBe('["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"]');
  expect(summary(await run('hooks.credentials'))).toBe('["AWS_CONTAINER_AUTHORIZATION_TOKEN", "AWS_CONTAINER_CREDENTIALS_FULL_URI"]');
  const { payload } = await run('hooks.fetched');
  expect(JSON.parse(JSON.parse(Buffer.from(payload).toString()))).toMatchObject({
    AccessKeyId: 'key',
    SecretAccessKey: 'secret',
    Token: 'token',
    Expiration: expect.stringMatching(/Z$/),
  });
});
