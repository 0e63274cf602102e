import { join } from 'node:path';
import { layerFolders } from '../layers.ts';
import type { RunnableFunction } from '../model.ts';
import { installedVersions, nearest, versionsOf } from './discovery.ts';
import type { Interpreter, LaunchOptions, Machine, RuntimeFamily, Version } from './model.ts';
import { interpreterNotFound } from './notFound.ts';

export const node: RuntimeFamily = {
  runs: (runtime) => /^nodejs\d+\.x$/.test(runtime),

  async interpreter(runtime, machine) {
    const { path, version, env } = await executable(majorOf(runtime), machine);
    if (path === undefined || version === undefined) throw interpreterNotFound('Node.js', path, 'lambdaWorkbench.nodePath');
    const notes = version.major === majorOf(runtime) ? [] : [`It ran on Node.js ${version.major}; the function is ${runtime}.`];
    return { path, version, env, notes };
  },

  launch: (fn, interpreter, options) => ({
    command: interpreter.path,
    args: [...flags(fn, interpreter, options), join(options.bootstraps, 'node.cjs')],
    env: interpreter.env,
    hasChannel: true,
  }),

  // Options load modules of the function's, a wrapper is its program.
  preparable: ({ environment, layers = [] }) =>
    layers.length === 0 && !('NODE_OPTIONS' in environment) && !('AWS_LAMBDA_EXEC_WRAPPER' in environment),

  variables(fn, platform) {
    const [delimiter, slash] = platform === 'win32' ? [';', '\\'] : [':', '/'];
    const layers = [`node${majorOf(fn.runtime)}`, ''].flatMap((version) => layerFolders(fn, 'nodejs', version, 'node_modules'));
    const modulePath = [...layers, ...fn.searchPaths.flatMap((folder) => [`${folder}${slash}node_modules`, folder]), fn.codeRoot];
    return { NODE_PATH: modulePath.join(delimiter) };
  },
};

interface Executable {
  readonly path: string | undefined;
  readonly version?: Version;
  readonly env: Interpreter['env'];
}

/** The one a person has named; else the nearest to what is wanted, the one on PATH before others of its version; else the editor's own. */
async function executable(wanted: number, machine: Machine): Promise<Executable> {
  const { paths, find } = machine;
  const path = paths.node !== '' ? paths.node : await find('node');
  const [known] = await versionsOf([path], machine);
  if (paths.node !== '' || known?.version.major === wanted) return { path, ...known, env: {} };
  const found = [...(known ? [known] : []), ...(await installedVersions('node', machine))];
  const best = nearest(found, ({ major }) => major - wanted);
  // A folder's name may not keep what it promises.
  const version = best === undefined || best === known ? best?.version : await machine.version(best.path);
  if (best && version) return { path: best.path, version, env: {} };
  if (path !== undefined || paths.nodeFallback === undefined) return { path, ...known, env: {} };
  const own = await machine.version(paths.nodeFallback.path, paths.nodeFallback.env);
  return { ...paths.nodeFallback, ...(own && { version: own }) };
}

function flags(fn: RunnableFunction, { version }: Interpreter, { debug }: LaunchOptions): readonly string[] {
  const nodeOptions = fn.environment['NODE_OPTIONS'] ?? '';
  const flags = ['--enable-source-maps'];
  if (debug) flags.push('--inspect-brk=127.0.0.1:0');
  if (!/--max[-_](semi[-_]space|old[-_]space)[-_]size/.test(nodeOptions)) {
    flags.push(`--max-semi-space-size=${Math.max(1, Math.floor(fn.memoryMb * 0.05))}`);
    flags.push(`--max-old-space-size=${Math.floor(fn.memoryMb * 0.9)}`);
  }
  // What Node.js has learnt since, Lambda switches off for its older runtimes; NODE_OPTIONS switches it on again.
  const refuse = (feature: string, known: boolean): void => {
    if (majorOf(fn.runtime) <= 22 && known && !nodeOptions.includes(`--${feature}`)) flags.push(`--no-${feature}`);
  };
  const { major, minor } = version;
  refuse('experimental-require-module', major >= 22 || (major === 20 && minor >= 17));
  if (majorOf(fn.runtime) !== 20) refuse('experimental-detect-module', major >= 22 || (major === 20 && minor >= 10));
  return flags;
}

function majorOf(runtime: string): number {
  return Number(/\d+/.exec(runtime)?.[0]);
}
