import { closeSync, openSync, readdirSync, readFileSync, readSync } from 'node:fs';

/** What belongs to a process that has ended, or is about to. */
export interface Family {
  /** A text that only the environments of these processes hold. */
  readonly mark: string;
  /** Of the first of them: the others are younger. */
  readonly pid: number;
}

/**
 * Ends what left a process's group and yet belongs to it: daemons in sessions of their own. They are known by a mark, a text that
 * the process's environment holds, and that all it starts inherit. Only Linux shows the environments of processes; a
 * program that was started with an empty one isn't found.
 */
export class Strays {
  #wanted: Family[] = [];
  #look: Promise<void> | undefined;

  /** Resolves when a look finds no more of them. All that ask in one turn of the loop share a look: many may end at once. */
  kill(family: Family): Promise<void> {
    if (process.platform !== 'linux') return Promise.resolve();
    this.#wanted.push(family);
    this.#look ??= new Promise((resolve) => {
      setImmediate(() => {
        const families = this.#wanted;
        this.#wanted = [];
        this.#look = undefined;
        killFamilies(families);
        resolve();
      });
    });
    return this.#look;
  }
}

/** How often a family that starts others while it is killed is looked for again. */
const MOST_LOOKS = 20;

export function killFamilies(families: readonly Family[]): void {
  if (process.platform !== 'linux' || families.length === 0) return;
  // One for all: most of the time would go into making them. Linux takes no more for one text, and Lambda 4 KB for all of them.
  const environment = Buffer.allocUnsafe(128 * 1024);
  const marks = families.map(({ mark }) => Buffer.from(mark));
  const youngest = arePidsReused() ? 0 : Math.min(...families.map(({ pid }) => pid));
  for (let look = 0; look < MOST_LOOKS; look += 1) {
    const killed = readdirSync('/proc').filter(
      (name) => Number(name) >= youngest && isMarked(name, marks, environment) && kill(Number(name)),
    );
    if (killed.length === 0) return;
  }
}

/** Numbers of processes go up, and begin anew where they end: after millions here, and in a day where there are few. */
function arePidsReused(): boolean {
  try {
    return Number(readFileSync('/proc/sys/kernel/pid_max', 'latin1')) < 1_000_000;
  } catch {
    return true;
  }
}

/** What is dead has no environment left, so it isn't found again. */
function isMarked(name: string, marks: readonly Buffer[], environment: Buffer): boolean {
  if (!/^\d/.test(name) || Number(name) === process.pid) return false;
  try {
    const file = openSync(`/proc/${name}/environ`, 'r');
    try {
      const size = readSync(file, environment, 0, environment.length, 0);
      return marks.some((mark) => environment.subarray(0, size).includes(mark));
    } finally {
      closeSync(file);
    }
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
