import { readdirSync, readFileSync } from 'node:fs';

/**
 * Ends what left a process's group and yet belongs to it: daemons in sessions of their own. They are known by a mark, a text that
 * the process's environment holds, and that all it starts inherit. Only Linux shows the environments of processes; a
 * program that was started with an empty one isn't found.
 */
export class Strays {
  #wanted: string[] = [];
  #look: Promise<void> | undefined;

  /** Resolves when a look finds no more of them. All that ask in one turn of the loop share a look: many may end at once. */
  kill(mark: string): Promise<void> {
    if (process.platform !== 'linux') return Promise.resolve();
    this.#wanted.push(mark);
    this.#look ??= new Promise((resolve) => {
      setImmediate(() => {
        const marks = this.#wanted;
        this.#wanted = [];
        this.#look = undefined;
        killMarked(marks);
        resolve();
      });
    });
    return this.#look;
  }
}

/** How often a family that starts others while it is killed is looked for again. */
const MOST_LOOKS = 20;

export function killMarked(marks: Iterable<string>): void {
  if (process.platform !== 'linux') return;
  const bytes = [...marks].map((mark) => Buffer.from(mark));
  for (let look = 0; bytes.length > 0 && look < MOST_LOOKS; look += 1) {
    if (readdirSync('/proc').filter((name) => isMarked(name, bytes) && kill(Number(name))).length === 0) return;
  }
}

/** What is dead has no environment left, so it isn't found again. */
function isMarked(name: string, marks: readonly Buffer[]): boolean {
  if (!/^\d/.test(name) || Number(name) === process.pid) return false;
  try {
    const environment = readFileSync(`/proc/${name}/environ`);
    return marks.some((mark) => environment.includes(mark));
  } catch {
    // Gone, or somebody else's.
    return false;
  }
}

function kill(pid: number): boolean {
  try {
    process.kill(pid, 'SIGKILL');
    return true;
  } catch {
    return false;
  }
}
