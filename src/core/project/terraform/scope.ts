import path from 'node:path';
import { type Environment, evaluate, type Names, takeEntry } from './evaluate.ts';
import type { Expression } from './hcl/model.ts';
import { attributeOf, type Module, type ModuleBlock, type SourceFile, type Written } from './module.ts';
import { certain, type Evaluated, type Reference, reasonOf, resolved, unknown, using } from './value.ts';

/** A module as one call of it has it; without a call, as Terraform has it that is started there. */
export interface Scope extends Names {
  readonly module: Module;
  /** Calls between the file that is read and this. */
  readonly depth: number;
  /** The scope that everything began with. */
  readonly root: Scope;
  /** The module that calls it. */
  readonly caller: Scope | undefined;
  environment(file: SourceFile): Environment;
  evaluate(block: ModuleBlock, attribute: string, instance?: Instance): Evaluated | undefined;
  evaluateExpression(written: Written, instance: Instance): Evaluated;
  /** What a resource, data source or call stands for: one instance, or one for each element of its `for_each`. */
  instances(block: ModuleBlock): readonly Instance[];
  /** The module that a call means, where it is in this workspace and was read. */
  open(call: ModuleBlock, instance: Instance): Scope | undefined;
  /** Whether the module that a call means was read, though it may not be opened: it may be inside itself. */
  isRead(call: ModuleBlock): boolean;
}

/** One of what a block stands for. */
export interface Instance {
  /** As it stands in brackets after the address; undefined where there is only one. */
  readonly key: string | number | undefined;
  readonly environment: Environment;
}

/** As it stands after an address. */
export function keyText({ key }: Pick<Instance, 'key'>): string {
  return key === undefined ? '' : `[${JSON.stringify(key)}]`;
}

/** Modules that were read, by their folders. */
export type Library = ReadonlyMap<string, Module>;

/** The folder of a module that a call names by a relative path. */
export function localSource(call: ModuleBlock, folder: string): string | undefined {
  const source = attributeOf(call, 'source')?.expression;
  if (source?.kind !== 'literal' || typeof source.value !== 'string') return undefined;
  return /^\.\.?([\\/]|$)/.test(source.value) ? path.resolve(folder, source.value) : undefined;
}

export function openRoot(module: Module, library: Library): Scope {
  return new ModuleScope(module, { library, steps: 0, nesting: 0 }, undefined);
}

interface Shared {
  readonly library: Library;
  steps: number;
  nesting: number;
}

interface Call {
  readonly scope: ModuleScope;
  readonly block: ModuleBlock;
  readonly environment: Environment;
}

const mostSteps = 200_000;
const mostNesting = 400;
const mostInstances = 200;
/** As many calls inside each other as are followed. */
const deepest = 8;

class ModuleScope implements Scope {
  readonly module: Module;
  readonly depth: number;
  readonly #shared: Shared;
  readonly #call: Call | undefined;
  readonly #locals = new Map<string, Evaluated>();
  readonly #variables = new Map<string, Evaluated>();

  constructor(module: Module, shared: Shared, call: Call | undefined) {
    this.module = module;
    this.#shared = shared;
    this.#call = call;
    this.depth = call === undefined ? 0 : call.scope.depth + 1;
  }

  get root(): Scope {
    return this.#call === undefined ? this : this.#call.scope.root;
  }

  get caller(): Scope | undefined {
    return this.#call?.scope;
  }

  enter(): boolean {
    if (this.#shared.steps++ >= mostSteps || this.#shared.nesting >= mostNesting) return false;
    this.#shared.nesting++;
    return true;
  }

  leave(): void {
    this.#shared.nesting--;
  }

  environment(file: SourceFile): Environment {
    return { file, names: this, each: undefined, count: undefined, bound: new Map() };
  }

  local(name: string): Evaluated {
    const written = this.module.locals.get(name);
    if (written === undefined) return unknown(`the local value ${name}`);
    return this.#once(this.#locals, name, `local.${name}`, () => this.#evaluate(written));
  }

  variable(name: string): Evaluated {
    return this.#once(this.#variables, name, `the variable ${name}`, () =>
      using(this.#variable(name), { depths: 1 << this.depth, assumed: [] }),
    );
  }

  path(name: string): string | undefined {
    if (name === 'module') return this.module.folder;
    // Where Terraform is started isn't written anywhere: as a relative path it is told later.
    return name === 'root' || name === 'cwd' ? '.' : undefined;
  }

  fromStart(text: string): string {
    return path.isAbsolute(text) && text.startsWith(this.module.folder) ? path.relative(this.root.module.folder, text) || '.' : text;
  }

  reference(address: string, key: string | number | undefined, taken: readonly string[]): Evaluated {
    const isCall = address.startsWith('module.');
    const block = isCall ? this.module.calls.get(address.slice('module.'.length)) : this.module.resources.get(address);
    const written = (): Evaluated | undefined => {
      if (block === undefined) return undefined;
      return isCall ? this.#output(block, key, taken) : this.#argument(block, key, taken);
    };
    return { kind: 'reference', address, block, key, path: taken, written, scope: this, ...certain };
  }

  evaluate(block: ModuleBlock, attribute: string, instance?: Instance): Evaluated | undefined {
    const written = attributeOf(block, attribute);
    return written === undefined ? undefined : this.#evaluate(written, instance?.environment);
  }

  evaluateExpression(written: Written, { environment }: Instance): Evaluated {
    return this.#evaluate(written, environment);
  }

  instances(block: ModuleBlock): readonly Instance[] {
    const environment = this.environment(block.file);
    const each = this.evaluate(block, 'for_each');
    if (each !== undefined) return instancesOfEach(resolved(each), environment, block);
    const count = this.evaluate(block, 'count');
    return count === undefined ? [{ key: undefined, environment }] : instancesOfCount(resolved(count), environment);
  }

  open(block: ModuleBlock, { environment }: Instance): Scope | undefined {
    const folder = localSource(block, this.module.folder);
    const module = folder === undefined ? undefined : this.#shared.library.get(folder);
    if (module === undefined || this.depth >= deepest || this.#isInside(module)) return undefined;
    return new ModuleScope(module, this.#shared, { scope: this, block, environment });
  }

  isRead(block: ModuleBlock): boolean {
    const folder = localSource(block, this.module.folder);
    return folder !== undefined && this.#shared.library.has(folder);
  }

  #isInside(module: Module): boolean {
    for (let each: Scope | undefined = this; each !== undefined; each = each.caller) if (each.module === module) return true;
    return false;
  }

  #evaluate({ file, expression }: Written, environment: Environment = this.environment(file)): Evaluated {
    return evaluate(expression, environment.file === file ? environment : { ...environment, file });
  }

  #variable(name: string): Evaluated {
    const declared = this.module.variables.get(name);
    const fallback = declared === undefined ? undefined : attributeOf(declared, 'default');
    if (this.#call !== undefined) return this.#given(name, this.#call, declared, fallback);
    const secret = declared !== undefined && isTrue(attributeOf(declared, 'sensitive'));
    const assigned = this.module.assignments.get(name);
    const written = assigned ?? fallback;
    if (written === undefined) return unknown(`the variable ${name}`);
    const because =
      assigned === undefined
        ? `the default of the variable ${name}`
        : `the value of the variable ${name} in ${path.basename(assigned.file.path)}`;
    return using(this.#typed(this.#evaluate(written), declared), { depths: 0, assumed: [{ name, because, secret }] });
  }

  #given(name: string, { scope, block, environment }: Call, declared: ModuleBlock | undefined, fallback: Written | undefined): Evaluated {
    const argument = attributeOf(block, name);
    if (argument !== undefined) return this.#typed(scope.#evaluate(argument, environment), declared);
    return fallback === undefined ? unknown(`the variable ${name}`) : this.#typed(this.#evaluate(fallback), declared);
  }

  /** With what the type's `optional(…)` fills in. */
  #typed(value: Evaluated, declared: ModuleBlock | undefined): Evaluated {
    const type = declared === undefined ? undefined : attributeOf(declared, 'type');
    return type === undefined ? value : withDefaults(value, type.expression, this.environment(type.file));
  }

  #argument(block: ModuleBlock, key: string | number | undefined, [name, ...rest]: readonly string[]): Evaluated | undefined {
    const written = name === undefined ? undefined : attributeOf(block, name);
    if (written === undefined) return undefined;
    const instance = this.instances(block).find((each) => each.key === key || each.key === undefined);
    if (instance === undefined) return undefined;
    return this.#taken(this.#evaluate(written, instance.environment), rest);
  }

  #output(call: ModuleBlock, key: string | number | undefined, [name, ...rest]: readonly string[]): Evaluated | undefined {
    const instance = this.instances(call).find((each) => each.key === key || each.key === undefined);
    const inner = instance === undefined ? undefined : this.open(call, instance);
    const output = name === undefined ? undefined : inner?.module.outputs.get(name);
    const value = inner === undefined || output === undefined ? undefined : inner.evaluate(output, 'value');
    return value === undefined ? undefined : this.#taken(value, rest);
  }

  #taken(from: Evaluated, names: readonly string[]): Evaluated {
    return names.reduce(
      (value, name) =>
        value.kind === 'reference' ? this.reference(value.address, value.key, [...value.path, name]) : takeEntry(value, name),
      from,
    );
  }

  #once(memory: Map<string, Evaluated>, name: string, what: string, compute: () => Evaluated): Evaluated {
    const known = memory.get(name);
    if (known !== undefined) return known;
    // Who asks in the meantime asks from within.
    memory.set(name, unknown(`${what}, which is made of itself`));
    const value = compute();
    memory.set(name, value);
    return value;
  }
}

function instancesOfEach(each: Evaluated, environment: Environment, block: ModuleBlock): readonly Instance[] {
  const one = (key: string, keyValue: Evaluated, value: Evaluated): Instance => ({
    key,
    environment: { ...environment, each: { key: using(keyValue, each), value: using(value, each) } },
  });
  if (each.kind === 'list') {
    const keys = each.items.slice(0, mostInstances).flatMap((item) => {
      const value = resolved(item);
      return value.kind === 'scalar' && value.value !== null ? [one(String(value.value), value, value)] : [];
    });
    if (keys.length === each.items.length) return keys;
  }
  if (each.kind === 'map' && each.gap === undefined) {
    const place = { file: block.file, start: block.block.start, end: block.block.start };
    return [...each.entries]
      .slice(0, mostInstances)
      .map(([key, value]) => one(key, { kind: 'scalar', value: key, place, ...certain }, value));
  }
  const what = each.kind === 'unknown' ? each.reason : each.kind === 'map' ? (each.gap ?? '') : reasonOf(each);
  const open = (name: string): Evaluated => unknown(`each.${name}, which depends on ${what}`, each);
  return [{ key: undefined, environment: { ...environment, each: { key: open('key'), value: open('value') } } }];
}

function instancesOfCount(count: Evaluated, environment: Environment): readonly Instance[] {
  const isKnown = count.kind === 'scalar' && count.value !== null && count.assumed.length === 0;
  const number = isKnown ? Number(count.value) : Number.NaN;
  if (number === 0) return [];
  const at = (index: number): Evaluated => ({
    kind: 'scalar',
    value: index,
    place: { file: environment.file, start: 0, end: 0 },
    ...certain,
  });
  if (!(number > 1))
    return [{ key: undefined, environment: { ...environment, count: number === 1 ? at(0) : unknown('count.index', count) } }];
  return Array.from({ length: Math.min(number, mostInstances) }, (_, index) => ({
    key: index,
    environment: { ...environment, count: at(index) },
  }));
}

/** A value as `object({ x = optional(string, "y") })` completes it, in maps and lists of such objects too. */
function withDefaults(value: Evaluated, type: Expression, environment: Environment): Evaluated {
  const [argument] = type.kind === 'call' ? type.args : [];
  if (type.kind !== 'call' || argument === undefined) return value;
  if (type.name === 'optional') return withDefaults(value, argument, environment);
  if (type.name === 'object' && argument.kind === 'object' && value.kind === 'map') {
    const entries = new Map(value.entries);
    for (const { key, value: inner } of argument.entries) {
      const name = key.kind === 'literal' ? String(key.value) : '';
      const given = entries.get(name);
      const isLeftOut = given === undefined || (given.kind === 'scalar' && given.value === null);
      if (!isLeftOut) entries.set(name, withDefaults(given, inner, environment));
      else if (inner.kind === 'call' && inner.name === 'optional' && value.gap === undefined) {
        const [, fallback] = inner.args;
        entries.set(name, evaluate(fallback ?? { kind: 'literal', value: null, start: inner.start, end: inner.end }, environment));
      }
    }
    return { ...value, entries };
  }
  if (type.name === 'map' && value.kind === 'map')
    return { ...value, entries: new Map([...value.entries].map(([key, item]) => [key, withDefaults(item, argument, environment)])) };
  if ((type.name === 'list' || type.name === 'set') && value.kind === 'list')
    return { ...value, items: value.items.map((item) => withDefaults(item, argument, environment)) };
  return value;
}

function isTrue(written: Written | undefined): boolean {
  return written?.expression.kind === 'literal' && written.expression.value === true;
}

/** The scope that a reference was made in. */
export function scopeOf({ scope }: Reference): Scope | undefined {
  return scope instanceof ModuleScope ? scope : undefined;
}
