import { expect, it } from 'vitest';
import type { ExitStatus, Processes } from '../ports.ts';
import { fakeChild } from '../testing/fakeChild.ts';
import { memoryFiles } from '../testing/memoryFiles.ts';
import { Requirements } from './requirements.ts';

/** A Python that says its version at once, and whose pip goes on until `end` is called for it or it is killed. */
function pips() {
  const running: ((status: ExitStatus) => void)[] = [];
  let begun = (): void => {};
  const processes: Processes = {
    platform: 'linux',
    environment: {},
    killMarked: async () => {},
    find: async () => undefined,
    spawn({ args }) {
      const { child, end } = fakeChild();
      if (args.includes('pip')) {
        running.push(end);
        begun();
      } else end({ kind: 'exited', code: 0 });
      return child;
    },
  };
  const next = (): Promise<void> =>
    new Promise((resolve) => {
      begun = resolve;
    });
  return { processes, running, next };
}

it('is shared by builds that want the same, and begun again where the one who began it gives up', async () => {
  const { processes, running, next } = pips();
  const files = memoryFiles({ '/shop/requirements.txt': 'left-pad' });
  const logger = { debug() {}, info() {}, warn() {}, error() {} };
  const requirements = new Requirements({ files, processes, logger, cache: '/cache', interpreter: async () => '/bin/python3' });
  const giveUp = new AbortController();
  const first = requirements.install('/shop', 'python3.13', { signal: giveUp.signal });
  const others = [requirements.install('/shop', 'python3.13'), requirements.install('/shop', 'python3.13')];
  await next();
  expect(running.length).toBe(1);
  const again = next();
  giveUp.abort();
  await expect(first).rejects.toMatchObject({ code: 'cancelled' });
  await again;
  running[1]?.({ kind: 'exited', code: 0 });
  const [second, third] = await Promise.all(others);
  expect([running.length, second, second === third]).toEqual([2, expect.stringMatching(/^\/cache\//), true]);
});
