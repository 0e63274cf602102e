import { join } from 'node:path';
import { WorkbenchError } from '../../errors.ts';
import type { HandlerResolution } from '../../handler/model.ts';
import { isWithin, relativePath } from '../../paths.ts';
import { valueForRuns } from '../../project/assumptions.ts';
import type { FunctionDefinition } from '../../project/model.ts';
import { programOf } from '../../runner/runtimes/native.ts';
import { Snapshot } from '../freshness.ts';
import type { Layout } from '../layout.ts';
import { makePackage } from '../make.ts';
import { type NetProject, projectAround } from '../net/project.ts';
import type { Packageable, Purpose } from '../packageable.ts';
import { sourceFolder } from '../sourceFolder.ts';
import { programWarnings } from './check.ts';
import type { CompileTools } from './compile.ts';
import { hasMakeTarget, isScript, type ProgramSource, sourceOfProgram } from './program.ts';

export interface NativeRequest {
  readonly definition: FunctionDefinition;
  readonly resolution: HandlerResolution;
  readonly job: Packageable;
  readonly purpose: Purpose;
  readonly debuggable: boolean;
  /** Absolute folder of this function alone. */
  readonly home: string;
  /** Packs what is there already. */
  readonly readyMade: () => Promise<Layout>;
  /** Publishes a project of .NET, or takes what it was published into. */
  readonly net: (project: NetProject) => Promise<Layout>;
}

/** How the program comes into being. */
type Way =
  | { readonly kind: 'make'; readonly folder: string }
  | { readonly kind: 'compile'; readonly source: ProgramSource }
  | { readonly kind: 'publish'; readonly project: NetProject }
  | { readonly kind: 'folder'; readonly path: string }
  | { readonly kind: 'ready-made' };

/** The package of one function that is a program: built where a source or a Makefile is there, else as it lies. */
export class NativeFunctionBuilder {
  /** By the name of the folder that it is built into: what runs here is no program for Lambda everywhere. */
  readonly #last = new Map<string, { readonly key: string; readonly snapshot: Snapshot; readonly layout: Layout }>();

  async build(request: NativeRequest, tools: CompileTools): Promise<Layout> {
    const { definition, resolution, job } = request;
    const { files } = tools;
    const name = folderName(request);
    const key = JSON.stringify([job.code, job.handler, job.runtime, definition.build, definition.architecture, resolution]);
    const last = this.#last.get(name);
    if (last?.key === key && (await last.snapshot.isFresh())) return last.layout;
    this.#last.delete(name);
    const startedMs = Date.now();
    const way = await wayOf(request, tools);
    const layout = await this.#carryOut(way, request, tools);
    if (way.kind === 'make' || way.kind === 'compile')
      this.#last.set(name, { key, layout, snapshot: await Snapshot.take(files, layout.inputs, startedMs) });
    return layout;
  }

  async #carryOut(way: Way, request: NativeRequest, tools: CompileTools): Promise<Layout> {
    const { definition, job, home } = request;
    const root = join(home, folderName(request));
    switch (way.kind) {
      case 'make':
        return withWarnings(await makePackage({ folder: way.folder, logicalId: definition.logicalId, root }, tools), request, tools);
      case 'compile':
        return withWarnings(await compiled(way.source, root, request, tools), request, tools);
      case 'publish':
        return withWarnings(await request.net(way.project), request, tools);
      case 'folder':
        return withWarnings(await sourceFolder(tools.files, way.path, definition, { nodeModules: true }), request, tools);
      case 'ready-made':
        if (definition.build.kind === 'other' && job.code.kind === 'directory') throw noProgram(definition, job.code.path);
        return withWarnings(await request.readyMade(), request, tools);
    }
  }
}

function folderName({ purpose, debuggable }: NativeRequest): string {
  if (purpose === 'deploy') return 'deploy';
  return debuggable ? 'debug' : 'task';
}

async function wayOf({ definition, resolution, job, purpose }: NativeRequest, { files }: CompileTools): Promise<Way> {
  const { code } = job;
  const { build, format, logicalId } = definition;
  const folder = code.kind === 'directory' ? code.path : undefined;
  const program = folder === undefined ? undefined : join(folder, programOf(job));
  const makes = build.kind === 'other' ? build.method === 'makefile' : format === 'sam' && build.kind === 'none';
  if (folder !== undefined && makes) {
    if (build.kind === 'other' || (await hasMakeTarget(files, folder, logicalId))) return { kind: 'make', folder };
  }
  if (folder !== undefined && program !== undefined && (await isScript(files, program))) return { kind: 'folder', path: folder };
  const source = await sourceOfProgram(files, job, resolution);
  const isThere = program !== undefined && (await files.stat(program))?.type === 'file';
  // What deploys is what the template names, where it is there; a source elsewhere may be built for it in any way.
  if (source && (purpose === 'run' || (folder !== undefined && (isWithin(folder, source.path) || !isThere))))
    return { kind: 'compile', source };
  const isNet = source === undefined && (!isThere || ('path' in resolution && resolution.path?.endsWith('.cs')));
  const project = isNet ? await projectAround(job, definition.folder, resolution, files) : undefined;
  if (project) return { kind: 'publish', project };
  return folder !== undefined && isThere ? { kind: 'folder', path: folder } : { kind: 'ready-made' };
}

async function compiled(source: ProgramSource, root: string, request: NativeRequest, tools: CompileTools): Promise<Layout> {
  const { definition, job, purpose, debuggable } = request;
  const name = programOf(job);
  const output = join(root, name);
  await tools.files.makeDirectory(root);
  const architecture = purpose === 'deploy' ? { architecture: architectureOf(definition) } : {};
  const { inputs, warnings } = await source.compiler.compile({ source: source.path, output, debuggable, ...architecture }, tools);
  const notes = job.code.kind === 'directory' ? [] : [`It was built from ${relativePath(definition.folder, source.path)} to run here.`];
  return { root, searchPaths: [], files: [{ path: name, source: output }], inputs, warnings: [...notes, ...warnings] };
}

/** A deployment is told what will keep the program from starting; a run here shows it. */
async function withWarnings(layout: Layout, { definition, job, purpose }: NativeRequest, { files }: CompileTools): Promise<Layout> {
  if (purpose === 'run') return layout;
  const name = programOf(job);
  const program = layout.files.find(({ path }) => path === name);
  const bytes = program && (await files.readBytes(program.source));
  const problems = bytes
    ? programWarnings(name, bytes, job.runtime, architectureOf(definition))
    : [`There is no ${name} in the package: Lambda will find nothing to start.`];
  return { ...layout, warnings: [...layout.warnings, ...problems] };
}

function architectureOf({ architecture }: FunctionDefinition): 'x86_64' | 'arm64' {
  return valueForRuns(architecture) ?? 'x86_64';
}

function noProgram({ name, build }: FunctionDefinition, folder: string): WorkbenchError {
  const by = build.kind === 'other' ? build.method : 'nothing';
  return new WorkbenchError(
    'package-failed',
    `${name} is built by ${by}, and no program of Go, Rust or .NET was found in ${folder}.`,
    'Correct the path in the template, or build it yourself and point the function at the result.',
  );
}
