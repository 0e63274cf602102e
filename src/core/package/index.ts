import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { HandlerResolution } from '../handler/model.ts';
import type { FileSystem, Logger, Processes } from '../ports.ts';
import type { FunctionDefinition } from '../project/model.ts';
import { throwIfCancelled } from './command.ts';
import { Fingerprints } from './fingerprint.ts';
import type { Layout } from './layout.ts';
import type { Artifact, ZippedArtifact } from './model.ts';
import { NodeFunctionBuilder } from './nodeFunction.ts';
import { type Packageable, type Purpose, packageable } from './packageable.ts';
import { pythonFunction } from './pythonFunction.ts';
import { ArchiveCode, inlineCode } from './readyMade.ts';
import { Requirements } from './requirements.ts';
import { singleFiles, sourceAmong } from './singleFiles.ts';
import { zipArtifact } from './zip.ts';

export interface Packager {
  /** Builds what changed since the last time; where nothing did, it costs one `stat` a file. Builds of one function wait for each other. */
  build(definition: FunctionDefinition, resolution: HandlerResolution, options?: BuildOptions): Promise<Artifact>;
  zip(artifact: Artifact): Promise<ZippedArtifact>;
  /** Ends the bundler, which keeps the process alive until then. Built packages stay where they are. */
  dispose(): Promise<void>;
}

export interface BuildOptions {
  readonly signal?: AbortSignal;
  /** By default it is to deploy. */
  readonly purpose?: Purpose;
}

export interface PackagerOptions {
  readonly files: FileSystem;
  readonly processes: Processes;
  readonly logger: Logger;
  /** Absolute; belongs to this packager alone while it lives. */
  readonly cacheDirectory: string;
  /** Absolute path of the interpreter that installs the requirements of a function with this runtime. Asked when it is needed. */
  readonly python: (runtime: string) => Promise<string>;
}

export function createPackager(options: PackagerOptions): Packager {
  const { files, cacheDirectory } = options;
  const requirements = new Requirements({ ...options, cache: join(cacheDirectory, 'python') });
  const fingerprints = new Fingerprints(files);
  const builders = new Map<string, FunctionBuilder>();

  async function build(
    definition: FunctionDefinition,
    resolution: HandlerResolution,
    { signal, purpose = 'deploy' }: BuildOptions,
  ): Promise<Artifact> {
    throwIfCancelled(signal);
    const job = await packageable(definition, files, purpose);
    const home = homeOf(definition, cacheDirectory);
    const builder = builders.get(home) ?? { node: new NodeFunctionBuilder(files), archive: new ArchiveCode(files) };
    builders.set(home, builder);
    const layout = await layoutOf(job, builder, home);
    throwIfCancelled(signal);
    const { files: described, digest } = await fingerprints.of(layout.files);
    const { root, searchPaths, inputs, warnings } = layout;
    return {
      functionId: definition.id,
      root,
      searchPaths,
      handler: job.handler,
      runtime: job.runtime,
      files: described,
      digest,
      inputs,
      warnings: [...job.notes, ...warnings],
    };

    function layoutOf(job: Packageable, builder: FunctionBuilder, home: string): Promise<Layout> {
      const { code, handler, runtime } = job;
      if (code.kind === 'archive') return builder.archive.build(code.path, home);
      if (code.kind === 'inline') return inlineCode(files, home, runtime, code.text);
      const node = { definition, resolution, handler, runtime, home };
      if (code.kind === 'files') {
        const source = runtime.startsWith('nodejs') ? sourceAmong(code.files, handler) : undefined;
        if (source === undefined) return singleFiles(files, home, code.files);
        return builder.node.build({ ...node, codeDirectory: source.root, alone: true }, signal);
      }
      if (runtime.startsWith('python'))
        return pythonFunction(files, requirements, { codeDirectory: code.path, runtime, definition, resolution }, signal);
      return builder.node.build({ ...node, codeDirectory: code.path, alone: definition.build.kind === 'entry' }, signal);
    }
  }

  const queues = new Map<string, Promise<unknown>>();
  return {
    build(definition, resolution, options = {}) {
      const home = homeOf(definition, cacheDirectory);
      const before = queues.get(home) ?? Promise.resolve();
      const result = before.then(() => build(definition, resolution, options));
      const settled = result.catch(() => {});
      queues.set(home, settled);
      return result;
    },
    zip: (artifact) => zipArtifact(artifact, files),
    async dispose() {
      await Promise.all(queues.values());
      await Promise.all([...builders.values()].map((builder) => builder.node.dispose()));
      builders.clear();
    },
  };
}

interface FunctionBuilder {
  readonly node: NodeFunctionBuilder;
  readonly archive: ArchiveCode;
}

/** A folder name that every system takes, and no two functions share. */
function homeOf(definition: FunctionDefinition, cacheDirectory: string): string {
  const hash = createHash('sha256').update(`${definition.folder}\0${definition.id}`).digest('hex').slice(0, 10);
  return join(cacheDirectory, `${definition.logicalId.replace(/[^a-zA-Z0-9]/g, '_').slice(0, 60)}-${hash}`);
}
