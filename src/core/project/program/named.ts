import type { FunctionDefinition } from '../model.ts';
import type { ProgramFunction } from './definitions.ts';
import type { CallValue, Place, ProgramValue } from './values.ts';

/** Which function of a file a value of its program is: what a route's integration is given, say. */
export class NamedFunctions {
  readonly #byPlace = new Map<string, { readonly fn: ProgramFunction; readonly name: string }[]>();

  /** @param definitions of the functions, in their order */
  constructor(functions: readonly ProgramFunction[], definitions: readonly FunctionDefinition[]) {
    for (const [index, fn] of functions.entries()) {
      const name = definitions[index]?.name;
      if (name === undefined) continue;
      for (const place of new Set([keyOf(fn.at.call.place), ...(fn.body === undefined ? [] : [keyOf(fn.body)])])) {
        const known = this.#byPlace.get(place) ?? [];
        this.#byPlace.set(place, known);
        known.push({ fn, name });
      }
    }
  }

  /** Of all of them. */
  get names(): readonly string[] {
    return [...new Set([...this.#byPlace.values()].flatMap((found) => found.map(({ name }) => name)))];
  }

  /** `FunctionDefinition.name`; undefined where it isn't one of this file, or which of several can't be told. */
  nameOf(value: ProgramValue | undefined): string | undefined {
    if (value === undefined) return undefined;
    const found = this.#byPlace.get(keyOf(value.place)) ?? [];
    const id = value.kind === 'call' ? textOf(idOf(value)) : undefined;
    // A helper makes several at one place: their ids tell them apart.
    const same = found.length > 1 ? found.filter(({ fn }) => id !== undefined && textOf(fn.id) === id) : found;
    const names = new Set(same.map(({ name }) => name));
    const [only] = names;
    return names.size === 1 ? only : undefined;
  }
}

/** What a construct is called, after its scope. */
function idOf(call: CallValue): ProgramValue | undefined {
  return call.arguments[1];
}

function textOf(value: ProgramValue | undefined): string | undefined {
  return value?.kind === 'text' ? value.text : undefined;
}

function keyOf({ source, span }: Place): string {
  return `${source.path} ${span.start} ${span.end}`;
}
