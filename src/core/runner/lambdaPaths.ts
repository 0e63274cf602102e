import { extname, join, relative } from 'node:path';
import type { FileSystem } from '../ports.ts';

/** Sources that are looked through, and bytes of the longest: what is larger is a bundle, whose author wrote no path in it. */
const MOST_FILES = 300;
const MOST_BYTES = 512 * 1024;
const SOURCES = new Set(['.js', '.mjs', '.cjs', '.ts', '.mts', '.cts', '.py', '.rb', '.sh']);
const SKIPPED = new Set(['node_modules', 'site-packages', 'vendor', '__pycache__', '.git']);

/** Where the code names a path of Lambda's own, which this machine doesn't have, one note a file: the first is enough to go there. */
export async function lambdaPathNotes(root: string, files: FileSystem): Promise<readonly string[]> {
  const notes: string[] = [];
  const folders = [root];
  let count = 0;
  for (let folder = folders.shift(); folder !== undefined && count < MOST_FILES; folder = folders.shift()) {
    for (const { name, type } of await files.readDirectory(folder)) {
      const path = join(folder, name);
      if (type === 'directory' && !SKIPPED.has(name)) folders.push(path);
      if (type !== 'file' || !SOURCES.has(extname(name)) || count >= MOST_FILES) continue;
      count += 1;
      const found = await firstPath(path, files);
      if (found) notes.push(`${relative(root, path)}, line ${found.line}, names ${found.path}, which isn’t there outside of Lambda.`);
    }
  }
  return notes;
}

async function firstPath(path: string, files: FileSystem): Promise<{ readonly path: string; readonly line: number } | undefined> {
  if (((await files.stat(path))?.size ?? 0) > MOST_BYTES) return undefined;
  const text = (await files.readText(path)) ?? '';
  const match = /(["'`])(\/(?:opt|var\/task)\/[^"'`\n]{1,200})\1/.exec(text);
  return match ? { path: match[2] ?? '', line: text.slice(0, match.index).split('\n').length } : undefined;
}
