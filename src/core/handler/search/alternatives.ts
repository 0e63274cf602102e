import type { ModuleExports } from '../model.ts';
import { nearness } from '../near.ts';
import { callables, likelyExports } from './likely.ts';
import type { SourceFile } from './sources.ts';

/** Handlers that may be meant where a file isn't there, and how well that is founded. */
export interface Alternatives {
  /** Whole handler strings, nearest first, at most three. */
  readonly handlers: readonly string[];
  /** `sibling`: a file of nearly that name in that very folder, or of that name in one of nearly its name. `elsewhere`: that name in another folder. `export`: a file beside it has that export. */
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
    const apart = nearness(stem, own.stem);
    if (source.module === wanted.module) near.push({ source, rank: -1, founded: 'sibling' });
    else if (source.module.toLowerCase() === wanted.module.toLowerCase()) near.push({ source, rank: 0, founded: 'sibling' });
    else if (own.folder === folder && apart !== undefined) near.push({ source, rank: 1 + apart, founded: 'sibling' });
    else if (own.stem === stem) {
      const distance = folderDistance(folder, own.folder);
      // No build makes a folder of another that is called nearly the same.
      const isRenamed = distance <= NEAR_FOLDER && partsOf(folder).length === partsOf(own.folder).length;
      near.push({ source, rank: (isTelling(stem) ? 2.5 : 100) + distance / 100, founded: isRenamed ? 'sibling' : 'elsewhere' });
    }
  }
  near.sort((a, b) => a.rank - b.rank);
  const handlers: string[] = [];
  for (const { source } of near.slice(0, MOST_PARSED)) {
    const name = bestExport(wanted.exportName, source.path, await exportsOf(source.path));
    if (name !== undefined) handlers.push(format(source.module, name));
  }
  const [first] = near;
  if (first !== undefined) {
    // A build may make just that name of the source elsewhere; and of short names many are near.
    const isVague =
      first.rank > 0 &&
      split(first.source.module).stem !== stem &&
      (stem.length <= 3 || near.some(({ founded }) => founded === 'elsewhere'));
    return { handlers: [...new Set(handlers)].slice(0, 3), founded: isVague ? 'elsewhere' : first.founded };
  }
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

/** A name that every folder may have says little of which file is meant; another one is rather moved than mistyped by two letters. */
function isTelling(stem: string): boolean {
  return stem.length > 5 && !/^(?:index|app|main|handler|lambda_function|function|lambda)s?$/i.test(stem);
}

/** The export that is meant: the same, or the likeliest. Where nothing can be told, the same. */
function bestExport(wanted: string, path: string, { exports, complete }: ModuleExports): string | undefined {
  const callable = callables(exports);
  if (callable.includes(wanted)) return wanted;
  // A member of something that can't be looked into.
  const owner = exports.find(({ name }) => wanted.startsWith(`${name}.`));
  if (owner?.kind === 'unknown' && !callable.some((name) => name.startsWith(`${owner.name}.`))) return wanted;
  return likelyExports(wanted, path, exports)[0] ?? (complete ? undefined : wanted);
}

/** The files directly in the code folder. */
export function atRoot(sources: readonly SourceFile[]): readonly SourceFile[] {
  return sources.filter(({ module }) => !module.includes('/'));
}

/** How far two folders are apart for someone who moved or renamed one: less for a part that is added than for one that is another. */
function folderDistance(a: string, b: string): number {
  const [from, to] = [partsOf(a), partsOf(b)];
  const [shorter, longer] = from.length < to.length ? [from, to] : [to, from];
  if (shorter.length < longer.length) {
    let at = 0;
    for (const part of longer) if (part === shorter[at]) at += 1;
    return at === shorter.length ? 2 + longer.length - at : FARTHEST;
  }
  return Math.min(
    FARTHEST,
    from.reduce((sum, part, index) => sum + partDistance(part, to[index] ?? ''), 0),
  );
}

function partsOf(folder: string): readonly string[] {
  return folder.split('/').filter((part) => part !== '');
}

const FARTHEST = 50;
const NEAR_FOLDER = 5;

function partDistance(a: string, b: string): number {
  if (a === b) return 0;
  return a.startsWith(b) || b.startsWith(a) ? 3 : (nearness(a, b) ?? 20) + 3;
}

function split(module: string): { readonly folder: string; readonly stem: string } {
  const slash = module.lastIndexOf('/');
  return { folder: module.slice(0, Math.max(0, slash)), stem: module.slice(slash + 1) };
}
