import { dirname, join } from 'node:path';
import type { HandlerContext } from '../../handler/context.ts';
import { SOURCE_EXTENSIONS } from '../../handler/javascript/exports.ts';
import type { ReadableFileSystem } from '../../ports.ts';

/** A file that the handler reaches, and what it imports that isn't a file beside it. */
export interface ReachedFile {
  readonly path: string;
  readonly text: string;
  readonly imported: readonly string[];
}

/** How the files of a language name each other, told from their text alone: parsing waits until there is something to say. */
export interface ImportLanguage {
  scan(text: string): readonly string[];
  /** The files of the project that an import may mean; undefined for what is installed. */
  local(specifier: string, from: string, files: ReadableFileSystem): Promise<readonly string[] | undefined>;
}

/** Larger texts are bundles: they hold what they import. Characters. */
const LARGEST = 300_000;
const MOST_FILES = 80;

/** The handler's file and those of the project that it imports, first come first. */
export async function reachedFiles(start: string, language: ImportLanguage, { files }: HandlerContext): Promise<readonly ReachedFile[]> {
  const queue = [start];
  const reached: ReachedFile[] = [];
  for (const path of queue) {
    if (queue.length > MOST_FILES) break;
    const text = await files.readText(path);
    if (text === undefined || text.length > LARGEST) continue;
    const imported: string[] = [];
    for (const specifier of new Set(language.scan(text))) {
      const local = await language.local(specifier, path, files);
      if (local === undefined) imported.push(specifier);
      else queue.push(...local.filter((each) => !queue.includes(each)));
    }
    reached.push({ path, text, imported });
  }
  return reached;
}

const JS_IMPORT = /\bfrom\s*['"]([^'"\n]+)['"]|\bimport\s*['"]([^'"\n]+)['"]|\brequire\s*\(\s*['"]([^'"\n]+)['"]/g;

export const javascriptImports: ImportLanguage = {
  scan: (text) => [...text.matchAll(JS_IMPORT)].map(([, from, bare, required]) => from ?? bare ?? required ?? ''),
  async local(specifier, from, files) {
    if (!/^\.{1,2}(?:\/|$)/.test(specifier)) return undefined;
    const base = join(dirname(from), specifier);
    const stem = base.replace(/\.[cm]?jsx?$/, '');
    const candidates = [
      base,
      ...SOURCE_EXTENSIONS.map((extension) => stem + extension),
      ...SOURCE_EXTENSIONS.map((extension) => join(base, `index${extension}`)),
    ];
    for (const candidate of candidates) {
      if (/\.[cm]?[jt]sx?$/.test(candidate) && (await files.stat(candidate))?.type === 'file') return [candidate];
    }
    return [];
  },
};
