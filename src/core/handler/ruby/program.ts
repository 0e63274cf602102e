import { dirname, join } from 'node:path';
import type { FileRange } from '../../text.ts';
import { type HandlerContext, type Lookup, readFacts } from '../context.ts';
import { nearness } from '../near.ts';
import type { Member } from '../search/members.ts';
import { extractRubyFacts } from './facts.ts';
import { frameworkReason, type Gems, gemReason } from './gems.ts';
import type { RubyFacts, RubyMethod, RubyModule } from './model.ts';

/** No more files than this are followed from one handler. */
const MOST_FILES = 60;

/** Modules of Ruby itself that give no class method a handler could mean. */
const PLAIN_MODULES = /^(?:Comparable|Enumerable|Singleton|Kernel|FileUtils|Logging)$/;
const PLAIN_CLASSES = /^(?:Object|BasicObject|Hash|Array|String|StandardError|\w*Error|Exception|Thread|Set)$/;

/** What every class answers to. */
const OF_EVERY_CLASS = /^(?:new|allocate|name|send|public_send|to_s|inspect|class|method|tap|then|puts|print|p|raise|require|eval)$/;

interface Loaded {
  readonly path: string;
  readonly facts: RubyFacts;
}

interface Placed {
  readonly path: string;
  readonly module: RubyModule;
}

/** A file with all that it loads, as the runtime has it in memory before it looks for the method. */
export class RubyProgram {
  readonly #files: readonly Loaded[];
  readonly #gems: Gems;
  /** Why methods at the top may be missing here, in words. */
  readonly #doubt: string | undefined;
  /** Libraries that were loaded, which may define anything. */
  readonly #libraries: readonly string[];

  private constructor(files: readonly Loaded[], gems: Gems, doubt: string | undefined, libraries: readonly string[]) {
    this.#files = files;
    this.#gems = gems;
    this.#doubt = doubt;
    this.#libraries = libraries;
  }

  /** `entry` is there. A string where it can't be read. */
  static async load(entry: string, root: string, gems: Gems, context: HandlerContext): Promise<RubyProgram | string> {
    const files: Loaded[] = [];
    const libraries = new Set<string>();
    const queue = [entry];
    let doubt: string | undefined;
    for (const path of queue) {
      const facts = await RubyProgram.facts(path, context);
      if (typeof facts === 'string') {
        if (path === entry) return facts;
        doubt ??= `a file that it loads can’t be told: ${facts}`;
        continue;
      }
      files.push({ path, facts });
      doubt ??= facts.doubt;
      for (const { kind, name } of facts.requires) {
        const target = await locate(kind === 'relative' ? [dirname(path)] : loadPath(root, path), name, context);
        if (target === undefined && kind === 'relative') doubt ??= `it loads ${name}, which isn’t there`;
        else if (target === undefined) libraries.add(name);
        else if (!queue.includes(target)) queue.push(target);
      }
      if (queue.length > MOST_FILES) return new RubyProgram(files, gems, 'it loads very many files', [...libraries]);
    }
    return new RubyProgram(files, gems, doubt, [...libraries]);
  }

  /** What one file says by itself; a string where it can't be read. */
  static facts(path: string, context: HandlerContext): Promise<RubyFacts | string> {
    return readFacts(path, 'ruby', extractRubyFacts, context);
  }

  /** A method at the top. */
  findMethod(name: string): Lookup<FileRange> {
    for (const { path, facts } of this.#files) {
      const method = lastNamed(facts.methods, name);
      if (method !== undefined) return found(path, method);
    }
    if (this.#isTold(name)) return unknown(`a call makes something of the name ${name}`);
    let doubt = this.#doubt;
    for (const written of this.#files.flatMap(({ facts }) => facts.included)) {
      const answer = this.#instanceMethod(written, '', name, new Set());
      if (answer.kind === 'found') return answer;
      if (answer.kind === 'unknown') doubt ??= answer.reason;
    }
    // A library may define any, but not one that is called nearly like one of the project's own. A framework may.
    const isNear = this.#files.some(({ facts }) => facts.methods.some((own) => nearness(name, own.name) !== undefined));
    doubt ??= isNear ? frameworkReason(this.#libraries) : gemReason(this.#libraries, this.#gems);
    return doubt === undefined ? { kind: 'missing' } : unknown(doubt);
  }

  /** A method of a class or module itself. */
  findClassMethod(constant: string, name: string): Lookup<FileRange> {
    const own = this.#classMethod(constant, name, new Set());
    if (own.kind !== 'missing') return own;
    // Methods at the top are private ones of every object, so of every class too; the runtime calls private ones.
    const atTop = this.findMethod(name);
    // A library may define any, but not one that is called nearly like the class's own.
    const isNear = this.#openings(constant).some(({ module }) => module.singleton.some((own) => nearness(name, own.name) !== undefined));
    const isLibraries = this.#doubt === undefined && !this.#isTold(name) && this.#files.every(({ facts }) => facts.included.length === 0);
    if (atTop.kind === 'unknown' && isNear && isLibraries) return own;
    if (atTop.kind !== 'missing' || OF_EVERY_CLASS.test(name)) return unknown(`every class may have ${name}`);
    return own;
  }

  /** Whether the class or module is defined; undefined where that can't be told. */
  defines(constant: string): boolean | undefined {
    if (this.#openings(constant).length > 0) return true;
    const [top = ''] = constant.split('::');
    const assigned = this.#files.flatMap(({ facts }) => facts.constants);
    if (assigned.some((name) => constant === name || constant.startsWith(`${name}::`) || name.endsWith(`::${constant}`))) return undefined;
    if (this.#doubt !== undefined || gemReason(this.#libraries, this.#gems) !== undefined) return undefined;
    // A library may well define the module that ours is said to be in.
    return this.#libraries.length > 0 && this.#openings(top).length === 0 && !this.#hasNear(constant) ? undefined : false;
  }

  /** An instance's method of that name, which the runtime doesn't call. */
  instanceMethodAt(constant: string, name: string): FileRange | undefined {
    for (const { path, module } of this.#openings(constant)) {
      const method = lastNamed(module.instance, name);
      if (method !== undefined) return { path, range: method.range };
    }
    return undefined;
  }

  /** Where a class is opened. */
  opening(constant: string): Placed | undefined {
    return this.#openings(constant)[0];
  }

  /** All that a handler in this program could name; `file` as the handler writes it. */
  members(file: string): readonly Member[] {
    return this.#files.flatMap(({ path, facts }) => [
      ...facts.methods.map(({ name, range }) => ({ owner: '', name, handler: `${file}.${name}`, at: { path, range } })),
      ...facts.modules.flatMap((module) =>
        module.singleton.map(({ name, range }) => ({
          owner: module.name,
          name,
          handler: `${file}.${module.name}.${name}`,
          at: { path, range },
        })),
      ),
    ]);
  }

  /** Whether a call at the top is given the name, and may define something of it. */
  #isTold(name: string): boolean {
    return this.#files.some(({ facts }) => facts.told.includes(name));
  }

  #classMethod(constant: string, name: string, visited: Set<string>): Lookup<FileRange> {
    if (visited.has(constant)) return { kind: 'missing' };
    visited.add(constant);
    let doubt = this.#doubt;
    for (const { path, module } of this.#openings(constant)) {
      const method = lastNamed(module.singleton, name);
      if (method !== undefined) return found(path, method);
      doubt ??= module.doubt;
      for (const written of module.extended) {
        const answer = this.#instanceMethod(written === 'self' ? `::${constant}` : written, constant, name, new Set());
        if (answer.kind === 'found') return answer;
        if (answer.kind === 'unknown') doubt ??= answer.reason;
      }
      doubt ??= module.included.map((written) => this.#hookReason(written, constant)).find((reason) => reason !== undefined);
      const { superclass } = module;
      if (superclass === undefined || PLAIN_CLASSES.test(superclass)) continue;
      const parent = this.#resolve(superclass, constant);
      const answer =
        parent === undefined
          ? unknown(`it inherits from ${superclass}, which isn’t in the sources`)
          : this.#classMethod(parent, name, visited);
      if (answer.kind === 'found') return answer;
      if (answer.kind === 'unknown') doubt ??= answer.reason;
    }
    return doubt === undefined ? { kind: 'missing' } : unknown(doubt);
  }

  #instanceMethod(written: string, nesting: string, name: string, visited: Set<string>): Lookup<FileRange> {
    const constant = this.#resolve(written, nesting);
    if (constant === undefined)
      return PLAIN_MODULES.test(written) ? { kind: 'missing' } : unknown(`it takes in ${written}, which isn’t in the sources`);
    if (visited.has(constant)) return { kind: 'missing' };
    visited.add(constant);
    let doubt: string | undefined;
    for (const { path, module } of this.#openings(constant)) {
      const method = lastNamed(module.instance, name);
      if (method !== undefined) return found(path, method);
      doubt ??= module.doubt;
      for (const other of module.included) {
        const answer = this.#instanceMethod(other, constant, name, visited);
        if (answer.kind === 'found') return answer;
        if (answer.kind === 'unknown') doubt ??= answer.reason;
      }
    }
    return doubt === undefined ? { kind: 'missing' } : unknown(doubt);
  }

  /** Whether taking a module in may give methods to the class itself, as `def self.included(base)` can. */
  #hookReason(written: string, nesting: string): string | undefined {
    if (PLAIN_MODULES.test(written)) return undefined;
    const constant = this.#resolve(written, nesting);
    if (constant === undefined) return `it includes ${written}, which isn’t in the sources`;
    const hooked = this.#openings(constant).some(
      ({ module }) => module.doubt !== undefined || module.singleton.length > 0 || module.extended.length > 0,
    );
    return hooked ? `it includes ${written}, which may give it methods` : undefined;
  }

  #resolve(written: string, nesting: string): string | undefined {
    if (written.startsWith('::')) return this.#known(written.slice(2));
    const around = nesting === '' ? [] : nesting.split('::');
    for (let length = around.length; length >= 0; length -= 1) {
      const known = this.#known([...around.slice(0, length), written].join('::'));
      if (known !== undefined) return known;
    }
    return undefined;
  }

  #known(constant: string): string | undefined {
    return this.#openings(constant).length > 0 ? constant : undefined;
  }

  #openings(constant: string): readonly Placed[] {
    return this.#files.flatMap(({ path, facts }) =>
      facts.modules.filter(({ name }) => name === constant).map((module) => ({ path, module })),
    );
  }

  #hasNear(constant: string): boolean {
    return this.#files.some(({ facts }) => facts.modules.some(({ name }) => nearness(constant, name) !== undefined));
  }
}

/** Where `require` looks: the code folder, and what scripts mostly add to the load path. */
function loadPath(root: string, from: string): readonly string[] {
  return [root, join(root, 'lib'), dirname(from)];
}

async function locate(folders: readonly string[], name: string, context: HandlerContext): Promise<string | undefined> {
  for (const folder of folders) {
    const path = join(folder, name.endsWith('.rb') ? name : `${name}.rb`);
    if ((await context.files.stat(path))?.type === 'file') return path;
  }
  return undefined;
}

/** Of several definitions the last one holds. */
function lastNamed(methods: readonly RubyMethod[], name: string): RubyMethod | undefined {
  return methods.findLast((method) => method.name === name);
}

function found(path: string, { range, about }: RubyMethod): Lookup<FileRange> {
  return { kind: 'found', value: 'function', at: { path, range }, about };
}

function unknown(reason: string): Lookup<FileRange> {
  return { kind: 'unknown', reason };
}
