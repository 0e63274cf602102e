import type { AnalysedFunction } from '../../core/analysis/model.ts';
import type { WorkspaceFunctions } from './workspaceFunctions.ts';

/** A place in an editor; `line` is absent where only the file is known. */
export interface Place {
  readonly path: string;
  readonly line: number | undefined;
}

/**
 * The functions a person can mean who points at this place: the one whose resource holds it in a template; those whose handler is
 * the nearest above it in a source, or all the file's handlers where none is above. Empty where the file has to do with none.
 */
export function functionsAt(functions: Pick<WorkspaceFunctions, 'at' | 'handledBy'>, { path, line }: Place): readonly AnalysedFunction[] {
  const inTemplate = line === undefined ? undefined : functions.at(path, line);
  if (inTemplate !== undefined) return [inTemplate];
  const handled = functions.handledBy(path);
  if (line === undefined) return handled;
  const above = handled.map(handlerLine).filter((start) => start <= line);
  if (above.length === 0) return handled;
  const nearest = Math.max(...above);
  return handled.filter((fn) => handlerLine(fn) === nearest);
}

function handlerLine({ resolution }: AnalysedFunction): number {
  return resolution.kind === 'resolved' ? resolution.at.range.start.line : 0;
}
