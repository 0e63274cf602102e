import { basename, dirname, join } from 'node:path';
import { unlessUnreadable } from '../../errors.ts';
import type { DirectoryEntry } from '../../ports.ts';
import type { HandlerContext } from '../context.ts';
import { projectFilesAround, readProjectFile } from '../dotnet/projectFile.ts';
import { NetSources } from '../dotnet/sources.ts';
import { upwards } from '../search/project.ts';

/** Go programs and scripts that are looked at in one folder, and their size in bytes. */
const MOST_READ = 30;
const LARGEST_SCRIPT = 100_000;

/** What tells which of a project's programs a function runs: names that its binary may have. */
export interface Place {
  /** The folder that the code is in, or is to be in. */
  readonly start: string;
  /** The workspace folder, above which nothing is looked for. */
  readonly folder: string;
  readonly names: readonly string[];
}

/**
 * The source in which a program begins: a `bootstrap` script, `func main` of a Go package, a Rust binary's `main`, or that of a
 * .NET project. Undefined where it can't be told which of several it is.
 */
export async function findMain(place: Place, context: HandlerContext): Promise<string | undefined> {
  for (const current of upwards(place.start, place.folder)) {
    const entries = await unlessUnreadable(context.files.readDirectory(current), []);
    const names = new Set(entries.map(({ name }) => name));
    const found =
      (current === place.start && names.has('bootstrap') ? await script(join(current, 'bootstrap'), context) : undefined) ??
      (current === place.start || names.has('go.mod') ? await goMain(current, entries, context) : undefined) ??
      (names.has('go.mod') ? await goCommand(current, place.names, context) : undefined) ??
      (names.has('Cargo.toml') ? await rustMain(current, place.names, context) : undefined) ??
      (entries.some(({ name }) => /\.csproj$/i.test(name)) ? await netMain(current, place.folder, context) : undefined);
    if (found !== undefined) return found;
    // What is above this is another project.
    if (names.has('go.mod') || names.has('Cargo.toml')) return undefined;
  }
  return undefined;
}

/** A custom runtime's `bootstrap`, where a person wrote it. */
async function script(path: string, context: HandlerContext): Promise<string | undefined> {
  const stat = await context.files.stat(path);
  if (stat?.type !== 'file' || stat.size > LARGEST_SCRIPT) return undefined;
  return (await context.files.readText(path))?.startsWith('#!') ? path : undefined;
}

async function goMain(folder: string, entries: readonly DirectoryEntry[], context: HandlerContext): Promise<string | undefined> {
  const sources = entries.filter(({ name, type }) => type === 'file' && /(?<!_test)\.go$/.test(name)).map(({ name }) => join(folder, name));
  const likely = [...sources].sort((a, b) => Number(basename(b) === 'main.go') - Number(basename(a) === 'main.go'));
  for (const path of likely.slice(0, MOST_READ)) {
    const text = (await context.files.readText(path)) ?? '';
    if (/^package main\b/m.test(text) && /^func main\(\)/m.test(text)) return path;
  }
  return undefined;
}

/** A program of a module that has several: `cmd/orders/main.go`. */
async function goCommand(module: string, names: readonly string[], context: HandlerContext): Promise<string | undefined> {
  const programs: { readonly name: string; readonly path: string }[] = [];
  for (const parent of ['cmd', 'functions', 'lambdas', 'lambda', 'handlers', '.']) {
    const entries = await unlessUnreadable(context.files.readDirectory(join(module, parent)), []);
    for (const { name } of entries.filter(({ name, type }) => type === 'directory' && !name.startsWith('.')).slice(0, MOST_READ)) {
      const folder = join(module, parent, name);
      const path = await goMain(folder, await unlessUnreadable(context.files.readDirectory(folder), []), context);
      if (path !== undefined) programs.push({ name, path });
    }
  }
  return meant(programs, names);
}

async function rustMain(folder: string, names: readonly string[], context: HandlerContext): Promise<string | undefined> {
  const manifest = (await context.files.readText(join(folder, 'Cargo.toml'))) ?? '';
  const programs: { readonly name: string; readonly path: string }[] = [];
  for (const [, table = ''] of manifest.matchAll(/^\[\[bin\]\]([\s\S]*?)(?=^\[|(?![\s\S]))/gm)) {
    const name = /^name\s*=\s*"([^"]+)"/m.exec(table)?.[1];
    if (name !== undefined) programs.push({ name, path: join(folder, /^path\s*=\s*"([^"]+)"/m.exec(table)?.[1] ?? `src/bin/${name}.rs`) });
  }
  const packageName = /^\[package\][\s\S]*?^name\s*=\s*"([^"]+)"/m.exec(manifest)?.[1] ?? '';
  programs.push({ name: packageName, path: join(folder, 'src/main.rs') });
  for (const { name } of await unlessUnreadable(context.files.readDirectory(join(folder, 'src/bin')), [])) {
    if (name.endsWith('.rs')) programs.push({ name: basename(name, '.rs'), path: join(folder, 'src/bin', name) });
    else programs.push({ name, path: join(folder, 'src/bin', name, 'main.rs') });
  }
  const there = await Promise.all(programs.map(async ({ path }) => (await context.files.stat(path))?.type === 'file'));
  const distinct = new Map(programs.filter((_, index) => there[index]).map((program) => [program.path, program]));
  const own = meant([...distinct.values()], names);
  if (own !== undefined) return own;
  // A workspace: each member has a manifest of its own.
  for (const name of /^\[workspace\]/m.test(manifest) ? names : []) {
    for (const member of [name, join('crates', name), join('lambdas', name), join('functions', name)]) {
      if (member !== '' && (await context.files.stat(join(folder, member, 'Cargo.toml'))) !== undefined) {
        return rustMain(join(folder, member), names, context);
      }
    }
  }
  return undefined;
}

async function netMain(start: string, folder: string, context: HandlerContext): Promise<string | undefined> {
  const [path] = await projectFilesAround(start, folder, context);
  const project = path?.endsWith('.csproj') ? await readProjectFile(path, folder, context) : undefined;
  return project === undefined ? undefined : (await new NetSources([dirname(project.path)], context).main())?.path;
}

/** The program that one of the names is of, else the only one there is. */
function meant(programs: readonly { readonly name: string; readonly path: string }[], names: readonly string[]): string | undefined {
  const plain = (name: string): string => name.toLowerCase().replace(/[-_.]/g, '');
  for (const name of names) {
    const program = programs.find((candidate) => plain(candidate.name) === plain(name));
    if (program !== undefined) return program.path;
  }
  return programs.length === 1 ? programs[0]?.path : undefined;
}
