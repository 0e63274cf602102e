import path from 'node:path';
import { isWithin } from '../../../src/core/paths.ts';
import type { DirectoryEntry, FileStat, ReadableFileSystem } from '../../../src/core/ports.ts';

export interface Move {
  /** A file or folder that is there. */
  readonly from: string;
  /** Where it is instead: a name that isn't taken, beside `from` or in a new folder beside it. */
  readonly to: string;
}

/** The disk with one file or folder somewhere else, as after `git mv`. Nothing on the disk changes. */
export class MovedFiles implements ReadableFileSystem {
  readonly #disk: ReadableFileSystem;
  #move: Move | undefined;

  constructor(disk: ReadableFileSystem) {
    this.#disk = disk;
  }

  set(move: Move | undefined): void {
    this.#move = move;
  }

  async readText(file: string): Promise<string | undefined> {
    const real = this.#real(file);
    return real === undefined ? undefined : this.#disk.readText(real);
  }

  async readBytes(file: string): Promise<Uint8Array | undefined> {
    const real = this.#real(file);
    return real === undefined ? undefined : this.#disk.readBytes(real);
  }

  async stat(file: string): Promise<FileStat | undefined> {
    if (this.#isNewFolder(file)) return { type: 'directory', size: 0, modifiedMs: 0 };
    const real = this.#real(file);
    return real === undefined ? undefined : this.#disk.stat(real);
  }

  async readDirectory(directory: string): Promise<readonly DirectoryEntry[]> {
    const move = this.#move;
    const real = this.#real(directory);
    const entries = real === undefined ? [] : await this.#disk.readDirectory(real);
    if (move === undefined) return entries;
    const kept = path.dirname(move.from) === directory ? entries.filter(({ name }) => name !== path.basename(move.from)) : entries;
    if (path.dirname(move.to) === directory) {
      const type = (await this.#disk.stat(move.from))?.type ?? 'other';
      return [...kept, { name: path.basename(move.to), type }];
    }
    const below = path.dirname(move.to);
    return this.#isNewFolder(below) && path.dirname(below) === directory
      ? [...kept, { name: path.basename(below), type: 'directory' }]
      : kept;
  }

  /** The folder a file was moved into, where the move made it. */
  #isNewFolder(directory: string): boolean {
    return this.#move !== undefined && path.dirname(this.#move.to) === directory && directory !== path.dirname(this.#move.from);
  }

  #real(file: string): string | undefined {
    const move = this.#move;
    if (move === undefined) return file;
    if (isWithin(move.to, file)) return path.join(move.from, path.relative(move.to, file));
    return isWithin(move.from, file) ? undefined : file;
  }
}
