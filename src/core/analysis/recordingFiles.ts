import path from 'node:path';
import type { DirectoryEntry, FileStat, ReadableFileSystem } from '../ports.ts';

/** What an answer was computed from. */
export interface Dependencies {
  /** Files and folders that were asked for, whether they were there or not. */
  readonly paths: ReadonlySet<string>;
  /** Those of them that were not there. */
  readonly absent: ReadonlySet<string>;
  /** Folders that were listed, with what was in them: many owners share one list. */
  readonly listings: ReadonlyMap<string, readonly DirectoryEntry[]>;
}

/** Passes every question on, and remembers it. */
export class RecordingFiles implements ReadableFileSystem, Dependencies {
  readonly #files: ReadableFileSystem;
  readonly paths = new Set<string>();
  readonly absent = new Set<string>();
  readonly listings = new Map<string, readonly DirectoryEntry[]>();

  constructor(files: ReadableFileSystem) {
    this.#files = files;
  }

  /** What was asked for elsewhere counts here too. */
  include({ paths, absent, listings }: Dependencies): void {
    for (const file of paths) this.paths.add(file);
    for (const file of absent) this.absent.add(file);
    for (const [folder, names] of listings) this.listings.set(folder, names);
  }

  readText(file: string): Promise<string | undefined> {
    return this.#recorded(file, this.#files.readText(file));
  }

  readBytes(file: string): Promise<Uint8Array | undefined> {
    return this.#recorded(file, this.#files.readBytes(file));
  }

  stat(file: string): Promise<FileStat | undefined> {
    return this.#recorded(file, this.#files.stat(file));
  }

  async readDirectory(directory: string): Promise<readonly DirectoryEntry[]> {
    const folder = path.normalize(directory);
    this.paths.add(folder);
    const entries = await this.#files.readDirectory(directory);
    this.listings.set(folder, entries);
    return entries;
  }

  async #recorded<T>(file: string, asking: Promise<T | undefined>): Promise<T | undefined> {
    const normal = path.normalize(file);
    this.paths.add(normal);
    const answer = await asking;
    if (answer === undefined) this.absent.add(normal);
    return answer;
  }
}
