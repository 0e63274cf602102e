import type { TextRange } from '../../text.ts';
import { type Settings, settingsIn } from '../apis/settings.ts';
import type { FunctionDefinition } from '../model.ts';
import { child, type TemplateNode } from '../tree/model.ts';
import { plainOf } from './apis/plain.ts';
import { readFunction, type TemplateFacts } from './function.ts';
import type { TemplateResource } from './resources.ts';

/**
 * Reads resources of a template, each node once. It is kept from one state of the template to the next for as long as the facts are the
 * same: somebody who types changes one function, and leaves the others as they are.
 */
export class ResourceReader {
  readonly #facts: TemplateFacts;
  readonly #functions = new WeakMap<TemplateNode, { readonly idRange: TextRange; readonly definition: FunctionDefinition | undefined }>();
  readonly #properties = new WeakMap<TemplateNode, Settings>();

  constructor(facts: TemplateFacts) {
    this.#facts = facts;
  }

  /** The function that it defines, if it does. */
  definition(resource: TemplateResource): FunctionDefinition | undefined {
    const { node, idRange, loopVariables } = resource;
    const known = this.#functions.get(node);
    // An alias can stand for one resource under several names.
    if (known?.idRange === idRange) return known.definition;
    const definition = readFunction(resource, this.#facts);
    if (loopVariables.length === 0) this.#functions.set(node, { idRange, definition });
    return definition;
  }

  /** Its properties as plain data. */
  properties({ node, loopVariables }: TemplateResource): Settings {
    const known = this.#properties.get(node);
    if (known !== undefined) return known;
    const properties = settingsIn(plainOf(child(node, 'Properties'), { ...this.#facts.source, loopVariables }));
    if (loopVariables.length === 0) this.#properties.set(node, properties);
    return properties;
  }
}
