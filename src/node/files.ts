import { chmod, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { UnreadableError, unlessUnreadable, WorkbenchError } from '../core/errors.ts';
import type { DirectoryEntry, FileSystem, WriteOptions } from '../core/ports.ts';
import { PromptStats } from './promptStats.ts';
import { TemporaryFolders } from './temporaryFolders.ts';

/** The machine's file system. Texts are UTF-8; a byte order mark is no part of them, as in the editor. */
export function nodeFiles(): FileSystem {
  const temporary = new TemporaryFolders();
  const stats = new PromptStats();
  return {
    async readText(path) {
      const bytes = await orAbsent(path, readFile(path));
      return bytes === undefined ? undefined : new TextDecoder().decode(bytes);
    },
    readBytes: (path) => orAbsent(path, readFile(path)),
    async stat(path) {
      const found = await orAbsent(path, stats.of(path));
      return found && { type: typeOf(found), size: found.size, modifiedMs: found.mtimeMs };
    },
    async readDirectory(path) {
      const entries = (await orAbsent(path, readdir(path, { withFileTypes: true }))) ?? [];
      return Promise.all(
        entries.map(async (entry): Promise<DirectoryEntry> => {
          if (!entry.isSymbolicLink()) return { name: entry.name, type: typeOf(entry) };
          const link = join(path, entry.name);
          const target = await unlessUnreadable(orAbsent(link, stat(link)), undefined);
          return { name: entry.name, type: target ? typeOf(target) : 'other' };
        }),
      );
    },
    write: (path, content, options) => orUnwritable(path, write(path, content, options)),
    async makeDirectory(path) {
      await orUnwritable(path, mkdir(path, { recursive: true }));
    },
    remove: (path) => rm(path, { recursive: true, force: true, maxRetries: 3 }),
    makeTemporaryDirectory: (prefix) => orUnwritable(tmpdir(), temporary.make(prefix)),
  };
}

async function write(path: string, content: Uint8Array | string, options: WriteOptions | undefined): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const mode = options?.secret ? 0o600 : options?.executable ? 0o755 : undefined;
  await writeFile(path, content, { mode });
  // Again: the mode that writing gives is ignored for a file that is already there, and narrowed by the umask.
  if (mode !== undefined) await chmod(path, mode);
}

async function orUnwritable<T>(path: string, writing: Promise<T>): Promise<T> {
  try {
    return await writing;
  } catch (error) {
    const [problem, advice] = UNWRITABLE[(error as NodeJS.ErrnoException).code ?? ''] ?? [];
    if (problem === undefined || advice === undefined) throw error;
    throw new WorkbenchError('file-unwritable', `${path} can’t be written: ${problem}.`, advice, { cause: error });
  }
}

const forbidden = ['its permissions don’t allow it', 'Change the permissions of the folder, or work in another.'] as const;
const folder = ['it is a folder', 'Give the path of a file.'] as const;
const full = ['there is no space left', 'Make room on its disk, and try again.'] as const;
const UNWRITABLE: Readonly<Record<string, readonly [problem: string, advice: string]>> = {
  EACCES: forbidden,
  EPERM: forbidden,
  // Node.js says so of a folder to be made on a disk that can only be read.
  ENOENT: ['its folder can’t be made', 'Check whether its disk can be written to, or work in another folder.'],
  EROFS: ['it is on a disk that can only be read', 'Work in a folder that can be written to.'],
  EISDIR: folder,
  ENOSPC: full,
  EDQUOT: full,
};

/** Codes that mean "there is nothing to read here". */
const ABSENT = new Set(['ENOENT', 'ENOTDIR', 'EISDIR', 'ELOOP', 'ENAMETOOLONG', 'EINVAL', 'ERR_INVALID_ARG_VALUE']);

/** Codes that mean "there may be something, but not for you". */
const UNREADABLE = new Set(['EACCES', 'EPERM']);

/** Any other failure, such as a broken disk or too many open files, is thrown on. */
async function orAbsent<T>(path: string, reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    return absence(path, error);
  }
}

/** `undefined` where the error says that there is nothing to read; throws `UnreadableError`, or whatever else it is. */
export function absence(path: string, error: unknown): undefined {
  const code = (error as NodeJS.ErrnoException).code;
  if (code !== undefined && ABSENT.has(code)) return undefined;
  if (code !== undefined && UNREADABLE.has(code)) throw new UnreadableError(path, { cause: error });
  throw error;
}

export function typeOf(entry: { isFile(): boolean; isDirectory(): boolean }): DirectoryEntry['type'] {
  if (entry.isFile()) return 'file';
  return entry.isDirectory() ? 'directory' : 'other';
}
