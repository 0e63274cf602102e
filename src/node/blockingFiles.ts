import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { unlessUnreadable } from '../core/errors.ts';
import type { DirectoryEntry, FileStat, ReadableFileSystem } from '../core/ports.ts';
import { absence, typeOf } from './files.ts';

/**
 * The machine's file system, read at once: for a thread that has nothing else to do, such as the analysis's. It asks for tens of
 * thousands of small files, for which waiting costs four times what reading does.
 */
export function blockingFiles(): ReadableFileSystem {
  return {
    async readText(path) {
      return orAbsent(path, () => withoutMark(readFileSync(path, 'utf8')));
    },
    async readBytes(path) {
      return orAbsent(path, () => readFileSync(path));
    },
    async stat(path) {
      return orAbsent(path, () => describe(path));
    },
    async readDirectory(path) {
      const entries = orAbsent(path, () => readdirSync(path, { withFileTypes: true })) ?? [];
      return Promise.all(
        entries.map(async (entry): Promise<DirectoryEntry> => {
          if (!entry.isSymbolicLink()) return { name: entry.name, type: typeOf(entry) };
          return { name: entry.name, type: (await unlessUnreadable(this.stat(join(path, entry.name)), undefined))?.type ?? 'other' };
        }),
      );
    },
  };
}

function describe(path: string): FileStat | undefined {
  const found = statSync(path, { throwIfNoEntry: false });
  return found && { type: typeOf(found), size: found.size, modifiedMs: found.mtimeMs };
}

function orAbsent<T>(path: string, read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    return absence(path, error);
  }
}

function withoutMark(text: string): string {
  return text.startsWith('\uFEFF') ? text.slice(1) : text;
}
