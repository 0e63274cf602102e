import { basename, join } from 'node:path';
import { unlessUnreadable } from '../../errors.ts';
import { type HandlerContext, type Lookup, readFacts } from '../context.ts';
import { simpleName } from '../search/members.ts';
import { HOSTED_HANDLER, HOSTING_MEMBER, isHostingBase } from './aspNetCore.ts';
import { extractNetFacts } from './facts.ts';
import type { NetFacts, NetType } from './model.ts';

export interface PlacedNetType {
  readonly path: string;
  readonly facts: NetFacts;
  readonly type: NetType;
}

/** Two words to whoever looks for words. */
const ANNOTATIONS = ['LambdaFunction', 'LambdaFunctionAttribute'];
const SKIPPED = /^(?:bin|obj|node_modules|cdk\.out|TestResults)$|^\./;
const MOST_ENTRIES = 6000;
const DEEPEST = 12;

/** The C# sources below one or more project folders. */
export class NetSources {
  readonly #folders: readonly string[];
  readonly #context: HandlerContext;
  #listing: Promise<{ readonly paths: readonly string[]; readonly complete: boolean }> | undefined;

  constructor(folders: readonly string[], context: HandlerContext) {
    this.#folders = folders;
    this.#context = context;
  }

  /** All declarations of a type. Empty where there is none. */
  async find(name: string): Promise<readonly PlacedNetType[]> {
    const { paths } = await this.#list();
    const simple = simpleName(name);
    const likely = (await this.#typesOf(paths.filter((path) => stemOf(path) === simple))).filter(({ type }) => type.name === name);
    // A partial type has parts elsewhere.
    if (likely.length > 0 && likely.every(({ type }) => !type.isPartial)) return likely;
    return (await this.#mentioning(simple)).filter(({ type }) => type.name === name);
  }

  /** Why a type may be there all the same, in words. */
  async doubt(name: string): Promise<string | undefined> {
    const { complete } = await this.#list();
    if (!complete) return 'there are too many sources to look through';
    const simple = simpleName(name);
    for (const path of await this.#paths(simple)) {
      const facts = await this.#read(path);
      if (typeof facts === 'string' || facts.doubt !== undefined)
        return `${basename(path)}: ${typeof facts === 'string' ? facts : facts.doubt}`;
    }
    return undefined;
  }

  /** The types that have methods with `[LambdaFunction]`. */
  async annotated(): Promise<readonly PlacedNetType[]> {
    const types = (await Promise.all(ANNOTATIONS.map((word) => this.#mentioning(word)))).flat();
    return types.filter(({ type }) => type.methods.some(({ isAnnotated }) => isAnnotated));
  }

  /** Why there may be more of them, in words. */
  async annotatedDoubt(): Promise<string | undefined> {
    for (const word of ANNOTATIONS) {
      const doubt = await this.doubt(word);
      if (doubt !== undefined) return doubt;
    }
    return undefined;
  }

  /** Types of files whose name is meant by `isMeant`. */
  async near(isMeant: (stem: string) => boolean, most: number): Promise<readonly PlacedNetType[]> {
    const { paths } = await this.#list();
    return this.#typesOf(paths.filter((path) => isMeant(stemOf(path))).slice(0, most));
  }

  async method(types: readonly PlacedNetType[], name: string, visited: Set<string> = new Set()): Promise<Lookup> {
    let doubt: string | undefined;
    for (const { path, type, facts } of types) {
      const method = type.methods.find((candidate) => candidate.name === name);
      if (method !== undefined) return { kind: 'found', value: 'function', at: { path, range: method.range }, about: method.about };
      doubt ??= facts.doubt ?? (type.isPartial ? `${simpleName(type.name)} is partial: a part of it may be generated` : undefined);
      visited.add(type.name);
    }
    for (const base of types.flatMap(({ type }) => type.bases)) {
      const parents = await this.#named(base);
      // What interfaces hold is not found by the runtime, and a class can't inherit methods of them.
      if (parents.length === 0 && /^I[A-Z]/.test(simpleName(base))) continue;
      if (parents.length === 0 && types.some(({ facts }) => isHostingBase(base, facts))) {
        const [host] = types;
        if (name === HOSTED_HANDLER && host !== undefined)
          return { kind: 'found', value: 'function', at: { path: host.path, range: host.type.range } };
        if (HOSTING_MEMBER.test(name)) doubt ??= `it inherits from ${base}`;
      } else if (parents.length === 0) doubt ??= `it inherits from ${base}, which isn’t in the sources`;
      else if (parents.some(({ type }) => !visited.has(type.name))) {
        const found = await this.method(parents, name, visited);
        if (found.kind === 'found') return found;
        if (found.kind === 'unknown') doubt ??= found.reason;
      }
    }
    return doubt === undefined ? { kind: 'missing' } : { kind: 'unknown', reason: doubt };
  }

  /** The types with those that they inherit from, as far as they are in the sources. */
  async withBases(types: readonly PlacedNetType[]): Promise<readonly PlacedNetType[]> {
    const all = [...types];
    const seen = new Set(all.map(({ type }) => type.name));
    for (const { type } of all) {
      // Interfaces give a class nothing that the runtime finds.
      for (const base of type.bases.filter((written) => !/^I[A-Z]/.test(simpleName(written)))) {
        const parents = (await this.#named(base)).filter((parent) => !seen.has(parent.type.name));
        for (const parent of parents) seen.add(parent.type.name);
        all.push(...parents);
      }
    }
    return all;
  }

  /** Where a program begins: statements outside of all types, else `Main`. */
  async main(): Promise<{ readonly path: string; readonly range: NetType['range'] } | undefined> {
    const { paths } = await this.#list();
    const likely = [...paths].sort((a, b) => Number(stemOf(b) === 'Program') - Number(stemOf(a) === 'Program'));
    for (const path of likely.slice(0, MOST_FOR_MAIN)) {
      const facts = await this.#read(path);
      if (typeof facts === 'string') continue;
      if (facts.statements !== undefined) return { path, range: facts.statements };
      const main = facts.types.flatMap(({ methods }) => methods).find(({ name }) => name === 'Main');
      if (main !== undefined) return { path, range: main.range };
    }
    return undefined;
  }

  /** Types of this simple name, in whatever namespace. */
  async #named(written: string): Promise<readonly PlacedNetType[]> {
    const simple = simpleName(written);
    return (await this.#mentioning(simple)).filter(({ type }) => simpleName(type.name.replace(/`\d+$/, '')) === simple);
  }

  async #mentioning(simple: string): Promise<readonly PlacedNetType[]> {
    return this.#typesOf(await this.#paths(simple));
  }

  /** The files that the word is in. */
  async #paths(simple: string): Promise<readonly string[]> {
    const { paths } = await this.#list();
    const word = new RegExp(`\\b${simple.replace(/\W/g, '\\$&')}\\b`);
    const found: string[] = [];
    for (const path of paths) if (word.test((await this.#context.files.readText(path)) ?? '')) found.push(path);
    return found;
  }

  async #typesOf(paths: readonly string[]): Promise<readonly PlacedNetType[]> {
    const types: PlacedNetType[] = [];
    for (const path of paths) {
      const facts = await this.#read(path);
      if (typeof facts !== 'string') types.push(...facts.types.map((type) => ({ path, facts, type })));
    }
    return types;
  }

  #read(path: string): Promise<NetFacts | string> {
    return readFacts(path, 'c-sharp', extractNetFacts, this.#context);
  }

  #list(): Promise<{ readonly paths: readonly string[]; readonly complete: boolean }> {
    this.#listing ??= listBelow(this.#folders, this.#context);
    return this.#listing;
  }
}

/** Programs begin in a file that is mostly called so; no more others than this are read. */
const MOST_FOR_MAIN = 8;

async function listBelow(folders: readonly string[], context: HandlerContext): Promise<{ paths: string[]; complete: boolean }> {
  const paths: string[] = [];
  let level = folders;
  let seen = 0;
  for (let depth = 0; depth < DEEPEST && level.length > 0; depth += 1) {
    const next: string[] = [];
    for (const folder of level) {
      for (const { name, type } of await unlessUnreadable(context.files.readDirectory(folder), [])) {
        seen += 1;
        if (seen > MOST_ENTRIES) return { paths, complete: false };
        if (type === 'directory' && !SKIPPED.test(name)) next.push(join(folder, name));
        else if (type === 'file' && name.endsWith('.cs')) paths.push(join(folder, name));
      }
    }
    level = next;
  }
  return { paths, complete: level.length === 0 };
}

function stemOf(path: string): string {
  return basename(path, '.cs');
}
