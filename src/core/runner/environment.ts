import { randomBytes } from 'node:crypto';
import type { RawLogEvent } from '../logs/model.ts';
import type { SpawnRequest } from '../ports.ts';
import { Cancellation } from './cancellation.ts';
import { DebuggerWatch } from './debugging.ts';
import { EnvironmentLog } from './environmentLog.ts';
import type { EnvironmentOptions } from './environmentOptions.ts';
import type { ShutdownReason } from './extensions/registry.ts';
import { Telemetry } from './extensions/telemetry.ts';
import { Freezer } from './freezer.ts';
import { MemoryWatch } from './memoryWatch.ts';
import type { DebugKeeper, RunnableFunction } from './model.ts';
import type { PlatformEvent } from './platformEvents.ts';
import type { Answer, RuntimeEvent } from './runtimeExchange.ts';
import type { Interpreter } from './runtimes/model.ts';
import { Sandbox } from './sandbox.ts';
import type { Step, Stretch } from './stretch.ts';
import { credentialsOf, extensionVariables, functionVariables, type Placement } from './variables.ts';

interface Prepared {
  readonly sandbox: Sandbox;
  /** By the clock that never goes back, ms. */
  readonly begunAt: number;
  heldAt?: number;
}

/**
 * One execution environment: a log stream, and the processes that write to it. It can be started again after they
 * ended, as Lambda does with a failed initialization. It knows nothing of results and reports.
 */
export class Environment {
  readonly logStream: string;
  readonly interpreter: Interpreter;
  readonly #options: EnvironmentOptions;
  readonly #streamId = randomBytes(16).toString('hex');
  readonly #log: EnvironmentLog;
  readonly #freezer: Freezer;
  readonly #memory: MemoryWatch;
  readonly #cancellation = new Cancellation(() => this.#stretch?.settle({ kind: 'cancelled' }));
  #telemetry: Telemetry;
  #fn: RunnableFunction;
  #sandbox: Sandbox | undefined;
  /** Started ahead: the process waits for its code. */
  #prepared: Prepared | undefined;
  #ending: Promise<void> | undefined;
  #refusedVariables: readonly string[] = [];
  #answer: Answer | undefined;
  #stretch: { readonly settle: (step: Step) => void; readonly onReady: () => void; readonly onRestore: () => void } | undefined;
  #isClosed = false;

  constructor(options: EnvironmentOptions) {
    const { fn, interpreter, clock } = options;
    this.#options = options;
    this.#fn = fn;
    this.interpreter = interpreter;
    const day = new Date(clock.now()).toISOString().slice(0, 10).replaceAll('-', '/');
    this.logStream = `${day}/[${fn.version}]${this.#streamId}`;
    this.#log = new EnvironmentLog(fn, this.logStream, this.#streamId, clock, options.onListening !== undefined);
    this.#telemetry = this.#newTelemetry();
    this.#freezer = new Freezer(clock, (name) => this.#sandbox?.signal(name));
    this.#memory = new MemoryWatch(clock, () => this.#sandbox?.runtime);
  }

  get fn(): RunnableFunction {
    return this.#fn;
  }

  /** Absolute folder of the files that run the function's own. */
  get bootstraps(): string {
    return this.#options.bootstraps;
  }

  get notes(): readonly string[] {
    return this.#options.notes;
  }

  /** A text of the function's with the names of this machine. */
  here(text: string): string {
    return this.#options.folders?.here(text) ?? text;
  }

  /** Whether extensions still work on the latest event. */
  get isHeldByExtensions(): boolean {
    return this.#sandbox?.areExtensionsReady === false;
  }

  /** Names of variables that the function sets in vain. */
  get refusedVariables(): readonly string[] {
    return this.#refusedVariables;
  }

  /** What the runtime said to the latest event. */
  get answer(): Answer | undefined {
    return this.#answer;
  }

  get isStrict(): boolean {
    return this.#options.strict;
  }

  /** Who keeps it between events for a debugger. */
  get keeper(): DebugKeeper | undefined {
    return this.#options.keeper;
  }

  get isAlive(): boolean {
    return this.#sandbox !== undefined;
  }

  /** Absolute folder that stands for `/tmp`: what is in it stays when the processes are started again. */
  get temporary(): string {
    return this.#options.temporary;
  }

  get isPrepared(): boolean {
    return this.#prepared !== undefined;
  }

  /** Milliseconds that a process which is prepared has taken until it waited for its code: a part of its start, which took place before. */
  get headStartMs(): number {
    if (!this.#prepared) return 0;
    const { begunAt, heldAt = this.#options.clock.monotonic() } = this.#prepared;
    return heldAt - begunAt;
  }

  /** Starts the runtime's process as far as it gets without the function's code. `start` goes on from there. */
  async prepare(): Promise<void> {
    const sandbox = this.#newSandbox(true);
    await sandbox.open();
    if (this.#isClosed) return sandbox.close();
    this.#prepared = { sandbox, begunAt: this.#options.clock.monotonic() };
    sandbox.begin();
  }

  /** The same function with other code, which a process that is prepared doesn't know yet. */
  adopt(fn: RunnableFunction): void {
    this.#fn = fn;
  }

  /** Starts the processes, and follows them until they ask for their first event. */
  async start(stretch: Stretch): Promise<Step> {
    this.#memory.forget();
    const prepared = this.#prepared?.sandbox;
    this.#prepared = undefined;
    const sandbox = prepared ?? this.#newSandbox();
    if (!prepared) await sandbox.open();
    const step = await this.#follow(stretch, () => {
      this.#sandbox = sandbox;
      if (prepared) sandbox.release();
      else sandbox.begin();
    });
    if (step.kind !== 'ready') sandbox.close();
    // Seen now, it can be told even of a process that is gone when it is asked for.
    else void this.#memory.peakMb();
    return step;
  }

  /** Hands over an event, and follows the processes until they ask for the next. `answer` then has what the runtime said. */
  async run(event: RuntimeEvent, stretch: Stretch): Promise<Step> {
    const sandbox = this.#sandbox;
    if (!sandbox) return { kind: 'exited', status: { kind: 'exited', code: 0 } };
    this.#answer = undefined;
    return this.#follow(stretch, () => sandbox.dispatch(event));
  }

  /** Logs what the function said without ending the line: it belongs to the invocation that said it. */
  finishLines(): void {
    this.#sandbox?.finishLines();
  }

  /** Says something of Lambda's own: to the log in the function's format, and to who subscribed to telemetry. */
  platform(event: PlatformEvent): void {
    this.#log.platform(event);
    this.#telemetry.platform(event);
  }

  /** Lambda's words about a failure, as text. */
  platformText(text: string): void {
    this.#log.platformText(text);
  }

  attach(sink: (event: RawLogEvent) => void): void {
    this.#log.attach(sink);
  }

  detach(): void {
    this.#log.detach();
  }

  /** Until the next event; not where a debugger wants to go on. */
  freeze(): void {
    if (!this.#options.onListening) this.#freezer.freeze();
  }

  thaw(): void {
    this.#freezer.thaw();
  }

  /** As `MemoryWatch` has it. */
  peakMemoryMb(workedMs: number): Promise<number> {
    return this.#memory.peakMb(workedMs);
  }

  /** Ends it for good: it can't be started again, not even by a start that is under way. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#cancellation.hear(undefined);
    await this.#prepared?.sandbox.end('spindown');
    this.#prepared = undefined;
    await this.#end('spindown');
    await this.#options.folders?.close();
  }

  /** Ends the processes and all they started; resolves when they are gone and what they said is logged. */
  async #end(reason: ShutdownReason): Promise<void> {
    const sandbox = this.#sandbox;
    if (!sandbox) return this.#ending;
    this.thaw();
    this.#sandbox = undefined;
    this.#ending = sandbox.end(reason).then(async () => {
      await this.#options.launch.end?.(this.#streamId);
      this.#telemetry = this.#newTelemetry();
    });
    return this.#ending;
  }

  #newTelemetry(): Telemetry {
    return new Telemetry(this.#options.clock, (event) => this.#log.platform(event));
  }

  #follow(stretch: Stretch, begin: () => void): Promise<Step> {
    const { limitMs, signal, onRuntimeDone, onRestore } = stretch;
    return new Promise<Step>((resolve, reject) => {
      let isTold = false;
      const tell = (step: Step): void => {
        if (!isTold) onRuntimeDone?.(step);
        isTold = true;
      };
      const stopWatch = this.#watchMemory(() => current.settle({ kind: 'out-of-memory' }));
      const stopTimer = limitMs === undefined ? () => {} : this.#options.clock.schedule(limitMs, () => current.settle({ kind: 'timeout' }));
      const stopFollowing = (): void => {
        this.#stretch = undefined;
        stopTimer();
        stopWatch();
      };
      const settle = (step: Step): void => {
        if (this.#stretch !== current) return;
        stopFollowing();
        if (step.kind === 'ready') return void afterOutput(() => resolve(step));
        tell(step);
        this.#stop(step.kind === 'timeout' ? 'timeout' : 'failure').then(() => resolve(step), reject);
      };
      const onReady = (): void => afterOutput(() => tell({ kind: 'ready' }));
      const current = { settle, onReady, onRestore: () => onRestore?.() };
      this.#stretch = current;
      this.#cancellation.hear(signal);
      try {
        if (signal?.aborted || this.#isClosed) settle({ kind: 'cancelled' });
        else begin();
      } catch (error) {
        stopFollowing();
        reject(error);
      }
    });
  }

  /** A debugger's memory is no reason to end it. */
  #watchMemory(onExceeded: () => void): () => void {
    const { onListening, fn } = this.#options;
    return onListening ? () => {} : this.#memory.watch(fn.memoryMb, onExceeded);
  }

  /** The memory of a process can be asked only while it lives. */
  async #stop(reason: ShutdownReason): Promise<void> {
    await this.#memory.peakMb();
    await this.#end(reason);
  }

  #newSandbox(isHeld = false): Sandbox {
    const { fn, launch, clock, processes, extensions, temporary, onListening } = this.#options;
    const snapStart = fn.initializationType === 'snap-start';
    const credentials = snapStart ? credentialsOf(processes.environment, clock) : undefined;
    const placement = (runtimeApi: string): Placement => ({
      runtimeApi,
      logStream: this.logStream,
      platform: processes.platform,
      host: processes.environment,
      logPipe: processes.platform !== 'win32',
      temporary,
      ...(credentials && { credentialsToken: credentials.token }),
    });
    const watch = onListening && new DebuggerWatch(onListening, () => this.#stretch?.settle({ kind: 'cancelled' }));
    const [, , , , accountId = ''] = fn.arn.split(':');
    const sandbox: Sandbox = new Sandbox(
      {
        identity: { functionName: fn.name, functionVersion: fn.version, handler: fn.handler, accountId },
        processes,
        clock,
        // The name of the log stream holds it, which all have.
        mark: this.#streamId,
        telemetry: this.#telemetry,
        api: { snapStart, isHeld, ...(credentials && { credentials }), ...(launch.apiHost !== undefined && { host: launch.apiHost }) },
        runtime: (address) => this.#runtimeRequest(placement(address), isHeld),
        extensions: extensions.map(({ name, path }) => ({
          name,
          request: (address) => this.#extensionRequest(path, placement(address)),
        })),
      },
      {
        onRuntimeReady: () => this.#stretch?.onReady(),
        onReady: () => this.#stretch?.settle({ kind: 'ready' }),
        onHeld: () => {
          if (this.#prepared?.sandbox === sandbox) this.#prepared.heldAt = clock.monotonic();
        },
        onRestore: () => this.#stretch?.onRestore(),
        onAnswer: (answer) => {
          this.#answer = answer;
        },
        onInitFailure: (failure) => this.#stretch?.settle({ kind: 'init-failed', failure }),
        onExtensionFailure: (failure) => this.#onFailure(sandbox, { kind: 'extension-failed', failure }),
        onExit: (status) => this.#onFailure(sandbox, { kind: 'exited', status }),
        onLine: (source, { text, timestamp }) => {
          this.#log.line(text, timestamp);
          this.#telemetry.line(source, text, this.#log.isJson);
        },
        onPlatform: (event) => this.platform(event),
        ...(watch && { isForFunction: (line) => watch.isForFunction(line) }),
      },
    );
    return sandbox;
  }

  /** Whoever follows ends it. Between two events nobody does. */
  #onFailure(sandbox: Sandbox, step: Step): void {
    if (this.#prepared?.sandbox === sandbox) {
      this.#prepared = undefined;
      sandbox.close();
    }
    if (this.#sandbox !== sandbox) return;
    if (this.#stretch) this.#stretch.settle(step);
    else void this.#end('failure');
  }

  #runtimeRequest(placement: Placement, isHeld: boolean): SpawnRequest {
    const { fn, launch } = this.#options;
    const { env, refused } = functionVariables(fn, placement);
    this.#refusedVariables = refused;
    const { command, args, hasChannel = false } = launch;
    const request: SpawnRequest = {
      command,
      args,
      cwd: fn.codeRoot,
      env: {
        ...env,
        ...launch.env,
        ...(isHeld && { _LAMBDA_WORKBENCH_HELD: '1' }),
        ...(hasChannel && { _LAMBDA_WORKBENCH_CHANNEL: '4' }),
      },
      logPipe: placement.logPipe,
      hasChannel,
      mark: this.#streamId,
    };
    return this.#placed(launch.placed?.(request) ?? request);
  }

  #extensionRequest(path: string, placement: Placement): SpawnRequest {
    const { fn } = this.#options;
    const env = extensionVariables(fn, placement);
    return this.#placed({ command: path, args: [], cwd: fn.codeRoot, env, logPipe: false, mark: this.#streamId });
  }

  #placed(request: SpawnRequest): SpawnRequest {
    return this.#options.folders?.inside(request) ?? request;
  }
}

/** What a process wrote before its last call to us is readable by now, and read before the next turn of the loop. */
function afterOutput(act: () => void): void {
  setImmediate(act);
}
