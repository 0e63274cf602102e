import { dirname, extname, join } from 'node:path';
import type { SyntaxLanguage } from '../../syntax/index.ts';
import { type HandlerContext, type Lookup, readFacts } from '../context.ts';
import type { ModuleExport, ModuleExports } from '../model.ts';
import { extractJsFacts } from './facts.ts';
import type { JsExport, JsFacts, JsValue } from './model.ts';
import { readable } from './readable.ts';

/** Extensions of sources, in the order in which an import without extension is tried. */
export const SOURCE_EXTENSIONS = ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs'] as const;

/** Re-exports beyond this many files aren't followed. */
const MOST_FILES = 60;

export function languageOf(path: string): SyntaxLanguage {
  const extension = extname(path).toLowerCase();
  if (extension === '.tsx') return 'tsx';
  return extension === '.ts' || extension === '.mts' || extension === '.cts' ? 'typescript' : 'javascript';
}

/** A module and what it passes on from other files. Reads only the files that an answer needs. */
export class JsModules {
  readonly #context: HandlerContext;
  readonly #facts = new Map<string, Promise<JsFacts | string>>();

  constructor(context: HandlerContext) {
    this.#context = context;
  }

  /** The facts of one file, or why there are none. */
  facts(path: string): Promise<JsFacts | string> {
    const known = this.#facts.get(path);
    if (known !== undefined) return known;
    const reading =
      this.#facts.size < MOST_FILES
        ? readFacts(path, languageOf(path), extractJsFacts, this.#context, readable)
        : Promise.resolve('it passes on the exports of too many files');
    this.#facts.set(path, reading);
    return reading;
  }

  /** Looks up `names`, one a nesting level. `withDefault`: then on the default export, as Node.js 24 does. */
  async find(path: string, names: readonly string[], withDefault = false): Promise<Lookup> {
    const found = await this.#find(path, names, new Set());
    if (found.kind !== 'missing' || !withDefault) return found;
    const fallback = await this.#find(path, ['default', ...names], new Set());
    return fallback.kind === 'unknown' ? { kind: 'unknown', reason: 'it may be a member of the default export' } : fallback;
  }

  /** All exports, for messages and suggestions. */
  async list(path: string): Promise<ModuleExports> {
    return this.#list(path, new Set());
  }

  async #find(path: string, names: readonly string[], visited: Set<string>): Promise<Lookup> {
    const key = `${path}\0${names.join('.')}`;
    if (visited.has(key)) return { kind: 'missing' };
    visited.add(key);
    const facts = await this.facts(path);
    if (typeof facts === 'string') return { kind: 'unknown', reason: facts };
    const [first = '', ...rest] = names;
    const entry = facts.exports.find(({ name }) => name === first);
    if (entry !== undefined) return this.#follow(path, entry, rest, visited);
    let doubt = facts.doubt;
    for (const specifier of facts.stars) {
      const target = await this.#resolve(path, specifier);
      if (target === undefined) {
        doubt ??= `it passes on the exports of '${specifier}'`;
        continue;
      }
      const found = await this.#find(target, names, visited);
      if (found.kind === 'unknown') doubt ??= found.reason;
      else if (found.kind !== 'missing' && first !== 'default') return found;
    }
    return doubt === undefined ? { kind: 'missing' } : { kind: 'unknown', reason: doubt };
  }

  async #follow(path: string, entry: JsExport, rest: readonly string[], visited: Set<string>): Promise<Lookup> {
    const at = { path, range: entry.range };
    const local: Lookup =
      rest.length === 0
        ? { kind: 'found', value: 'unknown', at, about: entry.about }
        : { kind: 'unknown', reason: `the members of ${entry.name} are made at run time` };
    const value: JsValue = entry.value;
    switch (value.kind) {
      case 'function':
        if (rest.length > 0 && value.bare) return { kind: 'missing' };
        return rest.length === 0 ? { kind: 'found', value: 'function', at, about: entry.about } : local;
      case 'class':
        if (rest.length === 0 && value.plain) return { kind: 'not-a-function', what: 'a class', at };
        return rest.length === 0 ? { kind: 'found', value: 'function', at, about: entry.about } : local;
      case 'constant':
        return rest.length === 0 ? { kind: 'not-a-function', what: value.what, at } : { kind: 'missing' };
      case 'object': {
        const [first, ...others] = rest;
        if (first === undefined) return { kind: 'not-a-function', what: 'an object', at };
        const member = value.members.findLast(({ name }) => name === first);
        if (member !== undefined) return this.#follow(path, member, others, visited);
        return value.complete && value.spread.length === 0 ? { kind: 'missing' } : local;
      }
      case 'import':
      case 'require': {
        const target = await this.#resolve(path, value.specifier);
        const inner = value.kind === 'import' ? (value.name === '*' ? [] : [value.name]) : value.path;
        if (target === undefined || inner.length + rest.length === 0) return local;
        const found = await this.#find(target, [...inner, ...rest], visited);
        // Missing there is the other file's own problem, or an interop of modules; never this handler's with certainty.
        return found.kind === 'missing' || found.kind === 'unknown' ? local : found;
      }
      default:
        return local;
    }
  }

  async #list(path: string, visited: Set<string>): Promise<ModuleExports> {
    if (visited.has(path)) return { exports: [], complete: true };
    visited.add(path);
    const facts = await this.facts(path);
    if (typeof facts === 'string') return { exports: [], complete: false, reason: facts };
    const exports: ModuleExport[] = [];
    for (const entry of facts.exports) exports.push(...(await this.#flatten(path, entry, '')));
    let reason = facts.doubt;
    for (const specifier of facts.stars) {
      const target = await this.#resolve(path, specifier);
      const passed = target === undefined ? undefined : await this.#list(target, visited);
      if (passed?.complete !== true) reason ??= `it passes on the exports of '${specifier}'`;
      exports.push(...(passed?.exports ?? []).filter(({ name }) => name !== 'default' && !exports.some((known) => known.name === name)));
    }
    return reason === undefined ? { exports, complete: true } : { exports, complete: false, reason };
  }

  async #flatten(path: string, entry: JsExport, prefix: string): Promise<readonly ModuleExport[]> {
    const name = `${prefix}${entry.name}`;
    const found = await this.#follow(path, entry, [], new Set());
    const at = 'at' in found ? found.at : { path, range: entry.range };
    const kind = found.kind === 'found' ? found.value : found.kind === 'not-a-function' ? 'not-a-function' : 'unknown';
    const own: ModuleExport = { name, kind, at };
    if (entry.value.kind !== 'object') return [own];
    const members = await Promise.all(entry.value.members.map((member) => this.#flatten(path, member, `${name}.`)));
    return [own, ...members.flat()];
  }

  /** The file that a relative specifier names; undefined for packages, aliases and what isn't there. */
  async #resolve(from: string, specifier: string): Promise<string | undefined> {
    if (!/^\.\.?(\/|$)/.test(specifier)) return undefined;
    const base = join(dirname(from), specifier);
    const isSource = SOURCE_EXTENSIONS.some((extension) => base.endsWith(extension));
    // TypeScript's own way: `./a.js` in a source means `./a.ts`.
    const written = base.replace(/\.([cm]?)js$/, '.$1ts');
    const candidates = [
      ...(isSource ? [base, written, base.replace(/\.js$/, '.tsx')] : []),
      ...SOURCE_EXTENSIONS.map((extension) => base + extension),
      ...SOURCE_EXTENSIONS.map((extension) => join(base, `index${extension}`)),
    ];
    for (const candidate of candidates) if ((await this.#context.files.stat(candidate))?.type === 'file') return candidate;
    return undefined;
  }
}
