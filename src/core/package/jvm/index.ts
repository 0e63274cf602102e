import { basename, join } from 'node:path';
import { WorkbenchError } from '../../errors.ts';
import type { FileSystem } from '../../ports.ts';
import type { FunctionDefinition } from '../../project/model.ts';
import type { Layout, PackagedFile } from '../layout.ts';
import type { Packageable } from '../packageable.ts';
import { walk } from '../walk.ts';
import { wholeFolder } from '../wholeFolder.ts';
import { type ClassPath, compileModule, packageModule } from './classPath.ts';
import { type FoundModule, isOutputOf, type JvmModule, moduleAround } from './module.ts';
import { lastWritten, type Sources, sourcesOf } from './sources.ts';
import type { JvmTools } from './tool.ts';

export interface JvmRequest {
  readonly definition: FunctionDefinition;
  readonly job: Packageable;
  readonly home: string;
  /** Unpacks the jar or zip that is there. */
  readonly unpack: (path: string) => Promise<Layout>;
}

/**
 * The package of a function in Java, Kotlin or Scala. What is built already is taken; where sources are newer, or nothing is there,
 * the project's own build tool is run first. A module's folder becomes its classes with its libraries in `lib`, as SAM has it; a jar
 * or zip is taken as it is, and so is a folder that builds put classes into.
 */
export async function jvmFunction(request: JvmRequest, tools: JvmTools): Promise<Layout> {
  const { definition, job } = request;
  const { code } = job;
  if (code.kind !== 'archive' && code.kind !== 'directory')
    throw new WorkbenchError(
      'package-failed',
      `The code of ${definition.name} is written in the template, which Lambda has no compiler for.`,
      'Put it into a project of Maven or Gradle.',
    );
  const module = await moduleAround(code.path, definition.folder, tools.files);
  if (module === undefined || module.tool === 'other') return readyMade(request, module, tools);
  if (code.kind === 'directory' && module.folder === code.path) return moduleLayout(request, module, tools);
  if (!isOutputOf(module, code.path)) return readyMade(request, undefined, tools);
  const sources = await sourcesOf(module, tools.files);
  if (!(await isFresh(code.path, sources, request, tools))) {
    if (code.kind === 'archive') await packageModule(module, tools);
    else await compileModule(module, request.home, tools);
    await remember({ stamp: sources.stamp }, request, tools.files);
  }
  const layout = await readyMade(request, undefined, tools);
  return { ...layout, inputs: [...layout.inputs, ...sources.paths] };
}

async function readyMade({ definition, job, unpack }: JvmRequest, module: FoundModule | undefined, { files }: JvmTools): Promise<Layout> {
  const { code } = job;
  if (code.kind === 'archive') return unpack(code.path);
  if (code.kind !== 'directory') throw new Error('Inline code is refused before.');
  if (module?.tool === 'other' && module.folder === code.path) {
    throw new WorkbenchError(
      'package-failed',
      `${definition.name} is built with ${module.name}, which is not run here.`,
      'Build a jar with all that it needs (sbt: assembly), and point the function’s code at it.',
    );
  }
  if ((await files.stat(code.path))?.type !== 'directory') {
    const message = `The code folder of ${definition.name} isn’t there, ${code.path}.`;
    throw new WorkbenchError('package-failed', message, 'Correct the path where the function is defined, or build what it holds.');
  }
  return wholeFolder(code.path, files);
}

async function moduleLayout(request: JvmRequest, module: JvmModule, tools: JvmTools): Promise<Layout> {
  const { files } = tools;
  const sources = await sourcesOf(module, files);
  const known = await remembered(request, files);
  let classPath = known.buildStamp === sources.buildStamp ? known.classPath : undefined;
  const [own] = classPath ?? [];
  if (
    classPath === undefined ||
    own === undefined ||
    !(await isFresh(own, sources, request, tools)) ||
    !(await isWhole(classPath, files))
  ) {
    classPath = await compileModule(module, request.home, tools);
    await remember({ stamp: sources.stamp, buildStamp: sources.buildStamp, classPath }, request, files);
  }
  const { folders, jars } = await sorted(classPath, files);
  const [root] = folders;
  if (root === undefined) {
    const message = `The build of ${module.folder} made no classes.`;
    throw new WorkbenchError('package-failed', message, 'Point the function’s code at the module that holds its source.');
  }
  return {
    root,
    searchPaths: [...folders.slice(1), ...jars.map(({ source }) => source)],
    files: await filesOf(folders, jars, files),
    inputs: sources.paths,
    warnings: [],
  };
}

/** Whether what a build made is of these sources: it was made of them by us, or it is newer than they are. */
async function isFresh(path: string, sources: Sources, request: JvmRequest, { files }: JvmTools): Promise<boolean> {
  const written = await lastWritten(path, files);
  if (written === undefined) return false;
  return written >= sources.newestMs || (await remembered(request, files)).stamp === sources.stamp;
}

async function isWhole(classPath: ClassPath, files: FileSystem): Promise<boolean> {
  for (const path of classPath.filter((entry) => entry.endsWith('.jar'))) if ((await files.stat(path)) === undefined) return false;
  return true;
}

/** What Lambda finds in `lib`, in the order in which it looks there: two libraries may have jars of one name. */
async function sorted(
  classPath: ClassPath,
  files: FileSystem,
): Promise<{ readonly folders: readonly string[]; readonly jars: readonly PackagedFile[] }> {
  const folders: string[] = [];
  const jars = new Map<string, string>();
  for (const source of classPath) {
    if ((await files.stat(source))?.type === 'directory') folders.push(source);
    else if (source.endsWith('.jar')) {
      let name = basename(source);
      for (let count = 2; jars.has(name); count++) name = `${basename(source, '.jar')}-${count}.jar`;
      jars.set(name, source);
    }
  }
  const names = [...jars.keys()].sort();
  return { folders, jars: names.map((name) => ({ path: `lib/${name}`, source: jars.get(name) ?? '' })) };
}

/** The first folder that has a file gives it, as on a class path. */
async function filesOf(folders: readonly string[], jars: readonly PackagedFile[], files: FileSystem): Promise<readonly PackagedFile[]> {
  const merged = new Map<string, PackagedFile>();
  for (const folder of folders) {
    const { files: names } = await walk(files, folder, { enterFolder: () => true, takeFile: () => true });
    for (const path of names) if (!merged.has(path)) merged.set(path, { path, source: join(folder, path) });
  }
  return [...merged.values(), ...jars];
}

interface Memory {
  readonly stamp?: string;
  readonly buildStamp?: string;
  readonly classPath?: ClassPath;
}

/** Kept beside the package, so that the command line, which lives for one run, needn't ask the build tool again. */
async function remembered({ home }: JvmRequest, files: FileSystem): Promise<Memory> {
  try {
    return JSON.parse((await files.readText(join(home, MEMORY))) ?? '{}') as Memory;
  } catch {
    return {};
  }
}

const MEMORY = 'jvm.json';

async function remember(memory: Memory, { home }: JvmRequest, files: FileSystem): Promise<void> {
  await files.write(join(home, MEMORY), JSON.stringify(memory));
}
