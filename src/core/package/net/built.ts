import { dirname, join } from 'node:path';
import type { FileSystem } from '../../ports.ts';
import { walk } from '../walk.ts';
import type { NetProject, NetSources } from './project.ts';

/**
 * The folder that an editor's or a person's own build has put the whole function into, where that is newer than all sources: its
 * assembly with the two files that .NET starts it by, and everything that they name. Undefined: it has to be built.
 */
export async function builtFolder(project: NetProject, { newestMs }: NetSources, files: FileSystem): Promise<string | undefined> {
  const { assembly } = project;
  if (assembly === undefined) return undefined;
  const walked = await walk(files, join(project.folder, 'bin'), {
    enterFolder: (path) => path.split('/').length <= MOST_FOLDERS,
    takeFile: (_, name) => name === `${assembly}.dll`,
  });
  const found: { readonly folder: string; readonly builtMs: number }[] = [];
  for (const path of walked.files) {
    const stat = await files.stat(join(project.folder, 'bin', path));
    if (stat !== undefined && stat.modifiedMs >= newestMs)
      found.push({ folder: dirname(join(project.folder, 'bin', path)), builtMs: stat.modifiedMs });
  }
  for (const { folder } of found.toSorted((a, b) => b.builtMs - a.builtMs)) if (await isWhole(folder, assembly, files)) return folder;
  return undefined;
}

/** `Release/net8.0/linux-x64/publish`. */
const MOST_FOLDERS = 4;

/** A build of a library leaves the packages where NuGet keeps them, unless it is told otherwise: such a folder doesn't run elsewhere. */
async function isWhole(folder: string, assembly: string, files: FileSystem): Promise<boolean> {
  if ((await files.stat(join(folder, `${assembly}.runtimeconfig.json`)))?.type !== 'file') return false;
  for (const path of runtimeFiles((await files.readText(join(folder, `${assembly}.deps.json`))) ?? ''))
    if ((await files.stat(join(folder, path))) === undefined) return false;
  return true;
}

interface Dependencies {
  readonly targets?: Readonly<Record<string, Readonly<Record<string, { readonly runtime?: Readonly<Record<string, unknown>> }>>>>;
}

/** The files that a `deps.json` says are loaded, by the names that they have beside it; one that isn't there for what can't be read. */
function runtimeFiles(text: string): readonly string[] {
  try {
    const { targets = {} } = JSON.parse(text) as Dependencies;
    const libraries = Object.values(targets).flatMap((target) => Object.values(target));
    return libraries.flatMap(({ runtime = {} }) => Object.keys(runtime).map((path) => path.slice(path.lastIndexOf('/') + 1)));
  } catch {
    return ['unreadable.deps.json'];
  }
}
