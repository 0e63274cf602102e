import { dirname, isAbsolute, join, relative, sep } from 'node:path';
import { parse } from 'jsonc-parser';
import type { HandlerContext } from '../context.ts';

/** Where the TypeScript compiler puts what: a file below `outDir` comes from the same place below one of `sources`. */
export interface OutputMapping {
  readonly outDir: string;
  readonly sources: readonly string[];
}

const MOST_PARENTS = 12;
const DEEPEST_EXTENDS = 5;

/** The mapping of the nearest tsconfig.json with an `outDir`, from `start` up to `folder`. */
export async function outputMapping(start: string, folder: string, context: HandlerContext): Promise<OutputMapping | undefined> {
  let current = start;
  for (let step = 0; step < MOST_PARENTS; step += 1) {
    const options = await compilerOptions(join(current, 'tsconfig.json'), context, 0);
    if (options.outDir !== undefined) {
      // Without rootDir the compiler takes the longest folder that all sources share: mostly `src`.
      const sources = options.rootDir === undefined ? [join(current, 'src'), current] : [options.rootDir];
      return { outDir: options.outDir, sources };
    }
    if (current === folder || dirname(current) === current) return undefined;
    current = dirname(current);
  }
  return undefined;
}

/** The places that `path`, an output without its extension, may come from. */
export function mappedSources(path: string, mapping: OutputMapping): readonly string[] {
  const inside = relative(mapping.outDir, path);
  if (inside === '' || inside.startsWith(`..${sep}`) || inside === '..' || isAbsolute(inside)) return [];
  return mapping.sources.map((source) => join(source, inside));
}

interface Options {
  readonly outDir?: string;
  readonly rootDir?: string;
}

async function compilerOptions(path: string, context: HandlerContext, depth: number): Promise<Options> {
  const text = depth > DEEPEST_EXTENDS ? undefined : await context.files.readText(path);
  if (text === undefined) return {};
  const config: unknown = parse(text, [], { allowTrailingComma: true });
  if (!isRecord(config)) return {};
  let inherited: Options = {};
  for (const extended of [config['extends']].flat()) {
    if (typeof extended !== 'string' || !extended.startsWith('.')) continue;
    const target = join(dirname(path), extended);
    inherited = { ...inherited, ...(await compilerOptions(target.endsWith('.json') ? target : `${target}.json`, context, depth + 1)) };
  }
  const own = isRecord(config['compilerOptions']) ? config['compilerOptions'] : {};
  const { outDir, rootDir } = own;
  return {
    ...inherited,
    ...(typeof outDir === 'string' ? { outDir: join(dirname(path), outDir) } : {}),
    ...(typeof rootDir === 'string' ? { rootDir: join(dirname(path), rootDir) } : {}),
  };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
