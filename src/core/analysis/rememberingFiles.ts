import path from 'node:path';
import type { DirectoryEntry, FileStat, ReadableFileSystem } from '../ports.ts';

/** Of all texts together; beyond it they are read again. Characters. */
const MOST_REMEMBERED = 16_000_000;

/**
 * Asks everything once. For the time of one update: many functions are found from the same folders and files. Where a folder was
 * listed, what isn't in the list isn't there, and isn't asked for.
 */
export class RememberingFiles implements ReadableFileSystem {
  readonly #files: ReadableFileSystem;
  readonly #stats = new Map<string, Promise<FileStat | undefined>>();
  readonly #listings = new Map<string, Promise<readonly DirectoryEntry[]>>();
  /** Of what was listed: hundreds of files of one folder may be asked for. */
  readonly #names = new Map<string, ReadonlySet<string>>();
  readonly #texts = new Map<string, Promise<string | undefined>>();
  #remembered = 0;

  constructor(files: ReadableFileSystem) {
    this.#files = files;
  }

  readBytes(file: string): Promise<Uint8Array | undefined> {
    return this.#files.readBytes(file);
  }

  stat(file: string): Promise<FileStat | undefined> {
    return remembered(this.#stats, path.normalize(file), () => this.#unlessUnlisted(file, () => this.#files.stat(file)));
  }

  readDirectory(directory: string): Promise<readonly DirectoryEntry[]> {
    return remembered(this.#listings, withoutEnd(path.normalize(directory)), () => this.#files.readDirectory(directory));
  }

  readText(file: string): Promise<string | undefined> {
    const key = path.normalize(file);
    const known = this.#texts.get(key);
    if (known !== undefined) return known;
    const reading = this.#unlessUnlisted(file, () => this.#files.readText(file));
    if (this.#remembered < MOST_REMEMBERED) {
      this.#texts.set(key, reading);
      reading.then(
        (text) => {
          this.#remembered += text?.length ?? 0;
        },
        () => undefined,
      );
    }
    return reading;
  }

  async #unlessUnlisted<T>(file: string, ask: () => Promise<T | undefined>): Promise<T | undefined> {
    const folder = path.dirname(path.normalize(file));
    // A folder that may not be listed may still hold what can be read.
    const entries = await this.#listings.get(folder)?.catch(() => undefined);
    // Nothing in it: it may not be there at all, and then the system says so.
    if (entries === undefined || entries.length === 0) return ask();
    const names = this.#names.get(folder) ?? new Set(entries.map(({ name }) => name));
    this.#names.set(folder, names);
    return names.has(path.basename(file)) ? ask() : undefined;
  }
}

function remembered<T>(memory: Map<string, Promise<T>>, key: string, ask: () => Promise<T>): Promise<T> {
  const known = memory.get(key);
  if (known !== undefined) return known;
  const asking = ask();
  memory.set(key, asking);
  return asking;
}

function withoutEnd(folder: string): string {
  return folder.length > 1 && folder.endsWith(path.sep) ? folder.slice(0, -1) : folder;
}
