import { createHash } from 'node:crypto';
import { dirname, join } from 'node:path';
import { splitNetHandler } from '../../handler/dotnet/handlerName.ts';
import { type ProjectFile, projectFilesAround, readProjectFile } from '../../handler/dotnet/projectFile.ts';
import type { HandlerResolution } from '../../handler/model.ts';
import { mapLimited } from '../../mapLimited.ts';
import { isWithin, relativePath } from '../../paths.ts';
import type { FileSystem } from '../../ports.ts';
import { isNative } from '../../runner/runtimes/families.ts';
import { manifestsAbove } from '../entry.ts';
import { FILES_AT_ONCE } from '../fingerprint.ts';
import type { Packageable } from '../packageable.ts';
import { walk } from '../walk.ts';

/** The project that builds a function's code. */
export interface NetProject extends ProjectFile {
  /** `net8.0`; several where it is built for several. */
  readonly frameworks: readonly string[];
  /** It is compiled into a program of its own when it deploys. */
  readonly isNativeAot: boolean;
}

/** Where builds of .NET put what they make. */
const OUTPUT = /^(bin|obj|publish|dist|out|output|build|artifacts?)$/i;

/**
 * The project whose assembly the handler names, or the only one around the code. Undefined where none is, and where the code lies in
 * a folder of a project that isn't one of its build's.
 */
export async function projectAround(
  { code, handler, runtime }: Packageable,
  folder: string,
  resolution: HandlerResolution,
  files: FileSystem,
): Promise<NetProject | undefined> {
  if (code.kind !== 'directory' && code.kind !== 'archive') return undefined;
  const start = code.kind === 'archive' ? dirname(code.path) : code.path;
  const paths = await projectFilesAround(start, folder, { files });
  const read = await Promise.all(paths.map((path) => readProjectFile(path, folder, { files })));
  const projects = read.filter((project) => project !== undefined);
  const project = chosen(
    projects,
    isNative(runtime) ? 'bootstrap' : assemblyOf(handler),
    'path' in resolution ? resolution.path : undefined,
  );
  if (project === undefined || !(isWithin(start, project.folder) || isOutputOf(project, code.path))) return undefined;
  const text = (await files.readText(project.path)) ?? '';
  const [, frameworks = ''] = /<TargetFrameworks?>([^<]*)</.exec(text) ?? [];
  return {
    ...project,
    frameworks: frameworks.split(';').flatMap((name) => (name.trim() === '' || name.includes('$(') ? [] : [name.trim()])),
    isNativeAot: /<PublishAot>\s*true\s*</i.test(text),
  };
}

function chosen(projects: readonly ProjectFile[], assembly: string, source: string | undefined): ProjectFile | undefined {
  const [only, ...more] = projects;
  const named = projects.find((project) => project.assembly?.toLowerCase() === assembly.toLowerCase());
  const around = projects.filter(({ folder }) => source !== undefined && isWithin(folder, source));
  return named ?? (around.length === 1 ? around[0] : more.length === 0 ? only : undefined);
}

export function assemblyOf(handler: string): string {
  const parts = splitNetHandler(handler);
  return (typeof parts === 'string' ? handler : parts.assembly).replace(/\.dll$/, '');
}

function isOutputOf(project: ProjectFile, path: string): boolean {
  return isWithin(project.folder, path) && OUTPUT.test(relativePath(project.folder, path).split('/')[0] ?? '');
}

/** The runtime of Lambda whose .NET builds a program that starts by itself. */
export function dotnetOf(project: NetProject | undefined): string {
  const versions = (project?.frameworks ?? []).map((name) => Number(/^net(\d+)\./.exec(name)?.[1] ?? 0));
  return `dotnet${Math.max(8, ...versions)}`;
}

/** What a build reads, as it is at one moment. */
export interface NetSources {
  /** Absolute: files, and folders in which one may appear. */
  readonly paths: readonly string[];
  /** Changes with any of them. */
  readonly stamp: string;
  /** Milliseconds since 1970. */
  readonly newestMs: number;
}

const LEFT_ALONE = /^(bin|obj|node_modules|cdk\.out|TestResults)$|^\./;
const SHARED = [
  'Directory.Build.props',
  'Directory.Build.targets',
  'Directory.Packages.props',
  'global.json',
  'NuGet.config',
  'nuget.config',
];

/** Those of a project and of all projects that it takes in, with what folders above say to all builds below them. */
export async function sourcesOf(project: NetProject, folder: string, files: FileSystem): Promise<NetSources> {
  const projects = await withReferences(project, folder, files);
  const paths: string[] = SHARED.flatMap((name) => manifestsAbove(project.path, name));
  const folders: string[] = [];
  for (const each of new Set(projects.map((one) => one.folder))) {
    const walked = await walk(files, each, {
      enterFolder: (_, name) => !LEFT_ALONE.test(name),
      takeFile: (_, name) => !name.startsWith('.'),
    });
    paths.push(...walked.files.map((path) => join(each, path)));
    folders.push(...walked.folders);
  }
  const unique = [...new Set(paths)].sort();
  const stats = await mapLimited(unique, FILES_AT_ONCE, (path) => files.stat(path));
  const hash = createHash('sha256');
  for (const [index, path] of unique.entries()) hash.update(`${path} ${stats[index]?.size} ${stats[index]?.modifiedMs}\n`);
  return {
    paths: [...folders, ...unique],
    stamp: hash.digest('hex'),
    newestMs: Math.max(0, ...stats.map((stat) => stat?.modifiedMs ?? 0)),
  };
}

/** More projects are no function's. */
const MOST_PROJECTS = 60;

async function withReferences(project: ProjectFile, folder: string, files: FileSystem): Promise<readonly ProjectFile[]> {
  const all = [project];
  for (const each of all) {
    for (const path of each.references) {
      if (all.length > MOST_PROJECTS || all.some((known) => known.path === path)) continue;
      const reference = await readProjectFile(path, folder, { files });
      if (reference !== undefined) all.push(reference);
    }
  }
  return all;
}
