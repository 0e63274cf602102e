import { dirname, join } from 'node:path';
import { WorkbenchError } from '../errors.ts';
import type { FileSystem } from '../ports.ts';
import { extractZip } from './archive.ts';
import type { Layout } from './layout.ts';
import { walk } from './walk.ts';

/** Code written in the template. The runtime always looks for the module `index`. */
export async function inlineCode(files: FileSystem, home: string, runtime: string, text: string): Promise<Layout> {
  const name = runtime.startsWith('python')
    ? 'index.py'
    : runtime.startsWith('ruby')
      ? 'index.rb'
      : MODULE_SYNTAX.test(text)
        ? 'index.mjs'
        : 'index.js';
  const root = join(home, 'task');
  const source = join(root, name);
  if ((await files.readText(source)) !== text) {
    await files.remove(home);
    await files.write(join(home, 'package.json'), '{}\n');
    await files.write(source, text);
  }
  return { root, searchPaths: [], files: [{ path: name, source }], inputs: [], warnings: [] };
}

/** `import` and `export` at the start of a line: only a module has them. */
const MODULE_SYNTAX = /^(import\s*["'{*\w]|export\s+(const|let|var|async|function|class|default|\{))/m;

/** A zip that is already there: unpacked once, and again when it changes. */
export class ArchiveCode {
  readonly #files: FileSystem;
  #unpacked: { readonly stamp: string; readonly layout: Layout } | undefined;

  constructor(files: FileSystem) {
    this.#files = files;
  }

  async build(path: string, home: string): Promise<Layout> {
    const stat = await this.#files.stat(path);
    const bytes = stat?.type === 'file' ? await this.#files.readBytes(path) : undefined;
    if (stat === undefined || bytes === undefined) {
      throw new WorkbenchError('package-failed', `The package isn’t there: ${path}`, `Build it first: it belongs into ${dirname(path)}.`);
    }
    const stamp = `${path} ${stat.size} ${stat.modifiedMs}`;
    if (this.#unpacked?.stamp === stamp) return this.#unpacked.layout;
    this.#unpacked = undefined;
    const root = join(home, 'task');
    await this.#files.remove(home);
    await extractZip(bytes, root, this.#files);
    const walked = await walk(this.#files, root, { enterFolder: () => true, takeFile: () => true });
    const packaged = walked.files.map((file) => ({ path: file, source: join(root, file) }));
    const layout = { root, searchPaths: [], files: packaged, inputs: [path], warnings: [] };
    this.#unpacked = { stamp, layout };
    return layout;
  }
}
