import { dirname, join } from 'node:path';
import { callBuiltin, callListMethod, callTextMethod, memberOfText, type ProgramEnvironment } from './builtins.ts';
import { argumentsOf, arrayOf, objectOf, withChanges, withoutKeys } from './collections.ts';
import type { Declaration, Expression } from './model.ts';
import { enclosing, frameOf } from './site.ts';
import {
  type CallValue,
  type Frame,
  type Module,
  type ObjectValue,
  type OwnValue,
  type Place,
  type ProgramValue,
  reasonOf,
  type Site,
  type TextValue,
} from './values.ts';

/** Deep enough for real programs; keeps `const a = b, b = a` from going on. */
const DEEPEST = 60;
/** Expressions that are looked at for one question. */
const MOST_STEPS = 20_000;
/** And for all questions about one file: about a quarter of a second. */
const MOST_STEPS_IN_ALL = 1_000_000;

type CallExpression = Extract<Expression, { readonly kind: 'call' }>;

/**
 * Tells what expressions are, without running anything: literals, constants, paths, members of what is written out, and functions
 * that only return. What isn't certain is unknown, with a reason. Pure, and never throws.
 */
export class Evaluator {
  readonly #environment: ProgramEnvironment;
  #depth = 0;
  #steps = 0;
  #stepsInAll = 0;

  constructor(environment: ProgramEnvironment) {
    this.#environment = environment;
  }

  evaluate(expression: Expression, site: Site): ProgramValue {
    if (this.#depth === 0) this.#steps = 0;
    this.#steps += 1;
    this.#stepsInAll += 1;
    if (this.#depth >= DEEPEST || this.#steps > MOST_STEPS || this.#stepsInAll > MOST_STEPS_IN_ALL)
      return this.#unknown('what takes too many steps to follow', expression, site);
    this.#depth += 1;
    try {
      return this.#evaluate(expression, site);
    } finally {
      this.#depth -= 1;
    }
  }

  /** What another file gets under a name. */
  exported(module: Module, name: string): ProgramValue | undefined {
    const found = module.program.exports.get(name);
    if (found?.kind === 'value') return this.evaluate(found.value.expression, { module, scope: found.value.scope, frame: undefined });
    if (found !== undefined) return this.#imported(found.from, found.name, nowhere(module), module);
    for (const from of module.program.stars) {
      const through = module.imports.get(from);
      const value = through === undefined ? undefined : this.exported(through, name);
      if (value !== undefined) return value;
    }
    return undefined;
  }

  member(value: ProgramValue, name: string, place: Place): ProgramValue {
    switch (value.kind) {
      case 'object':
        return value.get(name) ?? { kind: 'nothing', place };
      case 'array':
        return value.items[Number(name)] ?? { kind: 'unknown', reason: value.gap ?? `${name} of a list`, place };
      case 'symbol':
        return { ...value, path: [...value.path, name], place };
      case 'call':
      case 'part':
        return { kind: 'part', of: value, name, place };
      case 'text':
        return memberOfText(value, name) ?? { kind: 'unknown', reason: `${name} of a text`, place };
      case 'class':
      case 'instance':
        return this.#field(value, name, place);
      case 'unknown':
        return { ...value, place };
      default:
        return { kind: 'unknown', reason: value.kind === 'choice' ? 'a condition' : `${name} of a ${value.kind}`, place };
    }
  }

  #evaluate(expression: Expression, site: Site): ProgramValue {
    const place = placeOf(expression, site);
    switch (expression.kind) {
      case 'text':
        return { kind: 'text', text: expression.value, place, written: true, ofFile: false };
      case 'number':
      case 'boolean':
        return expression.kind === 'number'
          ? { kind: 'number', value: expression.value, place }
          : { kind: 'boolean', value: expression.value, place };
      case 'nothing':
        return { kind: 'nothing', place };
      case 'name':
        return this.#named(expression.name, site, place);
      case 'self':
        return this.#self(site, place);
      case 'super':
        return this.#base(site, place);
      case 'member':
        return this.member(this.evaluate(expression.object, site), expression.name, place);
      case 'item':
        return this.#item(expression, site, place);
      case 'join':
        return this.#join(expression, site, place);
      case 'slash':
        return this.#slash(expression, site, place);
      case 'fallback':
        return this.#fallback(expression, site);
      case 'choice':
        return this.#choice(expression.options, site, place);
      case 'object':
        return objectOf(expression, site, (value) => this.evaluate(value, site));
      case 'array':
        return arrayOf(expression.items, place, (value) => this.evaluate(value, site));
      case 'function':
        return own('function', { ...site, scope: expression.scope }, place);
      case 'call':
        return this.call(expression, site);
      case 'other':
        return { kind: 'unknown', reason: expression.what, place };
    }
  }

  #unknown(reason: string, expression: Expression, site: Site): ProgramValue {
    return { kind: 'unknown', reason, place: placeOf(expression, site) };
  }

  #self(site: Site, place: Place): ProgramValue {
    const scope = enclosing(site.module, site.scope, 'class');
    if (scope === undefined) return { kind: 'unknown', reason: 'this', place };
    return own('instance', { ...site, scope }, place);
  }

  /** The class that the one around `site` extends. */
  #base(site: Site, place: Place): ProgramValue {
    const scope = enclosing(site.module, site.scope, 'class');
    const declared = scope === undefined ? undefined : site.module.program.scopes[scope];
    if (declared?.base === undefined) return { kind: 'unknown', reason: 'super', place };
    return this.evaluate(declared.base, { ...site, scope: declared.parent ?? 0 });
  }

  /** What a class without a constructor hands to the one that it extends: all that it is given. */
  inherited({ site, place }: OwnValue): ProgramValue | undefined {
    const base = this.#base(site, place);
    const { arguments: given = [], keywords } = site.frame ?? {};
    if (base.kind === 'class') return this.#instance(base, given, keywords, place);
    return base.kind === 'symbol' ? { kind: 'call', callee: base, arguments: given, keywords, place } : undefined;
  }

  #named(name: string, site: Site, place: Place): ProgramValue {
    const { scopes } = site.module.program;
    for (let scope: number | undefined = site.scope; scope !== undefined; scope = scopes[scope]?.parent) {
      const declaration = scopes[scope]?.names.get(name);
      if (declaration !== undefined) return this.#declared(name, declaration, { ...site, scope }, place);
    }
    return this.#global(name, site, place);
  }

  #global(name: string, { module }: Site, place: Place): ProgramValue {
    const { path } = module.source;
    const ofFile = (text: string): TextValue => ({ kind: 'text', text, place, written: false, ofFile: true });
    if (name === '__dirname') return ofFile(dirname(path));
    if (name === '__filename' || name === '__file__') return ofFile(path);
    if (name !== 'import.meta') return { kind: 'symbol', from: '', path: [name], place };
    const members: Readonly<Record<string, string>> = { dirname: dirname(path), filename: path, url: `file://${path}`, dir: dirname(path) };
    const get = (key: string): ProgramValue | undefined => (members[key] === undefined ? undefined : ofFile(members[key]));
    return { kind: 'object', get, entries: () => ({ entries: [], gap: 'import.meta' }), place };
  }

  #declared(name: string, declaration: Declaration, site: Site, place: Place): ProgramValue {
    switch (declaration.kind) {
      case 'constant': {
        const { expression, scope } = declaration.value;
        const { changed, fallback, path, without = [] } = declaration;
        const value = this.evaluate(expression, { ...site, scope });
        const taken = path.reduce((of, key) => this.member(of, key, placeOf(expression, site)), value);
        const whole = taken.kind === 'nothing' && fallback !== undefined ? this.evaluate(fallback, { ...site, scope }) : taken;
        return withChanges(without.length === 0 ? whole : withoutKeys(whole, without), changed);
      }
      case 'variable':
        return { kind: 'unknown', reason: `${name}, which is assigned more than once`, place };
      case 'parameter':
        return this.#parameter(name, declaration, site, place);
      case 'import':
        return this.#imported(declaration.from, declaration.name, place, site.module);
      case 'function':
      case 'class':
        return own(declaration.kind, { ...site, scope: declaration.scope }, place);
    }
  }

  #parameter(name: string, declaration: Extract<Declaration, { readonly kind: 'parameter' }>, site: Site, place: Place): ProgramValue {
    const frame = frameOf(site, site.scope);
    const owner = site.module.program.scopes[site.scope];
    const of = owner?.name === undefined || owner.name === 'constructor' ? '' : ` of ${owner.name}`;
    const reason = owner?.kind === 'loop' ? `${name} of a loop` : `the parameter ${name}${of}`;
    if (frame === undefined) return { kind: 'unknown', reason, place, parameterOf: { module: site.module, scope: site.scope } };
    const { fallback, index, path, rest, without = [] } = declaration;
    if (rest) return frame.keywords ?? { kind: 'unknown', reason, place };
    const given = frame.keywords?.get(name) ?? frame.arguments[index] ?? { kind: 'nothing' as const, place };
    const value =
      given.kind === 'nothing' && path.length > 0 && fallback !== undefined
        ? given
        : path.reduce((at, key) => this.#taken(at, key, place), given);
    const taken = value.kind === 'nothing' && fallback !== undefined ? this.evaluate(fallback, { ...site, frame: frame.outer }) : value;
    return without.length === 0 ? taken : withoutKeys(taken, without);
  }

  #taken(value: ProgramValue, key: string, place: Place): ProgramValue {
    return value.kind === 'nothing' ? value : this.member(value, key, place);
  }

  #imported(from: string, name: string, place: Place, module: Module): ProgramValue {
    const own = module.imports.get(from);
    const part = module.imports.get(`${from}\0${name}`);
    if (own === undefined && part === undefined) return { kind: 'symbol', from, path: name === '*' ? [] : [name], place };
    if (own === undefined || name === '*') return this.#namespace(part ?? (own as Module), place);
    const found = this.exported(own, name);
    if (found !== undefined) return found;
    return part === undefined
      ? { kind: 'unknown', reason: `${name}, which is imported from ${from}`, place }
      : this.#namespace(part, place);
  }

  #namespace(module: Module, place: Place): ProgramValue {
    const get = (key: string): ProgramValue =>
      this.exported(module, key) ?? { kind: 'unknown', reason: `${key}, which is imported`, place };
    return { kind: 'object', get, entries: () => ({ entries: [], gap: 'what a module exports' }), place };
  }

  #field(value: OwnValue, name: string, place: Place): ProgramValue {
    const { site } = value;
    const scope = site.module.program.scopes[site.scope];
    const declaration = scope?.names.get(`this.${name}`);
    if (declaration !== undefined) return this.#declared(`this.${name}`, declaration, site, place);
    const base = scope?.base === undefined ? undefined : this.evaluate(scope.base, { ...site, scope: scope.parent ?? 0 });
    if (base?.kind === 'class') return this.#field(base, name, place);
    return { kind: 'unknown', reason: `${name} of ${value.name}`, place };
  }

  #item(expression: Extract<Expression, { readonly kind: 'item' }>, site: Site, place: Place): ProgramValue {
    const key = this.evaluate(expression.key, site);
    const object = this.evaluate(expression.object, site);
    if (key.kind === 'text') return this.member(object, key.text, place);
    if (key.kind === 'number') return this.member(object, String(key.value), place);
    return { kind: 'unknown', reason: key.kind === 'unknown' ? key.reason : 'a computed member', place };
  }

  #join(expression: Extract<Expression, { readonly kind: 'join' }>, site: Site, place: Place): ProgramValue {
    const parts = expression.parts.map((part) => this.evaluate(part, site));
    let text = '';
    for (const part of parts) {
      if (part.kind === 'text') text += part.text;
      else if (part.kind === 'number' || part.kind === 'boolean') text += String(part.value);
      else if (part.kind === 'unknown') return { ...part, place };
      else return { kind: 'unknown', reason: partReason(part), place };
    }
    const ofFile = parts.some((part) => part.kind === 'text' && part.ofFile);
    return { kind: 'text', text, place, written: expression.quoted, ofFile };
  }

  #slash(expression: Extract<Expression, { readonly kind: 'slash' }>, site: Site, place: Place): ProgramValue {
    const [left, right] = [this.evaluate(expression.left, site), this.evaluate(expression.right, site)];
    if (left.kind === 'unknown') return left;
    if (left.kind !== 'text' || right.kind !== 'text') return { kind: 'unknown', reason: 'a path that is put together', place };
    return { kind: 'text', text: join(left.text, right.text), place, written: false, ofFile: left.ofFile || right.ofFile };
  }

  #fallback(expression: Extract<Expression, { readonly kind: 'fallback' }>, site: Site): ProgramValue {
    const first = this.evaluate(expression.first, site);
    return first.kind === 'nothing' || (first.kind === 'text' && first.text === '') ? this.evaluate(expression.second, site) : first;
  }

  #choice(options: readonly Expression[], site: Site, place: Place): ProgramValue {
    const values = options.map((option) => this.evaluate(option, site));
    const [first] = values;
    const same = first?.kind === 'text' && values.every((value) => value.kind === 'text' && value.text === first.text);
    return same ? first : { kind: 'choice', options: values, place };
  }

  call(expression: CallExpression, site: Site): ProgramValue {
    const place = placeOf(expression, site);
    const { callee } = expression;
    const args = (): readonly ProgramValue[] => argumentsOf(arrayOf(expression.arguments, place, (value) => this.evaluate(value, site)));
    if (callee.kind === 'member') {
      const object = this.evaluate(callee.object, site);
      if (object.kind === 'text') {
        const made = callTextMethod(object, callee.name, args(), place, this.#environment);
        return made ?? { kind: 'unknown', reason: `${callee.name} of a text`, place };
      }
      if (object.kind === 'array' || (object.kind === 'object' && callee.name === 'items'))
        return callListMethod(object, callee.name, args(), place);
    }
    const target = this.evaluate(callee, site);
    const keywords =
      expression.keywords === undefined ? undefined : objectOf(expression.keywords, site, (value) => this.evaluate(value, site));
    switch (target.kind) {
      case 'symbol':
      case 'part': {
        const call: CallValue = { kind: 'call', callee: target, arguments: args(), keywords, place };
        return this.#known(call, site) ?? callBuiltin(call, this.#environment) ?? call;
      }
      case 'class':
        return this.#instance(target, args(), keywords, place);
      case 'function':
        return this.returned(target, args(), keywords, place);
      case 'unknown':
        return { ...target, place };
      default:
        return { kind: 'unknown', reason: 'a call', place };
    }
  }

  /** What needs the project's files: `require`. And `Object.assign` and `dict`, which make objects of objects. */
  #known(call: CallValue, site: Site): ProgramValue | undefined {
    if (call.callee.kind !== 'symbol' || call.callee.from !== '') return undefined;
    const name = call.callee.path.join('.');
    const [first] = call.arguments;
    if (name === 'require' && first?.kind === 'text') {
      const own = site.module.imports.get(first.text);
      if (own === undefined) return { kind: 'symbol', from: first.text, path: [], place: call.place };
      return this.exported(own, 'default') ?? this.#namespace(own, call.place);
    }
    if (name === 'dict' && call.arguments.length === 0 && call.keywords !== undefined) return call.keywords;
    return undefined;
  }

  #instance(target: OwnValue, args: readonly ProgramValue[], keywords: ObjectValue | undefined, place: Place): ProgramValue {
    const { site } = target;
    // Without a constructor of its own the class stands for it: what it is given goes on to the one that it extends.
    const scope = constructorOf(site) ?? site.scope;
    const frame = { module: site.module, scope, arguments: args, keywords, outer: site.frame, place };
    return { kind: 'instance', name: target.name, site: { ...site, frame }, place };
  }

  /** What a function gives that does nothing but return. */
  returned(target: OwnValue, args: readonly ProgramValue[], keywords: ObjectValue | undefined, place: Place): ProgramValue {
    const { module, scope, frame: outer } = target.site;
    const returns = module.program.scopes[scope]?.returns ?? [];
    const [only] = returns;
    if (only === undefined || returns.length > 1) return { kind: 'unknown', reason: `a call of ${target.name || 'a function'}`, place };
    const frame: Frame = { module, scope, arguments: args, keywords, outer, place };
    return this.evaluate(only.expression, { module, scope: only.scope, frame });
  }
}

/** The scope of a class's own constructor. */
export function constructorOf({ module, scope }: Site): number | undefined {
  const names = module.program.scopes[scope]?.names;
  const found = names?.get('this.constructor') ?? names?.get('this.__init__');
  return found?.kind === 'function' ? found.scope : undefined;
}

function own(kind: OwnValue['kind'], site: Site, place: Place): OwnValue {
  return { kind, name: site.module.program.scopes[site.scope]?.name ?? '', site, place };
}

export function placeOf(expression: Expression, site: Site): Place {
  return { source: site.module.source, span: expression.span };
}

function nowhere(module: Module): Place {
  return { source: module.source, span: { start: 0, end: 0 } };
}

function partReason(part: ProgramValue): string {
  return part.kind === 'nothing' || part.kind === 'object' || part.kind === 'array' ? 'a text that is put together' : reasonOf(part);
}
