import { arrayOf, objectOf } from './collections.ts';
import { constructorOf, type Evaluator } from './evaluate.ts';
import type { PlacedCall } from './model.ts';
import { enclosing } from './site.ts';
import type { CallValue, Frame, Module, OwnValue, ProgramValue, Site, TextValue, UnknownValue } from './values.ts';

/** A call of a library that a file makes, and where. */
export interface LibraryCall {
  readonly call: CallValue;
  readonly site: Site;
  /** What this file calls the thing, where a class or function of another file makes it. */
  readonly namedBy?: TextValue;
}

interface Evaluated {
  readonly known: LibraryCall;
  /** The parameters that it depends on. */
  readonly unbound: Parameters;
}

/** What a reader wants to know. */
export interface Wanted {
  /** Whether it is about this call at all. */
  readonly matches: (call: CallValue) => boolean;
  /** What names the thing that a call makes. */
  readonly names: (call: CallValue) => readonly (ProgramValue | undefined)[];
  /** All else that makes one thing another. What isn't known of these for want of arguments is looked for where those are given. */
  readonly parts: (call: CallValue) => readonly (ProgramValue | undefined)[];
}

type Parameters = readonly NonNullable<UnknownValue['parameterOf']>[];

const MOST_CALLS = 1_000;
const MOST_FRAMES = 200;
/** Classes that extend one another. */
const DEEPEST = 4;
/** Functions that call one another. */
const MOST_CALLERS = 3;

/**
 * The calls of a library in a file, in its order. One inside a helper function, a class or a loop counts for each call, instance
 * or item that the file has for it, as far as it depends on that; where the file doesn't say, it counts once. One inside a class or
 * function that is imported counts here where this file says what runs.
 */
export function libraryCalls(module: Module, evaluator: Evaluator, wanted: Wanted): readonly LibraryCall[] {
  return new CallFinder(module, evaluator, wanted).find();
}

class CallFinder {
  readonly #module: Module;
  readonly #evaluator: Evaluator;
  readonly #wanted: Wanted;
  readonly #calls: readonly PlacedCall[];
  #callers: ReadonlyMap<number, readonly PlacedCall[]> | undefined;
  /** Of the functions of other files. */
  readonly #left = new Map<Module, Map<number, readonly PlacedCall[]>>();

  constructor(module: Module, evaluator: Evaluator, wanted: Wanted) {
    this.#module = module;
    this.#evaluator = evaluator;
    this.#wanted = wanted;
    this.#calls = module.program.calls.toSorted((a, b) => a.call.span.start - b.call.span.start || b.call.span.end - a.call.span.end);
  }

  find(): readonly LibraryCall[] {
    const found: LibraryCall[] = [];
    for (const placed of this.#calls) {
      if (found.length >= MOST_CALLS) break;
      const own = this.#expanded(placed.scope, (frame) => this.#evaluated(placed, frame));
      found.push(...(own.length > 0 ? own : this.#madeElsewhere(placed)));
    }
    return found;
  }

  /** Callers of callers are only looked at where the nearest ones leave something open. */
  #expanded(scope: number, evaluated: (frame: Frame | undefined) => Evaluated | undefined): readonly LibraryCall[] {
    const first = evaluated(undefined);
    if (first === undefined) return [];
    let best: readonly LibraryCall[] = [first.known];
    let open = first.unbound;
    for (let callers = 1; callers <= MOST_CALLERS && open.length > 0; callers += 1) {
      const frames = this.#frames(scope, open, callers);
      const results = frames.flatMap((frame) => evaluated(frame) ?? []);
      if (results.length === 0) break;
      best = results.map((result) => result.known);
      const left = results.flatMap((result) => result.unbound);
      if (left.length === 0) break;
      open = [...first.unbound, ...left];
    }
    return best;
  }

  /** The call as the library gets it. */
  #evaluated(placed: PlacedCall, frame: Frame | undefined): Evaluated | undefined {
    const site: Site = { module: this.#module, scope: placed.scope, frame };
    // What a helper returns is counted where the helper makes it.
    if (this.#evaluator.evaluate(placed.call.callee, site).kind === 'function') return undefined;
    const value = this.#evaluator.call(placed.call, site);
    const call = value.kind === 'instance' ? this.#madeBy(value) : value;
    if (call?.kind !== 'call' || !this.#wanted.matches(call)) return undefined;
    if (placed.call.callee.kind === 'super' && !this.#standsAlone(call, placed)) return undefined;
    return { known: { call: { ...call, place: value.place }, site }, unbound: this.#missingOf(call) };
  }

  #missingOf(call: CallValue): Parameters {
    return missingIn([...this.#wanted.names(call), ...this.#wanted.parts(call)]);
  }

  /** What a class or function of another file makes, as far as it is this file that says what runs. */
  #madeElsewhere(placed: PlacedCall): readonly LibraryCall[] {
    const callee = this.#evaluator.evaluate(placed.call.callee, { module: this.#module, scope: placed.scope, frame: undefined });
    if ((callee.kind !== 'class' && callee.kind !== 'function') || callee.site.module === this.#module) return [];
    const { module } = callee.site;
    const scope = callee.kind === 'class' ? constructorOf(callee.site) : callee.site.scope;
    if (scope === undefined) return [];
    return this.#leftOpen(module, scope).flatMap((inner) => {
      const alone = this.#evaluator.call(inner.call, { module, scope: inner.scope, frame: undefined });
      const said = new Set(
        alone.kind === 'call' ? this.#wanted.parts(alone).flatMap((part) => (part?.kind === 'text' ? [part.text] : [])) : [],
      );
      const found = this.#expanded(placed.scope, (around) => {
        const frame = { ...this.#frameOf(scope, placed, around, undefined), module };
        const site: Site = { module, scope: inner.scope, frame };
        const call = this.#evaluator.call(inner.call, site);
        if (call.kind !== 'call' || !this.#wanted.matches(call)) return undefined;
        const namedBy = frame.arguments.find((value): value is TextValue => value.kind === 'text' && value.written);
        return {
          known: { call: { ...call, place: frame.place }, site, ...(namedBy === undefined ? {} : { namedBy }) },
          unbound: this.#missingOf(call),
        };
      });
      return found.filter(({ call }) => this.#wanted.parts(call).some((part) => this.#isSaidHere(part, said)));
    });
  }

  /** Whether a part of what runs is known by what this file says. `said`: what the other file says by itself. */
  #isSaidHere(part: ProgramValue | undefined, said: ReadonlySet<string>): boolean {
    if (part?.kind === 'text') return !said.has(part.text);
    return part?.kind === 'call' && part.arguments.some((value) => value.kind === 'text' && value.place.source === this.#module.source);
  }

  /** The library's calls in a function of another file that leave what runs to its parameters. */
  #leftOpen(module: Module, scope: number): readonly PlacedCall[] {
    const known = this.#left.get(module) ?? new Map<number, readonly PlacedCall[]>();
    this.#left.set(module, known);
    const left =
      known.get(scope) ??
      module.program.calls.filter((placed) => {
        if (placed.call.callee.kind === 'super' || !isInside(module, placed.scope, scope)) return false;
        const call = this.#evaluator.call(placed.call, { module, scope: placed.scope, frame: undefined });
        return call.kind === 'call' && this.#wanted.matches(call) && missingIn(this.#wanted.parts(call)).length > 0;
      });
    known.set(scope, left);
    return left;
  }

  /** A class whose instances the file makes is counted there; one that leaves to its instances what runs isn't a function. */
  #standsAlone(call: CallValue, { scope }: PlacedCall): boolean {
    const maker = enclosing(this.#module, scope, 'function');
    if (maker !== undefined && this.#callersOf(maker).length > 0) return false;
    return missingIn(this.#wanted.parts(call)).length === 0;
  }

  /** What a class of the project's own hands to the library's class that it extends. */
  #madeBy(instance: OwnValue, depth = 0): CallValue | undefined {
    const { module, scope } = instance.site;
    const { scopes, calls } = module.program;
    if (scopes[scope]?.base === undefined || depth > DEEPEST) return undefined;
    const placed = calls.find(({ call, scope: at }) => call.callee.kind === 'super' && enclosing(module, at, 'class') === scope);
    const handed = (frame: Frame | undefined): ProgramValue | undefined =>
      placed === undefined
        ? this.#evaluator.inherited(instance)
        : this.#evaluator.call(placed.call, { module, scope: placed.scope, frame });
    const value = handed(instance.site.frame);
    if (value?.kind === 'instance') return this.#madeBy(value, depth + 1);
    if (value?.kind !== 'call' || !this.#wanted.matches(value)) return undefined;
    if (module === this.#module || placed === undefined) return value;
    // What another file's class says by itself is counted there.
    const alone = handed(undefined);
    return alone?.kind === 'call' && missingIn(this.#wanted.parts(alone)).length === 0 ? undefined : value;
  }

  /** How the functions and loops around a scope were called, for those whose parameters are wanted. */
  #frames(scope: number, wanted: Parameters, callers: number): readonly Frame[] {
    const { scopes } = this.#module.program;
    let at: number | undefined = scope;
    while (at !== undefined && scopes[at]?.kind !== 'function' && scopes[at]?.kind !== 'loop') at = scopes[at]?.parent;
    const owner = at === undefined ? undefined : scopes[at];
    if (at === undefined || owner === undefined) return [];
    const around = owner.parent === undefined ? [] : this.#frames(owner.parent, wanted, callers);
    const outers: readonly (Frame | undefined)[] = around.length > 0 ? around : [undefined];
    if (!wanted.some(({ module, scope: of }) => module === this.#module && of === at)) return around;
    const own = at;
    const frames =
      owner.iterated === undefined ? this.#callFrames(own, outers, callers) : outers.flatMap((outer) => this.#rounds(own, outer));
    return frames.slice(0, MOST_FRAMES);
  }

  /** One for each item of a loop's list. */
  #rounds(scope: number, outer: Frame | undefined): readonly Frame[] {
    const iterated = this.#module.program.scopes[scope]?.iterated;
    if (iterated === undefined) return [];
    const list = this.#evaluator.evaluate(iterated.expression, { module: this.#module, scope: iterated.scope, frame: outer });
    if (list.kind !== 'array' || list.gap !== undefined) return [];
    return list.items.map((item) => ({ module: this.#module, scope, arguments: [item], keywords: undefined, outer, place: item.place }));
  }

  /** One for each call of a function, or instance of a class, that the file has. */
  #callFrames(scope: number, outers: readonly (Frame | undefined)[], callers: number): readonly Frame[] {
    return this.#callersOf(scope).flatMap((caller) => {
      const whole = this.#frameOf(scope, caller, undefined, outers[0]);
      const unbound = missingIn([...whole.arguments, ...(whole.keywords?.entries().entries.map(({ value }) => value) ?? [])]);
      const around = callers <= 1 || unbound.length === 0 ? [] : this.#frames(caller.scope, unbound, callers - 1);
      return around.length === 0 ? [whole] : around.map((frame) => this.#frameOf(scope, caller, frame, outers[0]));
    });
  }

  #frameOf(scope: number, { call, scope: at }: PlacedCall, frame: Frame | undefined, outer: Frame | undefined): Frame {
    const site: Site = { module: this.#module, scope: at, frame };
    const evaluate = (expression: PlacedCall['call']['callee']): ProgramValue => this.#evaluator.evaluate(expression, site);
    const callee = evaluate(call.callee);
    const place = { source: this.#module.source, span: call.span };
    const args = arrayOf(call.arguments, place, evaluate);
    const keywords = call.keywords === undefined ? undefined : objectOf(call.keywords, site, evaluate);
    const around = callee.kind === 'function' ? (callee.site.frame ?? outer) : outer;
    return { module: this.#module, scope, arguments: args.items, keywords, outer: around, place };
  }

  /** The calls of this file that run the function of a scope. */
  #callersOf(scope: number): readonly PlacedCall[] {
    this.#callers ??= this.#findCallers();
    return this.#callers.get(scope) ?? [];
  }

  #findCallers(): ReadonlyMap<number, readonly PlacedCall[]> {
    const callers = new Map<number, PlacedCall[]>();
    for (const placed of this.#calls) {
      if (placed.call.callee.kind === 'super') continue;
      const callee = this.#evaluator.evaluate(placed.call.callee, { module: this.#module, scope: placed.scope, frame: undefined });
      if ((callee.kind !== 'function' && callee.kind !== 'class') || callee.site.module !== this.#module) continue;
      const scope = callee.kind === 'class' ? constructorOf(callee.site) : callee.site.scope;
      // A function that calls itself says nothing of how it begins.
      if (scope === undefined || isInside(this.#module, placed.scope, scope)) continue;
      callers.set(scope, [...(callers.get(scope) ?? []), placed]);
    }
    return callers;
  }
}

function isInside(module: Module, scope: number, outer: number): boolean {
  for (let at: number | undefined = scope; at !== undefined; at = module.program.scopes[at]?.parent) if (at === outer) return true;
  return false;
}

/** The parameters that values are unknown for the want of. */
function missingIn(values: readonly (ProgramValue | undefined)[]): Parameters {
  return values.flatMap((value): Parameters => {
    if (value?.kind === 'unknown') return value.parameterOf === undefined ? [] : [value.parameterOf];
    return value?.kind === 'choice' ? missingIn(value.options) : [];
  });
}
