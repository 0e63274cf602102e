import { join } from 'node:path';
import type { FileSystem } from '../ports.ts';
import type { Layout } from './layout.ts';
import { walk } from './walk.ts';

/** A folder that a build has put a package into, as it is: all of it but what is hidden. */
export async function wholeFolder(folder: string, files: FileSystem): Promise<Layout> {
  const walked = await walk(files, folder, {
    enterFolder: (_, name) => !name.startsWith('.'),
    takeFile: (_, name) => !name.startsWith('.'),
  });
  const packaged = walked.files.map((path) => ({ path, source: join(folder, path) }));
  const inputs = [...walked.folders, ...packaged.map(({ source }) => source)];
  return { root: folder, searchPaths: [], files: packaged, inputs, warnings: walked.warnings };
}
