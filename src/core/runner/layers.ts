import { join, posix } from 'node:path';
import type { FileSystem } from '../ports.ts';
import type { ExternalExtension } from './environmentOptions.ts';
import type { RunnableFunction } from './model.ts';

/**
 * Lambda extracts layers into one folder, `/opt`. Here each stays where it is, and everything that Lambda looks for there is looked
 * for in each of them: the last one first, which is the one that Lambda extracts last, over the others.
 */
export function layerFolders(fn: Pick<RunnableFunction, 'layers'>, ...path: readonly string[]): readonly string[] {
  return (fn.layers ?? []).toReversed().map((folder) => join(folder, ...path));
}

/** The programs in the layers' `extensions` folders, by name. */
export async function externalExtensions(fn: RunnableFunction, files: FileSystem): Promise<readonly ExternalExtension[]> {
  const found = new Map<string, ExternalExtension>();
  for (const folder of layerFolders(fn, 'extensions')) {
    for (const { name, type } of await files.readDirectory(folder)) {
      if (type === 'file' && !name.startsWith('.') && !found.has(name)) found.set(name, { name, path: join(folder, name) });
    }
  }
  return [...found.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** Where a path of Lambda's own is on this machine. What is neither in a layer nor in the package is left as it is. */
export async function localPath(path: string, fn: RunnableFunction, files: FileSystem): Promise<string> {
  const full = posix.resolve('/var/task', path);
  if (full.startsWith('/var/task/')) return join(fn.codeRoot, full.slice('/var/task/'.length));
  if (!full.startsWith('/opt/')) return full;
  const candidates = layerFolders(fn, full.slice('/opt/'.length));
  for (const candidate of candidates) if ((await files.stat(candidate))?.type === 'file') return candidate;
  return candidates[0] ?? full;
}
