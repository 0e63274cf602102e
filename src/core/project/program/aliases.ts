import { dirname, join } from 'node:path';
import { parse } from 'jsonc-parser';
import type { ReadableFileSystem } from '../../ports.ts';

/** What stands for files in imports: what a module's name begins with, and where that is. Absolute. */
export interface PathAlias {
  readonly prefix: string;
  /** Whether something follows the prefix, as in `@functions/*`. */
  readonly open: boolean;
  readonly targets: readonly string[];
}

const DEEPEST_EXTENDS = 5;

/** The `paths` of a folder's tsconfig.json, and the packages that its package.json takes from other folders. */
export async function pathAliases(folder: string, files: ReadableFileSystem): Promise<readonly PathAlias[]> {
  const [paths, packages] = await Promise.all([aliasesOf(join(folder, 'tsconfig.json'), files, 0), localPackages(folder, files)]);
  return [...paths, ...packages];
}

/** `"@shop/common": "file:../packages/common"`. Its source is rather looked for than what is compiled of it. */
async function localPackages(folder: string, files: ReadableFileSystem): Promise<readonly PathAlias[]> {
  const manifest = await readJson(join(folder, 'package.json'), files);
  const dependencies = ['dependencies', 'devDependencies'].flatMap((key) => {
    const listed = manifest?.[key];
    return isRecord(listed) ? Object.entries(listed) : [];
  });
  return dependencies.flatMap(([name, version]) => {
    const [, path] = typeof version === 'string' ? (/^(?:file|link|portal):(.+)$/.exec(version) ?? []) : [];
    if (path === undefined) return [];
    return packageAliases(name, join(folder, path));
  });
}

/** A package whose source is in a folder: as a whole, and the files in it. */
export function packageAliases(name: string, folder: string): readonly PathAlias[] {
  const [source, library] = [join(folder, 'src'), join(folder, 'lib')];
  return [
    { prefix: name, open: false, targets: [join(source, 'index'), join(folder, 'index'), join(library, 'index')] },
    { prefix: `${name}/`, open: true, targets: [join(folder, '*'), join(source, '*')] },
  ];
}

export async function readJson(path: string, files: ReadableFileSystem): Promise<Readonly<Record<string, unknown>> | undefined> {
  const text = await files.readText(path);
  const content: unknown = text === undefined ? undefined : parse(text, [], { allowTrailingComma: true });
  return isRecord(content) ? content : undefined;
}

/** Where a module may be that isn't named by a relative path, without its extension. */
export function aliasedPaths(name: string, aliases: readonly PathAlias[]): readonly string[] {
  return aliases.flatMap(({ prefix, open, targets }) => {
    if (open ? !name.startsWith(prefix) : name !== prefix) return [];
    return targets.map((target) => target.replace('*', () => name.slice(prefix.length)));
  });
}

async function aliasesOf(path: string, files: ReadableFileSystem, depth: number): Promise<readonly PathAlias[]> {
  const config = depth > DEEPEST_EXTENDS ? undefined : await readJson(path, files);
  if (config === undefined) return [];
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
