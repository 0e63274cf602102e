import { basename, extname } from 'node:path';
import type { ModuleExport, ModuleExports } from '../model.ts';
import { nearest, nearness } from '../near.ts';

/** What handlers are mostly called, where the wanted name gives no hint. */
const USUAL_NAMES = ['handler', 'lambda_handler', 'lambdaHandler', 'main'];

/** The exports of a module that may be meant by `wanted`, likeliest first; at most three. Empty where nothing speaks for any. */
export function likelyExports(wanted: string, path: string, exports: ModuleExports['exports']): readonly string[] {
  const callable = callables(exports);
  // The extension of a file says nothing of the export that is meant.
  const near = isFileExtension(wanted) ? [] : nearest(wanted, callable);
  if (near.length > 0) return near;
  const stem = basename(path, extname(path));
  const usual = USUAL_NAMES.filter((name) => callable.includes(name));
  const named = callable.filter((name) => /handler$/i.test(name) || nearness(name, stem) !== undefined);
  const only = onlyFunction(exports);
  const rest = only ?? (callable.length === 1 ? callable[0] : callable.find((name) => name === 'default'));
  return [...new Set([...usual, ...named, ...(rest === undefined ? [] : [rest])])].slice(0, 3);
}

/** Whether a handler was written as a file's name: `index.js`, `app.py`. */
export function isFileExtension(exportName: string): boolean {
  return /^(?:[cm]?[jt]sx?|py|pyc|rb)$/.test(exportName);
}

/** The name of the one function that a module exports. */
export function onlyFunction(exports: ModuleExports['exports']): string | undefined {
  const functions = exports.filter(({ name, kind }) => kind === 'function' && !name.startsWith('_'));
  return functions.length === 1 ? functions[0]?.name : undefined;
}

export function callables(exports: readonly ModuleExport[]): readonly string[] {
  return [...new Set(exports.filter(({ kind, name }) => kind !== 'not-a-function' && !name.startsWith('__')).map(({ name }) => name))];
}
