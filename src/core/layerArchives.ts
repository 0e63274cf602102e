import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { FileSystem } from './ports.ts';

/** Layers that are zips, unpacked for as long as the zip stays the same. */
export class LayerArchives {
  readonly #files: FileSystem;
  readonly #directory: string;
  /** By the zip's path. */
  readonly #unpacked = new Map<string, { readonly stamp: string; readonly folder: Promise<string> }>();

  /** `directory`: absolute, for this alone. */
  constructor(files: FileSystem, directory: string) {
    this.#files = files;
    this.#directory = directory;
  }

  /** The folder with what is in a zip; `undefined` where there is none. Rejects with a WorkbenchError where it can't be unpacked. */
  async folderOf(path: string): Promise<string | undefined> {
    const stat = await this.#files.stat(path);
    if (stat?.type !== 'file') return undefined;
    const stamp = `${path} ${stat.size} ${stat.modifiedMs}`;
    const known = this.#unpacked.get(path);
    if (known?.stamp === stamp) return known.folder;
    const folder = this.#unpack(path, stamp);
    this.#unpacked.set(path, { stamp, folder });
    folder.catch(() => this.#unpacked.delete(path));
    // What ran with the former one is retired by its digest; its files are of no use any more.
    void known?.folder.then((former) => this.#files.remove(former)).catch(() => {});
    return folder;
  }

  async #unpack(path: string, stamp: string): Promise<string> {
    const folder = join(this.#directory, createHash('sha256').update(stamp).digest('hex').slice(0, 16));
    const { extractZip } = await import('./package/archive.ts');
    await this.#files.remove(folder);
    await extractZip((await this.#files.readBytes(path)) ?? new Uint8Array(), folder, this.#files);
    return folder;
  }
}
