import { mkdir, readdir, rename } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';

/** Folders for what can be made again, each of one owner at a time, kept for the next one. */
export interface CacheFolders {
  /** Absolute path of a folder that all use at the same time, for what has to stay where it is. */
  readonly shared: string;
  /** Absolute path of a folder that is the caller's until `release`, also from other processes on the same base. */
  claim(): Promise<{ readonly path: string; release(): void }>;
}

/**
 * A folder's name says whose it is (`host,number,pid`), so that taking over a dead process's folder is one rename, which only one can win.
 * Nothing has to be given back for that: a process that was killed leaves its folder to the next one, installed packages and all.
 * The lowest number is taken first: commands that run one after the other use the same folder.
 */
export function createCacheFolders(base: string, pid = process.pid, isAlive = isRunning): CacheFolders {
  const host = hostname().replace(/[^\w.-]/g, '_');
  const mine = new Set<string>();

  return {
    shared: join(base, 'shared'),

    async claim() {
      await mkdir(base, { recursive: true });
      const found = (await readdir(base)).map(parse).filter((entry) => entry.host === host);
      for (const entry of found.sort((a, b) => a.number - b.number)) {
        const name = nameOf(entry.number);
        if (mine.has(name) || (entry.pid !== pid && isAlive(entry.pid))) continue;
        mine.add(name);
        if (entry.pid === pid || (await moved(join(base, entry.name), join(base, name)))) return folder(name);
        mine.delete(name);
      }
      let number = 0;
      while (mine.has(nameOf(number)) || found.some((entry) => entry.number === number)) number++;
      mine.add(nameOf(number));
      await mkdir(join(base, nameOf(number)), { recursive: true });
      return folder(nameOf(number));
    },
  };

  function nameOf(number: number): string {
    return [host, number, pid].join(',');
  }

  function folder(name: string) {
    return { path: join(base, name), release: () => void mine.delete(name) };
  }
}

function parse(name: string) {
  const [host = '', number, pid] = name.split(',');
  return { name, host, number: Number(number), pid: Number(pid) };
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
