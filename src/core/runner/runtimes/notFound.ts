import { WorkbenchError } from '../../errors.ts';

/** `what`: `Node.js`. `path`: what was found or set instead. `setting`: where a person names an executable. */
export function interpreterNotFound(what: string, path: string | undefined, setting: string): WorkbenchError {
  const problem = path === undefined ? 'none was found on PATH' : `"${path}" is none`;
  return new WorkbenchError(
    'interpreter-not-found',
    `The function needs ${what}, and ${problem}.`,
    `Install ${what}, or name its executable in the editor’s setting ${setting}.`,
  );
}
