import type { ModuleExports } from '../model.ts';
import { nearest, nearness } from '../near.ts';
import type { SourceFile } from './sources.ts';

/** Handlers that may be meant where a file isn't there, and how well that is founded. */
export interface Alternatives {
  /** Whole handler strings, nearest first, at most three. */
  readonly handlers: readonly string[];
  /** `sibling`: a file of nearly that name in that very folder. `elsewhere`: that name in another folder. `export`: a file beside it has that export. */
  readonly founded: 'sibling' | 'elsewhere' | 'export' | undefined;
}

/** What handlers are mostly called, where the wanted name gives no hint. */
const USUAL_NAMES = ['handler', 'lambda_handler', 'lambdaHandler', 'main', 'default'];

/** No more files than this are parsed to make suggestions. */
const MOST_PARSED = 8;

export async function findAlternatives(
  wanted: { readonly module: string; readonly exportName: string },
  sources: readonly SourceFile[],
  exportsOf: (path: string) => Promise<ModuleExports>,
  format: (module: string, exportName: string) => string = (module, exportName) => `${module}.${exportName}`,
): Promise<Alternatives> {
  const { folder, stem } = split(wanted.module);
  const near: { readonly source: SourceFile; readonly rank: number; readonly founded: 'sibling' | 'elsewhere' }[] = [];
  for (const source of sources) {
    const own = split(source.module);
    const distance = nearness(stem, own.stem);
    if (source.module === wanted.module) near.push({ source, rank: -1, founded: 'sibling' });
    else if (source.module.toLowerCase() === wanted.module.toLowerCase()) near.push({ source, rank: 0, founded: 'sibling' });
    else if (own.folder === folder && distance !== undefined) near.push({ source, rank: 1 + distance, founded: 'sibling' });
    else if (own.stem === stem) near.push({ source, rank: 100 + (nearness(folder, own.folder) ?? 50), founded: 'elsewhere' });
  }
  near.sort((a, b) => a.rank - b.rank);
  const handlers: string[] = [];
  for (const { source } of near.slice(0, MOST_PARSED)) {
    const name = bestExport(wanted.exportName, await exportsOf(source.path));
    if (name !== undefined) handlers.push(format(source.module, name));
  }
  if (near[0] !== undefined) return { handlers: [...new Set(handlers)].slice(0, 3), founded: near[0].founded };
  const beside = sources.filter((source) => split(source.module).folder === folder);
  const holders = await findExport(wanted.exportName, beside, exportsOf);
  return { handlers: holders.map(({ module }) => format(module, wanted.exportName)), founded: holders.length > 0 ? 'export' : undefined };
}

/** The files that export something callable of this name: at most three. */
export async function findExport(
  exportName: string,
  sources: readonly SourceFile[],
  exportsOf: (path: string) => Promise<ModuleExports>,
): Promise<readonly SourceFile[]> {
  const holders: SourceFile[] = [];
  for (const source of sources.slice(0, MOST_PARSED)) {
    const { exports } = await exportsOf(source.path);
    if (exports.some(({ name, kind }) => name === exportName && kind !== 'not-a-function')) holders.push(source);
  }
  return holders.slice(0, 3);
}

/** The export that is meant: the same, the nearest, or the only function. Where nothing can be told, the same. */
function bestExport(wanted: string, { exports, complete }: ModuleExports): string | undefined {
  const callable = exports.filter(({ kind }) => kind !== 'not-a-function').map(({ name }) => name);
  if (callable.includes(wanted)) return wanted;
  return (
    nearest(wanted, callable, 1)[0] ??
    onlyFunction(exports) ??
    USUAL_NAMES.find((name) => callable.includes(name)) ??
    (complete ? undefined : wanted)
  );
}

/** The files directly in the code folder. */
export function atRoot(sources: readonly SourceFile[]): readonly SourceFile[] {
  return sources.filter(({ module }) => !module.includes('/'));
}

/** The name of the one function that a module exports. */
export function onlyFunction(exports: ModuleExports['exports']): string | undefined {
  const functions = exports.filter(({ name, kind }) => kind === 'function' && !name.startsWith('_'));
  return functions.length === 1 ? functions[0]?.name : undefined;
}

function split(module: string): { readonly folder: string; readonly stem: string } {
  const slash = module.lastIndexOf('/');
  return { folder: module.slice(0, Math.max(0, slash)), stem: module.slice(slash + 1) };
}
