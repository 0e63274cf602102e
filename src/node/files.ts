import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { DirectoryEntry, FileSystem } from '../core/ports.ts';

/** The machine's file system. Texts are UTF-8; a byte order mark is no part of them, as in the editor. */
export function nodeFiles(): FileSystem {
  return {
    async readText(path) {
      const bytes = await orAbsent(readFile(path));
      return bytes === undefined ? undefined : new TextDecoder().decode(bytes);
    },
    readBytes: (path) => orAbsent(readFile(path)),
    async stat(path) {
      const found = await orAbsent(stat(path));
      return found && { type: typeOf(found), size: found.size, modifiedMs: found.mtimeMs };
    },
    async readDirectory(path) {
      const entries = (await orAbsent(readdir(path, { withFileTypes: true }))) ?? [];
      return Promise.all(
        entries.map(async (entry): Promise<DirectoryEntry> => {
          if (!entry.isSymbolicLink()) return { name: entry.name, type: typeOf(entry) };
          const target = await orAbsent(stat(join(path, entry.name)));
          return { name: entry.name, type: target ? typeOf(target) : 'other' };
        }),
      );
    },
    async write(path, content, options) {
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, content);
      // Not writeFile's mode: that is ignored for a file that is already there.
      if (options?.executable) await chmod(path, 0o755);
    },
    async makeDirectory(path) {
      await mkdir(path, { recursive: true });
    },
    remove: (path) => rm(path, { recursive: true, force: true, maxRetries: 3 }),
    makeTemporaryDirectory: (prefix) => mkdtemp(join(tmpdir(), prefix)),
  };
}

/** Codes that mean "there is nothing to read here"; any other failure (a broken disk, too many open files) is thrown on. */
const ABSENT = new Set(['ENOENT', 'ENOTDIR', 'EISDIR', 'ELOOP', 'EACCES', 'EPERM', 'ENAMETOOLONG', 'EINVAL', 'ERR_INVALID_ARG_VALUE']);

async function orAbsent<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code !== undefined && ABSENT.has(code)) return undefined;
    throw error;
  }
}

function typeOf(entry: { isFile(): boolean; isDirectory(): boolean }): DirectoryEntry['type'] {
  if (entry.isFile()) return 'file';
  return entry.isDirectory() ? 'directory' : 'other';
}
