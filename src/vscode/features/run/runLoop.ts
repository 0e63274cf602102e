import { sep } from 'node:path';
import type { AnalysedFunction } from '../../../core/analysis/model.ts';
import type { TestEvent } from '../../../core/events/model.ts';
import type { CalledParts } from '../../../core/localCalls.ts';
import type { Clock, FileStat, ReadableFileSystem } from '../../../core/ports.ts';
import type { InvocationResult } from '../../../core/runner/model.ts';
import { Coalescer } from '../../platform/coalescer.ts';

/** What a watched run tells of itself while it is on its way. */
export interface RunProgress {
  /** What was typed is on disk: what is saved from now on may be too late for this run. */
  onSaved(): void;
  /** Absolute paths of the files that the function's package is made of. */
  onBuilt(inputs: readonly string[]): void;
  /** What the functions are made of that it called. */
  onCalled(parts: CalledParts): void;
}

export interface RunLoopOptions {
  readonly fn: AnalysedFunction;
  readonly event: TestEvent;
  readonly run: (progress: RunProgress) => Promise<InvocationResult | undefined>;
  readonly files: Pick<ReadableFileSystem, 'stat'>;
  readonly clock: Clock;
}

/** Runs one test event again whenever its function changes, saved in the editor or written by somebody else, until it is stopped. */
export class RunLoop {
  readonly #options: RunLoopOptions;
  readonly #gathering: Coalescer;
  #state: 'idle' | 'saving' | 'running' | 'stopped' = 'idle';
  #isStale = false;
  /** Not known before the first build, and after one that failed: then any file of the folder may mend it. */
  #inputs: ReadonlySet<string> | undefined;
  /** Of the functions that the last run called; until the one under way has ended, of those that it will. */
  #called: ReadonlySet<string> = new Set();
  #endedAt = 0;
  /** What was saved or heard of, as it was then: we may hear of it once more. */
  readonly #heard = new Map<string, Promise<FileStat | undefined>>();
  /** What others wrote since the run began. */
  readonly #outside = new Map<string, FileStat | undefined>();

  constructor(options: RunLoopOptions) {
    this.#options = options;
    this.#gathering = new Coalescer(options.clock, gatherMs, () => this.#takeOutside());
  }

  /** Resolves with the result of the first run. */
  start(): Promise<InvocationResult | undefined> {
    return this.#pass();
  }

  stop(): void {
    this.#state = 'stopped';
    this.#gathering.dispose();
  }

  saved(path: string): void {
    this.#heard.set(path, this.#stat(path));
    // A run saves what is typed first, and then takes it.
    if (this.#state === 'saving' || !this.#isPart(path, true)) return;
    if (this.#state === 'idle') void this.#pass();
    else this.#isStale = true;
  }

  /** Something came, changed or went on disk, by whoever it was. */
  async changedOnDisk(path: string): Promise<void> {
    const [heard, now] = await Promise.all([this.#heard.get(path), this.#stat(path)]);
    if (this.#state === 'stopped') return;
    if (heard !== undefined && heard.modifiedMs === now?.modifiedMs && heard.size === now.size) return;
    this.#heard.set(path, Promise.resolve(now));
    this.#outside.set(path, now);
    this.#gathering.schedule();
  }

  #takeOutside(): void {
    if (this.#state !== 'idle') return;
    const counts = ([path, stat]: readonly [string, FileStat | undefined]) =>
      // A build that failed leaves files of its own: they mend nothing.
      this.#isPart(path, stat !== undefined && stat.modifiedMs > this.#endedAt);
    const isChanged = [...this.#outside].some(counts);
    this.#outside.clear();
    if (isChanged || this.#isStale) void this.#pass();
  }

  /** Until a run has ended during which nothing changed. */
  async #pass(): Promise<InvocationResult | undefined> {
    this.#state = 'saving';
    this.#isStale = false;
    this.#inputs = undefined;
    this.#outside.clear();
    let called: ReadonlySet<string> = new Set();
    const result = await this.#options.run({
      onSaved: () => this.#enter('running'),
      onBuilt: (inputs) => {
        this.#inputs = new Set(inputs);
      },
      onCalled: (parts) => {
        if (parts === 'unknown') this.#inputs = undefined;
        else called = new Set(parts);
      },
    });
    this.#called = called;
    this.#endedAt = this.#options.clock.now();
    this.#enter('idle');
    this.#takeOutside();
    return result;
  }

  #enter(state: 'running' | 'idle'): void {
    if (this.#state !== 'stopped') this.#state = state;
  }

  /** `otherwise`: what a file of the folder counts as while it isn't known what the function is made of. */
  #isPart(path: string, otherwise: boolean): boolean {
    const { fn, event } = this.#options;
    if (path === event.path || path === fn.definition.templatePath) return true;
    return this.#inputs === undefined
      ? otherwise && path.startsWith(fn.definition.folder + sep)
      : this.#inputs.has(path) || this.#called.has(path);
  }

  /** Where the system doesn't let us look, as if it were gone: a run says why. */
  async #stat(path: string): Promise<FileStat | undefined> {
    try {
      return await this.#options.files.stat(path);
    } catch {
      return undefined;
    }
  }
}

/** Milliseconds for a checkout or a formatter to write all it writes. */
const gatherMs = 100;
