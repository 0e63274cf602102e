import { execFile } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { systemClock } from './clock.ts';

const run = promisify(execFile);

test('timers go off in order, each once, and those that are cancelled never', async () => {
  const clock = systemClock();
  const fired: string[] = [];
  await new Promise<void>((resolve) => {
    clock.schedule(40, () => fired.push('later'));
    clock.schedule(20, () => fired.push('first'));
    const cancel = clock.schedule(20, () => fired.push('cancelled'));
    clock.schedule(20, () => fired.push('second'));
    clock.schedule(80, resolve);
    cancel();
  });
  expect(fired).toEqual(['first', 'second', 'later']);
});

test('a timer waits for its time where one of the same delay came before it', async () => {
  const clock = systemClock();
  clock.schedule(50, () => {});
  await delay(25);
  const startedAt = clock.monotonic();
  await new Promise<void>((resolve) => clock.schedule(50, resolve));
  expect(clock.monotonic() - startedAt).toBeGreaterThan(48);
});

test('a timer may set the same one again, and end others', async () => {
  const clock = systemClock();
  const fired: number[] = [];
  await new Promise<void>((resolve) => {
    let cancelLast = () => {};
    const again = (): void => {
      fired.push(fired.length);
      cancelLast();
      if (fired.length < 3) clock.schedule(10, again);
      else resolve();
    };
    clock.schedule(10, again);
    cancelLast = clock.schedule(10, () => fired.push(-1));
  });
  expect(fired).toEqual([0, 1, 2]);
});

test('the time of a cancelled timer goes by without it', async () => {
  const clock = systemClock();
  const fired: string[] = [];
  clock.schedule(10, () => fired.push('cancelled'))();
  await delay(30);
  await new Promise<void>((resolve) => clock.schedule(10, resolve));
  expect(fired).toEqual([]);
});

test.each([
  ['one that is waited for keeps the process alive', "clock.schedule(50, () => console.log('fired'));", 'fired\n'],
  ['one that is cancelled doesn’t', "clock.schedule(600_000, () => console.log('fired'))();", ''],
  ['nor one of two that are', 'const all = [1, 2].map(() => clock.schedule(600_000, () => {})); for (const cancel of all) cancel();', ''],
  ['one set after a cancelled one does', "clock.schedule(50, () => {})(); clock.schedule(50, () => console.log('fired'));", 'fired\n'],
  ['a delay of months isn’t none', "const cancel = clock.schedule(2 ** 40, () => console.log('fired')); setTimeout(cancel, 20);", ''],
  [
    'one that throws takes none with it',
    "process.on('uncaughtException', () => console.log('thrown')); clock.schedule(20, () => { throw new Error(); });" +
      "clock.schedule(20, () => console.log('fired'));",
    'thrown\nfired\n',
  ],
])('%s', async (_name, code, output) => {
  const clock = fileURLToPath(new URL('./clock.ts', import.meta.url));
  const script = `import { systemClock } from ${JSON.stringify(clock)}; const clock = systemClock(); ${code}`;
  const { stdout } = await run(process.execPath, ['--input-type=module', '-e', script]);
  expect(stdout).toBe(output);
});
