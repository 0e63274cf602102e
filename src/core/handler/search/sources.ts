import { extname, join } from 'node:path';
import { unlessUnreadable } from '../../errors.ts';
import type { HandlerContext } from '../context.ts';

/** A source that a handler could name. */
export interface SourceFile {
  readonly path: string;
  /** As a handler writes it: relative to the code folder, with forward slashes and without extension. */
  readonly module: string;
}

const SKIPPED = new Set(['node_modules', '__pycache__', 'site-packages', 'venv', 'env', 'cdk.out', 'coverage', '__tests__', '__mocks__']);
const MOST_ENTRIES = 3000;
const DEEPEST = 8;

/** The sources below `root`, nearest to it first. Bounded: a code folder may be a whole repository. `prefix` goes before their modules. */
export async function findSources(
  root: string,
  extensions: readonly string[],
  context: HandlerContext,
  prefix = '',
): Promise<readonly SourceFile[]> {
  const sources: SourceFile[] = [];
  let level: readonly { readonly path: string; readonly module: string }[] = [{ path: root, module: prefix }];
  let seen = 0;
  for (let depth = 0; depth < DEEPEST && level.length > 0; depth += 1) {
    const next: { path: string; module: string }[] = [];
    for (const folder of level) {
      const listing = context.files.readDirectory(folder.path);
      // Below the root a folder may well be none of ours, such as a database's; it could only have added suggestions.
      for (const entry of await (depth === 0 ? listing : unlessUnreadable(listing, []))) {
        seen += 1;
        if (seen > MOST_ENTRIES) return sources;
        const path = join(folder.path, entry.name);
        const extension = extname(entry.name);
        if (entry.type === 'directory') {
          if (!entry.name.startsWith('.') && !SKIPPED.has(entry.name)) next.push({ path, module: joined(folder.module, entry.name) });
        } else if (entry.type === 'file' && extensions.includes(extension)) {
          const stem = entry.name.slice(0, -extension.length);
          // A dot in the name can't be written in a handler: `order.test.js`, `types.d.ts`.
          if (stem !== '' && !stem.includes('.')) sources.push({ path, module: joined(folder.module, stem) });
        }
      }
    }
    level = next;
  }
  return sources;
}

function joined(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}
