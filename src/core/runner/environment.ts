import { createHash, randomBytes } from 'node:crypto';
import type { RawLogEvent } from '../logs/model.ts';
import type { ChildProcess, Clock, ExitStatus, Processes } from '../ports.ts';
import { DebuggerWatch } from './debugging.ts';
import { MAX_KEPT_EVENTS } from './limits.ts';
import type { RunnableFunction } from './model.ts';
import { FrameDecoder, LineDecoder, type OutputLine } from './output.ts';
import { RecentEvents } from './recentEvents.ts';
import { type Answer, RuntimeApi, type RuntimeEvent, type RuntimeFailure } from './runtimeApi.ts';
import type { Interpreter, Launch } from './runtimes/model.ts';
import { functionVariables } from './variables.ts';

export interface EnvironmentOptions {
  readonly fn: RunnableFunction;
  readonly interpreter: Interpreter;
  readonly launch: Launch;
  /** Absolute folder of the files that run the function's own. */
  readonly bootstraps: string;
  readonly clock: Clock;
  readonly processes: Processes;
  /** For `debug`: the port is open. */
  readonly onListening?: (port: number) => Promise<void>;
}

/** How a stretch of an environment's life ended. */
export type Step =
  | { readonly kind: 'ready' }
  | { readonly kind: 'init-failed'; readonly failure: RuntimeFailure }
  | { readonly kind: 'exited'; readonly status: ExitStatus }
  | { readonly kind: 'timeout' }
  | { readonly kind: 'cancelled' };

type Life =
  | { readonly phase: 'unborn' }
  | { readonly phase: 'alive'; readonly api: RuntimeApi; readonly child: ChildProcess }
  | { readonly phase: 'ended' };

/**
 * One execution environment: a Runtime API, a process, and a log stream. It can be started again after its process
 * ended, as Lambda does with a failed initialization. It knows nothing of results and reports.
 */
export class Environment {
  readonly logStream: string;
  readonly fn: RunnableFunction;
  readonly interpreter: Interpreter;
  readonly #options: EnvironmentOptions;
  readonly #early = new RecentEvents(MAX_KEPT_EVENTS);
  readonly #streamId = randomBytes(16).toString('hex');
  #life: Life = { phase: 'unborn' };
  #refusedVariables: readonly string[] = [];
  #answer: Answer | undefined;
  #sink: ((event: RawLogEvent) => void) | undefined;
  #finish: ((step: Step) => void) | undefined;
  #finishLines: (() => void) | undefined;
  #lastTimestamp = 0;
  #count = 0;
  #peakMb = 0;
  #freezing: NodeJS.Immediate | undefined;
  #isFrozen = false;
  #isClosed = false;

  constructor(options: EnvironmentOptions) {
    this.#options = options;
    this.fn = options.fn;
    this.interpreter = options.interpreter;
    const day = new Date(options.clock.now()).toISOString().slice(0, 10).replaceAll('-', '/');
    this.logStream = `${day}/[${options.fn.version}]${this.#streamId}`;
  }

  /** Absolute folder of the files that run the function's own. */
  get bootstraps(): string {
    return this.#options.bootstraps;
  }

  /** Names of variables that the function sets in vain. */
  get refusedVariables(): readonly string[] {
    return this.#refusedVariables;
  }

  /** What the runtime said to the latest event. */
  get answer(): Answer | undefined {
    return this.#answer;
  }

  get isAlive(): boolean {
    return this.#life.phase === 'alive';
  }

  /** Starts the process, and follows it until it asks for its first event. */
  async start(limitMs: number | undefined, signal: AbortSignal | undefined): Promise<Step> {
    const api = new RuntimeApi({
      onReady: () => this.#finish?.({ kind: 'ready' }),
      onAnswer: (answer) => {
        this.#answer = answer;
      },
      onInitFailure: (failure) => this.#finish?.({ kind: 'init-failed', failure }),
    });
    const address = await api.listen();
    const step = await this.#follow(limitMs, signal, () => this.#spawn(api, address));
    if (step.kind !== 'ready') api.close();
    // Seen now, it can be told even of a process that is gone when it is asked for.
    else void this.peakMemoryMb();
    return step;
  }

  /** Hands over an event, and follows the process until it asks for the next. `answer` then has what it said. */
  async run(event: RuntimeEvent, limitMs: number | undefined, signal: AbortSignal | undefined): Promise<Step> {
    const life = this.#life;
    if (life.phase !== 'alive') return { kind: 'exited', status: { kind: 'exited', code: 0 } };
    this.#answer = undefined;
    return this.#follow(limitMs, signal, () => life.api.dispatch(event));
  }

  /** Logs what the process said without ending the line: it belongs to the invocation that said it. */
  finishLines(): void {
    this.#finishLines?.();
  }

  /** Writes one of Lambda's own lines to the stream. */
  log(text: string, timestamp = this.#options.clock.now()): void {
    // A stream's events are in order, though two clocks may have told their time.
    this.#lastTimestamp = Math.max(this.#lastTimestamp, Math.floor(timestamp));
    const source = { target: this.fn.target, functionName: this.fn.name } as const;
    const id = `${this.#streamId}-${this.#count++}`;
    const event: RawLogEvent = { id, source, logStream: this.logStream, timestamp: this.#lastTimestamp, text };
    if (this.#sink) this.#sink(event);
    else this.#early.add(event);
  }

  /** Hands each log event to `sink` as it comes, until `detach`; what comes between two invocations belongs to the later one. */
  attach(sink: (event: RawLogEvent) => void): void {
    this.#sink = sink;
    for (const event of this.#early.take()) sink(event);
  }

  detach(): void {
    this.#sink = undefined;
  }

  /**
   * Between events Lambda stops the clock of an environment: timers and threads go on with the next event. It stops when
   * whoever waits for the result has had it, and doesn't where the next event is there by then.
   */
  freeze(): void {
    if (this.#options.onListening) return;
    this.#freezing = setImmediate(() => {
      this.#freezing = undefined;
      if (this.#life.phase !== 'alive') return;
      this.#life.child.signal('SIGSTOP');
      this.#isFrozen = true;
    });
  }

  thaw(): void {
    clearImmediate(this.#freezing);
    this.#freezing = undefined;
    if (this.#isFrozen && this.#life.phase === 'alive') this.#life.child.signal('SIGCONT');
    this.#isFrozen = false;
  }

  /** Of a process that has ended, what was seen last; 0 where the system doesn't tell. */
  async peakMemoryMb(): Promise<number> {
    const bytes = this.#life.phase === 'alive' ? await this.#life.child.peakMemoryBytes() : undefined;
    if (bytes !== undefined) this.#peakMb = Math.max(this.#peakMb, Math.ceil(bytes / 1024 / 1024));
    return this.#peakMb;
  }

  /** Ends it for good: it can't be started again, not even by a start that is under way. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#end();
  }

  /** Kills the process and all it started; resolves when they are gone and what they said is logged. */
  async #end(): Promise<void> {
    if (this.#life.phase !== 'alive') return;
    const { child, api } = this.#life;
    child.signal('SIGKILL');
    await child.exit;
    api.close();
  }

  /** The stable name of the runtime's version that INIT_START shows. */
  get runtimeDigest(): string {
    const { path, version } = this.interpreter;
    return createHash('sha256').update(`${path} ${version.major}.${version.minor}`).digest('hex');
  }

  #follow(limitMs: number | undefined, signal: AbortSignal | undefined, begin: () => void): Promise<Step> {
    return new Promise<Step>((resolve, reject) => {
      const cancel = (): void => settle({ kind: 'cancelled' });
      const stopTimer = limitMs === undefined ? () => {} : this.#options.clock.schedule(limitMs, () => settle({ kind: 'timeout' }));
      const stopFollowing = (): void => {
        this.#finish = undefined;
        stopTimer();
        signal?.removeEventListener('abort', cancel);
      };
      const settle = (step: Step): void => {
        if (this.#finish !== settle) return;
        stopFollowing();
        // What was written before the last call to us is readable by now, and read before the next turn of the loop.
        if (step.kind === 'ready') setImmediate(resolve, step);
        else this.#stop().then(() => resolve(step), reject);
      };
      this.#finish = settle;
      signal?.addEventListener('abort', cancel);
      try {
        if (signal?.aborted || this.#isClosed) cancel();
        else begin();
      } catch (error) {
        stopFollowing();
        reject(error);
      }
    });
  }

  /** The memory of a process can be asked only while it lives. */
  async #stop(): Promise<void> {
    await this.peakMemoryMb();
    await this.#end();
  }

  #spawn(api: RuntimeApi, address: string): void {
    const { fn, launch, processes, onListening } = this.#options;
    const logPipe = processes.platform !== 'win32';
    const { platform, environment: host } = processes;
    const { env, refused } = functionVariables(fn, { runtimeApi: address, logStream: this.logStream, platform, host, logPipe });
    this.#refusedVariables = refused;
    const child = processes.spawn({
      command: launch.command,
      args: launch.args,
      cwd: fn.codeRoot,
      env: { ...env, ...launch.env },
      logPipe,
      // The name of the log stream holds it.
      mark: this.#streamId,
    });
    this.#life = { phase: 'alive', api, child };
    const write = (lines: readonly OutputLine[]): void => {
      for (const { text, timestamp } of lines) this.log(text, timestamp);
    };
    const frames = new FrameDecoder();
    const out = new LineDecoder();
    const err = new LineDecoder();
    this.#finishLines = () => {
      write(out.end());
      write(err.end());
    };
    const watch = onListening && new DebuggerWatch(onListening, () => this.#finish?.({ kind: 'cancelled' }));
    child.onLogPipe((chunk) => write(frames.push(chunk)));
    child.onStdout((chunk) => write(out.push(chunk)));
    child.onStderr((chunk) => write(watch ? err.push(chunk).filter((line) => watch.isForFunction(line.text)) : err.push(chunk)));
    void child.exit.then((status) => {
      if (this.#life.phase !== 'alive' || this.#life.child !== child) return;
      this.#finishLines?.();
      api.close();
      this.#life = { phase: 'ended' };
      this.#finish?.({ kind: 'exited', status });
    });
  }
}
