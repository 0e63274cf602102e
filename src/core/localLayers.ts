import { createHash } from 'node:crypto';
import { dirname, join } from 'node:path';
import { WorkbenchError } from './errors.ts';
import { LayerArchives } from './layerArchives.ts';
import type { FileSystem } from './ports.ts';
import type { LayerSource } from './project/execution.ts';
import type { FunctionDefinition } from './project/model.ts';

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

/** Where layers that only AWS has can be put, beside the template or in a folder above it: as zips, or as folders. */
const PUT_HERE = '.lambda-layers';

/** Finds the layers of functions, as far as they are on this machine. */
export class LayerFinder {
  readonly #files: FileSystem;
  readonly #archives: LayerArchives;

  /** `directory`: absolute, for what is unpacked. */
  constructor(files: FileSystem, directory: string) {
    this.#files = files;
    this.#archives = new LayerArchives(files, directory);
  }

  async layersOf(definition: Pick<FunctionDefinition, 'execution' | 'definedIn' | 'folder'>): Promise<LocalLayers> {
    const found: Found[] = [];
    for (const source of definition.execution?.layers ?? []) found.push(await this.#find(source, definition));
    const folders = found.flatMap(({ folder }) => (folder === undefined ? [] : [folder]));
    const searchPaths = found.flatMap(({ searchPath }) => (searchPath === undefined ? [] : [searchPath]));
    const notes = found.flatMap(({ note }) => (note === undefined ? [] : [note]));
    return { folders, searchPaths, notes, digest: await digestOf([...folders, ...searchPaths], this.#files) };
  }

  async #find(source: LayerSource, definition: Pick<FunctionDefinition, 'definedIn' | 'folder'>): Promise<Found> {
    if (source.kind === 'folder') return this.#ofFolder(source);
    if (source.kind === 'archive') return (await this.#ofArchive(source.name, source.path)) ?? { note: isntThere(source) };
    const { name } = source;
    if (name === undefined) return { note: 'A layer is left out: which one it is, is only known when it is deployed.' };
    return (await this.#putThere(name, definition)) ?? { note: elsewhere(name) };
  }

  async #ofFolder(source: Extract<LayerSource, { kind: 'folder' }>): Promise<Found> {
    const isBuilt = source.built !== undefined && (await isFolder(source.built, this.#files));
    const path = isBuilt && source.built !== undefined ? source.built : source.path;
    if (!(await isFolder(path, this.#files))) return { note: isntThere({ name: source.name, path }) };
    if (isBuilt || source.buildMethod === undefined) return { folder: path };
    const note = `The layer ${source.name} isn't built: its own files are found, its dependencies are only after \`sam build\`.`;
    return { searchPath: path, note };
  }

  async #ofArchive(name: string, path: string): Promise<Found | undefined> {
    try {
      const folder = await this.#archives.folderOf(path);
      return folder === undefined ? undefined : { folder };
    } catch (error) {
      if (!(error instanceof WorkbenchError)) throw error;
      return { note: `The layer ${name} is left out. ${path}: ${error.message}` };
    }
  }

  /** What a person has put where it is looked for, under the layer's name, with its version or without. */
  async #putThere(name: string, { definedIn, folder: top }: Pick<FunctionDefinition, 'definedIn' | 'folder'>): Promise<Found | undefined> {
    for (let place = dirname(definedIn); ; place = dirname(place)) {
      for (const each of fileNamesOf(name)) {
        const path = join(place, PUT_HERE, each);
        if (await isFolder(path, this.#files)) return { folder: path };
        const found = await this.#ofArchive(name, `${path}.zip`);
        if (found) return found;
      }
      if (place === top || place === dirname(place)) return undefined;
    }
  }
}

interface Found {
  readonly folder?: string;
  readonly searchPath?: string;
  readonly note?: string;
}

function isntThere({ name, path }: { readonly name: string; readonly path: string }): string {
  return `The layer ${name} isn't there: ${path}. Build it, or correct where it is.`;
}

function elsewhere(name: string): string {
  const [fileName] = fileNamesOf(name);
  const download = isLayerArn(name)
    ? `; \`aws lambda get-layer-version-by-arn --arn ${name} --query Content.Location --output text\` says where its zip can be downloaded`
    : '';
  return `What the layer ${name} holds isn't found here: it isn't on this machine. To run with it, put it into ${PUT_HERE}/${fileName}.zip beside the template${download}.`;
}

function isLayerArn(name: string): boolean {
  return /^arn:[\w-]+:lambda:[\w-]*:\d*:layer:[\w-]+:\d+$/.test(name);
}

/** `arn:aws:lambda:eu-west-1:1:layer:tools:7` is `tools-7`, or `tools`. */
function fileNamesOf(name: string): readonly string[] {
  const [, layer, version] = /:layer:([^:]+)(?::([^:]+))?$/.exec(name) ?? [];
  const plain = (text: string): string => text.replace(/[^\w.-]+/g, '-');
  if (layer === undefined) return [plain(name)];
  return version === undefined ? [plain(layer)] : [plain(`${layer}-${version}`), plain(layer)];
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
