import { posix, relative, sep } from 'node:path';

/** What every way of building hands over: which files belong to the package, and where their bytes are. */
export interface Layout {
  /** Absolute folder that stands for `/var/task`. */
  readonly root: string;
  /** As in `Artifact`. */
  readonly searchPaths: readonly string[];
  readonly files: readonly PackagedFile[];
  /** Absolute paths whose change makes it stale. */
  readonly inputs: readonly string[];
  readonly warnings: readonly string[];
}

export interface PackagedFile {
  /** Relative to the package's root, forward slashes. */
  readonly path: string;
  /** Absolute. */
  readonly source: string;
}

/** `to` as seen from the folder `from`, with forward slashes on every system. */
export function relativePath(from: string, to: string): string {
  return relative(from, to).split(sep).join(posix.sep);
}

/** Whether `path` is `folder` or lies below it. */
export function isWithin(folder: string, path: string): boolean {
  const inside = relativePath(folder, path);
  return inside === '' || (inside !== '..' && !inside.startsWith('../') && !/^([a-zA-Z]:)?\//.test(inside));
}
