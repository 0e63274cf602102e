import { existsSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RunnableFunction } from './model.ts';
import { type Bench, openBench, summary, textOf } from './testing.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench({
    'app.js': `
      const fs = require('node:fs');
      const os = require('node:os');
      let count = 0;
      exports.folder = async () => os.tmpdir();
      exports.write = async (text) => { fs.writeFileSync(os.tmpdir() + '/kept', text); count = 5; };
      exports.read = async () => [fs.readFileSync(os.tmpdir() + '/kept', 'utf8'), ++count];
      exports.hang = async () => new Promise((resolve) => setTimeout(resolve, 60_000));
      exports.exit = async () => process.exit(3);
      exports.slow = async () => { await new Promise((resolve) => setTimeout(resolve, 300)); return 'done'; };
      exports.act = async (name) => exports[name](name);
      const held = [];
      exports.hold = async () => { for (;;) { held.push(Buffer.alloc(8 * 1024 * 1024, 1)); await new Promise((resolve) => setTimeout(resolve, 20)); } };
      exports.child = async () => require('node:child_process').spawnSync(process.execPath, ['-e',
        'const held = []; setInterval(() => held.push(Buffer.alloc(8 * 1024 * 1024, 1)), 20)']).signal;
    `,
    'app.py': `import tempfile\ndef folder(event, context): return tempfile.gettempdir()`,
  });
});
afterAll(() => bench.end());

function invoke(handler: string, changes: Partial<RunnableFunction> = {}, event: unknown = {}, runtime = 'nodejs22.x') {
  return bench.invoke(`app.${handler}`, runtime, JSON.stringify(event), changes);
}

test('each environment has a /tmp of its own, which goes with it', async () => {
  const paths = [];
  for (const runtime of ['nodejs22.x', 'python3.11'])
    paths.push(JSON.parse(textOf((await invoke('folder', { name: runtime }, {}, runtime)).payload)));
  expect([new Set(paths).size, ...paths.map(existsSync)]).toEqual([2, true, true]);
  const other = await openBench({});
  const folder = JSON.parse(textOf((await other.invoke('app.folder', 'nodejs22.x', '{}', { codeRoot: bench.root })).payload));
  await other.end();
  expect(existsSync(folder)).toBe(false);
});

test.each([
  ['hang', 'timeout'],
  ['exit', 'error'],
])('after %s the next event has the same /tmp and log stream, and a new process', async (end, status) => {
  const run = (act: string) => invoke('act', { name: end, timeoutSeconds: 1 }, act);
  const before = await run('write');
  expect((await run(end)).status).toBe(status);
  const after = await run('read');
  expect([textOf(after.payload), after.coldStart, after.logStream]).toEqual(['["write",1]', true, before.logStream]);
});

test.skipIf(process.platform === 'win32')('a function that holds more memory than it has is ended, as on Lambda', async () => {
  for (const handler of ['hold', ...(process.platform === 'linux' ? ['child'] : [])]) {
    const result = await invoke(handler, { memoryMb: 160, timeoutSeconds: 20 });
    expect(summary(result)).toBe('ERROR Runtime.ExitError: Error: Runtime exited with error: signal: killed');
    expect(result.report).toMatchObject({ status: 'error', errorType: 'Runtime.OutOfMemory', maxMemoryUsedMb: 160, memorySizeMb: 160 });
  }
});

test('as many invocations run at the same time as are reserved, and no more', async () => {
  const changes = { name: 'reserved', reservedConcurrency: 2 };
  const results = await Promise.allSettled([1, 2, 3].map(() => invoke('slow', changes)));
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected']);
  expect(results[2]).toMatchObject({ reason: { code: 'throttled', message: expect.stringContaining('2 invocations are under way') } });
  expect((await invoke('slow', changes)).status).toBe('success');
  await expect(invoke('slow', { name: 'none', reservedConcurrency: 0 })).rejects.toMatchObject({ code: 'throttled' });
});
