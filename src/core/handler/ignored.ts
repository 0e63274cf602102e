import { dirname, join, relative, sep } from 'node:path';
import type { ReadableFileSystem } from '../ports.ts';

/** How far above the workspace folder the top of the repository is looked for. */
const MOST_PARENTS = 8;

/**
 * True where git ignores `path`, which need not exist: then something makes it, and what isn't there now may be there later.
 * Reads the `.gitignore` files from the top of the repository down to the path.
 */
export async function isIgnored(path: string, folder: string, files: ReadableFileSystem): Promise<boolean> {
  const top = await repositoryTop(folder, files);
  const parts = relative(top, path).split(sep);
  if (parts[0] === '..' || parts[0] === '') return false;
  const rules: { readonly base: string; readonly rule: Rule }[] = [];
  for (let depth = 0; depth < parts.length; depth += 1) {
    const base = join(top, ...parts.slice(0, depth));
    const text = await files.readText(join(base, '.gitignore'));
    if (text !== undefined) rules.push(...parse(text).map((rule) => ({ base, rule })));
    // The parts above the last are folders for certain, the last may be either.
    const current = join(top, ...parts.slice(0, depth + 1));
    let ignored = false;
    for (const { base: from, rule } of rules) {
      if (rule.pattern.test(relative(from, current).split(sep).join('/'))) ignored = !rule.negated;
    }
    if (ignored) return true;
  }
  return false;
}

async function repositoryTop(folder: string, files: ReadableFileSystem): Promise<string> {
  let current = folder;
  for (let step = 0; step < MOST_PARENTS; step += 1) {
    if ((await files.stat(join(current, '.git'))) !== undefined) return current;
    if (dirname(current) === current) break;
    current = dirname(current);
  }
  return folder;
}

interface Rule {
  readonly pattern: RegExp;
  readonly negated: boolean;
}

function parse(text: string): readonly Rule[] {
  return text.split(/\r?\n/).flatMap((raw) => {
    const line = raw.trimEnd();
    if (line === '' || line.startsWith('#')) return [];
    const negated = line.startsWith('!');
    const glob = line.slice(negated ? 1 : 0).replace(/\/$/, '');
    const anchored = glob.includes('/');
    const source = globSource(glob.replace(/^\//, ''));
    return source === '' ? [] : [{ pattern: new RegExp(`^${anchored ? '' : '(?:.*/)?'}${source}$`), negated }];
  });
}

function globSource(glob: string): string {
  return glob.replace(/\*\*\/|\/\*\*$|\*\*|\*|\?|\[[^\]\\/]+\]|\\.|[^*?[\\]+|[[\\]/g, (part) => {
    if (part === '**/') return '(?:.*/)?';
    if (part === '/**') return '/.*';
    if (part === '**' || part === '*') return '[^/]*';
    if (part === '?') return '[^/]';
    if (part.length > 2 && part.startsWith('[')) return isRange(part) ? part.replace(/^\[!/, '[^') : literally(part);
    return literally(part.length === 2 && part.startsWith('\\') ? part.slice(1) : part);
  });
}

/** `[z-a]` and the like are no class to a regular expression. */
function isRange(part: string): boolean {
  return [...part.matchAll(/(.)-(.)/g)].every(([, from = '', to = '']) => from <= to);
}

function literally(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
