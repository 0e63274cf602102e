import { type Stats, statSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/** How long what was found out of a folder's disk holds, ms. */
const HOLDS_MS = 1000;

/** What a thread of the pool takes at most on a local disk, ms: more of it is a disk that makes one wait. */
const PROMPT_MS = 50;

/** What the thread itself may take for one, and in one turn of the loop, ms. */
const MOST_MS = { one: 4, turn: 8 };

interface Folder {
  readonly askedAt: number;
  readonly isPrompt: Promise<boolean>;
}

/**
 * Asks for the stamps of files, of which a package has hundreds: on a local disk an answer takes a tenth of the time that asking a
 * thread of the pool for it does. So one file of a folder is asked for by way of the pool, as a disk may be far away and never answer,
 * and where that was prompt the others at once, for some milliseconds in each turn of the loop.
 */
export class PromptStats {
  readonly #folders = new Map<string, Folder>();
  #spentMs = 0;

  /** As `stat` of `node:fs/promises`, or `undefined` where there is nothing. */
  async of(path: string): Promise<Stats | undefined> {
    const folder = dirname(path);
    const known = this.#folders.get(folder);
    if (!known || performance.now() - known.askedAt > HOLDS_MS) return this.#ask(path, folder);
    if (!(await known.isPrompt) || this.#spentMs > MOST_MS.turn) return stat(path);
    const begunAt = performance.now();
    try {
      return statSync(path, { throwIfNoEntry: false });
    } finally {
      this.#count(performance.now() - begunAt, folder);
    }
  }

  #ask(path: string, folder: string): Promise<Stats> {
    const askedAt = performance.now();
    const answer = stat(path);
    const isPrompt = answer.then(
      () => performance.now() - askedAt < PROMPT_MS,
      () => performance.now() - askedAt < PROMPT_MS,
    );
    if (this.#folders.size > 1000) this.#folders.clear();
    this.#folders.set(folder, { askedAt, isPrompt });
    return answer;
  }

  #count(tookMs: number, folder: string): void {
    if (this.#spentMs === 0) {
      setImmediate(() => {
        this.#spentMs = 0;
      });
    }
    this.#spentMs += tookMs;
    if (tookMs > MOST_MS.one) this.#folders.set(folder, { askedAt: performance.now(), isPrompt: Promise.resolve(false) });
  }
}
