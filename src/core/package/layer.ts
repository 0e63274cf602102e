import { createHash } from 'node:crypto';
import { basename, dirname, join } from 'node:path';
import { WorkbenchError } from '../errors.ts';
import type { Clock, FileSystem, Logger, Processes } from '../ports.ts';
import { isExecutable } from './fingerprint.ts';
import { makePackage } from './make.ts';
import { installModules } from './modules.ts';
import type { CompileTools } from './native/compile.ts';
import { Requirements } from './requirements.ts';
import { isDevelopmentFolder } from './sourceFolder.ts';
import { walk } from './walk.ts';

export interface LayerBuilderOptions {
  readonly files: FileSystem;
  readonly processes: Processes;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Absolute, for what is built alone. */
  readonly cache: string;
  /** Absolute path of the interpreter for a runtime. */
  readonly interpreter: (runtime: string) => Promise<string>;
}

/** A layer whose content is made of its source. */
export interface LayerSourceFolder {
  /** The logical id: a Makefile's target is called after it. */
  readonly name: string;
  /** Absolute folder of the source. */
  readonly path: string;
  /** SAM's `BuildMethod`: `python3.13`, `nodejs22.x`, `makefile`. */
  readonly method: string;
}

export interface BuiltLayer {
  /** Absolute folders that together are as the layer is in `/opt`, in their order. */
  readonly folders: readonly string[];
  /** Absolute folders that the module path has before them: sources where they are, so that breakpoints bind in them. */
  readonly searchPaths: readonly string[];
}

/** What a build is told by who waits for it. */
export interface LayerBuildOptions {
  readonly signal?: AbortSignal;
  readonly onOutput?: (line: string) => void;
}

/**
 * Builds layers as `sam build` does, each again only when its sources change: what `requirements.txt` or `package.json` asks for
 * beside the layer's own files, in the folder that the runtime looks into, or what a Makefile puts together.
 */
export class LayerBuilder {
  readonly #options: LayerBuilderOptions;
  readonly #requirements: Requirements;
  /** One after the other, by folder. */
  readonly #turns = new Map<string, Promise<unknown>>();
  /** By folder: of the sources as they still are. */
  readonly #failures = new Map<string, { readonly stamp: string; readonly until: number; readonly error: WorkbenchError }>();

  constructor(options: LayerBuilderOptions) {
    this.#options = options;
    this.#requirements = new Requirements({ ...options, cache: join(options.cache, 'python'), inside: 'python' });
  }

  /** Rejects with a WorkbenchError that says what the installer or make has against it. */
  async build(layer: LayerSourceFolder, options: LayerBuildOptions = {}): Promise<BuiltLayer> {
    const before = this.#turns.get(layer.path) ?? Promise.resolve();
    const built = before.then(() => this.#unlessItFailed(layer, options));
    this.#turns.set(
      layer.path,
      built.catch(() => undefined),
    );
    return built;
  }

  /** What a build failed by isn't asked for again with each invocation, as a package index that can't be reached. */
  async #unlessItFailed(layer: LayerSourceFolder, options: LayerBuildOptions): Promise<BuiltLayer> {
    const { clock } = this.#options;
    const stamp = (await this.sourcesOf(layer.path)).stamp;
    const failure = this.#failures.get(layer.path);
    if (failure?.stamp === stamp && clock.monotonic() < failure.until) throw failure.error;
    this.#failures.delete(layer.path);
    try {
      return await this.#build(layer, stamp, options);
    } catch (error) {
      if (error instanceof WorkbenchError && error.code !== 'cancelled')
        this.#failures.set(layer.path, { stamp, until: clock.monotonic() + RETRY_MS, error });
      throw error;
    }
  }

  async #build(layer: LayerSourceFolder, stamp: string, options: LayerBuildOptions): Promise<BuiltLayer> {
    const { path, method } = layer;
    const folder = this.#folderOf(layer);
    if (method === 'makefile') {
      await this.#once(folder, stamp, path, async () => {
        await makePackage({ folder: path, logicalId: layer.name, root: folder }, this.#tools(options));
      });
      return { folders: [folder], searchPaths: [] };
    }
    if (method.startsWith('python')) {
      const installed = await this.#requirements.install(path, method, options);
      await this.#once(folder, stamp, path, () => this.#copy(path, join(folder, 'python')));
      return { folders: [...(installed === undefined ? [] : [dirname(installed)]), folder], searchPaths: [path] };
    }
    // Beside its modules, where those are looked for.
    await installModules(path, join(folder, 'nodejs'), this.#tools(options));
    await this.#once(folder, stamp, path, () => this.#copy(path, join(folder, 'nodejs')));
    return { folders: [folder], searchPaths: [] };
  }

  /** Makes what is in `folder` unless it is made of these very sources. A build may leave files among them: what it leaves is no change. */
  async #once(folder: string, stamp: string, path: string, make: () => Promise<void>): Promise<void> {
    const { files } = this.#options;
    const marker = `${folder}.made-of`;
    if ((await files.readText(marker)) === stamp) return;
    await files.remove(marker);
    await make();
    await files.write(marker, (await this.sourcesOf(path)).stamp);
  }

  /** All but installed modules is what is in `from` then. */
  async #copy(from: string, to: string): Promise<void> {
    const { files } = this.#options;
    await files.makeDirectory(to);
    for (const { name } of await files.readDirectory(to)) if (name !== 'node_modules') await files.remove(join(to, name));
    for (const path of (await this.sourcesOf(from)).paths) {
      const bytes = await files.readBytes(join(from, path));
      if (bytes !== undefined) await files.write(join(to, path), bytes, { executable: isExecutable(bytes) });
    }
  }

  /** The layer's own files, relative to their folder, and what tells whether one has changed. `newestMs`: when the last one did. */
  async sourcesOf(folder: string): Promise<{ readonly paths: readonly string[]; readonly stamp: string; readonly newestMs: number }> {
    const { files } = this.#options;
    const walked = await walk(files, folder, {
      enterFolder: (_path, name) => !isDevelopmentFolder(name),
      takeFile: (_path, name) => !/^\.(?!npmrc$)|\.py[co]$/.test(name),
    });
    const hash = createHash('sha256');
    let newestMs = 0;
    for (const path of walked.files) {
      const stat = await files.stat(join(folder, path));
      newestMs = Math.max(newestMs, stat?.modifiedMs ?? 0);
      hash.update(`${path}\0${stat?.size}\0${stat?.modifiedMs}\n`);
    }
    return { paths: walked.files, stamp: hash.digest('hex'), newestMs };
  }

  #folderOf({ name, path, method }: LayerSourceFolder): string {
    const key = createHash('sha256').update(`${name}\0${path}\0${method}`).digest('hex').slice(0, 10);
    return join(
      this.#options.cache,
      `${basename(path)
        .replace(/[^\w-]/g, '_')
        .slice(0, 40)}-${key}`,
    );
  }

  #tools({ signal, onOutput }: LayerBuildOptions): CompileTools {
    const { files, processes, logger } = this.#options;
    const onDetail = (line: string): void => logger.debug(line);
    return { files, processes, onDetail, onOutput: onOutput ?? onDetail, ...(signal && { signal }) };
  }
}

/** Whether layers of this `BuildMethod` are built here. */
export function buildsLayers(method: string): boolean {
  return /^(?:python3\.\d+|nodejs\d+\.x|makefile)$/.test(method);
}

const RETRY_MS = 30_000;
