import type { FileRange } from '../../text.ts';
import { NOTHING } from '../about.ts';
import type { Lookup } from '../context.ts';
import type { JvmFacts } from './model.ts';
import type { JvmProject, PlacedType } from './project.ts';

const HANDLER_INTERFACE = /(?:^|\.)Request(?:Stream)?Handler$/;
const LAMBDA_PACKAGE = 'com.amazonaws.services.lambda.runtime';
const LAMBDA_INTERFACE = /^com\.amazonaws\.services\.lambda\.runtime\.Request(?:Stream)?Handler$/;
/** Types of libraries that neither make a class a handler nor give it methods that one could mean. */
const PLAIN =
  /(?:^|\.)(?:Object|Any|AnyRef|Serializable|Cloneable|Closeable|AutoCloseable|Comparable|Runnable|Resource|Product|RequestHandler|RequestStreamHandler)$/;

const LIBRARY = /^(?:com\.amazonaws|software\.amazon|javax?|jakarta|kotlinx?|scala|org\.springframework|io\.(?:micronaut|quarkus))\./;

/** What can be told of a class with all that it inherits from. */
export class JvmLookup {
  readonly #project: JvmProject;

  constructor(project: JvmProject) {
    this.#project = project;
  }

  /** `not-a-function`: the methods of this name are not public. */
  async method(types: readonly PlacedType[], name: string, visited: Set<string> = new Set()): Promise<Lookup<FileRange>> {
    let hidden: FileRange | undefined;
    let doubt: string | undefined;
    for (const placed of types) {
      const { path, type, facts } = placed;
      const methods = type.methods.filter((method) => method.name === name);
      const method = methods.find(({ isPublic }) => isPublic);
      if (method !== undefined)
        return { kind: 'found', value: 'function', at: { path, range: method.range }, about: method.about ?? NOTHING };
      if (methods[0] !== undefined) hidden ??= { path, range: methods[0].range };
      doubt ??= type.doubt ?? facts.doubt ?? accessorReason(path, name);
      visited.add(type.name);
      for (const written of type.supertypes) {
        const parents = await this.#resolve(written, placed);
        const parentName = parents[0]?.type.name ?? '';
        if (parents.length === 0 && !isHarmless(written, name, facts)) doubt ??= `it inherits from ${written}, which isn’t in the sources`;
        if (parents.length === 0 || visited.has(parentName)) continue;
        const found = await this.method(parents, name, visited);
        if (found.kind === 'found') return found;
        if (found.kind === 'unknown') doubt ??= found.reason;
        if (found.kind === 'not-a-function') hidden ??= found.at;
      }
    }
    if (doubt !== undefined) return { kind: 'unknown', reason: doubt };
    return hidden === undefined ? { kind: 'missing' } : { kind: 'not-a-function', what: 'not public', at: hidden };
  }

  /** Whether a class implements one of the handlers' interfaces; undefined where that can't be told. */
  async isHandler(types: readonly PlacedType[], visited: Set<string> = new Set()): Promise<boolean | undefined> {
    let answer: boolean | undefined = false;
    for (const placed of types) {
      if (placed.facts.doubt !== undefined || placed.type.doubt !== undefined) answer = undefined;
      visited.add(placed.type.name);
      for (const written of placed.type.supertypes) {
        const parents = await this.#resolve(written, placed);
        if (parents.length === 0 && HANDLER_INTERFACE.test(written)) return true;
        if (parents.length === 0 && !PLAIN.test(written)) answer = undefined;
        if (parents.length === 0 || visited.has(parents[0]?.type.name ?? '')) continue;
        const inherited = await this.isHandler(parents, visited);
        if (inherited === true) return true;
        if (inherited === undefined) answer = undefined;
      }
    }
    return answer;
  }

  /** The types of the sources that a name stands for where it is written. */
  async #resolve(written: string, { facts, type }: PlacedType): Promise<readonly PlacedType[]> {
    const [first = '', ...rest] = written.split('.');
    const imported = facts.imports.find(({ as }) => as === first);
    if (LIBRARY.test(imported?.name ?? written) || (imported === undefined && PLAIN.test(written))) return [];
    const candidates: string[] = [];
    const inner = [first, ...rest].join('$');
    // Types around it, from the nearest.
    for (let outer = type.name; outer.includes('$'); outer = outer.slice(0, outer.lastIndexOf('$'))) {
      candidates.push(`${outer.slice(0, outer.lastIndexOf('$'))}$${inner}`);
    }
    candidates.push(`${type.name}$${inner}`);
    if (imported !== undefined) candidates.push(binaryName([imported.name, ...rest].join('.')));
    else {
      candidates.push(facts.package === '' ? inner : `${facts.package}.${inner}`);
      if (rest.length > 0) candidates.push(binaryName(written));
      for (const { name, as } of facts.imports)
        if (as === '*') candidates.push(`${binaryName(name)}${/[A-Z]\w*$/.test(name) ? '$' : '.'}${inner}`);
    }
    for (const candidate of candidates) {
      if (candidate === type.name) continue;
      const found = await this.#project.find(candidate);
      if (found.length > 0) return found;
    }
    return [];
  }
}

/** `com.shop.Outer.Inner` is compiled to `com.shop.Outer$Inner`: packages are in small letters. */
export function binaryName(name: string): string {
  const parts = name.split('.');
  const first = parts.findIndex((part) => /^[A-Z]/.test(part));
  return first === -1 ? name : [...parts.slice(0, first), parts.slice(first).join('$')].filter((part) => part !== '').join('.');
}

/** Whether a type of a library gives a class no method of this name. */
function isHarmless(written: string, name: string, { imports }: JvmFacts): boolean {
  if (!PLAIN.test(written)) return false;
  if (name !== 'handleRequest' || !HANDLER_INTERFACE.test(written)) return true;
  // Lambda's own interfaces only demand it. One of another library may be a class that has it.
  const imported = imports.find(({ as }) => as === written);
  if (imported !== undefined || written.includes('.')) return LAMBDA_INTERFACE.test(imported?.name ?? written);
  const everything = imports.filter(({ as }) => as === '*');
  return everything.length === 1 && everything[0]?.name === LAMBDA_PACKAGE;
}

/** Kotlin properties, Scala values and Java records have methods that nobody writes. */
function accessorReason(path: string, name: string): string | undefined {
  return !path.endsWith('.java') && /^(?:get|set|is|component|copy|apply|invoke)/.test(name) ? `${name} may be of a property` : undefined;
}
