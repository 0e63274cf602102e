import { dirname, join } from 'node:path';
import { parse as parseYaml } from 'yaml';
import { isWithin } from '../../paths.ts';
import type { ReadableFileSystem } from '../../ports.ts';
import { type PathAlias, packageAliases, readJson } from './aliases.ts';

/** Whose constructs are known by name: their own repositories hold examples too, in which they mean what they mean elsewhere. */
const LIBRARIES =
  /^(?:aws-cdk-lib|constructs|monocdk|sst)$|^@(?:aws-cdk|aws-cdk-containers|aws-solutions-constructs|pulumi|serverless-stack|sst)\//;

/** A workspace with more packages than this isn't looked through. */
const MOST_PACKAGES = 300;

/** The packages of the npm, Yarn or pnpm workspace that a folder is in, as long as that is below `top`: imports name them as if they were installed. */
export async function workspacePackages(folder: string, top: string, files: ReadableFileSystem): Promise<readonly PathAlias[]> {
  for (let root = folder; isWithin(top, root); root = dirname(root)) {
    const patterns = await patternsIn(root, files);
    if (patterns !== undefined) return packagesOf(root, patterns, files);
    if (root === dirname(root)) break;
  }
  return [];
}

/** Undefined where the folder is not the top of a workspace. */
async function patternsIn(root: string, files: ReadableFileSystem): Promise<readonly string[] | undefined> {
  const manifest = await readJson(join(root, 'package.json'), files);
  const listed = isRecord(manifest?.['workspaces']) ? manifest['workspaces']['packages'] : manifest?.['workspaces'];
  if (Array.isArray(listed)) return texts(listed);
  const text = await files.readText(join(root, 'pnpm-workspace.yaml'));
  return text === undefined ? undefined : texts(readYaml(text)?.['packages']);
}

async function packagesOf(root: string, patterns: readonly string[], files: ReadableFileSystem): Promise<readonly PathAlias[]> {
  const folders = (await Promise.all(patterns.map((pattern) => foldersOf(root, pattern, files)))).flat();
  if (folders.length > MOST_PACKAGES) return [];
  const found = folders.map(async (folder) => {
    const name = (await readJson(join(folder, 'package.json'), files))?.['name'];
    return typeof name === 'string' && name !== '' && !LIBRARIES.test(name) ? packageAliases(name, folder) : [];
  });
  return (await Promise.all(found)).flat();
}

/** `packages/*`, also where more follows, and folders by their names. */
async function foldersOf(root: string, pattern: string, files: ReadableFileSystem): Promise<readonly string[]> {
  const [, above = '', star] = /^(?:\.\/)?([^*!?{[]*?)\/*(\*{1,2}(?:\/\*)?)?\/?$/.exec(pattern) ?? [];
  if (star === undefined) return above === '' ? [] : [join(root, above)];
  const entries = await files.readDirectory(join(root, above));
  return entries
    .filter(({ name, type }) => type === 'directory' && name !== 'node_modules' && !name.startsWith('.'))
    .map(({ name }) => join(root, above, name));
}

function readYaml(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const content: unknown = parseYaml(text);
    return isRecord(content) ? content : undefined;
  } catch {
    return undefined;
  }
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
