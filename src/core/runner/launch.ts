import { join } from 'node:path';
import type { Interpreter } from './interpreters.ts';
import type { RunnableFunction } from './model.ts';

export interface LaunchOptions {
  /** Absolute folder of the bootstraps. */
  readonly bootstraps: string;
  /** Where Python may keep compiled modules; never beside the user's source. */
  readonly pythonCacheDirectory?: string;
  readonly debug: boolean;
  /** A folder to import `debugpy` from, where the interpreter has none. */
  readonly debugpyPath?: string;
}

/** The interpreter's arguments: its flags, our bootstrap, and the bootstrap's own arguments. */
export function launchArguments(fn: RunnableFunction, interpreter: Interpreter, options: LaunchOptions): readonly string[] {
  return interpreter.language === 'node' ? nodeArguments(fn, interpreter, options) : pythonArguments(fn, options);
}

function nodeArguments(fn: RunnableFunction, { version }: Interpreter, options: LaunchOptions): readonly string[] {
  const runtimeMajor = Number(/\d+/.exec(fn.runtime)?.[0]);
  const nodeOptions = fn.environment['NODE_OPTIONS'] ?? '';
  const flags = ['--enable-source-maps'];
  if (options.debug) flags.push('--inspect-brk=127.0.0.1:0');
  if (!/--max[-_](semi[-_]space|old[-_]space)[-_]size/.test(nodeOptions)) {
    flags.push(`--max-semi-space-size=${Math.max(1, Math.floor(fn.memoryMb * 0.05))}`);
    flags.push(`--max-old-space-size=${Math.floor(fn.memoryMb * 0.9)}`);
  }
  // What Node.js has learnt since, Lambda switches off for its older runtimes; NODE_OPTIONS switches it on again.
  const refuse = (feature: string, until: number, since: (minor: number, major: number) => boolean): void => {
    const known = since(version.minor, version.major);
    if (runtimeMajor <= until && known && !nodeOptions.includes(`--${feature}`)) flags.push(`--no-${feature}`);
  };
  refuse('experimental-require-module', 22, (minor, major) => major >= 22 || (major === 20 && minor >= 17));
  if (runtimeMajor !== 20) refuse('experimental-detect-module', 22, (minor, major) => major >= 22 || (major === 20 && minor >= 10));
  return [...flags, join(options.bootstraps, 'node.cjs')];
}

function pythonArguments(fn: RunnableFunction, options: LaunchOptions): readonly string[] {
  const cache = options.pythonCacheDirectory === undefined ? ['-B'] : ['-X', `pycache_prefix=${options.pythonCacheDirectory}`];
  const debug = options.debug ? [`--debug=${options.debugpyPath ?? ''}`] : [];
  // Frozen modules keep debugpy from seeing frames; it asks for this itself.
  const frozen = options.debug ? ['-X', 'frozen_modules=off'] : [];
  return [...cache, ...frozen, join(options.bootstraps, 'python.py'), ...debug, ...fn.searchPaths];
}
