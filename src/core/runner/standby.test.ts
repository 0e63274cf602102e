import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { systemClock } from '../../node/clock.ts';
import { nodeProcesses } from '../../node/processes.ts';
import { gone } from '../../node/testing.ts';
import type { ChildProcess } from '../ports.ts';
import type { InvocationResult, RunnableFunction } from './model.ts';
import { type Bench, openBench, summary } from './testing.ts';

let bench: Bench;
/** In the order in which they were started. */
let started: ChildProcess[];
let whenStarted: () => void;

beforeEach(async () => {
  started = [];
  whenStarted = () => {};
  const processes = nodeProcesses();
  bench = await openBench({}, {}, systemClock(), {
    processes: {
      ...processes,
      spawn(request) {
        const child = processes.spawn(request);
        if (request.args.includes('--version')) return child;
        started.push(child);
        whenStarted();
        return child;
      },
    },
  });
});
afterEach(() => bench.end());

/** Saves the function and runs it. */
async function save(n: number, changes: Partial<RunnableFunction> = {}, runtime = 'nodejs24.x'): Promise<InvocationResult> {
  await writeFile(
    join(bench.root, 'app.mjs'),
    `export const handler = async () => [${n}, process.pid, process.env._LAMBDA_WORKBENCH_HELD];`,
  );
  return bench.invoke('app.handler', runtime, '{}', { codeDigest: String(n), ...changes });
}

/** Resolves when that many processes were started. */
async function processes(count: number): Promise<void> {
  while (started.length < count) {
    await new Promise<void>((resolve) => {
      whenStarted = resolve;
    });
  }
}

const resultOf = (n: number, at: number): string => `[${n},${started[at]?.pid},null]`;

test.each(['nodejs22.x', 'nodejs24.x'])('%s: after a change of the code the process for the next change waits for it', async (runtime) => {
  expect(summary(await save(1, {}, runtime))).toBe(resultOf(1, 0));
  expect(summary(await save(2, {}, runtime))).toBe(resultOf(2, 1));
  await processes(3);
  const third = await save(3, {}, runtime);
  expect([summary(third), third.coldStart]).toEqual([resultOf(3, 2), true]);
  expect(third.report.initDurationMs).toBeGreaterThan(0);
  await processes(4);
  // Warm, and the one that waits goes on waiting.
  expect(summary(await save(3, {}, runtime))).toBe(resultOf(3, 2));
  expect(summary(await save(4, {}, runtime))).toBe(resultOf(4, 3));
});

test('another configuration, or a process that is gone, is a start from nothing', async () => {
  await save(1);
  await save(2);
  await processes(3);
  expect(summary(await save(3, { environment: { A: '1' } }))).toBe(resultOf(3, 3));
  expect(summary(await save(4, { environment: { A: '1' } }))).toBe(resultOf(4, 4));
  await processes(6);
  started[5]?.signal('SIGKILL');
  await started[5]?.exit;
  expect(summary(await save(5, { environment: { A: '1' } }))).toBe(resultOf(5, 6));
});

test('nothing waits for a function whose options run code of its own at the start, nor where the code didn’t change', async () => {
  for (const changes of [
    { environment: { NODE_OPTIONS: '--no-warnings' } },
    { layers: [bench.root] },
    { name: 'other', environment: { A: '2' } },
  ]) {
    await save(1, changes);
    await save(changes.name ? 1 : 2, changes);
  }
  await bench.runner.dispose();
  expect(started.length).toBe(5);
});

test('what waits ends with the runner, and with its function', async () => {
  await save(1);
  await save(2);
  await processes(3);
  bench.runner.retire('shop');
  await started[2]?.exit;
  await save(3);
  await save(4);
  await processes(6);
  await bench.runner.dispose();
  await gone(started.map(({ pid }) => pid ?? 0));
});
