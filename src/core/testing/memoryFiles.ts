import { UnreadableError } from '../errors.ts';
import type { DirectoryEntry, FileStat, FileSystem } from '../ports.ts';

/**
 * The file system port in memory, for tests. Keys of `tree` are absolute paths with forward slashes; folders above a file
 * are there by themselves. Every question asked is recorded, so that a test can assert what was *not* read again.
 */
export function memoryFiles(tree: Readonly<Record<string, string | Uint8Array>> = {}): MemoryFiles {
  return new MemoryFiles(tree);
}

/** One question to the file system; `path` with forward slashes. */
export interface RecordedCall {
  readonly verb: 'readText' | 'readBytes' | 'stat' | 'readDirectory';
  readonly path: string;
}

interface StoredFile {
  readonly bytes: Uint8Array;
  readonly modifiedMs: number;
}

export class MemoryFiles implements FileSystem {
  readonly #files = new Map<string, StoredFile>();
  readonly #directories = new Set<string>(['']);
  readonly #unreadable = new Set<string>();
  #calls: RecordedCall[] = [];
  #ticks = 0;
  #temporary = 0;

  constructor(tree: Readonly<Record<string, string | Uint8Array>>) {
    for (const [path, content] of Object.entries(tree)) this.set(path, content);
  }

  /** Every question since the start or the last `takeCalls`. */
  get calls(): readonly RecordedCall[] {
    return this.#calls;
  }

  /** The questions since the last time, as `readText /a/b`, and forgets them. */
  takeCalls(): readonly string[] {
    const taken = this.#calls.map(({ verb, path }) => `${verb} ${path}`);
    this.#calls = [];
    return taken;
  }

  /** Writes a file; `undefined` removes a file, or a folder with all it holds. Not recorded. */
  set(path: string, content: string | Uint8Array | undefined): void {
    const key = keyOf(path);
    if (content === undefined) {
      for (const known of [...this.#files.keys()]) if (isWithin(known, key)) this.#files.delete(known);
      for (const known of [...this.#directories]) if (isWithin(known, key)) this.#directories.delete(known);
      return;
    }
    const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content.slice();
    this.#files.set(key, { bytes, modifiedMs: ++this.#ticks });
    this.#addDirectories(parentOf(key));
  }

  /** Takes away, or gives back, the permission to look at a path and all below it. */
  setReadable(path: string, readable: boolean): void {
    if (readable) this.#unreadable.delete(keyOf(path));
    else this.#unreadable.add(keyOf(path));
  }

  /** All files with their text, sorted: what a writer left behind. Not recorded. */
  snapshot(): Readonly<Record<string, string>> {
    const paths = [...this.#files.keys()].sort();
    return Object.fromEntries(paths.map((path) => [path, decode(this.#files.get(path)?.bytes)]));
  }

  async readText(path: string): Promise<string | undefined> {
    const file = this.#files.get(this.#record('readText', path));
    return file === undefined ? undefined : decode(file.bytes);
  }

  async readBytes(path: string): Promise<Uint8Array | undefined> {
    return this.#files.get(this.#record('readBytes', path))?.bytes.slice();
  }

  async stat(path: string): Promise<FileStat | undefined> {
    const key = this.#record('stat', path);
    const file = this.#files.get(key);
    if (file !== undefined) return { type: 'file', size: file.bytes.length, modifiedMs: file.modifiedMs };
    return this.#directories.has(key) ? { type: 'directory', size: 0, modifiedMs: 0 } : undefined;
  }

  async readDirectory(path: string): Promise<readonly DirectoryEntry[]> {
    const key = this.#record('readDirectory', path);
    const entries = [
      ...[...this.#files.keys()].map((file) => ({ path: file, type: 'file' as const })),
      ...[...this.#directories].map((directory) => ({ path: directory, type: 'directory' as const })),
    ];
    return entries
      .filter((entry) => entry.path !== '' && parentOf(entry.path) === key)
      .map((entry) => ({ name: entry.path.slice(key.length + 1), type: entry.type }))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  async write(path: string, content: Uint8Array | string): Promise<void> {
    this.set(path, content);
  }

  async makeDirectory(path: string): Promise<void> {
    this.#addDirectories(keyOf(path));
  }

  async remove(path: string): Promise<void> {
    this.set(path, undefined);
  }

  async makeTemporaryDirectory(prefix: string): Promise<string> {
    const path = `/tmp/${prefix}${++this.#temporary}`;
    this.#addDirectories(path);
    return path;
  }

  #record(verb: RecordedCall['verb'], path: string): string {
    const key = keyOf(path);
    this.#calls.push({ verb, path: key });
    if ([...this.#unreadable].some((folder) => isWithin(key, folder))) throw new UnreadableError(path);
    return key;
  }

  #addDirectories(key: string): void {
    for (let directory = key; directory !== ''; directory = parentOf(directory)) this.#directories.add(directory);
  }
}

/** One spelling for every way to write a path, Windows' ones too: tests name paths as on POSIX, everywhere. */
function keyOf(path: string): string {
  return path
    .replaceAll('\\', '/')
    .replace(/^[A-Za-z]:/, '')
    .replace(/\/+$/, '');
}

function parentOf(key: string): string {
  return key.slice(0, Math.max(0, key.lastIndexOf('/')));
}

function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`);
}

/** Without a byte order mark, as the real adapter reads. */
function decode(bytes: Uint8Array | undefined): string {
  return new TextDecoder().decode(bytes);
}
