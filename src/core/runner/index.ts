import { WorkbenchError } from '../errors.ts';
import type { Clock, FileSystem, Logger, Processes } from '../ports.ts';
import { Concurrency } from './concurrency.ts';
import { entrypointNotes } from './entrypointNotes.ts';
import { Environment } from './environment.ts';
import { Interpreters } from './interpreters.ts';
import { Invocation } from './invocation.ts';
import { lambdaPathNotes } from './lambdaPaths.ts';
import { externalExtensions } from './layers.ts';
import { MAX_PAYLOAD_BYTES } from './limits.ts';
import { missingModuleNotes } from './missingModuleNotes.ts';
import type { DebugKeeper, InvocationResult, InvokeOptions, RunnableFunction, Runner } from './model.ts';
import { familyOf } from './runtimes/index.ts';
import type { Interpreter, InterpreterPaths } from './runtimes/model.ts';
import { differInCodeAlone, Standby } from './standby.ts';
import { LambdaFolders, TASK_ROOT } from './strict.ts';
import { Turns } from './turns.ts';
import { wrapped } from './wrapper.ts';

export interface RunnerOptions {
  readonly files: FileSystem;
  readonly clock: Clock;
  readonly processes: Processes;
  readonly logger: Logger;
  /** Absolute folder that holds the files of src/bootstrap as they are. */
  readonly bootstraps: string;
  /** A function where settings may change: asked at each cold start. */
  readonly interpreters: InterpreterPaths | (() => InterpreterPaths);
  /** Where runtimes may keep what makes their next cold start faster (compiled modules). Left out: nowhere. */
  readonly cacheDirectory?: string;
  /** Invocations of all functions at the same time that are allowed, asked at each. Left out: 1000, as in a new account. */
  readonly maxConcurrency?: () => number;
  /** Whether functions are to see the folders of Lambda, asked at each invocation. Left out: no. */
  readonly strict?: () => boolean;
}

/** How long a warm environment waits for an event, ms. */
const IDLE_MS = 5 * 60 * 1000;

/** Runs functions in execution environments as Lambda does: one event at a time in each, warm ones kept for the next. */
export function createRunner(options: RunnerOptions): Runner {
  return new LocalRunner(options);
}

class LocalRunner implements Runner {
  readonly #options: RunnerOptions;
  readonly #interpreters: Interpreters;
  /** In the order in which they came into being. */
  readonly #all = new Set<Environment>();
  /** With what stops the timer that ends it. */
  readonly #idle = new Map<Environment, () => void>();
  /** Busy environments that nobody wants back. */
  readonly #retired = new WeakSet<Environment>();
  /** What families of runtimes made for all their cold starts. */
  readonly #made = new Map<string, Promise<unknown>>();
  readonly #concurrency = new Concurrency();
  readonly #turns: Turns;
  readonly #standby: Standby;
  readonly #latest = new Map<string, RunnableFunction>();
  #disposed = false;

  constructor(options: RunnerOptions) {
    this.#options = options;
    this.#turns = new Turns(options.clock);
    this.#standby = new Standby(options.clock, IDLE_MS, (environment) => this.#end(environment));
    const { interpreters } = options;
    this.#interpreters = new Interpreters(options, typeof interpreters === 'function' ? interpreters : () => interpreters);
  }

  async invoke(fn: RunnableFunction, event: Uint8Array, options: InvokeOptions = {}): Promise<InvocationResult> {
    if (event.length > MAX_PAYLOAD_BYTES) throw tooLarge(fn, event);
    const release = this.#concurrency.enter(fn, this.#options.maxConcurrency?.() ?? 1000);
    try {
      return await this.#invoke(fn, event, options);
    } finally {
      release();
    }
  }

  async #invoke(asked: RunnableFunction, event: Uint8Array, options: InvokeOptions): Promise<InvocationResult> {
    const fn = this.#known(asked);
    if (options.debug) return await this.#invokeOnce(fn, event, options);
    const turn = this.#turns.take(fn);
    if (turn) await turn;
    let durationMs: number | undefined;
    try {
      const result = await this.#invokeOnce(fn, event, options);
      durationMs = result.report.durationMs;
      return result;
    } finally {
      this.#turns.end(fn, durationMs);
    }
  }

  async #invokeOnce(fn: RunnableFunction, event: Uint8Array, options: InvokeOptions): Promise<InvocationResult> {
    const interpreter = await this.#interpreters.forRuntime(fn.runtime, fn.codeRoot);
    if (this.#disposed) throw gone();
    const isEdited = !options.debug && this.#retireFormer(fn, interpreter);
    const waiting = options.debug
      ? await this.#takeKept(fn, interpreter, options.debug.keeper)
      : (this.#takeWarm(fn) ?? this.#takePrepared(fn, interpreter));
    const environment = waiting ?? (await this.#create(fn, interpreter, options));
    let keep = false;
    try {
      const result = await new Invocation(environment, event, options, this.#options.clock).run();
      if (options.debug && result.error?.errorType === 'Workbench.DebuggerMissing') throw debuggerMissing(interpreter.path);
      // What was ended by a timeout or a crash is started again for the next event: its /tmp stays.
      const canGoOn = environment.isAlive || result.status === 'timeout' || result.status === 'error';
      const isWanted = options.debug === undefined || (options.debug.keeper !== undefined && environment.isAlive);
      keep = canGoOn && isWanted && !this.#disposed && !this.#retired.has(environment);
      const { error } = result;
      const more = error ? [...(await entrypointNotes(error, fn, this.#options.files)), ...missingModuleNotes(error, fn, interpreter)] : [];
      return more.length > 0 ? { ...result, notes: [...result.notes, ...more] } : result;
    } finally {
      if (keep) this.#putBack(environment);
      else await this.#end(environment);
      if (isEdited) void this.#prepareForNextChange(fn, interpreter);
    }
  }

  retire(functionName: string): void {
    const isUnwanted = (environment: Environment): boolean => environment.fn.name === functionName;
    this.#retire(isUnwanted);
    for (const [key, fn] of this.#latest) if (fn.name === functionName) this.#latest.delete(key);
    void this.#standby.drop(isUnwanted);
  }

  async dispose(): Promise<void> {
    this.#disposed = true;
    for (const stopTimer of this.#idle.values()) stopTimer();
    this.#idle.clear();
    await Promise.all([this.#standby.drop(), ...[...this.#all].map((environment) => this.#end(environment))]);
  }

  /** The function as it was asked for last, where nothing of it has changed: one object for all its environments is compared at a glance. */
  #known(fn: RunnableFunction): RunnableFunction {
    const key = `${fn.target} ${fn.name} ${fn.version}`;
    const latest = this.#latest.get(key);
    if (latest && isSame(latest, fn)) return latest;
    this.#latest.set(key, fn);
    return fn;
  }

  /** Ends environments of the function's former code or configuration; whether there was one of former code alone. */
  #retireFormer(fn: RunnableFunction, interpreter: Interpreter): boolean {
    const isStrict = this.#isStrict;
    let isEdited = false;
    this.#retire((environment) => {
      if (!isSameFunction(environment.fn, fn)) return false;
      const isTheSame =
        isSame(environment.fn, fn) && environment.interpreter.path === interpreter.path && environment.isStrict === isStrict;
      if (!isTheSame) isEdited ||= differInCodeAlone(environment.fn, fn);
      return !isTheSame;
    });
    return isEdited;
  }

  /** A warm environment of exactly this function, if there is one: the oldest, which is the warmest; what isn't needed comes to its end. */
  #takeWarm(fn: RunnableFunction): Environment | undefined {
    const fitting = [...this.#all].filter((each) => this.#idle.has(each) && !each.keeper && isSameFunction(each.fn, fn));
    const warm = fitting.find(({ isAlive }) => isAlive) ?? fitting[0];
    if (warm) this.#takeFromIdle(warm);
    return warm;
  }

  #takeFromIdle(environment: Environment): void {
    this.#idle.get(environment)?.();
    this.#idle.delete(environment);
  }

  /** The environment that is kept for a debugger, where nothing of its function has changed since; otherwise that ends. */
  async #takeKept(fn: RunnableFunction, interpreter: Interpreter, keeper: DebugKeeper | undefined): Promise<Environment | undefined> {
    const environment = keeper && [...this.#idle.keys()].find((each) => each.keeper === keeper);
    if (!environment) return undefined;
    this.#takeFromIdle(environment);
    const isTheSame = isSame(environment.fn, fn) && environment.interpreter.path === interpreter.path;
    if (environment.isAlive && isTheSame && environment.isStrict === this.#isStrict) return environment;
    await this.#end(environment);
    return undefined;
  }

  #takePrepared(fn: RunnableFunction, interpreter: Interpreter): Environment | undefined {
    const environment = this.#isStrict ? undefined : this.#standby.take(fn, interpreter);
    if (environment) this.#all.add(environment);
    return environment;
  }

  async #prepareForNextChange(fn: RunnableFunction, interpreter: Interpreter): Promise<void> {
    if (this.#disposed || this.#isStrict || !familyOf(fn.runtime).preparable?.(fn)) return;
    try {
      const environment = await this.#create(fn, interpreter, {});
      this.#all.delete(environment);
      await this.#standby.put(environment);
    } catch (error) {
      this.#options.logger.debug(`No environment is prepared for ${fn.name}`, error);
    }
  }

  async #create(fn: RunnableFunction, interpreter: Interpreter, { debug }: InvokeOptions): Promise<Environment> {
    if ((await this.#options.files.stat(fn.codeRoot))?.type !== 'directory') throw noFolder(fn);
    const { clock, files, processes, bootstraps, cacheDirectory } = this.#options;
    const launch = await familyOf(fn.runtime).launch(fn, interpreter, {
      bootstraps,
      debug: debug !== undefined,
      ...{ files, processes, clock },
      once: (key, make) => this.#once(key, make),
      ...(cacheDirectory !== undefined && { cacheDirectory }),
      ...(debug?.debugpyPath !== undefined && { debugpyPath: debug.debugpyPath }),
      ...(debug?.delvePath !== undefined && { delvePath: debug.delvePath }),
    });
    const extensions = await externalExtensions(fn, files);
    const start = await wrapped(launch, fn, processes.platform, files);
    const { folders, notes } = await this.#foldersFor(fn);
    const temporary = await files.makeTemporaryDirectory('lambda-tmp-');
    if (this.#disposed) {
      await folders?.close();
      await files.remove(temporary);
      throw gone();
    }
    const environment = new Environment({
      ...{ fn, interpreter, launch: start, bootstraps, clock, processes, extensions, temporary, notes },
      ...(folders && { folders }),
      strict: this.#isStrict,
      ...(debug && { onListening: (port: number) => debug.onListening(port, folders && TASK_ROOT) }),
      ...(debug?.keeper && { keeper: debug.keeper }),
    });
    this.#all.add(environment);
    return environment;
  }

  get #isStrict(): boolean {
    return this.#options.strict?.() ?? false;
  }

  /** Lambda's folders where they are asked for and can be had, or why they can't, and what the code will miss. */
  async #foldersFor(fn: RunnableFunction): Promise<{ readonly folders?: LambdaFolders; readonly notes: readonly string[] }> {
    // An image brings folders of its own.
    if (!this.#isStrict || fn.container) return { notes: [] };
    const { files, processes, bootstraps } = this.#options;
    const folders = await LambdaFolders.open({ fn, files, processes, bootstraps });
    if (typeof folders !== 'string') return { folders, notes: [] };
    return { notes: [`A strict run isn’t available here: ${folders}.`, ...(await lambdaPathNotes(fn.codeRoot, files))] };
  }

  #once<T>(key: string, make: () => Promise<T>): Promise<T> {
    const known = (this.#made.get(key) as Promise<T> | undefined) ?? make();
    this.#made.set(key, known);
    known.catch(() => this.#made.delete(key));
    return known;
  }

  #putBack(environment: Environment): void {
    environment.freeze();
    const end = (): void => {
      this.#idle.delete(environment);
      void this.#end(environment);
    };
    this.#idle.set(environment, this.#options.clock.schedule(IDLE_MS, end));
  }

  #retire(isUnwanted: (environment: Environment) => boolean): void {
    for (const environment of this.#all) if (isUnwanted(environment)) this.#retired.add(environment);
    for (const environment of [...this.#idle.keys()]) {
      if (!this.#retired.has(environment)) continue;
      this.#takeFromIdle(environment);
      void this.#end(environment);
    }
  }

  async #end(environment: Environment): Promise<void> {
    // Before the debugger sees that the process is gone.
    environment.keeper?.onEnd();
    await environment.close();
    await this.#options.files.remove(environment.temporary).catch((error: unknown) => this.#options.logger.warn('A /tmp stays', error));
    this.#all.delete(environment);
    this.#options.logger.debug(`Environment of ${environment.fn.name} ended`, environment.logStream);
  }
}

/** The same function, whatever its code and configuration are now. */
function isSameFunction(a: RunnableFunction, b: RunnableFunction): boolean {
  return a.target === b.target && a.name === b.name && a.version === b.version && a.codeRoot === b.codeRoot;
}

/** Each invocation asks it of each environment: what is the same object isn't looked into. */
function isSame(a: RunnableFunction, b: RunnableFunction): boolean {
  if (a === b) return true;
  const names = Object.keys(a) as (keyof RunnableFunction)[];
  return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name] || isEqual(a[name], b[name]));
}

function isEqual(a: unknown, b: unknown): boolean {
  return typeof a === 'object' && typeof b === 'object' && JSON.stringify(a) === JSON.stringify(b);
}

function gone(): WorkbenchError {
  return new WorkbenchError('cancelled', 'The local runner has been shut down.', 'Start the command again.');
}

function noFolder(fn: RunnableFunction): WorkbenchError {
  const message = `The code folder of ${fn.name} isn’t there: ${fn.codeRoot}`;
  return new WorkbenchError('folder-not-found', message, 'Correct the path where the function is defined, or build the function first.');
}

function tooLarge(fn: RunnableFunction, event: Uint8Array): WorkbenchError {
  const message = `The event of ${fn.name} has ${event.length} bytes; Lambda takes ${MAX_PAYLOAD_BYTES} at most.`;
  return new WorkbenchError('event-too-large', message, 'Put what is large into S3, and its key into the event.');
}

function debuggerMissing(path: string): WorkbenchError {
  const message = `"${path}" has no debugpy, which debugging Python needs.`;
  return new WorkbenchError('debugger-missing', message, `Install the Python Debugger extension, or run: ${path} -m pip install debugpy`);
}
