import type { AnalysedFunction, AnalysedTemplate } from '../../../core/analysis/model.ts';
import type { FileRange } from '../../../core/text.ts';
import { openAt } from '../../platform/editorPlaces.ts';
import type { FunctionPicker } from '../../platform/functionPicker.ts';
import type { WorkspaceFunctions } from '../../platform/workspaceFunctions.ts';
import { isFunctionsNode } from './nodes.ts';

/** The handler's export; where there is none to show, the place to put that right. */
export async function openHandler(picker: FunctionPicker, argument: unknown): Promise<void> {
  const fn = await picker.pick(argument);
  if (fn === undefined) return;
  const { path, range } = handlerPlace(fn);
  await openAt(path, range);
}

/** A template's row opens it at the top, or where it is broken; anything else is about a function, and opens it there. */
export async function openTemplate(functions: WorkspaceFunctions, picker: FunctionPicker, argument: unknown): Promise<void> {
  if (isFunctionsNode(argument) && argument.kind === 'template') {
    await openAt(argument.path, brokenAt(functions, argument.path));
    return;
  }
  const fn = await picker.pick(argument);
  if (fn !== undefined) await openAt(fn.definition.definedIn, fn.definition.range);
}

function handlerPlace({ definition, resolution }: AnalysedFunction): { readonly path: string; readonly range?: FileRange['range'] } {
  const { handler, definedIn, range } = definition;
  if (resolution.kind === 'resolved') return resolution.at;
  if (resolution.kind === 'unknown' && resolution.path !== undefined) return { path: resolution.path };
  return handler.kind === 'literal' ? handler : { path: definedIn, range };
}

function brokenAt(functions: WorkspaceFunctions, path: string): FileRange['range'] | undefined {
  const isIt = (template: AnalysedTemplate) => template.path === path;
  const template = functions.folders.flatMap(({ templates }) => templates).find(isIt);
  return template?.kind === 'broken' ? template.range : undefined;
}
