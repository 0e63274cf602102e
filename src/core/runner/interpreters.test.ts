import { expect, test } from 'vitest';
import { nodeFiles } from '../../node/files.ts';
import type { Clock, ExitStatus, Processes } from '../ports.ts';
import { Interpreters } from './interpreters.ts';
import type { InterpreterPaths } from './runtimes/model.ts';

const stillClock: Clock = { now: () => 0, monotonic: () => 0, schedule: () => () => {} };

/** A machine with these executables on PATH, by name; the paths answer with these versions. */
function interpreters(
  onPath: Readonly<Record<string, string>>,
  versions: Readonly<Record<string, string>>,
  paths: Partial<InterpreterPaths> = {},
) {
  const processes: Processes = {
    platform: 'linux',
    environment: {},
    killMarked: async () => {},
    find: async (name) => onPath[name],
    spawn: ({ command }) => ({
      pid: 1,
      exit: Promise.resolve({ kind: 'exited', code: 0 }),
      onStdout: (listener) => listener(Buffer.from(versions[command] ?? '')),
      onStderr() {},
      onLogPipe() {},
      signal() {},
      peakMemoryBytes: async () => undefined,
      heldMemoryBytes: async () => undefined,
    }),
  };
  return new Interpreters({ files: nodeFiles(), clock: stillClock, processes }, () => ({ node: '', python: '', ...paths }));
}

test('Node.js: the one on PATH; another major version is noted', async () => {
  const machine = interpreters({ node: '/bin/node' }, { '/bin/node': 'v24.1.0\n' });
  expect(await machine.forRuntime('nodejs24.x')).toMatchObject({ path: '/bin/node', version: { major: 24, minor: 1 }, notes: [] });
  expect((await machine.forRuntime('nodejs22.x')).notes).toEqual(['ran on Node.js 24, the function is nodejs22.x']);
});

test('Node.js: a path of the settings first; the editor’s own where PATH has none', async () => {
  const nodeFallback = { path: '/editor', env: { ELECTRON_RUN_AS_NODE: '1' } };
  const versions = { '/mine': 'v22.0.0', '/editor': 'v22.0.0', '/bin/node': 'v20.0.0' };
  const path = async (onPath: Readonly<Record<string, string>>, paths: Partial<InterpreterPaths>) => {
    const found = await interpreters(onPath, versions, paths).forRuntime('nodejs22.x');
    return [found.path, found.env];
  };
  expect(await path({ node: '/bin/node' }, { node: '/mine', nodeFallback })).toEqual(['/mine', {}]);
  expect(await path({ node: '/bin/node' }, { nodeFallback })).toEqual(['/bin/node', {}]);
  expect(await path({}, { nodeFallback })).toEqual(['/editor', nodeFallback.env]);
});

test('Python: the runtime’s version, under whatever name; else the nearest, with a note', async () => {
  const versions = { '/p11': 'Python 3.11.7', '/p12': 'Python 3.12.1', '/p13': 'Python 3.13.0', '/p8': 'Python 3.8.1' };
  const path = async (onPath: Readonly<Record<string, string>>) => {
    const { path, notes } = await interpreters(onPath, versions).forRuntime('python3.13');
    return [path, ...notes];
  };
  expect(await path({ 'python3.13': '/p13', python3: '/p11' })).toEqual(['/p13']);
  expect(await path({ python: '/p13', 'python3.12': '/p12' })).toEqual(['/p13']);
  expect(await path({ python3: '/p8', 'python3.12': '/p12', 'python3.11': '/p11' })).toEqual([
    '/p12',
    'ran on Python 3.12, the function is python3.13',
  ]);
  expect(await path({ python3: '/p8' })).toEqual(['/p8', 'ran on Python 3.8, the function is python3.13']);
});

test('nothing that runs it is an error with advice', async () => {
  const none = interpreters({ node: '/broken', python: '/p2' }, { '/p2': 'Python 2.7.1' });
  for (const runtime of ['nodejs22.x', 'python3.12']) {
    await expect(none.forRuntime(runtime)).rejects.toMatchObject({
      code: 'interpreter-not-found',
      advice: expect.stringContaining('Install'),
    });
  }
  for (const runtime of ['ruby3.4', 'dotnet8', 'nope']) {
    await expect(none.forRuntime(runtime)).rejects.toMatchObject({ code: 'runtime-not-supported' });
  }
});

test('a program that never says its version is ended, and is no interpreter', async () => {
  const signals: string[] = [];
  const processes: Processes = {
    platform: 'linux',
    environment: {},
    killMarked: async () => {},
    find: async () => undefined,
    spawn: () => {
      let end = (_status: ExitStatus): void => {};
      const exit = new Promise<ExitStatus>((resolve) => {
        end = resolve;
      });
      const signal = (name: string): void => {
        signals.push(name);
        end({ kind: 'signaled', signal: name });
      };
      return {
        pid: 1,
        exit,
        onStdout() {},
        onStderr() {},
        onLogPipe() {},
        signal,
        peakMemoryBytes: async () => undefined,
        heldMemoryBytes: async () => undefined,
      };
    },
  };
  const hasty: Clock = {
    ...stillClock,
    schedule(_delayMs, callback) {
      queueMicrotask(callback);
      return () => {};
    },
  };
  const waiting = new Interpreters({ files: nodeFiles(), clock: hasty, processes }, () => ({ node: '/bin/cat', python: '' }));
  await expect(waiting.forRuntime('nodejs22.x')).rejects.toMatchObject({ code: 'interpreter-not-found' });
  expect(signals).toEqual(['SIGKILL']);
});
