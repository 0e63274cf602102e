/** Where tools live outside the project, what is known of them, and the lock that keeps two set-ups apart. */
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** Shared by all clones of the project on this machine. */
export const cache = join(cacheHome(), 'lambda-workbench');

/** `tools.json`: `paths` of what is there, `missing` with the reason for what isn't. `scripts/tools.ts` has the types. */
export class Tools {
  #record;

  static async open() {
    await mkdir(cache, { recursive: true });
    const tools = new Tools();
    await tools.#read();
    return tools;
  }

  /** A path by its name (`chromium`, `awsCli`, …), or undefined. */
  path(name) {
    return this.#record.paths[name];
  }

  async remember(paths) {
    this.#record.paths = { ...this.#record.paths, ...paths };
    await this.#write();
  }

  async blame(piece, reason) {
    this.#record.missing[piece] = reason;
    await this.#write();
  }

  async forgive(piece) {
    if (!(piece in this.#record.missing)) return;
    delete this.#record.missing[piece];
    await this.#write();
  }

  /** One set-up at a time on a machine. A lock whose owner is gone is taken over. */
  async whileLocked(work) {
    const lock = join(cache, 'lock');
    for (let told = false; !(await takeLock(lock)); await delay(500)) {
      if (!told) console.log('setup: waiting for another set-up on this machine');
      told = true;
    }
    try {
      await this.#read();
      return await work();
    } finally {
      await rm(lock, { force: true });
    }
  }

  async #read() {
    const text = await readFile(join(cache, 'tools.json'), 'utf8').catch(() => '{}');
    this.#record = { paths: {}, missing: {}, ...parse(text) };
  }

  /** By way of a rename, so that a reader never meets half a file. */
  async #write() {
    const temporary = join(cache, `tools.json.${process.pid}`);
    await writeFile(temporary, `${JSON.stringify(this.#record, undefined, 2)}\n`);
    await rename(temporary, join(cache, 'tools.json'));
  }
}

async function takeLock(lock) {
  try {
    await writeFile(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch {
    const owner = Number(await readFile(lock, 'utf8').catch(() => ''));
    if (owner > 0 && !isAlive(owner)) await rm(lock, { force: true });
    return false;
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function cacheHome() {
  if (process.env.XDG_CACHE_HOME) return process.env.XDG_CACHE_HOME;
  if (process.platform === 'win32') return process.env.LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local');
  return process.platform === 'darwin' ? join(homedir(), 'Library', 'Caches') : join(homedir(), '.cache');
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}
