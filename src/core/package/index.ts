import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { HandlerResolution } from '../handler/model.ts';
import type { FileSystem, Logger, Processes } from '../ports.ts';
import { valueForRuns } from '../project/assumptions.ts';
import type { FunctionDefinition } from '../project/model.ts';
import { isDotnet, isJvm, isNative } from '../runner/runtimes/families.ts';
import { throwIfCancelled } from './command.ts';
import { Fingerprints } from './fingerprint.ts';
import { Gems } from './gems.ts';
import { buildImage, containerArtifact, containerTool } from './image/docker.ts';
import { withoutImage } from './image/index.ts';
import { jvmFunction } from './jvm/index.ts';
import type { Layout } from './layout.ts';
import { makePackage } from './make.ts';
import type { Artifact, ZippedArtifact } from './model.ts';
import type { CompileTools } from './native/compile.ts';
import { NativeFunctionBuilder } from './native/index.ts';
import { netFunction } from './net/index.ts';
import { dotnetOf, type NetProject, projectAround } from './net/project.ts';
import { NodeFunctionBuilder } from './nodeFunction.ts';
import { isMade, type Packageable, type Purpose, packageable } from './packageable.ts';
import { pythonFunction } from './pythonFunction.ts';
import { ArchiveCode, inlineCode } from './readyMade.ts';
import { Requirements } from './requirements.ts';
import { rubyFunction } from './rubyFunction.ts';
import { singleFiles, sourceAmong } from './singleFiles.ts';
import { sourceFolder } from './sourceFolder.ts';
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
  /**
   * To deploy: to a Lambda on this machine. It has no images, so one that is a plain copy becomes a zip with the same files, and
   * what is installed for Python is for this machine.
   */
  readonly toThisMachine?: boolean;
  /** Whether a debugger is to find its way in a program: Go's is compiled without optimizations then. */
  readonly debuggable?: boolean;
  /** A line of what a compiler or an installer says while it works. */
  readonly onOutput?: (line: string) => void;
}

export interface PackagerOptions {
  readonly files: FileSystem;
  readonly processes: Processes;
  readonly logger: Logger;
  /** Absolute; belongs to this packager alone while it lives. */
  readonly cacheDirectory: string;
  /** Absolute path of the interpreter that installs what a function with this runtime requires. Asked when it is needed. */
  readonly interpreter: (runtime: string) => Promise<string>;
}

export function createPackager(options: PackagerOptions): Packager {
  const { files, cacheDirectory } = options;
  const requirements = new Requirements({ ...options, cache: join(cacheDirectory, 'python') });
  const gems = new Gems({ ...options, cache: join(cacheDirectory, 'ruby') });
  const fingerprints = new Fingerprints(files);
  const builders = new Map<string, FunctionBuilder>();

  async function build(
    defined: FunctionDefinition,
    resolution: HandlerResolution,
    { signal, purpose = 'deploy', toThisMachine = purpose === 'run', debuggable = false, onOutput }: BuildOptions,
  ): Promise<Artifact> {
    throwIfCancelled(signal);
    const tools: CompileTools = {
      files,
      processes: options.processes,
      onOutput(line) {
        options.logger.debug(line);
        onOutput?.(line);
      },
      onDetail: (line) => options.logger.debug(line),
      ...(signal && { signal }),
    };
    const found = toThisMachine && defined.packageType === 'Image' ? await withoutImage(defined, files) : undefined;
    if (found?.kind === 'needs-image') {
      const tool = purpose === 'run' ? await containerTool(options.processes) : undefined;
      if (tool === undefined) throw found.error;
      return containerArtifact(
        defined,
        await buildImage(defined, { tool, home: homeOf(defined, cacheDirectory), why: found.error }, tools),
      );
    }
    const image = found;
    const { definition } = image ?? { definition: defined };
    const job = await packageable(definition, files, purpose);
    const home = homeOf(definition, cacheDirectory);
    const builder = builders.get(home) ?? newBuilder(files);
    builders.set(home, builder);
    const layout = await layoutOf(job, builder, home);
    throwIfCancelled(signal);
    const { files: described, digest } = await fingerprints.of(layout.files);
    const { root, searchPaths, inputs, warnings } = layout;
    const environment = layout.environment ?? image?.environment;
    return {
      functionId: definition.id,
      root,
      searchPaths,
      handler: job.handler,
      runtime: job.runtime,
      files: described,
      digest,
      inputs,
      ...(environment && { environment }),
      warnings: [...(image?.notes ?? []), ...job.notes, ...warnings],
    };

    async function layoutOf(job: Packageable, builder: FunctionBuilder, home: string): Promise<Layout> {
      const readyMade = (): Promise<Layout> => scriptLayout(job, builder, home, tools);
      const unpack = (path: string): Promise<Layout> => builder.archive.build(path, join(home, 'unpacked'));
      if (isJvm(job.runtime) && !(purpose === 'deploy' && isMade(definition))) {
        return jvmFunction({ definition, job, home, unpack }, { ...tools, java: () => options.interpreter(job.runtime) });
      }
      const net = (project: NetProject | undefined): Promise<Layout> => {
        const dotnet = (): Promise<string> => options.interpreter(isDotnet(job.runtime) ? job.runtime : dotnetOf(project));
        return netFunction({ definition, job, purpose, project, home, unpack }, { ...tools, dotnet });
      };
      if (isNative(job.runtime))
        return builder.native.build({ definition, resolution, job, purpose, debuggable, home, readyMade, net }, tools);
      if (isDotnet(job.runtime)) return net(await projectAround(job, definition.folder, resolution, files));
      return readyMade();
    }

    function scriptLayout(
      { code, handler, runtime }: Packageable,
      builder: FunctionBuilder,
      home: string,
      tools: CompileTools,
    ): Promise<Layout> {
      if (purpose === 'deploy' && code.kind === 'directory' && isMade(definition))
        return makePackage({ folder: code.path, logicalId: definition.logicalId, root: join(home, 'made') }, tools);
      if (code.kind === 'archive') return builder.archive.build(code.path, home);
      if (code.kind === 'inline') return inlineCode(files, home, runtime, code.text);
      const node = { definition, resolution, handler, runtime, home };
      const lists = image?.lists === undefined ? {} : { lists: image.lists };
      if (isNative(runtime) && code.kind === 'directory') return sourceFolder(files, code.path, definition, { nodeModules: true });
      if (code.kind === 'files') {
        const source = runtime.startsWith('nodejs') ? sourceAmong(code.files, handler) : undefined;
        if (source === undefined) return singleFiles(files, home, code.files);
        return builder.node.build({ ...node, codeDirectory: source.root, alone: true }, signal);
      }
      if (runtime.startsWith('python')) {
        const architecture = toThisMachine ? undefined : (valueForRuns(definition.architecture) ?? 'x86_64');
        const python = { codeDirectory: code.path, runtime, definition, resolution, ...lists, ...(architecture && { architecture }) };
        return pythonFunction(files, requirements, python, tools);
      }
      if (runtime.startsWith('ruby'))
        return rubyFunction(gems, { codeDirectory: code.path, runtime, toThisMachine, definition, resolution }, tools);
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
  readonly native: NativeFunctionBuilder;
  readonly node: NodeFunctionBuilder;
  readonly archive: ArchiveCode;
}

function newBuilder(files: FileSystem): FunctionBuilder {
  return { native: new NativeFunctionBuilder(), node: new NodeFunctionBuilder(files), archive: new ArchiveCode(files) };
}

/** A folder name that every system takes, and no two functions share. */
function homeOf(definition: FunctionDefinition, cacheDirectory: string): string {
  const hash = createHash('sha256').update(`${definition.folder}\0${definition.id}`).digest('hex').slice(0, 10);
  return join(cacheDirectory, `${definition.logicalId.replace(/[^a-zA-Z0-9]/g, '_').slice(0, 60)}-${hash}`);
}
