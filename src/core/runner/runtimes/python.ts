import { join } from 'node:path';
import { layerFolders } from '../layers.ts';
import { type Installed, installedVersions, nearest, versionsOf } from './discovery.ts';
import type { Machine, RuntimeFamily, Version } from './model.ts';
import { interpreterNotFound } from './notFound.ts';
import { condaEnvironments, environmentsNear } from './pythonEnvironments.ts';

export const python: RuntimeFamily = {
  runs: (runtime) => /^python3\.\d+$/.test(runtime),

  async interpreter(runtime, machine) {
    const minor = minorOf(runtime);
    const found = await (machine.paths.python === '' ? bestOf(minor, machine) : named(machine.paths.python, machine));
    const { path, version } = found;
    if (path === undefined || version?.major !== 3) throw interpreterNotFound(`Python 3.${minor}`, path, 'lambdaWorkbench.pythonPath');
    const notes = version.minor === minor ? [] : [`It ran on Python 3.${version.minor}; the function is ${runtime}.`];
    return { path, version, env: {}, notes };
  },

  launch(fn, interpreter, { bootstraps, cacheDirectory, debug, debugpyPath }) {
    const cache = cacheDirectory === undefined ? ['-B'] : ['-X', `pycache_prefix=${join(cacheDirectory, 'python')}`];
    // Frozen modules keep debugpy from seeing frames; it asks for this itself.
    const frozen = debug ? ['-X', 'frozen_modules=off'] : [];
    const packages = layerFolders(fn, 'python', 'lib', `python3.${minorOf(fn.runtime)}`, 'site-packages');
    const layers = [...packages, ...layerFolders(fn, 'python')];
    const own = debug ? [`--debug=${debugpyPath ?? ''}`] : [];
    return {
      command: interpreter.path,
      args: [...cache, ...frozen, join(bootstraps, 'python.py'), ...own, ...fn.searchPaths, ...layers],
      env: interpreter.env,
      hasChannel: true,
    };
  },

  variables: () => ({ LC_CTYPE: 'C.UTF-8' }),
};

interface Found {
  readonly path: string | undefined;
  readonly version?: Version;
}

async function named(path: string, machine: Machine): Promise<Found> {
  const version = await machine.version(path);
  return { path, ...(version && { version }) };
}

/**
 * The nearest to what is wanted; of those of one version, the function's own environment first, then what is chosen in the editor, what
 * is on PATH, and what version managers have. The later ones aren't looked for where an earlier one is of the wanted version.
 */
async function bestOf(minor: number, machine: Machine): Promise<Found> {
  const { near, paths, find } = machine;
  const chosen = near === undefined ? undefined : paths.pythonOf?.(near);
  const sources: readonly (() => Promise<readonly Installed[]>)[] = [
    async () => (near === undefined ? [] : environmentsNear(near, machine)),
    () => versionsOf([chosen], machine),
    () => onPath(minor, machine),
    async () => versionsOf([await find('python3'), await find('python')], machine),
    () => installedVersions('python', machine),
    () => condaEnvironments(machine),
    () => others(minor, machine),
  ];
  const found: Installed[] = [];
  for (const source of sources) {
    found.push(...(await source()).filter(({ version }) => version.major === 3));
    const exact = found.find(({ version }) => version.minor === minor);
    if (exact) return exact;
  }
  return nearest(found, ({ minor: each }) => each - minor) ?? { path: (await find('python3')) ?? (await find('python')) };
}

async function others(minor: number, machine: Machine): Promise<readonly Installed[]> {
  const found: Installed[] = [];
  for (const other of MINORS) if (other !== minor) found.push(...(await onPath(other, machine)));
  return found;
}

/** What PATH has under the name of a version keeps what it promises. */
async function onPath(minor: number, { find }: Machine): Promise<readonly Installed[]> {
  const path = await find(`python3.${minor}`);
  return path === undefined ? [] : [{ path, version: { major: 3, minor } }];
}

/** The minor versions of Python 3 that Lambda has had or soon has. */
const MINORS = [8, 9, 10, 11, 12, 13, 14, 15];

function minorOf(runtime: string): number {
  return Number(runtime.slice('python3.'.length));
}
