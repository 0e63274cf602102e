import { isDeepStrictEqual } from 'node:util';
import type { FunctionDefinition, TemplateResult } from '../project/model.ts';

type Template = Exclude<TemplateResult, { kind: 'not-a-template' }>;
type ReadTemplate = Extract<TemplateResult, { kind: 'template' }>;

/** Gives the template of now with what is the same as before as the same objects: most of it, when somebody types, and often all. */
export class SharedTemplates {
  /** What was found to be the same before, so that it isn't compared again. */
  readonly #same = new WeakMap<FunctionDefinition, FunctionDefinition>();
  /** Of files that can't be read for now: what they were before. */
  readonly #unbroken = new Map<string, ReadTemplate>();

  share(file: string, last: Template | undefined, after: Template): Template {
    if (last?.kind === 'template') this.#unbroken.set(file, last);
    if (after.kind === 'broken') return last !== undefined && isDeepStrictEqual(last, after) ? last : after;
    const before = this.#unbroken.get(file);
    this.#unbroken.delete(file);
    if (before === undefined) return after;
    const known = new Map(before.functions.map((definition) => [definition.id, definition]));
    const functions = after.functions.map((definition) => this.#known(known.get(definition.id), definition) ?? definition);
    const isSame = functions.length === before.functions.length && functions.every((each, index) => each === before.functions[index]);
    return isSame && isDeepStrictEqual({ ...after, functions }, before) ? before : { ...after, functions };
  }

  forget(file: string): void {
    this.#unbroken.delete(file);
  }

  #known(before: FunctionDefinition | undefined, after: FunctionDefinition): FunctionDefinition | undefined {
    if (before === undefined || before === after || this.#same.get(after) === before) return before;
    if (!isDeepStrictEqual(before, after)) return undefined;
    this.#same.set(after, before);
    return before;
  }
}
