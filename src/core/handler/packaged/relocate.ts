import type { FileRange } from '../../text.ts';
import type { HandlerProblem, HandlerResolution } from '../model.ts';

/** Where a place inside a package really is. */
export type Relocate = (at: FileRange) => {
  readonly at: FileRange;
  /** False where the function's own place stands for one that can't be shown. */
  readonly exact: boolean;
  /** Whether changing the text there changes what is packed. */
  readonly editable: boolean;
};

/** A resolution inside a package, said of the sources that the package is made of: nobody can open or edit the package. */
export function relocated(resolution: HandlerResolution, relocate: Relocate): HandlerResolution {
  if (resolution.kind === 'resolved') {
    const { at } = relocate(resolution.at);
    return { ...resolution, path: relocate({ path: resolution.path, range: resolution.at.range }).at.path, at };
  }
  if (resolution.kind === 'unresolved') return { kind: 'unresolved', problem: relocatedProblem(resolution.problem, relocate) };
  if (resolution.path === undefined) return resolution;
  return { ...resolution, path: relocate({ path: resolution.path, range: NOWHERE }).at.path };
}

function relocatedProblem(problem: HandlerProblem, relocate: Relocate): HandlerProblem {
  switch (problem.code) {
    case 'handler.file-not-found': {
      const { missing, ...rest } = problem;
      // A file beside the sources wouldn't be in the package.
      return rest;
    }
    case 'handler.export-not-found': {
      const { nearest, insertion, ...rest } = problem;
      const { at, editable } = relocate({ path: problem.path, range: insertion.range });
      const near = nearest === undefined ? undefined : relocate(nearest);
      return {
        ...rest,
        path: at.path,
        ...(near?.exact ? { nearest: near.at } : {}),
        insertion: { range: at.range, text: editable ? insertion.text : '' },
      };
    }
    case 'handler.not-a-function': {
      const { at } = relocate(problem.at);
      return { ...problem, path: at.path, at };
    }
    default:
      return problem;
  }
}

const NOWHERE = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
