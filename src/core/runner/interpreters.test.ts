import { expect, test } from 'vitest';
import type { Clock, Processes } from '../ports.ts';
import { fakeChild } from '../testing/fakeChild.ts';
import { memoryFiles } from '../testing/memoryFiles.ts';
import { Interpreters } from './interpreters.ts';
import type { InterpreterPaths } from './runtimes/model.ts';

const stillClock: Clock = { now: () => 0, monotonic: () => 0, schedule: () => () => {} };

/** A machine with these executables on PATH, by name; the paths answer with these versions. */
function interpreters(
  onPath: Readonly<Record<string, string>>,
  versions: Readonly<Record<string, string>>,
  paths: Partial<InterpreterPaths> = {},
  machine: { readonly files?: Readonly<Record<string, string>>; readonly environment?: Readonly<Record<string, string>> } = {},
) {
  const processes: Processes = {
    platform: 'linux',
    environment: machine.environment ?? {},
    killMarked: async () => {},
    find: async (name) => onPath[name],
    spawn({ command }) {
      const { child, end } = fakeChild();
      end({ kind: 'exited', code: 0 });
      return { ...child, onStdout: (listener) => listener(Buffer.from(versions[command] ?? '')) };
    },
  };
  return new Interpreters({ files: memoryFiles(machine.files), clock: stillClock, processes }, () => ({ node: '', python: '', ...paths }));
}

test('Node.js: the one on PATH; another major version is noted', async () => {
  const machine = interpreters({ node: '/bin/node' }, { '/bin/node': 'v24.1.0\n' });
  expect(await machine.forRuntime('nodejs24.x')).toMatchObject({ path: '/bin/node', version: { major: 24, minor: 1 }, notes: [] });
  expect((await machine.forRuntime('nodejs22.x')).notes).toEqual(['It ran on Node.js 24; the function is nodejs22.x.']);
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
    'It ran on Python 3.12; the function is python3.13.',
  ]);
  expect(await path({ python3: '/p8' })).toEqual(['/p8', 'It ran on Python 3.8; the function is python3.13.']);
});

/** One of `HOME`'s files, or an absolute one, is chosen for a function in `/shop/orders`; PATH has Node.js 20, Python 3.11 and Ruby 3.1. */
test.each<[string, string, string, Readonly<Record<string, string>>?]>([
  ['nodejs22.x', '.nvm/versions/node/v22.11.0/bin/node', '22.11'],
  ['nodejs22.x', '.local/share/fnm/node-versions/v22.1.0/installation/bin/node', '22.1'],
  ['nodejs24.x', '.volta/tools/image/node/24.1.0/bin/node', '24.1'],
  ['nodejs24.x', '/data/mise/installs/node/24.2.0/bin/node', '24.2', { XDG_DATA_HOME: '/data' }],
  ['nodejs24.x', '/nvm/versions/node/v24.1.0/bin/node', '24.1', { NVM_DIR: '/nvm' }],
  ['nodejs22.x', '.asdf/installs/nodejs/22.3.0/bin/node', '22.3'],
  ['python3.13', '.pyenv/versions/3.13.1/bin/python', '3.13'],
  ['python3.13', '.local/share/uv/python/cpython-3.13.0-linux-x86_64-gnu/bin/python3', '3.13'],
  ['python3.13', '/shop/orders/.venv/bin/python', '3.13'],
  ['python3.13', '/shop/venv/bin/python', '3.13'],
  ['python3.13', '.cache/pypoetry/virtualenvs/my-shop-JjFc4ek1-py3.13/bin/python', '3.13'],
  ['python3.13', 'miniconda3/envs/lambda/bin/python', '3.13'],
  ['python3.13', '/chosen/bin/python', '3.13'],
  ['ruby3.4', '.rbenv/versions/3.4.1/bin/ruby', '3.4'],
  ['ruby3.4', '.rubies/ruby-3.4.1/bin/ruby', '3.4'],
  ['ruby3.3', '.local/share/mise/installs/ruby/3.3.0/bin/ruby', '3.3'],
])('%s is found in %s', async (runtime, place, version, environment = {}) => {
  const at = (path: string): string => (path.startsWith('/') ? path : `/home/${path}`);
  const path = at(place);
  const machine = interpreters(
    { node: '/bin/node', python3: '/bin/python3', ruby: '/bin/ruby' },
    { '/bin/node': 'v20.1.0', '/bin/python3': 'Python 3.11.2', '/bin/ruby': 'ruby 3.1.2', [path]: version },
    place === '/chosen/bin/python' ? { pythonOf: (folder) => (folder === '/shop/orders' ? path : undefined) } : {},
    {
      environment: { HOME: '/home', ...environment },
      files: {
        [path]: '',
        [path.replace('bin/python', 'pyvenv.cfg')]: 'home = /usr/bin\nversion_info = 3.13.1.final.0\n',
        [path.replace('bin/python', 'conda-meta/python-3.13.1-h1_0.json')]: '{}',
        '/shop/pyproject.toml': '[tool.poetry]\nname = "My-Shop"\n',
        // Neither is of the wanted version.
        '/home/.nvm/versions/node/v18.0.0/bin/node': '',
        '/home/.pyenv/versions/3.9.1/bin/python': '',
      },
    },
  );
  expect(await machine.forRuntime(runtime, '/shop/orders')).toMatchObject({ path, notes: [] });
});

test('nothing of the version: the nearest, wherever it is, with a note', async () => {
  const files = {
    '/home/.nvm/versions/node/v23.0.0/bin/node': '',
    '/home/.nvm/versions/node/v18.0.0/bin/node': '',
    '/home/.nvm/versions/node/lts/bin/node': '',
  };
  const versions = { '/bin/node': 'v20.1.0', '/home/.nvm/versions/node/v23.0.0/bin/node': 'v23.0.0' };
  const machine = interpreters({ node: '/bin/node' }, versions, {}, { files, environment: { HOME: '/home' } });
  expect(await machine.forRuntime('nodejs24.x')).toMatchObject({
    path: '/home/.nvm/versions/node/v23.0.0/bin/node',
    notes: ['It ran on Node.js 23; the function is nodejs24.x.'],
  });
});

test('nothing that runs it is an error with advice', async () => {
  const none = interpreters({ node: '/broken', python: '/p2' }, { '/p2': 'Python 2.7.1' });
  for (const runtime of ['nodejs22.x', 'python3.12']) {
    await expect(none.forRuntime(runtime)).rejects.toMatchObject({
      code: 'interpreter-not-found',
      advice: expect.stringContaining('Install'),
    });
  }
  for (const runtime of ['python2.7', 'nope']) {
    await expect(none.forRuntime(runtime)).rejects.toMatchObject({ code: 'runtime-not-supported' });
  }
});

test('a program that never says its version is ended, and is no interpreter', async () => {
  const { child, signals } = fakeChild();
  const processes: Processes = {
    platform: 'linux',
    environment: {},
    killMarked: async () => {},
    find: async () => undefined,
    spawn: () => child,
  };
  const hasty: Clock = {
    ...stillClock,
    schedule(_delayMs, callback) {
      queueMicrotask(callback);
      return () => {};
    },
  };
  const waiting = new Interpreters({ files: memoryFiles(), clock: hasty, processes }, () => ({ node: '/bin/cat', python: '' }));
  await expect(waiting.forRuntime('nodejs22.x')).rejects.toMatchObject({ code: 'interpreter-not-found' });
  expect(signals).toEqual(['SIGKILL']);
});
