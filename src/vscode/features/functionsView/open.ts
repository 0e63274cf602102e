import { openAt } from '../../platform/editorPlaces.ts';
import type { FunctionPicker } from '../../platform/functionPicker.ts';
import type { WorkspaceFunctions } from '../../platform/workspaceFunctions.ts';
import { isFunctionsNode } from './nodes.ts';
import { handlerPlace, templatePlace } from './places.ts';

export async function openHandler(picker: FunctionPicker, argument: unknown): Promise<void> {
  const fn = await picker.pick(argument);
  if (fn === undefined) return;
  const { path, at } = handlerPlace(fn);
  await openAt(path, at);
}

/** Of a template's node, the template; anything else is about a function, and opens it there. */
export async function openTemplate(functions: WorkspaceFunctions, picker: FunctionPicker, argument: unknown): Promise<void> {
  if (isFunctionsNode(argument) && argument.kind === 'template') {
    const template = functions.folders.flatMap(({ templates }) => templates).find(({ path }) => path === argument.path);
    const { path, at } = template === undefined ? { path: argument.path, at: undefined } : templatePlace(template);
    await openAt(path, at);
    return;
  }
  const fn = await picker.pick(argument);
  if (fn !== undefined) await openAt(fn.definition.definedIn, fn.definition.range.start);
}
