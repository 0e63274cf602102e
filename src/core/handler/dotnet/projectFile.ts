import { basename, dirname, extname, join } from 'node:path';
import { unlessUnreadable } from '../../errors.ts';
import type { HandlerContext } from '../context.ts';
import { upwards } from '../search/project.ts';

/** What a `.csproj` says of what it builds. */
export interface ProjectFile {
  readonly path: string;
  readonly folder: string;
  /** Undefined where it is put together when it is built. */
  readonly assembly: string | undefined;
  readonly isExecutable: boolean;
  /** Absolute paths of the projects that it takes in. */
  readonly references: readonly string[];
  /** Why its sources may be others than those below its folder, in words. */
  readonly doubt: string | undefined;
}

const PROJECT = /\.(?:cs|fs|vb)proj$/i;
const SKIPPED = /^(?:bin|obj|node_modules|cdk\.out|TestResults)$|^\./;
const MOST_FOLDERS = 300;
const DEEPEST = 4;

/** The project files that may build the code in `start`: its own, else those below, else the nearest above. */
export async function projectFilesAround(
  start: string,
  folder: string,
  context: Pick<HandlerContext, 'files'>,
): Promise<readonly string[]> {
  const [, ...above] = upwards(start, folder);
  const own = await projectFilesIn(start, context);
  const inside = own.length > 0 ? own : await projectFilesBelow(start, context);
  if (inside.length > 0) return inside;
  for (const current of above) {
    const here = await projectFilesIn(current, context);
    if (here.length > 0) return here;
  }
  return [];
}

export async function readProjectFile(
  path: string,
  folder: string,
  context: Pick<HandlerContext, 'files'>,
): Promise<ProjectFile | undefined> {
  const written = await context.files.readText(path);
  if (written === undefined) return undefined;
  const text = written.replace(/<!--[\s\S]*?-->/g, '');
  const own = dirname(path);
  const name = basename(path, extname(path));
  const shared = await sharedProperties(own, folder, context);
  const assemblies = [...new Set([...(text.match(ASSEMBLY) ?? []), ...(ASSEMBLY.test(text) ? [] : (shared.match(ASSEMBLY) ?? []))])].map(
    (tag) => tag.replace(/<[^<>]*>/g, '').trim(),
  );
  const [declared = name] = assemblies.map((value) => value.replace('$(MSBuildProjectName)', name));
  return {
    path,
    folder: own,
    assembly: assemblies.length > 1 || declared.includes('$(') ? undefined : declared,
    isExecutable: /<OutputType>\s*(?:Win)?Exe\s*</i.test(text) || /Sdk="Microsoft\.NET\.Sdk\.(?:Web|Worker)"/i.test(text),
    references: [...text.matchAll(/<ProjectReference\s[^>]*Include\s*=\s*"([^"$*]+)"/gi)].map(([, include = '']) =>
      join(own, include.replaceAll('\\', '/')),
    ),
    doubt: sourcesDoubt(text),
  };
}

const ASSEMBLY = /<AssemblyName(?:\s[^>]*)?>[^<]*<\/AssemblyName>/gi;

function sourcesDoubt(text: string): string | undefined {
  // What is removed, such as `node_modules\**`, can't be what the handler names.
  if (/<Compile\s[^>]*Include\s*=|EnableDefault(?:Compile)?Items\s*>\s*false/i.test(text))
    return 'the project names its sources one by one';
  if (/<Import\s[^>]*Project\s*=/i.test(text) || /<Protobuf\s/i.test(text)) return 'the project takes in sources of others';
  return undefined;
}

/** What the nearest `Directory.Build.props` adds to every project below it. */
async function sharedProperties(start: string, folder: string, context: Pick<HandlerContext, 'files'>): Promise<string> {
  for (const current of upwards(start, folder)) {
    const text = await context.files.readText(join(current, 'Directory.Build.props'));
    if (text !== undefined) return text.replace(/<!--[\s\S]*?-->/g, '');
  }
  return '';
}

async function projectFilesIn(folder: string, context: Pick<HandlerContext, 'files'>): Promise<readonly string[]> {
  const entries = await unlessUnreadable(context.files.readDirectory(folder), []);
  return entries.filter(({ name, type }) => type === 'file' && PROJECT.test(name)).map(({ name }) => join(folder, name));
}

async function projectFilesBelow(start: string, context: Pick<HandlerContext, 'files'>): Promise<readonly string[]> {
  const found: string[] = [];
  let level: readonly string[] = [start];
  let seen = 0;
  for (let depth = 0; depth < DEEPEST && level.length > 0; depth += 1) {
    const next: string[] = [];
    for (const folder of level) {
      seen += 1;
      if (seen > MOST_FOLDERS) return found;
      const entries = await unlessUnreadable(context.files.readDirectory(folder), []);
      for (const { name, type } of entries) {
        if (type === 'directory' && !SKIPPED.test(name)) next.push(join(folder, name));
        else if (type === 'file' && PROJECT.test(name)) found.push(join(folder, name));
      }
    }
    level = next;
  }
  return found;
}
