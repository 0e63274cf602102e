import { dirname, join } from 'node:path';
import { parse } from 'jsonc-parser';
import type { ReadableFileSystem } from '../../ports.ts';

/** How TypeScript's `paths` stand for files: what a module's name begins with, and where that is. Absolute. */
export interface PathAlias {
  readonly prefix: string;
  /** Whether something follows the prefix, as in `@functions/*`. */
  readonly open: boolean;
  readonly targets: readonly string[];
}

const DEEPEST_EXTENDS = 5;

/** The `paths` of a folder's tsconfig.json. */
export async function pathAliases(folder: string, files: ReadableFileSystem): Promise<readonly PathAlias[]> {
  return aliasesOf(join(folder, 'tsconfig.json'), files, 0);
}

/** Where a module may be that isn't named by a relative path, without its extension. */
export function aliasedPaths(name: string, aliases: readonly PathAlias[]): readonly string[] {
  return aliases.flatMap(({ prefix, open, targets }) => {
    if (open ? !name.startsWith(prefix) : name !== prefix) return [];
    return targets.map((target) => target.replace('*', () => name.slice(prefix.length)));
  });
}

async function aliasesOf(path: string, files: ReadableFileSystem, depth: number): Promise<readonly PathAlias[]> {
  const text = depth > DEEPEST_EXTENDS ? undefined : await files.readText(path);
  const config: unknown = text === undefined ? undefined : parse(text, [], { allowTrailingComma: true });
  if (!isRecord(config)) return [];
  const options = isRecord(config['compilerOptions']) ? config['compilerOptions'] : {};
  const { paths, baseUrl } = options;
  if (isRecord(paths)) {
    const base = join(dirname(path), typeof baseUrl === 'string' ? baseUrl : '.');
    return Object.entries(paths).map(([pattern, targets]) => ({
      prefix: pattern.replace(/\*[\s\S]*$/, ''),
      open: pattern.includes('*'),
      targets: [targets].flat().flatMap((target) => (typeof target === 'string' ? [join(base, target)] : [])),
    }));
  }
  for (const extended of [config['extends']].flat()) {
    if (typeof extended !== 'string' || !extended.startsWith('.')) continue;
    const target = join(dirname(path), extended);
    const inherited = await aliasesOf(target.endsWith('.json') ? target : `${target}.json`, files, depth + 1);
    if (inherited.length > 0) return inherited;
  }
  return [];
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
