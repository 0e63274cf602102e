import { join, normalize } from 'node:path';
import { WorkbenchError } from '../errors.ts';
import type { FileSystem } from '../ports.ts';
import type { Layout } from './layout.ts';
import type { PackagedText } from './packageable.ts';

/**
 * A package of single files. Where they lie on disk as they will in the package they stay there, so that breakpoints and stack frames
 * are in the file that a person edits; otherwise they are copied together.
 */
export async function singleFiles(files: FileSystem, home: string, packed: readonly PackagedText[]): Promise<Layout> {
  for (const { content } of packed) {
    if (content.kind === 'file' && (await files.stat(content.path))?.type !== 'file')
      throw new WorkbenchError('package-failed', `A file of the package isn’t there: ${content.path}`, 'Correct its path, or create it.');
  }
  const inputs = packed.flatMap(({ content }) => (content.kind === 'file' ? [content.path] : []));
  const root = commonRoot(packed);
  if (root !== undefined) {
    const inPlace = packed.map(({ name }) => ({ path: name, source: join(root, name) }));
    return { root, searchPaths: [], files: inPlace, inputs, warnings: [] };
  }
  const task = join(home, 'task');
  await files.remove(home);
  await files.write(join(home, 'package.json'), '{}\n');
  for (const { name, content } of packed) {
    const bytes = content.kind === 'text' ? content.text : await files.readBytes(content.path);
    await files.write(join(task, name), bytes ?? '');
  }
  const copies = packed.map(({ name }) => ({ path: name, source: join(task, name) }));
  return { root: task, searchPaths: [], files: copies, inputs, warnings: [] };
}

/** The file that holds the handler's module, where it can be bundled in its place. */
export function sourceAmong(packed: readonly PackagedText[], handler: string): { readonly root: string } | undefined {
  const module = /^(.*\/)?[^./]+/.exec(handler)?.[0];
  const source = packed.find(({ name }) => module !== undefined && name.startsWith(`${module}.`) && /\.[cm]?[jt]sx?$/.test(name));
  const root = source === undefined ? undefined : rootOf(source);
  return root === undefined ? undefined : { root };
}

function commonRoot(packed: readonly PackagedText[]): string | undefined {
  const [root, ...others] = new Set(packed.map(rootOf));
  return others.length === 0 ? root : undefined;
}

/** The folder in which the file's path is its name in the package. */
function rootOf({ name, content }: PackagedText): string | undefined {
  if (content.kind !== 'file') return undefined;
  const inside = normalize(`/${name}`);
  return content.path.endsWith(inside) ? content.path.slice(0, -inside.length) || '/' : undefined;
}
