import { dirname, join } from 'node:path';
import { parse } from 'jsonc-parser';
import type { HandlerContext } from '../context.ts';

const MOST_PARENTS = 12;
const BUNDLERS =
  /\b(?:esbuild|webpack|rollup|rolldown|tsup|tsdown|parcel|vite|ncc|swc|babel|bun build|microbundle|unbuild|browserify|coffee)\b/;
const BUNDLER_FILES = /^(?:webpack|rollup|rolldown|vite|tsup|tsdown|esbuild|build|babel)(?:\.config)?\.[cm]?[jt]s$|^\.babelrc/;

/** What the package.json files and build scripts around a code folder say. */
export interface NodeProject {
  /** What may make files that aren't there, in words. */
  readonly bundler: string | undefined;
  /** `type` of the nearest package.json. */
  readonly type: 'module' | 'commonjs';
  readonly dependencies: ReadonlySet<string>;
}

export async function nodeProject(start: string, folder: string, context: HandlerContext): Promise<NodeProject> {
  let bundler: string | undefined;
  let type: NodeProject['type'] | undefined;
  const dependencies = new Set<string>();
  for (const current of upwards(start, folder)) {
    const names = (await context.files.readDirectory(current)).map(({ name }) => name);
    const script = names.find((name) => BUNDLER_FILES.test(name));
    if (script !== undefined) bundler ??= script;
    const text = names.includes('package.json') ? await context.files.readText(join(current, 'package.json')) : undefined;
    if (text === undefined) continue;
    const manifest = record(parse(text));
    type ??= manifest['type'] === 'module' ? 'module' : 'commonjs';
    for (const key of ['dependencies', 'devDependencies']) for (const name of Object.keys(record(manifest[key]))) dependencies.add(name);
    for (const [name, command] of Object.entries(record(manifest['scripts']))) {
      if (typeof command === 'string' && BUNDLERS.test(command)) bundler ??= `the script ${name} of package.json`;
    }
  }
  return { bundler, type: type ?? 'commonjs', dependencies };
}

/** The list of packages that are installed beside Python code, where there is one. */
export async function pythonManifest(start: string, folder: string, context: HandlerContext): Promise<string | undefined> {
  for (const current of upwards(start, folder)) {
    for (const name of ['requirements.txt', 'pyproject.toml', 'Pipfile', 'setup.py']) {
      if ((await context.files.stat(join(current, name))) !== undefined) return name;
    }
  }
  return undefined;
}

/** `start` and the folders above it, up to `folder`. */
export function upwards(start: string, folder: string): readonly string[] {
  const chain = [start];
  for (let current = start; current !== folder && chain.length < MOST_PARENTS && dirname(current) !== current; ) {
    current = dirname(current);
    chain.push(current);
  }
  return chain;
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Readonly<Record<string, unknown>>) : {};
}
