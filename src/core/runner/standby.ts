import type { Clock } from '../ports.ts';
import type { Environment } from './environment.ts';
import type { RunnableFunction } from './model.ts';
import type { Interpreter } from './runtimes/model.ts';

/**
 * The environment for the next change of the code that was changed last: its process is started while a person still edits, and waits
 * for the code. One in all, so that it costs one idle process, and only while somebody saves and runs.
 */
export class Standby {
  readonly #clock: Clock;
  readonly #end: (environment: Environment) => Promise<void>;
  readonly #idleMs: number;
  #waiting: { readonly environment: Environment; readonly stopTimer: () => void } | undefined;

  constructor(clock: Clock, idleMs: number, end: (environment: Environment) => Promise<void>) {
    this.#clock = clock;
    this.#idleMs = idleMs;
    this.#end = end;
  }

  /** Takes the place of the one before. Resolves when the process is on its way. */
  async put(environment: Environment): Promise<void> {
    void this.drop();
    this.#waiting = { environment, stopTimer: this.#clock.schedule(this.#idleMs, () => void this.drop()) };
    await environment.prepare();
  }

  /** The one that waits, where it is for a function like this and its process lives. */
  take(fn: RunnableFunction, interpreter: Interpreter): Environment | undefined {
    const { environment } = this.#waiting ?? {};
    if (!environment?.isPrepared || environment.interpreter.path !== interpreter.path || !differInCodeAlone(environment.fn, fn))
      return undefined;
    this.#waiting?.stopTimer();
    this.#waiting = undefined;
    environment.adopt(fn);
    return environment;
  }

  /** Ends it, where it is one of these. */
  async drop(isUnwanted: (environment: Environment) => boolean = () => true): Promise<void> {
    const waiting = this.#waiting;
    if (!waiting || !isUnwanted(waiting.environment)) return;
    this.#waiting = undefined;
    waiting.stopTimer();
    await this.#end(waiting.environment);
  }
}

/** Or in nothing. */
export function differInCodeAlone(a: RunnableFunction, b: RunnableFunction): boolean {
  return JSON.stringify({ ...a, codeDigest: '' }) === JSON.stringify({ ...b, codeDigest: '' });
}
