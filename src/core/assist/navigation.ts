import type { FolderSnapshot } from '../analysis/model.ts';
import { comparePositions, type FileRange } from '../text.ts';
import { eachOnce, type HandlerString, handlerStrings, holds, stringsAt } from './handlerStrings.ts';
import type { Definition, Place } from './model.ts';

/** From a handler string to the export; to the file alone where that is all that is known. */
export function definitionsAt(snapshots: readonly FolderSnapshot[], at: Place): readonly Definition[] {
  const found = stringsAt(snapshots, at).flatMap((string): readonly (Definition & FileRange)[] => {
    const to = targetOf(string);
    return to === undefined ? [] : [{ from: string.at.range, to, ...to }];
  });
  return eachOnce(found).map(({ from, to }) => ({ from, to }));
}

/** From an export, where it is declared, or from a string that names it: all handler strings that name the same. */
export function referencesAt(snapshots: readonly FolderSnapshot[], at: Place): readonly FileRange[] {
  const declaration = declarationAt(snapshots, at);
  return declaration === undefined ? [] : eachOnce(stringsOf(snapshots, declaration).map((string) => string.at));
}

/** The declaration of an export that is meant at a place: it is there, or a string there names it. */
export function declarationAt(snapshots: readonly FolderSnapshot[], at: Place): FileRange | undefined {
  for (const string of handlerStrings(snapshots)) {
    const declared = declarationOf(string);
    if (declared === undefined) continue;
    if (string.at.path === at.path && holds(string.at.range, at.position)) return declared;
    if (declared.path === at.path && holds(declared.range, at.position)) return declared;
  }
  return undefined;
}

export function stringsOf(snapshots: readonly FolderSnapshot[], { path, range }: FileRange): readonly HandlerString[] {
  return handlerStrings(snapshots).filter((string) => {
    const declared = declarationOf(string);
    return declared?.path === path && comparePositions(declared.range.start, range.start) === 0;
  });
}

function declarationOf({ fn: { resolution } }: HandlerString): FileRange | undefined {
  return resolution.kind === 'resolved' ? resolution.at : undefined;
}

function targetOf({ fn: { resolution } }: HandlerString): FileRange | undefined {
  const top = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
  switch (resolution.kind) {
    case 'resolved':
      return resolution.at;
    case 'unknown':
      return resolution.path === undefined ? undefined : { path: resolution.path, range: top };
    case 'unresolved': {
      const { problem } = resolution;
      if (problem.code === 'handler.not-a-function') return problem.at;
      return problem.code === 'handler.export-not-found' ? { path: problem.path, range: top } : undefined;
    }
  }
}
