import { Buffer } from 'node:buffer';
import { dirname, join } from 'node:path';
import type { HandlerResolution } from '../handler/model.ts';
import type { FileSystem } from '../ports.ts';
import type { FunctionDefinition } from '../project/model.ts';
import { type Assets, findAssets } from './assets.ts';
import { type Bundle, FunctionBundler } from './bundle.ts';
import { findEntryPoint, moduleFormat, refuseUnresolved } from './entry.ts';
import { Snapshot } from './freshness.ts';
import type { Layout, PackagedFile } from './layout.ts';
import { sourceFolder } from './sourceFolder.ts';

export interface NodeRequest {
  readonly definition: FunctionDefinition;
  readonly resolution: HandlerResolution;
  readonly codeDirectory: string;
  readonly handler: string;
  readonly runtime: string;
  /** Absolute folder of this function alone. */
  readonly home: string;
  /** Nothing but the bundle is in the package, whatever lies beside the source. */
  readonly alone: boolean;
}

const nothing: Assets = { files: [], folders: [], warnings: [] };

/** The package of one Node.js function: its bundle and the data files beside its source, in a folder of their own. */
export class NodeFunctionBuilder {
  readonly #files: FileSystem;
  readonly #bundler = new FunctionBundler();
  #last: { readonly key: string; readonly snapshot: Snapshot; readonly layout: Layout } | undefined;
  /** What this builder put into the package's folder, by path: the content, or the stamp of what was copied. */
  #placed: Map<string, string | Uint8Array> | undefined;

  constructor(files: FileSystem) {
    this.#files = files;
  }

  async build(request: NodeRequest, signal?: AbortSignal): Promise<Layout> {
    const { definition, resolution } = request;
    const key = JSON.stringify([request.handler, request.runtime, request.codeDirectory, definition.build, definition.layers, resolution]);
    if (this.#last?.key === key && (await this.#last.snapshot.isFresh())) return this.#last.layout;
    this.#last = undefined;
    const startedMs = Date.now();
    const problems = refuseUnresolved(resolution);
    const entry = await findEntryPoint(this.#files, request.codeDirectory, request.handler, resolution, definition.build);
    if (entry === undefined) return sourceFolder(this.#files, request.codeDirectory, definition, { nodeModules: true });

    const { layers } = definition;
    const sam = definition.build.kind === 'esbuild' ? definition.build : undefined;
    const root = join(request.home, 'task');
    const bundle = await this.#bundler.bundle(
      {
        codeDirectory: request.codeDirectory,
        source: entry.source,
        module: entry.module,
        root,
        nodeMajor: Number(/^nodejs(\d+)/.exec(request.runtime)?.[1] ?? 22),
        format: sam?.format ?? (await moduleFormat(this.#files, entry.source)),
        external: sam?.external ?? [],
        hasLayers: layers.kind === 'unknown' || (layers.kind === 'literal' && layers.value.length > 0),
      },
      signal,
    );
    const assets = request.alone ? nothing : await findAssets(this.#files, request.codeDirectory, definition);
    const files = await this.#place(request, bundle, assets);
    const assetSources = assets.files.map((path) => join(request.codeDirectory, path));
    const layout: Layout = {
      root,
      searchPaths: [],
      files,
      inputs: [...bundle.inputs, ...assetSources],
      warnings: [...problems, ...bundle.warnings, ...assets.warnings],
    };
    const watched = [...bundle.watched, ...assetSources, ...assets.folders];
    this.#last = { key, layout, snapshot: await Snapshot.take(this.#files, watched, startedMs) };
    return layout;
  }

  dispose(): Promise<void> {
    return this.#bundler.dispose();
  }

  /** Brings the package's folder to what it shall hold; files that stay the same are left alone. */
  async #place(request: NodeRequest, bundle: Bundle, assets: Assets): Promise<readonly PackagedFile[]> {
    const root = join(request.home, 'task');
    if (this.#placed === undefined) {
      await this.#files.remove(request.home);
      // Ends the runtime's search for `"type": "module"` here, whatever lies above the cache.
      await this.#files.write(join(request.home, 'package.json'), '{}\n');
    }
    const before = this.#placed ?? new Map<string, string | Uint8Array>();
    const now = new Map<string, string | Uint8Array>();
    const packaged: PackagedFile[] = [];
    const put = async (path: string, content: Uint8Array): Promise<void> => {
      const old = before.get(path);
      now.set(path, content);
      if (!(old instanceof Uint8Array) || Buffer.compare(old, content) !== 0) await this.#files.write(path, content);
    };
    for (const output of bundle.outputs) {
      const path = join(root, output.path);
      await put(path, output.bytes);
      const portable = join(request.home, 'portable', output.path);
      if (output.portable !== undefined) await put(portable, output.portable);
      packaged.push({ path: output.path, source: output.portable === undefined ? path : portable });
    }
    const bundled = new Set(packaged.map((file) => file.path));
    for (const path of assets.files) {
      if (bundled.has(path)) continue;
      const source = join(request.codeDirectory, path);
      const stat = await this.#files.stat(source);
      const stamp = `${stat?.size} ${stat?.modifiedMs}`;
      now.set(join(root, path), stamp);
      if (before.get(join(root, path)) !== stamp) await this.#copy(source, join(root, path));
      packaged.push({ path, source: join(root, path) });
    }
    for (const path of before.keys()) if (!now.has(path)) await this.#files.remove(path);
    this.#placed = now;
    return packaged;
  }

  async #copy(from: string, to: string): Promise<void> {
    const bytes = await this.#files.readBytes(from);
    await this.#files.makeDirectory(dirname(to));
    if (bytes !== undefined) await this.#files.write(to, bytes);
  }
}
