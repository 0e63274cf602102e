import path from 'node:path';
import type { DirectoryEntry, FileStat, ReadableFileSystem } from '../ports.ts';

/** What an answer was computed from. */
export interface Dependencies {
  /** Files and folders that were asked for, whether they were there or not. */
  readonly paths: ReadonlySet<string>;
  /** Folders that were listed, with the names that were in them. */
  readonly listings: ReadonlyMap<string, ReadonlySet<string>>;
}

/** Passes every question on, and remembers it. */
export class RecordingFiles implements ReadableFileSystem, Dependencies {
  readonly #files: ReadableFileSystem;
  readonly paths = new Set<string>();
  readonly listings = new Map<string, ReadonlySet<string>>();

  constructor(files: ReadableFileSystem) {
    this.#files = files;
  }

  readText(file: string): Promise<string | undefined> {
    return this.#files.readText(this.#record(file));
  }

  readBytes(file: string): Promise<Uint8Array | undefined> {
    return this.#files.readBytes(this.#record(file));
  }

  stat(file: string): Promise<FileStat | undefined> {
    return this.#files.stat(this.#record(file));
  }

  async readDirectory(directory: string): Promise<readonly DirectoryEntry[]> {
    const entries = await this.#files.readDirectory(this.#record(directory));
    this.listings.set(path.normalize(directory), new Set(entries.map(({ name }) => name)));
    return entries;
  }

  #record(file: string): string {
    this.paths.add(path.normalize(file));
    return file;
  }
}
