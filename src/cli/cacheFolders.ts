import { mkdir, readdir, rename } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';

/** Folders for what can be made again, each of one owner at a time, kept for the next one. */
export interface CacheFolders {
  /** Absolute path of a folder that is the caller's until `release`, also from other processes on the same base. */
  claim(): Promise<{ readonly path: string; release(): void }>;
}

/**
 * A folder's name says whose it is (`host,pid,number`), so that taking over a dead process's folder is one rename, which only one can win.
 * Nothing has to be given back for that: a process that was killed leaves its folder to the next one, installed packages and all.
 */
export function createCacheFolders(base: string, pid = process.pid, isAlive = isRunning): CacheFolders {
  const host = hostname().replace(/[^\w.-]/g, '_');
  const mine = new Set<string>();
  let count = 0;

  const isFree = (name: string) => {
    const [owner, id] = name.split(',');
    if (owner !== host || mine.has(name)) return false;
    return Number(id) === pid || !isAlive(Number(id));
  };

  return {
    async claim() {
      await mkdir(base, { recursive: true });
      const name = `${host},${pid},${count++}`;
      mine.add(name);
      const found = (await readdir(base)).filter(isFree);
      if (found.includes(name)) return folder(name);
      for (const free of found) {
        if (await moved(join(base, free), join(base, name))) return folder(name);
      }
      await mkdir(join(base, name), { recursive: true });
      return folder(name);
    },
  };

  function folder(name: string) {
    return { path: join(base, name), release: () => void mine.delete(name) };
  }
}

async function moved(from: string, to: string): Promise<boolean> {
  try {
    await rename(from, to);
    return true;
  } catch {
    // Another process was faster, or a file of it is still open (Windows).
    return false;
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // EPERM: it runs, as somebody else.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
