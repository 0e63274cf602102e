import type { AnalysedFunction, AnalysedTemplate } from '../../../core/analysis/model.ts';
import type { FileRange, TextPosition } from '../../../core/text.ts';

/** A file, at a place in it or wherever it was left. */
export interface OpenPlace {
  readonly path: string;
  readonly at?: TextPosition;
}

/** The handler's export; where there is none to show, the place to put that right. */
export function handlerPlace({ definition, resolution }: AnalysedFunction): OpenPlace {
  const { handler, definedIn, range } = definition;
  if (resolution.kind === 'resolved') return startOf(resolution.at);
  if (resolution.kind === 'unknown' && resolution.path !== undefined) return { path: resolution.path };
  return startOf(handler.kind === 'literal' ? handler : { path: definedIn, range });
}

/** A template as a whole, or where it is broken. */
export function templatePlace(template: AnalysedTemplate): OpenPlace {
  const { path } = template;
  return template.kind === 'broken' ? startOf({ path, range: template.range }) : { path };
}

function startOf({ path, range }: FileRange): OpenPlace {
  return { path, at: range.start };
}
