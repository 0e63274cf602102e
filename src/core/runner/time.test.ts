import { readFile } from 'node:fs/promises';
import { afterEach, expect, test } from 'vitest';
import { systemClock } from '../../node/clock.ts';
import { gone, isRunning } from '../../node/testing.ts';
import { type Bench, openBench, textOf } from './testing.ts';

let bench: Bench;
afterEach(() => bench.end());

test('an initialization of ten seconds is cut off, and gets the time of the invocation instead', async () => {
  const real = systemClock();
  // Ten seconds pass when the module has said that it is loading.
  let pass: (() => void) | undefined;
  const clock = {
    ...real,
    schedule(delayMs: number, callback: () => void) {
      if (delayMs !== 10_000) return real.schedule(delayMs, callback);
      pass = callback;
      return () => {};
    },
  };
  bench = await openBench(
    {
      'slow.mjs': `
        import fs from 'node:fs';
        const isFirst = !fs.existsSync('again');
        fs.writeFileSync('again', '');
        console.log('loading');
        if (isFirst) await new Promise((resolve) => setTimeout(resolve, 60_000));
        export const handler = async () => 'OK';`,
    },
    {},
    clock,
  );
  const onLog = ({ text }: { readonly text: string }) => {
    if (text.endsWith('loading')) pass?.();
  };
  const result = await bench.invoke('slow.handler', 'nodejs24.x', '{}', { timeoutSeconds: 20 }, { onLog });
  expect([result.status, textOf(result.payload)]).toEqual(['success', '"OK"']);
  expect(result.logs.map(({ text }) => /^INIT_REPORT .*(Phase: .*)$/.exec(text)?.[1]).filter(Boolean)).toEqual([
    'Phase: init\tStatus: timeout',
  ]);
  expect(result.report.initDurationMs).toBeUndefined();
});

test('an idle environment ends after some minutes', async () => {
  const real = systemClock();
  const idle: (() => void)[] = [];
  const clock = {
    ...real,
    schedule(delayMs: number, callback: () => void) {
      if (delayMs < 60_000) return real.schedule(delayMs, callback);
      idle.push(callback);
      return () => {};
    },
  };
  bench = await openBench({ 'app.js': 'exports.handler = async () => process.pid;' }, {}, clock);
  const pid = Number(textOf((await bench.invoke('app.handler', 'nodejs24.x')).payload));
  expect([isRunning(pid), idle.length]).toEqual([true, 1]);
  idle[0]?.();
  await gone([pid]);
  expect((await bench.invoke('app.handler', 'nodejs24.x')).coldStart).toBe(true);
});

test.skipIf(process.platform !== 'linux')('between two events a function stands still, and goes on with the next', async () => {
  bench = await openBench({ 'app.js': 'exports.handler = async () => process.pid;' });
  const pid = textOf((await bench.invoke('app.handler', 'nodejs24.x')).payload);
  const isStopped = async () => /\) T /.test(await readFile(`/proc/${pid}/stat`, 'utf8'));
  while (!(await isStopped())) await new Promise((resolve) => setImmediate(resolve));
  expect(textOf((await bench.invoke('app.handler', 'nodejs24.x')).payload)).toBe(pid);
});
