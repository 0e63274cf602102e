import { join } from 'node:path';
import { WorkbenchError } from '../errors.ts';
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
}

/** The files below a folder that the rules take. Ends on loops of links and on folders that can't be meant. */
export async function walk(files: FileSystem, root: string, rules: WalkRules): Promise<Walked> {
  const found: string[] = [];
  const folders: string[] = [];
  const pending: { readonly path: string; readonly depth: number }[] = [{ path: '', depth: 0 }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const folder = join(root, next.path);
    folders.push(folder);
    for (const entry of await files.readDirectory(folder)) {
      const path = next.path === '' ? entry.name : `${next.path}/${entry.name}`;
      if (entry.type === 'file' && rules.takeFile(path, entry.name)) found.push(path);
      if (entry.type === 'directory' && next.depth < MAX_DEPTH && (await rules.enterFolder(path, entry.name))) {
        pending.push({ path, depth: next.depth + 1 });
      }
    }
    if (found.length > MAX_FILES || folders.length > MAX_FILES) throw tooMany(root);
  }
  return { files: found.sort(), folders };
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
