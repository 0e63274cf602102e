import { expect, test } from 'vitest';
import type { Clock, Processes } from '../../../ports.ts';
import { memoryFiles } from '../../../testing/memoryFiles.ts';
import { Interpreters } from '../../interpreters.ts';
import type { Interpreter } from '../model.ts';

const clock: Clock = { now: () => 0, monotonic: () => 0, schedule: () => () => {} };

/** A folder of .NET with these runtimes, and these SDKs. */
function dotnet(root: string, runtimes: readonly string[], sdks: readonly string[] = []): Readonly<Record<string, string>> {
  const shared = runtimes.map((version) => [`${root}/shared/Microsoft.NETCore.App/${version}/System.Runtime.dll`, '']);
  return {
    [`${root}/dotnet`]: '',
    ...Object.fromEntries([...shared, ...sdks.map((version) => [`${root}/sdk/${version}/dotnet.dll`, ''])]),
  };
}

function forRuntime(
  runtime: string,
  files: Readonly<Record<string, string>>,
  { onPath, named = '', ...environment }: { onPath?: string; named?: string; [name: string]: string | undefined } = {},
): Promise<Interpreter> {
  const processes: Processes = {
    platform: 'linux',
    environment: { HOME: '/home/me', ...environment },
    killMarked: async () => {},
    find: async (name) => (name === 'dotnet' ? onPath : undefined),
    spawn: () => {
      throw new Error('Nothing is started to find .NET.');
    },
  };
  return new Interpreters({ files: memoryFiles(files), clock, processes }, () => ({ node: '', python: '', dotnet: named })).forRuntime(
    runtime,
  );
}

const ON_PATH = dotnet('/usr/lib/dotnet', ['6.0.36', '8.0.11'], ['8.0.111']);

test.each<[string, Readonly<Record<string, string>>, Readonly<Record<string, string>>]>([
  ['/usr/lib/dotnet/dotnet', ON_PATH, { onPath: '/usr/lib/dotnet/dotnet' }],
  ['/mine/dotnet', dotnet('/mine', ['8.0.1']), { DOTNET_ROOT: '/mine' }],
  ['/home/me/.dotnet/dotnet', dotnet('/home/me/.dotnet', ['8.0.1']), {}],
  ['/home/me/.local/share/mise/dotnet-root/dotnet', dotnet('/home/me/.local/share/mise/dotnet-root', ['8.0.1']), {}],
  ['/home/me/.asdf/installs/dotnet/8.0.401/dotnet', dotnet('/home/me/.asdf/installs/dotnet/8.0.401', ['8.0.8']), {}],
  ['/usr/share/dotnet/dotnet', dotnet('/usr/share/dotnet', ['8.0.1']), { onPath: '/snap/bin/dotnet' }],
  ['/named/dotnet', { ...ON_PATH, ...dotnet('/named', ['8.0.1']) }, { onPath: '/usr/lib/dotnet/dotnet', named: '/named' }],
  ['/named/dotnet', { ...ON_PATH, ...dotnet('/named', ['8.0.1']) }, { onPath: '/usr/lib/dotnet/dotnet', named: '/named/dotnet' }],
  // Of two that are as good, the one that can build.
  ['/home/me/.dotnet/dotnet', { ...dotnet('/usr/lib/dotnet', ['8.0.1']), ...dotnet('/home/me/.dotnet', ['8.0.1'], ['8.0.100']) }, {}],
])('finds %s', async (path, files, machine) => {
  expect(await forRuntime('dotnet8', files, machine)).toMatchObject({ path, version: { major: 8, minor: 0 }, notes: [] });
});

test('a newer one runs what is built for an older, and it is said', async () => {
  const files = { ...dotnet('/usr/lib/dotnet', ['9.0.1', '10.0.0']), ...dotnet('/home/me/.dotnet', ['6.0.1']) };
  expect(await forRuntime('dotnet8', files)).toMatchObject({
    env: { DOTNET_ROOT: '/usr/lib/dotnet', DOTNET_ROLL_FORWARD: 'Major' },
    notes: ['It ran on .NET 9; the function is dotnet8.'],
  });
  expect((await forRuntime('dotnet6', files)).env).toEqual({ DOTNET_ROOT: '/home/me/.dotnet' });
});

test('what is too old, or isn’t there, is an error with advice', async () => {
  const old = { ...dotnet('/usr/lib/dotnet', ['6.0.1', '3.1.32']) };
  await expect(forRuntime('dotnet8', old)).rejects.toMatchObject({
    code: 'interpreter-not-found',
    message: 'The function needs .NET 8 or newer, and there is only .NET 6 and 3.1 in /usr/lib/dotnet.',
    advice: 'Install the SDK of .NET 8, or name its dotnet in the editor’s setting lambdaWorkbench.dotnetPath.',
  });
  await expect(forRuntime('dotnet10', {})).rejects.toMatchObject({ message: 'The function needs .NET 10, and none was found on PATH.' });
  await expect(forRuntime('dotnet10', {}, { named: '/nowhere' })).rejects.toMatchObject({
    message: 'The function needs .NET 10, and "/nowhere" is none.',
  });
});
