import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { FileSystem } from './ports.ts';
import type { LayerSource } from './project/execution.ts';

/** What a run is given of the layers of a function. */
export interface LocalLayers {
  /** Absolute folders that are as layers are, in their order. */
  readonly folders: readonly string[];
  /** Absolute folders of sources that are made a layer only by building: what is in them is found as if it were in the package. */
  readonly searchPaths: readonly string[];
  /** Changes with what is in them. */
  readonly digest: string;
  readonly notes: readonly string[];
}

/** The layers of a function, as far as they are on this machine. */
export async function localLayers(sources: readonly LayerSource[], files: FileSystem): Promise<LocalLayers> {
  const folders: string[] = [];
  const searchPaths: string[] = [];
  const notes: string[] = [];
  for (const source of sources) {
    if (source.kind === 'elsewhere') {
      const where = source.reason ?? "it isn't on this machine";
      notes.push(`What the layer ${source.name} holds isn't found here: ${where}.`);
      continue;
    }
    const isBuilt = source.built !== undefined && (await isFolder(source.built, files));
    const path = isBuilt && source.built !== undefined ? source.built : source.path;
    if (!(await isFolder(path, files))) notes.push(`The layer ${source.name} isn't there: ${path}. Build it, or correct where it is.`);
    else if (isBuilt || source.buildMethod === undefined) folders.push(path);
    else {
      searchPaths.push(path);
      notes.push(`The layer ${source.name} isn't built: its own files are found, its dependencies are only after \`sam build\`.`);
    }
  }
  return { folders, searchPaths, notes, digest: await digestOf([...folders, ...searchPaths], files) };
}

/** Changed by hand, and not by installing: these are as large as slow to look at. */
const INSTALLED = new Set(['node_modules', 'site-packages', '__pycache__']);

/** Files that are looked at: a layer with more is taken as it was. */
const MOST_FILES = 2000;

async function digestOf(roots: readonly string[], files: FileSystem): Promise<string> {
  if (roots.length === 0) return '';
  const hash = createHash('sha256');
  const folders = [...roots];
  let count = 0;
  for (let folder = folders.shift(); folder !== undefined && count < MOST_FILES; folder = folders.shift()) {
    for (const { name, type } of await files.readDirectory(folder)) {
      const path = join(folder, name);
      if (type === 'directory' && !INSTALLED.has(name)) folders.push(path);
      if (type !== 'file' || count >= MOST_FILES) continue;
      count += 1;
      const stat = await files.stat(path);
      hash.update(`${path}\0${stat?.size}\0${stat?.modifiedMs}\n`);
    }
  }
  return hash.digest('hex');
}

async function isFolder(path: string, files: FileSystem): Promise<boolean> {
  return (await files.stat(path))?.type === 'directory';
}
