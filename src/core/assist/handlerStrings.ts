import type { AnalysedFunction, FolderSnapshot } from '../analysis/model.ts';
import { comparePositions, type FileRange, type TextPosition, type TextRange } from '../text.ts';
import type { Place } from './model.ts';

/** A function together with the handler string that is written for it. Several functions can share one string: SAM's Globals, a loop. */
export interface HandlerString {
  readonly fn: AnalysedFunction;
  readonly value: string;
  readonly at: FileRange;
}

/** Where templates can't be read for now, their strings have no certain place: those are left out. */
export function handlerStrings(snapshots: readonly FolderSnapshot[]): readonly HandlerString[] {
  return functionsIn(snapshots).flatMap((fn): readonly HandlerString[] => {
    const { handler } = fn.definition;
    return handler.kind === 'literal' ? [{ fn, value: handler.value, at: { path: handler.path, range: handler.range } }] : [];
  });
}

export function functionsIn(snapshots: readonly FolderSnapshot[]): readonly AnalysedFunction[] {
  return snapshots.flatMap(({ templates }) => templates.flatMap((template) => (template.kind === 'template' ? template.functions : [])));
}

/** The strings at a place: one, or one for each function that shares it. */
export function stringsAt(snapshots: readonly FolderSnapshot[], { path, position }: Place): readonly HandlerString[] {
  return handlerStrings(snapshots).filter(({ at }) => at.path === path && holds(at.range, position));
}

/** The part of a string that names the export, as the function's resolution has it; undefined where it isn't written out there. */
export function exportPart({ fn: { resolution }, value, at }: HandlerString): TextRange | undefined {
  if (resolution.kind !== 'resolved' || !isPlain(value, at.range)) return undefined;
  const name = lastName(resolution.exportName);
  return value.endsWith(name) ? slice(at.range, value.length - name.length, value.length) : undefined;
}

/** The part before the export and the separator: what names the file. */
export function filePart({ fn: { resolution }, value, at }: HandlerString): TextRange | undefined {
  if (resolution.kind !== 'resolved' || !isPlain(value, at.range)) return undefined;
  const end = value.length - resolution.exportName.length;
  const file = value.endsWith(resolution.exportName) ? value.slice(0, end).replace(/[.:#]+$/, '') : '';
  return file === '' ? undefined : slice(at.range, 0, file.length);
}

/** What the last level of a nested export is called: `get` of `api.get`. */
export function lastName(exportName: string): string {
  return exportName.slice(exportName.lastIndexOf('.') + 1);
}

/** Whether the text at the range is the value itself: no escapes, no line breaks, nothing put together. */
export function isPlain(value: string, { start, end }: TextRange): boolean {
  return start.line === end.line && end.character - start.character === value.length;
}

export function slice({ start }: TextRange, from: number, to: number): TextRange {
  const { line, character } = start;
  return { start: { line, character: character + from }, end: { line, character: character + to } };
}

/** A cursor may stand before the first character and behind the last. */
export function holds({ start, end }: TextRange, position: TextPosition): boolean {
  return comparePositions(start, position) <= 0 && comparePositions(position, end) <= 0;
}

/** Each place once, in the order in which they were found. */
export function eachOnce<T extends FileRange>(places: readonly T[]): readonly T[] {
  const seen = new Set<string>();
  return places.filter(({ path, range: { start } }) => {
    const key = `${path}\0${start.line}:${start.character}`;
    return !seen.has(key) && seen.add(key);
  });
}
