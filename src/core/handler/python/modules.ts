import { dirname, join, relative, sep } from 'node:path';
import { type HandlerContext, type Lookup, readFacts } from '../context.ts';
import type { ModuleExports } from '../model.ts';
import { listingBelow } from '../names.ts';
import { extractPyFacts, type PyFacts } from './facts.ts';
import { lacksName } from './standard.ts';

/** What stands behind a dotted module name. */
export type PyModule =
  /** `path` is the file that the module's names come from. */
  | { readonly kind: 'file'; readonly path: string }
  /** A folder without `__init__.py`: importable, and without names of its own. */
  | { readonly kind: 'namespace'; readonly path: string }
  /** Compiled code, which can't be read. */
  | { readonly kind: 'binary' }
  | { readonly kind: 'absent' };

/** The modules below one root folder, found as Python's importer does. */
export class PyModules {
  readonly #root: string;
  readonly #context: HandlerContext;
  readonly #facts = new Map<string, Promise<PyFacts | string>>();

  constructor(root: string, context: HandlerContext) {
    this.#root = root;
    this.#context = context;
  }

  /** A package wins over a module of the same name, a module over a namespace package. */
  async locate(parts: readonly string[]): Promise<PyModule> {
    const name = parts.at(-1) ?? '';
    const base = join(this.#root, ...parts);
    const { files } = this.#context;
    // The root itself, of `from . import x`.
    const beside = name === '' ? [] : await listingBelow(this.#root, parts.slice(0, -1).join('/'), files);
    const isFolder = name === '' || beside.some((entry) => entry.name === name && entry.type === 'directory');
    const inside = isFolder ? await files.readDirectory(base) : [];
    if (inside.some((entry) => entry.name === '__init__.py')) return { kind: 'file', path: join(base, '__init__.py') };
    if (beside.some((entry) => entry.name === `${name}.py` && entry.type === 'file')) return { kind: 'file', path: `${base}.py` };
    if (beside.some((entry) => entry.name.startsWith(`${name}.`) && /\.(so|pyd|pyc)$/.test(entry.name))) return { kind: 'binary' };
    return isFolder ? { kind: 'namespace', path: base } : { kind: 'absent' };
  }

  facts(path: string): Promise<PyFacts | string> {
    const known = this.#facts.get(path);
    if (known !== undefined) return known;
    const reading = readFacts(path, 'python', extractPyFacts, this.#context);
    this.#facts.set(path, reading);
    return reading;
  }

  async find(path: string, name: string, visited: Set<string> = new Set()): Promise<Lookup> {
    const key = `${path}\0${name}`;
    if (visited.has(key)) return { kind: 'missing' };
    visited.add(key);
    const facts = await this.facts(path);
    if (typeof facts === 'string') return { kind: 'unknown', reason: facts };
    const entry = facts.names.find((candidate) => candidate.name === name);
    if (entry !== undefined) {
      const at = { path, range: entry.range };
      if (entry.value.kind === 'constant' && facts.doubt !== undefined) return { kind: 'unknown', reason: facts.doubt };
      if (entry.value.kind === 'constant') return { kind: 'not-a-function', what: entry.value.what, at };
      if (entry.value.kind !== 'import')
        return { kind: 'found', value: /^(?:function|class)$/.test(entry.value.kind) ? 'function' : 'unknown', at, about: entry.about };
      const target = await this.#imported(path, entry.value.module);
      const found = target === undefined ? undefined : await this.find(target, entry.value.name, visited);
      return found === undefined || found.kind === 'missing' || found.kind === 'unknown'
        ? { kind: 'found', value: 'unknown', at, about: entry.about }
        : found;
    }
    let doubt = facts.doubt;
    for (const module of facts.stars) {
      const target = await this.#imported(path, module);
      const found = target === undefined ? undefined : await this.find(target, name, visited);
      if (target === undefined && lacksName(module, name)) continue;
      if (found === undefined || found.kind === 'unknown') doubt ??= `it imports all names of ${module}`;
      else if (found.kind !== 'missing') return name.startsWith('_') ? { kind: 'unknown', reason: `it imports names of ${module}` } : found;
    }
    return doubt === undefined ? { kind: 'missing' } : { kind: 'unknown', reason: doubt };
  }

  /** The names that a file defines itself: what it imports is rarely meant as a handler. */
  async list(path: string): Promise<ModuleExports> {
    const facts = await this.facts(path);
    if (typeof facts === 'string') return { exports: [], complete: false, reason: facts };
    const exports = facts.names
      .filter(({ value }) => value.kind !== 'import' && value.kind !== 'module')
      .map(({ name, value, range }) => ({
        name,
        kind:
          value.kind === 'constant'
            ? ('not-a-function' as const)
            : value.kind === 'function'
              ? ('function' as const)
              : ('unknown' as const),
        at: { path, range },
      }));
    return facts.doubt === undefined ? { exports, complete: true } : { exports, complete: false, reason: facts.doubt };
  }

  /** The file of `module` as `from` would import it; undefined for what isn't below the root. */
  async #imported(from: string, module: string): Promise<string | undefined> {
    const [, dots = '', name = ''] = /^(\.*)\s*(.*)$/.exec(module) ?? [];
    const parts = name === '' ? [] : name.split('.');
    let folder = this.#root;
    if (dots !== '') {
      folder = dirname(from);
      for (let level = 1; level < dots.length; level += 1) folder = dirname(folder);
    }
    const inside = relative(this.#root, folder);
    if (inside.startsWith('..')) return undefined;
    const located = await this.locate([...inside.split(sep).filter((part) => part !== ''), ...parts]);
    return located.kind === 'file' ? located.path : undefined;
  }
}
