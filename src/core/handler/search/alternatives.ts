import type { ModuleExports } from '../model.ts';
import { nearness } from '../near.ts';
import { callables, likelyExports } from './likely.ts';
import type { SourceFile } from './sources.ts';

/** Handlers that may be meant where a file isn't there, and how well that is founded. */
export interface Alternatives {
  /** Whole handler strings, nearest first, at most three. */
  readonly handlers: readonly string[];
  /** `sibling`: a file of nearly that name in that very folder. `elsewhere`: that name in another folder. `export`: a file beside it has that export. */
  readonly founded: 'sibling' | 'elsewhere' | 'export' | undefined;
}

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
    const name = bestExport(wanted.exportName, source.path, await exportsOf(source.path));
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

/** The export that is meant: the same, or the likeliest. Where nothing can be told, the same. */
function bestExport(wanted: string, path: string, { exports, complete }: ModuleExports): string | undefined {
  const callable = callables(exports);
  if (callable.includes(wanted)) return wanted;
  return likelyExports(wanted, path, exports)[0] ?? (complete ? undefined : wanted);
}

/** The files directly in the code folder. */
export function atRoot(sources: readonly SourceFile[]): readonly SourceFile[] {
  return sources.filter(({ module }) => !module.includes('/'));
}

function split(module: string): { readonly folder: string; readonly stem: string } {
  const slash = module.lastIndexOf('/');
  return { folder: module.slice(0, Math.max(0, slash)), stem: module.slice(slash + 1) };
}
