import { basename, extname } from 'node:path';
import type { ModuleExport, ModuleExports } from '../model.ts';
import { nearest, nearness } from '../near.ts';

/** What handlers are mostly called, where the wanted name gives no hint. */
const USUAL_NAMES = ['handler', 'lambda_handler', 'lambdaHandler', 'main'];

/**
 * The exports of a module that may be meant by `wanted`, likeliest first; at most three. Empty where nothing speaks for any.
 * `hint`: the function's own name, which tells one of many exports.
 */
export function likelyExports(wanted: string, path: string, exports: ModuleExports['exports'], hint = ''): readonly string[] {
  const callable = callables(exports);
  const isExtension = isFileExtension(wanted);
  // The extension of a file says nothing of the export that is meant.
  const near = isExtension ? [] : nearest(wanted, callable);
  if (near.length > 0) return near;
  const stem = basename(path, extname(path));
  const longer = isExtension ? [] : callable.filter((name) => isLonger(name, wanted) || isLonger(wanted, name));
  const usual = USUAL_NAMES.filter((name) => callable.includes(name));
  const functions = exports.filter(({ kind, name }) => kind === 'function' && !name.startsWith('_')).map(({ name }) => name);
  const named = callable.filter((name) => /handler$/i.test(name) || nearness(name, stem) !== undefined);
  const byDefault = callable.filter((name) => name === 'default');
  const rest = functions.length === 1 || isExtension ? functions : callable.length === 1 ? callable : byDefault;
  return [...new Set([...longer, ...usual, ...alike(hint, functions), ...named, ...rest])].slice(0, 3);
}

/** `getV2` for `get`. */
function isLonger(name: string, part: string): boolean {
  return part.length >= 3 && name.length > part.length && name.toLowerCase().startsWith(part.toLowerCase());
}

/** The names that share most words with `hint`: `create_order` with `CreateOrderFunction`. */
function alike(hint: string, names: readonly string[]): readonly string[] {
  const wanted = wordsOf(hint);
  const shared = (name: string): number => {
    const words = wordsOf(name);
    return words.filter((word) => wanted.includes(word)).length / Math.max(1, words.length);
  };
  return names.filter((name) => shared(name) > 0.5).sort((a, b) => shared(b) - shared(a));
}

function wordsOf(name: string): readonly string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '' && word !== 'function' && word !== 'lambda');
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
