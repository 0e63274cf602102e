import path from 'node:path';
import type { DirectoryEntry, FileStat, ReadableFileSystem } from '../ports.ts';

/** A file system in which the texts of unsaved documents stand before what is on disk. */
export class OverlayFiles implements ReadableFileSystem {
  readonly #disk: ReadableFileSystem;
  readonly #documents = new Map<string, string>();

  constructor(disk: ReadableFileSystem) {
    this.#disk = disk;
  }

  /** @returns whether this changed anything: an editor may tell the same text twice. */
  setDocument(file: string, text: string | undefined): boolean {
    if (this.#documents.get(file) === text) return false;
    if (text === undefined) this.#documents.delete(file);
    else this.#documents.set(file, text);
    return true;
  }

  async readText(file: string): Promise<string | undefined> {
    return this.#documents.get(file) ?? this.#disk.readText(file);
  }

  async readBytes(file: string): Promise<Uint8Array | undefined> {
    const text = this.#documents.get(file);
    return text === undefined ? this.#disk.readBytes(file) : new TextEncoder().encode(text);
  }

  async stat(file: string): Promise<FileStat | undefined> {
    const text = this.#documents.get(file);
    if (text === undefined) return this.#disk.stat(file);
    const onDisk = await this.#disk.stat(file);
    return { type: 'file', size: Buffer.byteLength(text), modifiedMs: onDisk?.modifiedMs ?? 0 };
  }

  async readDirectory(directory: string): Promise<readonly DirectoryEntry[]> {
    const entries = await this.#disk.readDirectory(directory);
    const known = new Set(entries.map(({ name }) => name));
    const unsaved = [...this.#documents.keys()]
      .filter((file) => path.dirname(file) === directory && !known.has(path.basename(file)))
      .map((file): DirectoryEntry => ({ name: path.basename(file), type: 'file' }));
    return unsaved.length === 0 ? entries : [...entries, ...unsaved];
  }
}
