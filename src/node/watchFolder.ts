import { type FSWatcher, watch } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { mapLimited } from '../core/mapLimited.ts';
import type { FolderListener, WatchFolder } from '../core/ports.ts';

/** Watches a folder as each system does it best. What tools install and keep in it is left out: it is large, and nobody edits it. */
export const watchFolder: WatchFolder = async (folder, listener) => {
  const watcher = process.platform === 'linux' ? new TreeWatcher(folder, listener) : new WholeWatcher(folder, listener);
  await watcher.open();
  return () => watcher.close();
};

const LEFT_OUT: ReadonlySet<string> = new Set(
  `.git .hg .svn .jj node_modules .venv venv .tox .nox __pycache__ .mypy_cache .pytest_cache .ruff_cache site-packages .terraform
  .terragrunt-cache .gradle .next .turbo .yarn .pnpm-store .nyc_output .bundle`.split(/\s+/),
);

/** Folders below one: with more of them it is a home or a disk, and no project. */
const MOST_FOLDERS = 20_000;

function isLeftOut(relative: string): boolean {
  return relative.split(sep).some((segment) => LEFT_OUT.has(segment));
}

/** macOS and Windows tell of a whole tree. */
class WholeWatcher {
  readonly #folder: string;
  readonly #listener: FolderListener;
  #watcher: FSWatcher | undefined;

  constructor(folder: string, listener: FolderListener) {
    this.#folder = folder;
    this.#listener = listener;
  }

  async open(): Promise<void> {
    const { onChange, onLost } = this.#listener;
    try {
      this.#watcher = watch(this.#folder, { recursive: true, persistent: false }, (_type, name) => {
        if (name === null) onChange(this.#folder);
        else if (!isLeftOut(name)) onChange(join(this.#folder, name));
      });
      this.#watcher.on('error', (error) => onLost(error.message));
    } catch (error) {
      onLost(error instanceof Error ? error.message : String(error));
    }
  }

  close(): void {
    this.#watcher?.close();
  }
}

/** Linux tells of one folder at a time: a watcher for each. */
class TreeWatcher {
  readonly #root: string;
  readonly #listener: FolderListener;
  readonly #watchers = new Map<string, FSWatcher>();
  #isClosed = false;

  constructor(root: string, listener: FolderListener) {
    this.#root = root;
    this.#listener = listener;
  }

  open(): Promise<void> {
    return this.#add(this.#root);
  }

  close(): void {
    this.#isClosed = true;
    for (const watcher of this.#watchers.values()) watcher.close();
    this.#watchers.clear();
  }

  async #add(directory: string): Promise<void> {
    if (this.#isClosed || this.#watchers.has(directory)) return;
    if (this.#watchers.size >= MOST_FOLDERS) return this.#lose(`it holds more than ${MOST_FOLDERS} folders`);
    try {
      const watcher = watch(directory, { persistent: false }, (type, name) => this.#heard(directory, type, name));
      watcher.on('error', () => this.#drop(directory));
      this.#watchers.set(directory, watcher);
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      // Gone again, or not ours to see.
      if (code === 'ENOENT' || code === 'EACCES' || code === 'ENOTDIR') return;
      return this.#lose(
        code === 'ENOSPC' || code === 'EMFILE' ? 'the system allows no more watchers (fs.inotify.max_user_watches)' : message,
      );
    }
    const entries = await readdir(directory, { withFileTypes: true }).catch(() => []);
    const below = entries.filter((entry) => entry.isDirectory() && !LEFT_OUT.has(entry.name));
    await mapLimited(below, 16, ({ name }) => this.#add(join(directory, name)));
  }

  #heard(directory: string, type: string, name: string | null): void {
    if (this.#isClosed || (name !== null && LEFT_OUT.has(name))) return;
    const path = name === null ? directory : join(directory, name);
    this.#listener.onChange(path);
    if (type === 'rename') void this.#cameOrWent(path);
  }

  async #cameOrWent(path: string): Promise<void> {
    const found = await stat(path).catch(() => undefined);
    if (found?.isDirectory() !== true) return this.#drop(path);
    if (this.#watchers.has(path)) return;
    await this.#add(path);
    // What came into it before it was watched.
    if (!this.#isClosed) this.#listener.onChange(path);
  }

  /** A folder that is gone, with all below it. */
  #drop(path: string): void {
    for (const [directory, watcher] of [...this.#watchers]) {
      if (directory !== path && !directory.startsWith(path + sep)) continue;
      watcher.close();
      this.#watchers.delete(directory);
    }
  }

  #lose(why: string): void {
    if (this.#isClosed) return;
    this.close();
    this.#listener.onLost(why);
  }
}
