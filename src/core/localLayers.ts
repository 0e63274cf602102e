import { createHash } from 'node:crypto';
import { dirname, join } from 'node:path';
import { WorkbenchError } from './errors.ts';
import { LayerArchives } from './layerArchives.ts';
import {
  type BuiltLayer,
  buildsLayers,
  LayerBuilder,
  type LayerBuilderOptions,
  type LayerBuildOptions,
  type LayerSourceFolder,
} from './package/layer.ts';
import type { FileSystem } from './ports.ts';
import { valueForRuns } from './project/assumptions.ts';
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
  readonly #builder: LayerBuilder;

  /** `directory`: absolute, for what is unpacked and built. */
  constructor(options: Omit<LayerBuilderOptions, 'cache'>, directory: string) {
    this.#files = options.files;
    this.#archives = new LayerArchives(options.files, directory);
    this.#builder = new LayerBuilder({ ...options, cache: join(directory, 'built') });
  }

  /** Builds those that `sam build` would, where they aren't built of what their sources are now. */
  async layersOf(definition: Layered, options: LayerBuildOptions = {}): Promise<LocalLayers> {
    const found: Found[] = [];
    for (const source of definition.execution?.layers ?? []) found.push(await this.#find(source, definition, options));
    const folders = found.flatMap((each) => each.folders ?? []);
    const searchPaths = found.flatMap((each) => each.searchPaths ?? []);
    const notes = found.flatMap(({ note }) => (note === undefined ? [] : [note]));
    return { folders, searchPaths, notes, digest: await digestOf([...folders, ...searchPaths], this.#files) };
  }

  async #find(source: LayerSource, definition: Layered, options: LayerBuildOptions): Promise<Found> {
    if (source.kind === 'folder') return this.#ofFolder(source, definition, options);
    if (source.kind === 'archive') return (await this.#ofArchive(source.name, source.path)) ?? { note: isntThere(source) };
    const { name } = source;
    if (name === undefined) return { note: 'A layer is left out: which one it is, is only known when it is deployed.' };
    return (await this.#putThere(name, definition)) ?? { note: elsewhere(name) };
  }

  async #ofFolder(source: LayerFolder, definition: Layered, options: LayerBuildOptions): Promise<Found> {
    const { name, path, built } = source;
    const earlier = built !== undefined && (await isFolder(built, this.#files)) ? built : undefined;
    const isThere = await isFolder(path, this.#files);
    if (source.buildMethod === undefined || !isThere) {
      if (earlier !== undefined || isThere) return { folders: [earlier ?? path] };
      return { note: isntThere({ name, path }) };
    }
    const method = source.buildMethod === 'python' ? pythonOf(definition) : source.buildMethod;
    if (buildsLayers(method)) return this.#ofSource({ name, path, method }, earlier, options);
    if (earlier !== undefined) return { folders: [earlier] };
    const note = `The layer ${name} isn’t built: its own files are found, its dependencies are only after \`sam build\`.`;
    return { searchPaths: [path], note };
  }

  /** What `sam build` made of it after its last change, else what is built of it here; `earlier` where it can't be. */
  async #ofSource(layer: LayerSourceFolder, earlier: string | undefined, options: LayerBuildOptions): Promise<Found> {
    try {
      if (earlier !== undefined && (await this.#isNewer(earlier, layer.path))) return { folders: [earlier] };
      return await this.#builder.build(layer, options);
    } catch (error) {
      if (!(error instanceof WorkbenchError) || error.code === 'cancelled') throw error;
      const note = `The layer ${layer.name} couldn’t be built. ${error.message}\n${error.advice}`;
      return earlier === undefined
        ? { searchPaths: [layer.path], note: `${note} Until then its own files are found, its dependencies aren’t.` }
        : { folders: [earlier], note: `${note} Until then it is what \`sam build\` has made of it before.` };
    }
  }

  async #isNewer(built: string, source: string): Promise<boolean> {
    const madeMs = (await this.#files.stat(built))?.modifiedMs ?? 0;
    return (await this.#builder.sourcesOf(source)).newestMs <= madeMs;
  }

  async #ofArchive(name: string, path: string): Promise<Found | undefined> {
    try {
      const folder = await this.#archives.folderOf(path);
      return folder === undefined ? undefined : { folders: [folder] };
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
        if (await isFolder(path, this.#files)) return { folders: [path] };
        const found = await this.#ofArchive(name, `${path}.zip`);
        if (found) return found;
      }
      if (place === top || place === dirname(place)) return undefined;
    }
  }
}

type Layered = Pick<FunctionDefinition, 'execution' | 'definedIn' | 'folder' | 'runtime'>;

type LayerFolder = Extract<LayerSource, { readonly kind: 'folder' }>;

interface Found extends Partial<BuiltLayer> {
  readonly note?: string;
}

/** The function's, where a layer is for whichever Python it is used with. */
function pythonOf({ runtime }: Layered): string {
  const own = valueForRuns(runtime) ?? '';
  return own.startsWith('python') ? own : 'python3.13';
}

function isntThere({ name, path }: { readonly name: string; readonly path: string }): string {
  return `The layer ${name} isn’t there: ${path}. Build it, or correct where it is.`;
}

function elsewhere(name: string): string {
  const [fileName] = fileNamesOf(name);
  const download = isLayerArn(name)
    ? `; \`aws lambda get-layer-version-by-arn --arn ${name} --query Content.Location --output text\` says where its zip can be downloaded`
    : '';
  return `What the layer ${name} holds isn’t found here: it isn’t on this machine. To run with it, put it into ${PUT_HERE}/${fileName}.zip beside the template${download}.`;
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
