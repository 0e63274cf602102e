import { isDeepStrictEqual } from 'node:util';
import type { FunctionDefinition, TemplateResult } from '../project/model.ts';

type Template = Exclude<TemplateResult, { kind: 'not-a-template' }>;

/** Gives the template of now with what is the same as before as the same objects: most of it, when somebody types, and often all. */
export class SharedTemplates {
  /** What was found to be the same before, so that it isn't compared again. */
  readonly #same = new WeakMap<FunctionDefinition, FunctionDefinition>();

  share(before: Template | undefined, after: Template): Template {
    if (before?.kind !== 'template' || after.kind !== 'template')
      return before !== undefined && isDeepStrictEqual(before, after) ? before : after;
    const known = new Map(before.functions.map((definition) => [definition.id, definition]));
    const functions = after.functions.map((definition) => this.#known(known.get(definition.id), definition) ?? definition);
    const isSame = functions.length === before.functions.length && functions.every((each, index) => each === before.functions[index]);
    return isSame && isDeepStrictEqual({ ...after, functions }, before) ? before : { ...after, functions };
  }

  #known(before: FunctionDefinition | undefined, after: FunctionDefinition): FunctionDefinition | undefined {
    if (before === undefined || before === after || this.#same.get(after) === before) return before;
    if (!isDeepStrictEqual(before, after)) return undefined;
    this.#same.set(after, before);
    return before;
  }
}
