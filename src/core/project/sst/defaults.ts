import { dirname, extname, join } from 'node:path';
import type { ReadableFileSystem } from '../../ports.ts';
import type { CodeLocation } from '../model.ts';

/**
 * Where functions of versions 1 and 2 have their code unless they say it themselves: what `setDefaultFunctionProps` is told
 * in the folders from the file's up to the app's. Undefined where it is told nothing of that.
 * https://v2.sst.dev/constructs/App#setdefaultfunctionprops
 */
export async function defaultCode(path: string, root: string, files: ReadableFileSystem): Promise<CodeLocation | undefined> {
  const told = new Set<string | undefined>();
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    for (const { name, type } of await files.readDirectory(folder)) {
      if (type !== 'file' || !SOURCES.has(extname(name))) continue;
      for (const place of placesTold((await files.readText(join(folder, name))) ?? '')) told.add(place);
    }
    if (folder === root || folder === dirname(folder)) break;
  }
  const [place] = told;
  if (told.size === 0) return undefined;
  return told.size > 1 || place === undefined
    ? { kind: 'unknown', reason: 'the app’s default' }
    : { kind: 'directory', path: join(root, place) };
}

const SOURCES: ReadonlySet<string> = new Set(['.ts', '.tsx', '.mts', '.cts', '.js', '.mjs', '.cjs', '.jsx']);

/** Undefined for a place that isn't a plain text. */
function placesTold(text: string): readonly (string | undefined)[] {
  if (!text.includes('setDefaultFunctionProps')) return [];
  const [, ...calls] = text.replace(/\/\*[\s\S]*?\*\/|(?<!:)\/\/.*/g, '').split('setDefaultFunctionProps');
  return calls.flatMap((call) => {
    const properties = untilClosed(call);
    if (!/\bsrcPath\b/.test(properties)) return [];
    return [/\bsrcPath\s*:\s*(['"`])([^'"`$]*)\1\s*[,}]/.exec(properties)?.[2]];
  });
}

/** The text up to the parenthesis that closes the first one. */
function untilClosed(text: string): string {
  let depth = 0;
  for (const { 0: bracket, index } of text.matchAll(/[()]/g)) {
    depth += bracket === '(' ? 1 : -1;
    if (depth <= 0) return text.slice(0, index);
  }
  return text;
}
