import { join } from 'node:path';
import { layerFolders } from '../layers.ts';
import type { Machine, RuntimeFamily } from './model.ts';
import { interpreterNotFound } from './notFound.ts';

export const python: RuntimeFamily = {
  runs: (runtime) => /^python3\.\d+$/.test(runtime),

  async interpreter(runtime, machine) {
    const minor = minorOf(runtime);
    const path = machine.paths.python !== '' ? machine.paths.python : await nearest(minor, machine);
    const version = path === undefined ? undefined : await machine.version(path);
    if (path === undefined || version?.major !== 3) throw interpreterNotFound(`Python 3.${minor}`, path, 'lambdaWorkbench.pythonPath');
    const notes = version.minor === minor ? [] : [`ran on Python 3.${version.minor}, the function is ${runtime}`];
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
    };
  },

  variables: () => ({ LC_CTYPE: 'C.UTF-8' }),
};

async function nearest(minor: number, { find, version }: Machine): Promise<string | undefined> {
  const exact = await find(`python3.${minor}`);
  if (exact !== undefined) return exact;
  for (const name of ['python3', 'python']) {
    const path = await find(name);
    const found = path === undefined ? undefined : await version(path);
    if (path !== undefined && found?.major === 3 && found.minor === minor) return path;
  }
  const others = MINORS.filter((other) => other !== minor);
  others.sort((a, b) => Math.abs(a - minor) - Math.abs(b - minor) || b - a);
  for (const other of others) {
    const path = await find(`python3.${other}`);
    if (path !== undefined) return path;
  }
  return (await find('python3')) ?? find('python');
}

/** The minor versions of Python 3 that Lambda has had or soon has. */
const MINORS = [8, 9, 10, 11, 12, 13, 14, 15];

function minorOf(runtime: string): number {
  return Number(runtime.slice('python3.'.length));
}
