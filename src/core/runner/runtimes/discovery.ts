import { join } from 'node:path';
import type { Machine, Version } from './model.ts';

/** An interpreter that a version manager or an installer has put somewhere, told by the name of its folder. */
export interface Installed {
  /** Absolute. */
  readonly path: string;
  readonly version: Version;
}

export type Tool = 'node' | 'python' | 'ruby';

/** Folders that hold a folder a version: `bin/node` in `v22.11.0`. */
interface Place {
  /** Absolute. */
  readonly folder: string;
  /** Of the executable, in the folder of its version. */
  readonly inside: string;
}

/**
 * What version managers have installed here, newest first. They aren't asked: each takes longer to start than a function, and where
 * they put things is the same everywhere.
 */
export async function installedVersions(tool: Tool, machine: Machine): Promise<readonly Installed[]> {
  const found: Installed[] = [];
  for (const { folder, inside } of placesOf(tool, machine)) {
    for (const { name } of await machine.files.readDirectory(folder).catch(() => [])) {
      const version = versionIn(name, tool);
      const path = join(folder, name, inside);
      if (version && (await machine.files.stat(path).catch(() => undefined))?.type === 'file') found.push({ path, version });
    }
  }
  return found.toSorted((a, b) => b.version.major - a.version.major || b.version.minor - a.version.minor);
}

/** `v22.11.0`, `3.12.4`, `cpython-3.12.4-linux-x86_64-gnu`, `ruby-3.3.0`, `node@22`, `Python312`. */
function versionIn(name: string, tool: Tool): Version | undefined {
  const squeezed = tool === 'python' ? /^Python(\d)(\d\d)$/.exec(name) : null;
  const prefix = { node: 'node', python: '(?:c?python|miniconda\\d?|anaconda\\d?)', ruby: 'ruby' }[tool];
  const plain = squeezed ?? new RegExp(`^(?:${prefix}[@-])?v?(\\d+)(?:\\.(\\d+))?(?:[.-]|$)`).exec(name);
  return plain ? { major: Number(plain[1]), minor: Number(plain[2] ?? 0) } : undefined;
}

function placesOf(tool: Tool, machine: Machine): readonly Place[] {
  const { environment, platform } = machine;
  const home = environment['HOME'] ?? environment['USERPROFILE'];
  if (home === undefined) return [];
  const windows = platform === 'win32';
  const data = environment['XDG_DATA_HOME'] ?? (windows ? (environment['LOCALAPPDATA'] ?? home) : join(home, '.local', 'share'));
  const binary = windows ? (tool === 'ruby' ? 'bin\\ruby.exe' : `${tool}.exe`) : `bin/${tool}`;
  const named = (variable: string, otherwise: string, ...below: string[]): string => join(environment[variable] ?? otherwise, ...below);
  const places: Place[] = [];
  const add = (folder: string, inside = binary): void => void places.push({ folder, inside });
  add(named('MISE_DATA_DIR', join(data, 'mise'), 'installs', tool));
  add(named('ASDF_DATA_DIR', join(home, '.asdf'), 'installs', tool === 'node' ? 'nodejs' : tool));
  if (platform === 'darwin') for (const brew of ['/opt/homebrew/opt', '/usr/local/opt']) add(brew, brewed(tool));
  if (tool === 'node') {
    add(windows ? named('NVM_HOME', join(home, 'AppData', 'Roaming', 'nvm')) : named('NVM_DIR', join(home, '.nvm'), 'versions', 'node'));
    for (const root of [named('FNM_DIR', join(data, 'fnm')), join(home, '.fnm'), join(home, 'Library', 'Application Support', 'fnm')])
      add(join(root, 'node-versions'), join('installation', binary));
    add(named('VOLTA_HOME', windows ? join(data, 'Volta') : join(home, '.volta'), 'tools', 'image', 'node'));
  }
  if (tool === 'python') {
    add(named('PYENV_ROOT', join(home, '.pyenv'), ...(windows ? ['pyenv-win'] : []), 'versions'));
    add(named('UV_PYTHON_INSTALL_DIR', join(data, 'uv', 'python')), windows ? binary : 'bin/python3');
    if (windows) add(join(data, 'Programs', 'Python'));
  }
  if (tool === 'ruby') {
    add(named('RBENV_ROOT', join(home, '.rbenv'), 'versions'));
    for (const folder of [join(home, '.rvm', 'rubies'), join(home, '.rubies'), '/opt/rubies']) add(folder);
  }
  return places;
}

/** Homebrew names an executable of Python as its version: only the link without one is the same for all. */
function brewed(tool: Tool): string {
  return tool === 'python' ? 'libexec/bin/python' : `bin/${tool}`;
}

/** The one of the wanted version, else the nearest; of two that are as near, the newer. `distance` of 0 is the wanted one. */
export function nearest<T extends { readonly version: Version }>(
  found: readonly T[],
  distance: (version: Version) => number,
): T | undefined {
  const [best] = found.toSorted(
    (a, b) => Math.abs(distance(a.version)) - Math.abs(distance(b.version)) || distance(b.version) - distance(a.version),
  );
  return best;
}

/** Those of `paths` that say a version of themselves. */
export async function versionsOf(paths: readonly (string | undefined)[], machine: Machine): Promise<readonly Installed[]> {
  const known: Installed[] = [];
  for (const path of new Set(paths)) {
    const version = path === undefined ? undefined : await machine.version(path);
    if (path !== undefined && version !== undefined) known.push({ path, version });
  }
  return known;
}
