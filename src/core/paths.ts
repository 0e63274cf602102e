import { relative, sep } from 'node:path';

/** `path` as seen from the folder `from`, with forward slashes on every system; absolute where it is on another drive. */
export function relativePath(from: string, path: string): string {
  return relative(from, path).split(sep).join('/');
}

/** Whether `path` is `folder` or lies below it. */
export function isWithin(folder: string, path: string): boolean {
  const inside = relativePath(folder, path);
  return inside === '' || (inside !== '..' && !inside.startsWith('../') && !/^([a-zA-Z]:)?\//.test(inside));
}
