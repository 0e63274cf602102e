import { extname, join, resolve } from 'node:path';
import type { HandlerResolution } from '../../handler/model.ts';
import type { FileSystem } from '../../ports.ts';
import type { Packageable } from '../packageable.ts';
import { cargo } from './cargo.ts';
import type { Compiler } from './compile.ts';
import { go } from './go.ts';

/** The source of a program that is compiled here. */
export interface ProgramSource {
  /** Absolute. */
  readonly path: string;
  readonly compiler: Compiler;
}

/** Where the function's program begins: what its handler names (as for Serverless's plugin for Go), or where resolving it led. */
export async function sourceOfProgram(
  files: FileSystem,
  { code, handler }: Packageable,
  resolution: HandlerResolution,
): Promise<ProgramSource | undefined> {
  const found = 'path' in resolution ? resolution.path : undefined;
  const folder = code.kind === 'directory' ? code.path : undefined;
  const candidates = [
    ...(folder === undefined || !handler.includes('/') ? [] : [resolve(folder, handler), join(folder, handler, 'main.go')]),
    ...(found === undefined ? [] : [found]),
    ...(folder === undefined ? [] : [join(folder, 'main.go'), join(folder, 'src', 'main.rs')]),
  ];
  for (const path of candidates) {
    const compiler = COMPILERS.get(extname(path));
    if (compiler !== undefined && (await files.stat(path))?.type === 'file') return { path, compiler };
  }
  return undefined;
}

const COMPILERS: ReadonlyMap<string, Compiler> = new Map([
  ['.go', go],
  ['.rs', cargo],
]);

/** Whether a person wrote what starts in a folder: a script needs no compiler, whatever lies beside it. */
export async function isScript(files: FileSystem, path: string): Promise<boolean> {
  const stat = await files.stat(path);
  if (stat?.type !== 'file' || stat.size > LARGEST_SCRIPT) return false;
  return (await files.readText(path))?.startsWith('#!') ?? false;
}

/** Bytes. */
const LARGEST_SCRIPT = 100_000;

/** Whether a Makefile in the function's folder says how to build it, as SAM asks for with a custom runtime. */
export async function hasMakeTarget(files: FileSystem, folder: string, logicalId: string): Promise<boolean> {
  const text = (await files.readText(join(folder, 'Makefile'))) ?? '';
  return text
    .split('\n')
    .some((line) => /^[^\s#].*?:/.test(line) && line.slice(0, line.indexOf(':')).split(/\s+/).includes(`build-${logicalId}`));
}
