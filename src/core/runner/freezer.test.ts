import { expect, test } from 'vitest';
import type { Clock } from '../ports.ts';
import { Freezer } from './freezer.ts';

/** What is signalled when events come at these times, ms, each answered at once; `at` what is due when the time has passed. */
async function signals(times: readonly number[]): Promise<readonly string[]> {
  let now = 0;
  const due = new Set<{ readonly at: number; readonly callback: () => void }>();
  const clock: Clock = {
    now: () => now,
    monotonic: () => now,
    schedule(delayMs, callback) {
      const timer = { at: now + delayMs, callback };
      due.add(timer);
      return () => due.delete(timer);
    },
  };
  const sent: string[] = [];
  const freezer = new Freezer(clock, (name) => sent.push(`${name} ${now}`));
  const pass = (until: number): void => {
    for (const timer of due) {
      if (timer.at > until) continue;
      due.delete(timer);
      now = timer.at;
      timer.callback();
    }
    now = until;
  };
  for (const time of times) {
    pass(time);
    freezer.thaw();
    freezer.freeze();
    // Whoever waits for the result has it now.
    await new Promise((resolve) => setImmediate(resolve));
  }
  pass(Number.MAX_SAFE_INTEGER);
  return sent;
}

test('between two events an environment is stopped at once', async () => {
  expect(await signals([0, 1000, 2000])).toEqual(['SIGSTOP 0', 'SIGCONT 1000', 'SIGSTOP 1000', 'SIGCONT 2000', 'SIGSTOP 2000']);
});

test('between events that come one right after the other it isn’t, and soon after the last', async () => {
  expect(await signals([0, 10, 20, 30])).toEqual(['SIGSTOP 0', 'SIGCONT 10', 'SIGSTOP 55']);
  expect(await signals([0, 10, 60, 1000])).toEqual([
    'SIGSTOP 0',
    'SIGCONT 10',
    'SIGSTOP 35',
    'SIGCONT 60',
    'SIGSTOP 60',
    'SIGCONT 1000',
    'SIGSTOP 1000',
  ]);
});

test('an event that is there when the result has been had finds it running', async () => {
  const sent: string[] = [];
  const clock: Clock = { now: () => 0, monotonic: () => 0, schedule: () => () => {} };
  const freezer = new Freezer(clock, (name) => sent.push(name));
  freezer.freeze();
  freezer.thaw();
  await new Promise((resolve) => setImmediate(resolve));
  expect(sent).toEqual([]);
});
