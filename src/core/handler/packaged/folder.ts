import { isWithin, relativePath } from '../../paths.ts';
import type { DirectoryEntry, FileStat, ReadableFileSystem } from '../../ports.ts';

/** One file of a package, wherever its content really is. */
export interface PackageEntry {
  /** Relative to the package, with forward slashes. */
  readonly name: string;
  /** Bytes. */
  size(): Promise<number>;
  /** Undefined where the content can't be told. */
  readText(): Promise<string | undefined>;
}

/** A file system that holds the files of one package below `root`, and nothing else: what the runtime will see. */
export function packageFolder(root: string, entries: readonly PackageEntry[]): ReadableFileSystem {
  const byName = new Map(entries.map((entry) => [entry.name, entry]));
  const folders = foldersOf(entries);
  const nameOf = (path: string): string | undefined => (isWithin(root, path) ? relativePath(root, path) : undefined);
  return {
    async readText(path) {
      return byName.get(nameOf(path) ?? '')?.readText();
    },
    async readBytes() {
      return undefined;
    },
    async stat(path): Promise<FileStat | undefined> {
      const name = nameOf(path);
      const entry = byName.get(name ?? '');
      if (entry !== undefined) return { type: 'file', size: await entry.size(), modifiedMs: 0 };
      return name !== undefined && folders.has(name) ? { type: 'directory', size: 0, modifiedMs: 0 } : undefined;
    },
    async readDirectory(path) {
      const name = nameOf(path);
      return [...(name === undefined ? [] : (folders.get(name)?.values() ?? []))];
    },
  };
}

function foldersOf(entries: readonly PackageEntry[]): ReadonlyMap<string, ReadonlyMap<string, DirectoryEntry>> {
  const folders = new Map<string, Map<string, DirectoryEntry>>([['', new Map()]]);
  for (const { name } of entries) {
    let type: DirectoryEntry['type'] = 'file';
    for (let rest = name; rest !== ''; type = 'directory') {
      const slash = rest.lastIndexOf('/');
      const parent = rest.slice(0, Math.max(0, slash));
      const inside = folders.get(parent) ?? new Map<string, DirectoryEntry>();
      const known = inside.has(rest.slice(slash + 1));
      folders.set(parent, inside.set(rest.slice(slash + 1), { name: rest.slice(slash + 1), type }));
      if (known) break;
      rest = parent;
    }
  }
  return folders;
}
