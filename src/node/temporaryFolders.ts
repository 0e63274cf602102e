import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, readlink, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Makes folders that tell whose they are: `lambda-tmp-4711-88123-4026531836-a1b2c3d4`, of the process 4711 that the system started at
 * its moment 88123, as it is counted in a namespace of processes. A host that is killed can't remove its own; the next one does.
 */
export class TemporaryFolders {
  #sweeping: Promise<void> | undefined;
  #owner: Promise<string> | undefined;

  async make(prefix: string): Promise<string> {
    // By the way: nobody waits for it, and what can't be removed stays.
    this.#sweeping ??= sweep().catch(() => {});
    this.#owner ??= owner();
    const path = join(tmpdir(), `${prefix}${await this.#owner}-${randomBytes(4).toString('hex')}`);
    await mkdir(path, { mode: 0o700 });
    return path;
  }
}

async function owner(): Promise<string> {
  return [process.pid, (await startOf(process.pid)) ?? UNKNOWN, await namespace()].join('-');
}

/** What the system doesn't tell. */
const UNKNOWN = 'x';
const OWNED = /^lambda-[a-z-]+-(?<pid>\d+)-(?<start>\d+|x)-(?<space>\d+|x)-[\da-f]{8}$/;

async function sweep(): Promise<void> {
  const names = await readdir(tmpdir());
  const own = await namespace();
  for (const name of names) {
    const { pid, start, space } = OWNED.exec(name)?.groups ?? {};
    // A container that shares our folder counts its processes otherwise.
    if (pid === undefined || start === undefined || space !== own || (await isOwnerAlive(Number(pid), start))) continue;
    await rm(join(tmpdir(), name), { recursive: true, force: true }).catch(() => {});
  }
}

async function isOwnerAlive(pid: number, start: string): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: somebody else's, and alive.
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  const now = await startOf(pid);
  // Another process has the number now, where the system tells.
  return start === UNKNOWN || now === undefined || now === start;
}

/** When a process was started, in the system's own count; undefined where it doesn't tell. Linux tells. */
async function startOf(pid: number): Promise<string | undefined> {
  const text = await readFile(`/proc/${pid}/stat`, 'latin1').catch(() => '');
  // The name, in parentheses, may hold anything; the 20th field after it is meant.
  const start = text.slice(text.lastIndexOf(')') + 2).split(' ')[19];
  return start !== undefined && /^\d+$/.test(start) ? start : undefined;
}

async function namespace(): Promise<string> {
  const link = await readlink('/proc/self/ns/pid').catch(() => '');
  return /\d+/.exec(link)?.[0] ?? UNKNOWN;
}
