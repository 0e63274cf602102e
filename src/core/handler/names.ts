import { basename, dirname, join } from 'node:path';
import { isWithin, relativePath } from '../paths.ts';
import type { DirectoryEntry, ReadableFileSystem } from '../ports.ts';

/**
 * The entries of `folder`, a path below `root` with forward slashes. Names are looked up in listings, never by asking for a path:
 * so a name in another case isn't there, on macOS and Windows as little as in Lambda.
 */
export async function listingBelow(root: string, folder: string, files: ReadableFileSystem): Promise<readonly DirectoryEntry[]> {
  let current = root;
  for (const segment of segmentsOf(folder)) {
    const entries = await files.readDirectory(current);
    if (!entries.some(({ name, type }) => name === segment && type !== 'file')) return [];
    current = join(current, segment);
  }
  return files.readDirectory(current);
}

/** What is at `path`, spelled just so from `root` on; where it isn't below `root`, only its last name is looked at. */
export async function typeAt(path: string, root: string, files: ReadableFileSystem): Promise<DirectoryEntry['type'] | undefined> {
  const folder = dirname(path);
  const entries = isWithin(root, folder) ? await listingBelow(root, relativePath(root, folder), files) : await files.readDirectory(folder);
  return entries.find(({ name }) => name === basename(path))?.type;
}

/** The one path below `root` that `inner`, with forward slashes, would be if case didn't count; undefined where there is none or several. */
export async function inAnotherCase(
  root: string,
  inner: string,
  isMeant: (entry: DirectoryEntry, name: string) => boolean,
  files: ReadableFileSystem,
): Promise<string | undefined> {
  const segments = segmentsOf(inner);
  let current = root;
  for (const [at, segment] of segments.entries()) {
    const last = at === segments.length - 1;
    const entries = await files.readDirectory(current);
    const twins = entries.filter((entry) =>
      last ? isMeant(entry, segment.toLowerCase()) : entry.type === 'directory' && sameLetters(entry.name, segment),
    );
    const meant = twins.find(({ name }) => name === segment) ?? (twins.length === 1 ? twins[0] : undefined);
    if (meant === undefined) return undefined;
    current = join(current, meant.name);
  }
  return current;
}

function sameLetters(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

function segmentsOf(path: string): readonly string[] {
  return path.split('/').filter((segment) => segment !== '' && segment !== '.');
}
