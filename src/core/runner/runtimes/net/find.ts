import { dirname, join } from 'node:path';
import type { Machine, Version } from '../model.ts';

/** A folder of .NET: its `dotnet`, with the versions of what lies beside it. */
export interface Dotnet {
  /** Absolute path of the executable. */
  readonly path: string;
  /** Of `Microsoft.NETCore.App`, newest first. */
  readonly runtimes: readonly Version[];
  readonly hasSdk: boolean;
}

/** What runs assemblies of a version of .NET, and the version it is. */
export interface Chosen {
  readonly dotnet: Dotnet;
  readonly version: Version;
}

/** All that is installed here, or what a setting names alone. Versions are read from the names of folders: nothing is started. */
export async function installedDotnets(machine: Machine): Promise<readonly Dotnet[]> {
  const named = machine.paths.dotnet ?? '';
  const paths = named === '' ? await places(machine) : [named];
  const found: Dotnet[] = [];
  for (const path of new Set(paths)) {
    const dotnet = await dotnetAt(path, machine);
    if (dotnet !== undefined && !found.some((known) => known.path === dotnet.path)) found.push(dotnet);
  }
  return found;
}

/** The version itself, else the next newer one that an assembly may roll forward to; of two that are as near, one that can build, too. */
export function chooseDotnet(wanted: Version, installed: readonly Dotnet[]): Chosen | undefined {
  const able = installed.flatMap((dotnet) => dotnet.runtimes.map((version) => ({ dotnet, version })));
  const fitting = able.filter(({ version }) => distance(version, wanted) >= 0);
  const [best] = fitting.toSorted(
    (a, b) => distance(a.version, wanted) - distance(b.version, wanted) || Number(b.dotnet.hasSdk) - Number(a.dotnet.hasSdk),
  );
  return best;
}

function distance({ major, minor }: Version, wanted: Version): number {
  return (major - wanted.major) * 100 + minor - wanted.minor;
}

/** `path`: of a folder of .NET, or of its `dotnet`. A script that stands for one has nothing beside it. */
async function dotnetAt(path: string, { files, platform }: Machine): Promise<Dotnet | undefined> {
  const isExecutable = (await files.stat(path).catch(() => undefined))?.type === 'file';
  const root = isExecutable ? dirname(path) : path;
  const executable = join(root, platform === 'win32' ? 'dotnet.exe' : 'dotnet');
  const versionsIn = async (...folder: readonly string[]): Promise<readonly Version[]> => {
    const entries = await files.readDirectory(join(root, ...folder)).catch(() => []);
    const versions = entries.flatMap(({ name }) => {
      const match = /^(\d+)\.(\d+)\./.exec(name);
      return match ? [{ major: Number(match[1]), minor: Number(match[2]) }] : [];
    });
    return versions.toSorted((a, b) => b.major - a.major || b.minor - a.minor);
  };
  const runtimes = await versionsIn('shared', 'Microsoft.NETCore.App');
  if (runtimes.length === 0 || (await files.stat(executable).catch(() => undefined))?.type !== 'file') return undefined;
  return { path: executable, runtimes, hasSdk: (await versionsIn('sdk')).length > 0 };
}

/** Where installers, package managers and version managers put it; what a person's shell finds comes first. */
async function places(machine: Machine): Promise<readonly string[]> {
  const { environment, platform, files } = machine;
  const home = environment['HOME'] ?? environment['USERPROFILE'] ?? '/';
  const data = environment['XDG_DATA_HOME'] ?? join(home, '.local', 'share');
  const mise = environment['MISE_DATA_DIR'] ?? join(data, 'mise');
  const asdf = join(environment['ASDF_DATA_DIR'] ?? join(home, '.asdf'), 'installs');
  const each = async (folder: string, ...inside: readonly string[]): Promise<readonly string[]> =>
    (await files.readDirectory(folder).catch(() => [])).map(({ name }) => join(folder, name, ...inside));
  const brewed = platform === 'darwin' ? ['/opt/homebrew/opt', '/usr/local/opt'] : [];
  return [
    (await machine.find('dotnet')) ?? '',
    environment['DOTNET_ROOT'] ?? '',
    join(home, '.dotnet'),
    join(mise, 'dotnet-root'),
    ...(await each(join(mise, 'installs', 'dotnet'))),
    ...(await each(join(asdf, 'dotnet'))),
    ...(await each(join(asdf, 'dotnet-core'))),
    ...(await Promise.all(brewed.map((folder) => each(folder, 'libexec')))).flat().filter((path) => /[\\/]dotnet(@\d+)?[\\/]/.test(path)),
    ...(PLACES[platform] ?? []),
  ].filter((path) => path !== '');
}

const PLACES: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  linux: ['/usr/share/dotnet', '/usr/lib/dotnet', '/usr/lib64/dotnet', '/opt/dotnet', '/snap/dotnet-sdk/current'],
  darwin: ['/usr/local/share/dotnet'],
  win32: ['C:\\Program Files\\dotnet'],
};
