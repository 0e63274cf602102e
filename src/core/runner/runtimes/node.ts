import { join } from 'node:path';
import { layerFolders } from '../layers.ts';
import type { RunnableFunction } from '../model.ts';
import type { Interpreter, LaunchOptions, Machine, RuntimeFamily } from './model.ts';
import { interpreterNotFound } from './notFound.ts';

export const node: RuntimeFamily = {
  runs: (runtime) => /^nodejs\d+\.x$/.test(runtime),

  async interpreter(runtime, machine) {
    const { path, env } = await executable(machine);
    const version = path === undefined ? undefined : await machine.version(path, env);
    if (path === undefined || version === undefined) throw interpreterNotFound('Node.js', path, 'lambdaWorkbench.nodePath');
    const notes = version.major === majorOf(runtime) ? [] : [`ran on Node.js ${version.major}, the function is ${runtime}`];
    return { path, version, env, notes };
  },

  launch: (fn, interpreter, options) => ({
    command: interpreter.path,
    args: [...flags(fn, interpreter, options), join(options.bootstraps, 'node.cjs')],
    env: interpreter.env,
  }),

  variables(fn, platform) {
    const [delimiter, slash] = platform === 'win32' ? [';', '\\'] : [':', '/'];
    const layers = [`node${majorOf(fn.runtime)}`, ''].flatMap((version) => layerFolders(fn, 'nodejs', version, 'node_modules'));
    const modulePath = [...layers, ...fn.searchPaths.flatMap((folder) => [`${folder}${slash}node_modules`, folder]), fn.codeRoot];
    return { NODE_PATH: modulePath.join(delimiter) };
  },
};

async function executable({ paths, find }: Machine): Promise<{ readonly path: string | undefined; readonly env: Interpreter['env'] }> {
  const path = paths.node !== '' ? paths.node : await find('node');
  return path === undefined && paths.nodeFallback ? paths.nodeFallback : { path, env: {} };
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
