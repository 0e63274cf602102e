import { mapLimited } from '../mapLimited.ts';
import type { FileSystem } from '../ports.ts';
import { FILES_AT_ONCE } from './fingerprint.ts';

/** What a set of paths looked like at one moment: sizes and times, of folders too, so that a new file in one is noticed. */
export class Snapshot {
  readonly #files: FileSystem;
  readonly #stamps: ReadonlyMap<string, string>;

  private constructor(files: FileSystem, stamps: ReadonlyMap<string, string>) {
    this.#files = files;
    this.#stamps = stamps;
  }

  /**
   * Which files a build reads is known only after it. `startedMs` is when it began, by the machine's clock: what was changed
   * since then may have been read before the change, and so never counts as fresh.
   */
  static async take(files: FileSystem, paths: Iterable<string>, startedMs: number): Promise<Snapshot> {
    const unique = [...new Set(paths)];
    const stamps = await mapLimited(unique, FILES_AT_ONCE, (path) => stamp(files, path, startedMs));
    return new Snapshot(files, new Map(unique.map((path, index) => [path, stamps[index] ?? ''])));
  }

  async isFresh(): Promise<boolean> {
    const fresh = await mapLimited([...this.#stamps], FILES_AT_ONCE, async ([path, before]) => (await stamp(this.#files, path)) === before);
    return fresh.every(Boolean);
  }
}

async function stamp(files: FileSystem, path: string, startedMs = Number.POSITIVE_INFINITY): Promise<string> {
  const stat = await files.stat(path);
  if (stat === undefined) return 'absent';
  // `startedMs` is a whole number: a file of the same millisecond was most likely written just before.
  return stat.modifiedMs >= startedMs + 1 ? 'changed meanwhile' : `${stat.type} ${stat.size} ${stat.modifiedMs}`;
}
