import { dirname, join } from 'node:path';
import { WorkbenchError } from '../../errors.ts';
import { isWithin } from '../../paths.ts';
import type { FileSystem } from '../../ports.ts';
import { valueForRuns } from '../../project/assumptions.ts';
import type { FunctionDefinition } from '../../project/model.ts';
import { isNative } from '../../runner/runtimes/families.ts';
import { lastWritten } from '../jvm/sources.ts';
import type { Layout } from '../layout.ts';
import type { Packageable, Purpose } from '../packageable.ts';
import { wholeFolder } from '../wholeFolder.ts';
import { builtFolder } from './built.ts';
import { type NetProject, type NetSources, sourcesOf } from './project.ts';
import { type NetTools, publish } from './publish.ts';

export interface NetRequest {
  readonly definition: FunctionDefinition;
  readonly job: Packageable;
  readonly purpose: Purpose;
  /** The project that builds the code, where there is one. */
  readonly project: NetProject | undefined;
  /** Absolute folder of this function alone. */
  readonly home: string;
  /** Unpacks the zip that is there. */
  readonly unpack: (path: string) => Promise<Layout>;
}

/**
 * The package of a function of .NET. What is built already is taken; where sources are newer, or nothing is there, the project is
 * published: the same as AWS's tools do with it.
 */
export async function netFunction(request: NetRequest, tools: NetTools): Promise<Layout> {
  const { definition, job, purpose, project } = request;
  const { files } = tools;
  const { code } = job;
  if (code.kind !== 'archive' && code.kind !== 'directory')
    throw new WorkbenchError(
      'package-failed',
      `The code of ${definition.name} is written in the template, which Lambda has no compiler for.`,
      'Put it into a project of .NET.',
    );
  if (project === undefined) return readyMade(request, files);
  const sources = await sourcesOf(project, definition.folder, files);
  const withSources = (layout: Layout): Layout => ({ ...layout, inputs: [...layout.inputs, ...sources.paths] });
  // A folder that holds the project is none of its outputs.
  if (code.kind === 'archive' || !isWithin(code.path, project.folder)) {
    const written = await lastWritten(code.path, files);
    if (written !== undefined && written >= sources.newestMs) return withSources(await readyMade(request, files));
  }
  const built = purpose === 'run' && !isNative(job.runtime) ? await builtFolder(project, sources, files) : undefined;
  return withSources(built === undefined ? await published(project, sources, request, tools) : await wholeFolder(built, files));
}

async function readyMade({ definition, job: { code }, unpack }: NetRequest, files: FileSystem): Promise<Layout> {
  if (code.kind === 'archive') return unpack(code.path);
  if (code.kind === 'directory' && (await files.stat(code.path))?.type === 'directory') return wholeFolder(code.path, files);
  const path = code.kind === 'directory' ? code.path : '';
  throw new WorkbenchError(
    'package-failed',
    `The code folder of ${definition.name} isn’t there, ${path}.`,
    'Correct the path where the function is defined, or publish the project into it.',
  );
}

async function published(project: NetProject, sources: NetSources, request: NetRequest, tools: NetTools): Promise<Layout> {
  const { definition, job, purpose, home } = request;
  const { files } = tools;
  const known = await remembered(request, files);
  const architecture = valueForRuns(definition.architecture) ?? 'x86_64';
  const key = JSON.stringify([sources.stamp, project.path, job.runtime, architecture]);
  if (known?.key === key && (await files.stat(join(home, known.output)))?.type === 'directory')
    return publishedLayout(known, request, files);
  // Another folder each time: what still runs from the one before is left alone until then, and on Windows can't be removed.
  const output = `${purpose}-${Date.now().toString(36)}`;
  const dotnet = await publish({ project, runtime: job.runtime, purpose, architecture, output: join(home, output) }, definition, tools);
  const memory = { key, output, dotnet };
  await files.write(memoryOf(request), JSON.stringify(memory));
  if (known !== undefined) await files.remove(join(home, known.output)).catch(() => {});
  return publishedLayout(memory, request, files);
}

/** A program that starts by itself here has to be told where its runtime is. */
async function publishedLayout({ output, dotnet }: Memory, { purpose, home }: NetRequest, files: FileSystem): Promise<Layout> {
  const environment = purpose === 'run' ? { environment: { DOTNET_ROOT: dirname(dotnet) } } : {};
  return { ...(await wholeFolder(join(home, output), files)), inputs: [], ...environment };
}

interface Memory {
  readonly key: string;
  /** The folder's name in the function's own, which the command line gives another name each time. */
  readonly output: string;
  readonly dotnet: string;
}

/** Kept beside the package, so that the command line, which lives for one run, needn't build again. */
async function remembered(request: NetRequest, files: FileSystem): Promise<Memory | undefined> {
  try {
    return JSON.parse((await files.readText(memoryOf(request))) ?? '') as Memory;
  } catch {
    return undefined;
  }
}

function memoryOf({ home, purpose }: NetRequest): string {
  return join(home, `dotnet-${purpose}.json`);
}
