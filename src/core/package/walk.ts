import { basename, join } from 'node:path';
import { UnreadableError, WorkbenchError } from '../errors.ts';
import type { FileSystem } from '../ports.ts';

export interface WalkRules {
  /** `path` is relative, with forward slashes. */
  readonly enterFolder: (path: string, name: string) => boolean | Promise<boolean>;
  readonly takeFile: (path: string, name: string) => boolean;
}

export interface Walked {
  /** Relative, forward slashes, sorted. */
  readonly files: readonly string[];
  /** Absolute folders that were read: a file that comes or goes changes one of them. */
  readonly folders: readonly string[];
  /** What was left out because its permissions don't allow reading it, in words. */
  readonly warnings: readonly string[];
}

/**
 * The files below a folder that the rules take. Ends on loops of links and on folders that can't be meant. A folder in it that
 * this user may not read is left out with a word: it may well be none of the function's, such as a database's.
 */
export async function walk(files: FileSystem, root: string, rules: WalkRules): Promise<Walked> {
  const found: string[] = [];
  const folders: string[] = [];
  const warnings: string[] = [];
  const pending: { readonly path: string; readonly depth: number }[] = [{ path: '', depth: 0 }];
  const look = async (path: string, depth: number): Promise<void> => {
    const folder = join(root, path);
    if (path !== '' && !(await rules.enterFolder(path, basename(path)))) return;
    const entries = await files.readDirectory(folder);
    folders.push(folder);
    for (const entry of entries) {
      const inside = path === '' ? entry.name : `${path}/${entry.name}`;
      if (entry.type === 'file' && rules.takeFile(inside, entry.name)) found.push(inside);
      if (entry.type === 'directory' && depth < MAX_DEPTH) pending.push({ path: inside, depth: depth + 1 });
    }
  };
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    try {
      await look(next.path, next.depth);
    } catch (error) {
      if (!(error instanceof UnreadableError) || next.path === '') throw error;
      warnings.push(`${next.path} is left out of the package: its permissions don’t allow reading it.`);
    }
    if (found.length > MAX_FILES || folders.length > MAX_FILES) throw tooMany(root);
  }
  return { files: found.sort(), folders, warnings };
}

/** Deeper only by a loop of links; more than any package under 250 MB holds. */
const MAX_DEPTH = 32;
const MAX_FILES = 40_000;

function tooMany(root: string): WorkbenchError {
  return new WorkbenchError(
    'package-too-large',
    `The code folder holds more than ${MAX_FILES} files: ${root}`,
    'Point CodeUri at the folder of the function alone.',
  );
}
