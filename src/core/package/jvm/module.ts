import { dirname, join } from 'node:path';
import { relativePath } from '../../paths.ts';
import type { ReadableFileSystem } from '../../ports.ts';

/** What a JVM build tool builds on its own: the code of one function, or of several. Absolute folders. */
export interface JvmModule {
  readonly tool: 'maven' | 'gradle';
  readonly folder: string;
  /** Of the build that it is a part of: the module itself, or an aggregator above it. */
  readonly top: string;
}

/** Build tools that aren't started here. */
const OTHER_TOOLS: Readonly<Record<string, string>> = { 'build.sbt': 'sbt', 'build.sc': 'Mill', 'build.mill': 'Mill', 'build.xml': 'Ant' };

export type FoundModule = JvmModule | { readonly tool: 'other'; readonly name: string; readonly folder: string };

/** The module whose folder is `start`, or one above it, up to `limit`. Maven where there is more than one tool, as SAM has it. */
export async function moduleAround(start: string, limit: string, files: ReadableFileSystem): Promise<FoundModule | undefined> {
  for (const folder of foldersUpTo(start, limit)) {
    const names = new Set((await files.readDirectory(folder)).map(({ name }) => name));
    if (names.has('pom.xml')) return { tool: 'maven', folder, top: await mavenTop(folder, limit, files) };
    if (names.has('build.gradle') || names.has('build.gradle.kts'))
      return { tool: 'gradle', folder, top: await gradleTop(folder, limit, files) };
    const other = Object.keys(OTHER_TOOLS).find((name) => names.has(name));
    if (other !== undefined) return { tool: 'other', name: OTHER_TOOLS[other] ?? other, folder };
  }
  return undefined;
}

/** `start` and the folders above it, the last of which is `limit`. */
export function foldersUpTo(start: string, limit: string): readonly string[] {
  const folders = [start];
  for (let folder = start; folder !== limit && dirname(folder) !== folder; ) {
    folder = dirname(folder);
    folders.push(folder);
  }
  return folders;
}

/** The highest POM that lists the one below it, and so on, down to the module. */
async function mavenTop(module: string, limit: string, files: ReadableFileSystem): Promise<string> {
  let top = module;
  for (const folder of foldersUpTo(module, limit).slice(1)) {
    const pom = await files.readText(join(folder, 'pom.xml'));
    if (pom === undefined) continue;
    const listed = [...pom.matchAll(/<module>\s*([^<]+?)\s*<\/module>/g)].map(([, path = '']) =>
      join(folder, path.replace(/\/?pom\.xml$/, '')),
    );
    if (!listed.includes(top)) break;
    top = folder;
  }
  return top;
}

/** Where the settings are that include it; a module without any is a build of its own. */
async function gradleTop(module: string, limit: string, files: ReadableFileSystem): Promise<string> {
  for (const folder of foldersUpTo(module, limit)) {
    for (const name of ['settings.gradle', 'settings.gradle.kts']) if (await files.stat(join(folder, name))) return folder;
  }
  return module;
}

/** Whether builds of the module make what is at `path`: where they put it is their convention. */
export function isOutputOf(module: JvmModule, path: string): boolean {
  const [first = ''] = relativePath(module.folder, path).split('/');
  return /^(target|build|out|bin|dist)$/.test(first);
}
