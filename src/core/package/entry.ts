import { basename, dirname, extname, join } from 'node:path';
import { WorkbenchError } from '../errors.ts';
import type { HandlerResolution } from '../handler/model.ts';
import { isWithin } from '../paths.ts';
import type { FileSystem } from '../ports.ts';
import type { FunctionDefinition } from '../project/model.ts';

/** The source file to bundle, and the module that the handler string names. */
export interface EntryPoint {
  /** Absolute. */
  readonly source: string;
  /** Relative to the package's root, without extension: `src/order` of `src/order.handler`. */
  readonly module: string;
}

/** Undefined where no source file can be told: the folder is then packed as it is. */
export async function findEntryPoint(
  files: FileSystem,
  codeDirectory: string,
  handler: string,
  resolution: HandlerResolution,
  build: FunctionDefinition['build'],
): Promise<EntryPoint | undefined> {
  const module = moduleOf(handler);
  if (module === undefined) return undefined;
  if (build.kind === 'entry') return { source: build.path, module };
  if (resolution.kind === 'resolved') return { source: resolution.path, module };
  if (resolution.kind === 'unknown' && resolution.path !== undefined && SOURCE.test(resolution.path)) {
    return { source: resolution.path, module };
  }
  if (resolution.kind === 'unresolved' && 'path' in resolution.problem) return { source: resolution.problem.path, module };
  for (const extension of EXTENSIONS) {
    const source = join(codeDirectory, module + extension);
    if (isWithin(codeDirectory, source) && (await files.stat(source))?.type === 'file') return { source, module };
  }
  return undefined;
}

/** A handler that can't be found is refused before anything is built; one whose export is wrong builds, and fails as in AWS. */
export function refuseUnresolved(resolution: HandlerResolution): readonly string[] {
  if (resolution.kind !== 'unresolved') return [];
  const { problem } = resolution;
  if (problem.code === 'handler.malformed' || problem.code === 'handler.file-not-found') {
    const [nearest] = problem.suggestions;
    throw new WorkbenchError(
      'handler-unresolved',
      problem.message,
      `Correct the handler where the function is defined${nearest === undefined ? '' : `, perhaps to ${nearest}`}.`,
    );
  }
  return [problem.message];
}

/**
 * The module format the source is written for, by Node.js's own rule: the extension, else `type` of the nearest package.json.
 * The file's own folder comes first; the search ends at the file system's root.
 */
export async function moduleFormat(files: FileSystem, source: string): Promise<'cjs' | 'esm'> {
  const extension = extname(source);
  if (/^\.m[jt]s$/.test(extension)) return 'esm';
  if (/^\.c[jt]s$/.test(extension)) return 'cjs';
  for (const path of manifestsAbove(source)) {
    const text = await files.readText(path);
    if (text !== undefined) return /"type"\s*:\s*"module"/.test(text) ? 'esm' : 'cjs';
    if (basename(dirname(path)) === 'node_modules') break;
  }
  return 'cjs';
}

/** Every place where a package.json or tsconfig.json decides how `source` is read, nearest first. */
export function manifestsAbove(source: string, name = 'package.json'): readonly string[] {
  const paths: string[] = [];
  for (let folder = dirname(source); ; folder = dirname(folder)) {
    paths.push(join(folder, name));
    if (dirname(folder) === folder) return paths;
  }
}

const EXTENSIONS = ['.ts', '.mts', '.cts', '.tsx', '.js', '.mjs', '.cjs', '.jsx'];
const SOURCE = /\.[cm]?[jt]sx?$/;

/** As the runtime cuts it: the module ends at the first dot of the last path segment. */
function moduleOf(handler: string): string | undefined {
  const cut = /^(.*\/)?([^./]+)\.[^/]+$/.exec(handler);
  if (cut === null || handler.includes('..') || handler.startsWith('/')) return undefined;
  return `${cut[1] ?? ''}${cut[2]}`.replace(/^(\.\/)+/, '');
}
