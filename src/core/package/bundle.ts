import { dirname, join, resolve } from 'node:path';
import type { BuildContext, BuildOptions, BuildResult } from 'esbuild';
import { isWithin, relativePath } from '../paths.ts';
import { bundleFailure, isTopLevelAwait, warningText } from './bundleMessages.ts';
import { manifestsAbove } from './entry.ts';
import { modulesOfLayers } from './layerModules.ts';
import { awsSdkOfTheRuntime } from './runtimeSdk.ts';

/** What decides how one function is bundled. */
export interface BundleRequest {
  readonly codeDirectory: string;
  /** Absolute source file. */
  readonly source: string;
  /** Where the module goes, relative to the package's root, without extension. */
  readonly module: string;
  /** Absolute folder of the bundle. */
  readonly root: string;
  /** Major version of Node.js. */
  readonly nodeMajor: number;
  readonly format: 'cjs' | 'esm';
  readonly external: readonly string[];
  readonly hasLayers: boolean;
}

export interface Bundle {
  readonly outputs: readonly BundledFile[];
  /** Absolute: sources, the manifests that decide how they are read, and folders where a new file would be found first. */
  readonly watched: readonly string[];
  /** Absolute source files. */
  readonly inputs: readonly string[];
  readonly warnings: readonly string[];
}

/** `path` is relative to the package's root, with forward slashes. */
export interface BundledFile {
  readonly path: string;
  readonly bytes: Uint8Array;
  /** For source maps: the same map with sources as if they lay in the package, where `bytes` has them where they are on this machine. */
  readonly portable?: Uint8Array;
}

type InMemory = { metafile: true; write: false };
type Result = BuildResult<InMemory>;

interface KeptContext {
  /** The request it was made for. */
  readonly key: string;
  readonly build: BuildContext<InMemory>;
  /** Filled while it builds. */
  readonly notes: Set<string>;
}

/** The bundler of one function: keeps esbuild's context, so that the next build reads only what changed. */
export class FunctionBundler {
  #context: KeptContext | undefined;
  /** Sources that were found to await at their top. */
  readonly #awaiting = new Set<string>();

  async bundle(request: BundleRequest, signal?: AbortSignal): Promise<Bundle> {
    try {
      if (request.format === 'cjs' && !this.#awaiting.has(request.source)) return await this.#rebuildCommonJs(request, signal);
      return await this.#rebuild({ ...request, format: 'esm' }, signal);
    } catch (error) {
      throw bundleFailure(error, request.codeDirectory);
    }
  }

  async dispose(): Promise<void> {
    const context = this.#context;
    this.#context = undefined;
    await context?.build.dispose();
  }

  /** TypeScript without `"type": "module"` may still await at its top: only a module can do that. */
  async #rebuildCommonJs(request: BundleRequest, signal: AbortSignal | undefined): Promise<Bundle> {
    try {
      return await this.#rebuild(request, signal);
    } catch (error) {
      if (!isTopLevelAwait(error)) throw error;
      this.#awaiting.add(request.source);
      return this.#rebuild({ ...request, format: 'esm' }, signal);
    }
  }

  async #rebuild(request: BundleRequest, signal: AbortSignal | undefined): Promise<Bundle> {
    const { build, notes } = await this.#contextFor(request);
    const cancel = (): void => void build.cancel();
    signal?.addEventListener('abort', cancel, { once: true });
    notes.clear();
    try {
      const result: Result = await build.rebuild();
      const inputs = inputsOf(result, request.codeDirectory);
      return {
        outputs: result.outputFiles.map((file) => outputOf(file, request)),
        inputs,
        watched: [...inputs, ...deciders(inputs, request)],
        warnings: [...notes, ...result.warnings.map((warning) => warningText(warning, request.codeDirectory))],
      };
    } finally {
      signal?.removeEventListener('abort', cancel);
    }
  }

  async #contextFor(request: BundleRequest): Promise<KeptContext> {
    const key = JSON.stringify(request);
    if (this.#context?.key === key) return this.#context;
    await this.dispose();
    const { context } = await import('esbuild');
    const notes = new Set<string>();
    const plugins = [awsSdkOfTheRuntime((note) => notes.add(note)), ...(request.hasLayers ? [modulesOfLayers()] : [])];
    const build = await context({ ...optionsFor(request), plugins });
    const kept = { key, build, notes };
    this.#context = kept;
    return kept;
  }
}

function optionsFor(request: BundleRequest): BuildOptions & InMemory {
  const esm = request.format === 'esm';
  return {
    // Paths in the output are relative to it: the same code gives the same bytes wherever it lies.
    absWorkingDir: request.codeDirectory,
    entryPoints: [{ in: request.source, out: request.module }],
    outdir: request.root,
    outExtension: { '.js': esm ? '.mjs' : '.js' },
    bundle: true,
    write: false,
    metafile: true,
    platform: 'node',
    target: `node${request.nodeMajor}`,
    format: request.format,
    keepNames: true,
    sourcemap: 'linked',
    sourcesContent: false,
    external: [...request.external],
    loader: { '': 'js', '.node': 'copy' },
    logLevel: 'silent',
    // Through the global object, because a `const` of these names would collide with one in the sources.
    ...(esm ? { banner: { js: COMMONJS_NAMES } } : {}),
  };
}

/** What CommonJS packages inside a module bundle still ask for. */
const COMMONJS_NAMES =
  "import { createRequire as $createRequire } from 'node:module'; globalThis.require ??= $createRequire(import.meta.url); " +
  'globalThis.__filename ??= import.meta.filename; globalThis.__dirname ??= import.meta.dirname;';

function inputsOf(result: Result, codeDirectory: string): readonly string[] {
  return Object.keys(result.metafile.inputs)
    .filter((path) => !/^(?!\w:[\\/])[\w-]+:|^\(disabled\)/.test(path))
    .map((path) => resolve(codeDirectory, path))
    .sort();
}

function outputOf(file: { readonly path: string; readonly contents: Uint8Array }, request: BundleRequest): BundledFile {
  const path = relativePath(request.root, file.path);
  if (!path.endsWith('.map')) return { path, bytes: file.contents };
  const map = JSON.parse(new TextDecoder().decode(file.contents)) as { sources: readonly string[] };
  const inPackage = dirname(join(request.codeDirectory, path));
  const sources = map.sources.map((source) => relativePath(inPackage, resolve(dirname(file.path), source)));
  return { path, bytes: file.contents, portable: new TextEncoder().encode(JSON.stringify({ ...map, sources })) };
}

/** Manifests above each source, and each folder between a source and the code folder: of the person's own sources, not of packages. */
function deciders(inputs: readonly string[], request: BundleRequest): readonly string[] {
  const paths = new Set<string>();
  for (const input of [request.source, ...inputs]) {
    if (/[\\/]node_modules[\\/]/.test(input)) continue;
    for (const manifest of manifestsAbove(input)) {
      const folder = dirname(manifest);
      if (paths.has(manifest)) break;
      paths.add(manifest);
      paths.add(join(folder, 'tsconfig.json'));
      paths.add(join(folder, 'node_modules'));
      paths.add(join(folder, 'node_modules', '.package-lock.json'));
    }
    for (let folder = dirname(input); isWithin(request.codeDirectory, folder); folder = dirname(folder)) paths.add(folder);
    paths.add(dirname(input));
  }
  return [...paths];
}
