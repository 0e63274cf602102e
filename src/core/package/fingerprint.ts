import { createHash } from 'node:crypto';
import { WorkbenchError } from '../errors.ts';
import { mapLimited } from '../mapLimited.ts';
import type { FileSystem } from '../ports.ts';
import { programFormat } from '../programFormat.ts';
import { sortedByPath } from './archive.ts';
import type { PackagedFile } from './layout.ts';
import type { ArtifactFile } from './model.ts';

/**
 * Sizes, modes and hashes of files. A file is read again only when its size or time of change differs, so that
 * the digest of an unchanged package costs one `stat` a file.
 */
export class Fingerprints {
  readonly #files: FileSystem;
  readonly #known = new Map<string, Fingerprint>();

  constructor(files: FileSystem) {
    this.#files = files;
  }

  async of(packaged: readonly PackagedFile[]): Promise<{ readonly files: readonly ArtifactFile[]; readonly digest: string }> {
    const digest = createHash('sha256');
    const result: ArtifactFile[] = [];
    const sorted = sortedByPath(packaged);
    const prints = await mapLimited(sorted, FILES_AT_ONCE, (file) => this.#one(file.source));
    for (const [index, file] of sorted.entries()) {
      const print = prints[index];
      // Gone since it was listed: as if it had never been there.
      if (print === undefined) continue;
      digest.update(`${file.path}\0${print.executable ? 'x' : '-'}\0${print.hash}\n`);
      result.push({ ...file, size: print.size, executable: print.executable });
    }
    return { files: result, digest: digest.digest('hex') };
  }

  async #one(path: string): Promise<Fingerprint | undefined> {
    const stat = await this.#files.stat(path);
    if (stat === undefined) return undefined;
    const known = this.#known.get(path);
    if (known !== undefined && known.size === stat.size && known.modifiedMs === stat.modifiedMs) return known;
    const bytes = await this.#files.readBytes(path);
    if (bytes === undefined) throw unreadable(path);
    const hash = createHash('sha256').update(bytes).digest('hex');
    const print = { size: bytes.byteLength, modifiedMs: stat.modifiedMs, hash, executable: isExecutable(bytes) };
    this.#known.set(path, print);
    return print;
  }
}

interface Fingerprint {
  readonly size: number;
  readonly modifiedMs: number;
  readonly hash: string;
  readonly executable: boolean;
}

/**
 * Told by the content and not by the file's mode, which Windows doesn't have: programs of Linux and scripts with `#!`.
 * So a package is the same on every system, and what it brings along can be executed.
 */
export function isExecutable(bytes: Uint8Array): boolean {
  const format = programFormat(bytes);
  return format.kind === 'script' || (format.kind === 'program' && format.system === 'linux');
}

/** Files that are looked at together: thousands at once would run out of descriptors. */
export const FILES_AT_ONCE = 64;

function unreadable(path: string): WorkbenchError {
  return new WorkbenchError(
    'package-failed',
    `A file of the package can’t be read: ${path}`,
    'Check its permissions, or move it out of the code folder.',
  );
}
