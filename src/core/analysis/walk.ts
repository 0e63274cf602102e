import path from 'node:path';
import { unlessUnreadable } from '../errors.ts';
import { type IgnoreLayer, isIgnoredBy, layersAbove, trackedIn, withLayerOf } from '../gitIgnore.ts';
import { mapLimited } from '../mapLimited.ts';
import { relativePath } from '../paths.ts';
import type { DirectoryEntry, ReadableFileSystem } from '../ports.ts';
import { isCandidate } from '../project/index.ts';
import type { Exclusion } from './exclusion.ts';
import { namesProgram, type ProgramSigns } from './programSigns.ts';

/** A folder, and how it looks from above: enough to notice a link that leads back up. */
interface Level {
  readonly directory: string;
  readonly names: string;
  readonly above: Level | undefined;
  readonly depth: number;
  readonly ignore: readonly IgnoreLayer[];
  /** Something here or above says that programs define functions. */
  readonly signs: boolean;
}

/**
 * The files at or below `start` that can define functions, by their name. Lists each folder once, and reads no file but `.gitignore`s and manifests:
 * what git ignores and doesn't track is made by something, so no person defines functions there, and it can be huge.
 * @param root the workspace folder, which `excluded` is relative to
 */
export async function findCandidates(
  files: ReadableFileSystem,
  root: string,
  start: string,
  excluded: Exclusion,
  signs: ProgramSigns,
): Promise<readonly string[]> {
  const found: string[] = [];
  const ignore = await layersAbove(start, root, files);
  const isTracked = await trackedIn(root, files);
  let level: readonly Level[] = [{ directory: start, names: '', above: undefined, depth: 0, ignore, signs: await signs.areAbove(start) }];
  while (level.length > 0) {
    const below = await mapLimited(level, 16, async (at) => {
      const entries = await unlessUnreadable(files.readDirectory(at.directory), []);
      const here = { ...at, names: describeEntries(entries) };
      if (at.depth >= maxDepth || (await leadsBackUp(here, files))) return [];
      const inside = (entry: DirectoryEntry): string => path.join(at.directory, entry.name);
      const ignored = entries.some(({ name }) => name === '.gitignore') ? await withLayerOf(at.directory, at.ignore, files) : at.ignore;
      const names = entries.filter(({ type }) => type === 'file').map(({ name }) => name);
      // A virtual environment of Python: installed, whatever it is called, and sometimes committed.
      if (names.includes('pyvenv.cfg')) return [];
      const signed =
        at.signs ||
        (await signs.areIn(
          at.directory,
          entries.map(({ name }) => name),
        ));
      const wanted = entries.filter((entry) => {
        if (entry.type === 'other' || (entry.type === 'file' && !isCandidate(entry.name, signed || namesProgram(entry.name)))) return false;
        if (excluded(relativePath(root, inside(entry)))) return false;
        return !isIgnoredBy(ignored, inside(entry), entry.type) || isTracked(inside(entry));
      });
      found.push(...wanted.filter(({ type }) => type === 'file').map(inside));
      return wanted
        .filter(({ type }) => type === 'directory')
        .map((entry): Level => ({ directory: inside(entry), names: '', above: here, depth: at.depth + 1, ignore: ignored, signs: signed }));
    });
    level = below.flat();
  }
  return found.sort();
}

/** A symbolic link to a folder above would be walked without end. It lists the same names, and was changed at the same moment. */
async function leadsBackUp(level: Level, files: ReadableFileSystem): Promise<boolean> {
  for (let above = level.above; above !== undefined; above = above.above) {
    if (above.names !== level.names || level.names === '') continue;
    const statOf = ({ directory }: Level) => unlessUnreadable(files.stat(directory), undefined);
    const [here, there] = await Promise.all([statOf(level), statOf(above)]);
    if (here?.modifiedMs === there?.modifiedMs) return true;
  }
  return false;
}

function describeEntries(entries: readonly DirectoryEntry[]): string {
  return entries.map(({ name, type }) => `${type} ${name}`).join('\n');
}

/** No real tree of folders is deeper. */
const maxDepth = 64;
