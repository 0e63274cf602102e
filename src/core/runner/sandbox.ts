import type { ChildProcess, Clock, ExitStatus, Processes, SpawnRequest } from '../ports.ts';
import { ExtensionsApi, type FunctionIdentity } from './extensions/extensionsApi.ts';
import type { Extension, ShutdownReason } from './extensions/registry.ts';
import type { Telemetry } from './extensions/telemetry.ts';
import { FrameDecoder, LineDecoder, type OutputLine } from './output.ts';
import type { PlatformEvent } from './platformEvents.ts';
import { RuntimeApi, type RuntimeApiParts } from './runtimeApi.ts';
import type { Answer, RuntimeEvent, RuntimeFailure } from './runtimeExchange.ts';

/** What is started in a sandbox, once the address of its APIs is known. */
export interface SandboxPlan {
  readonly identity: FunctionIdentity;
  readonly processes: Processes;
  readonly clock: Clock;
  /** What the environments of all processes in it hold, and no other: see the port. */
  readonly mark: string;
  readonly telemetry: Telemetry;
  readonly api: Pick<RuntimeApiParts, 'snapStart' | 'credentials' | 'host' | 'isHeld'>;
  /** `host:port` of the APIs to the process of the runtime. */
  readonly runtime: (address: string) => SpawnRequest;
  readonly extensions: readonly { readonly name: string; readonly request: (address: string) => SpawnRequest }[];
}

export interface SandboxListener {
  /** The runtime asks for an event; extensions may still be busy. */
  onRuntimeReady(): void;
  /** The runtime and all extensions ask for an event. */
  onReady(): void;
  /** The runtime waits for `release`. */
  onHeld(): void;
  onRestore(): void;
  onAnswer(answer: Answer): void;
  onInitFailure(failure: RuntimeFailure): void;
  /** The runtime's process has ended, and all it wrote is told. */
  onExit(status: ExitStatus): void;
  onExtensionFailure(failure: ExtensionFailure): void;
  onLine(source: 'function' | 'extension', line: OutputLine): void;
  /** For a debugger: lines of stderr that aren't the function's. */
  isForFunction?(line: string): boolean;
  onPlatform(event: PlatformEvent): void;
}

export interface ExtensionFailure {
  readonly errorType: 'Extension.InitError' | 'Extension.ExitError' | 'Extension.Crash' | 'Extension.LaunchError';
  /** In Lambda's words, without the request's id. */
  readonly message: string;
}

/** Milliseconds from SIGTERM to SIGKILL for the runtime, and for all: with external extensions, and with internal ones alone. */
const EXTERNAL_BUDGET = { runtimeMs: 300, totalMs: 2000 };
const INTERNAL_BUDGET = { runtimeMs: 500, totalMs: 500 };

/** The processes of an environment from their start to their end: the external extensions, then the runtime, and the APIs between. */
export class Sandbox {
  readonly #plan: SandboxPlan;
  readonly #listener: SandboxListener;
  readonly #extensions: ExtensionsApi;
  readonly #api: RuntimeApi;
  readonly #living = new Set<ChildProcess>();
  #address = '';
  #first: ChildProcess | undefined;
  #runtime: ChildProcess | undefined;
  #finishLines: () => void = () => {};
  #isRuntimeReady = false;
  #isEnding = false;

  constructor(plan: SandboxPlan, listener: SandboxListener) {
    this.#plan = plan;
    this.#listener = listener;
    this.#extensions = new ExtensionsApi(plan.identity, plan.telemetry, {
      onProgress: () => this.#onProgress(),
      onRegistered: (extension) => this.#reportExtension(extension, 'Ready'),
      onSubscribed: (name, types) =>
        listener.onPlatform({ type: 'platform.telemetrySubscription', record: { name, state: 'Subscribed', types } }),
      onFailure: (extension, errorType, reason) => this.#onFailure(extension, { errorType, message: reason }),
    });
    const parts = { ...plan.api, extensions: this.#extensions };
    this.#api = new RuntimeApi(
      {
        onReady: () => this.#onRuntimeReady(),
        onAnswer: (answer) => listener.onAnswer(answer),
        onInitFailure: (failure) => listener.onInitFailure(failure),
        onHeld: () => listener.onHeld(),
        onRestore: () => listener.onRestore(),
      },
      parts,
    );
  }

  /** Opens the port of the APIs. */
  async open(): Promise<void> {
    this.#address = await this.#api.listen();
  }

  begin(): void {
    for (const { name } of this.#plan.extensions) this.#extensions.registry.add(name, 'external');
    for (const { name, request } of this.#plan.extensions) this.#startExtension(name, request(this.#address));
    if (this.#plan.extensions.length === 0) this.#startRuntime();
  }

  /** Lets a runtime that is held load its function. */
  release(): void {
    this.#api.release();
  }

  dispatch(event: RuntimeEvent): void {
    this.#isRuntimeReady = false;
    this.#api.dispatch(event);
    const { requestId, deadlineMs, arn, traceId } = event;
    const tracing = { type: 'X-Amzn-Trace-Id', value: traceId } as const;
    this.#extensions.invoke({ requestId, deadlineMs, invokedFunctionArn: arn, tracing });
  }

  signal(name: 'SIGSTOP' | 'SIGCONT'): void {
    for (const child of this.#living) child.signal(name);
  }

  /** Tells what the runtime's process wrote without ending the line. */
  finishLines(): void {
    this.#finishLines();
  }

  get areExtensionsReady(): boolean {
    return this.#extensions.registry.areReady;
  }

  get runtime(): ChildProcess | undefined {
    return this.#runtime;
  }

  /** Without extensions all is killed at once, as on Lambda; with them they and the runtime may finish, for as long as Lambda lets them. */
  async end(reason: ShutdownReason): Promise<void> {
    this.#isEnding = true;
    const budget = this.#budget();
    if (budget) await this.#shutDown(reason, budget);
    for (const child of this.#living) child.signal('SIGKILL');
    await Promise.all([...this.#living].map((child) => child.exit));
    if (this.#first) await this.#plan.processes.killMarked(this.#plan.mark, this.#first);
    this.close();
  }

  close(): void {
    this.#api.close();
    this.#plan.telemetry.close();
  }

  #budget(): typeof EXTERNAL_BUDGET | undefined {
    if (this.#plan.extensions.length > 0) return EXTERNAL_BUDGET;
    return this.#extensions.registry.isEmpty ? undefined : INTERNAL_BUDGET;
  }

  async #shutDown(reason: ShutdownReason, { runtimeMs, totalMs }: typeof EXTERNAL_BUDGET): Promise<void> {
    const { clock, telemetry } = this.#plan;
    const startedAt = clock.monotonic();
    const runtime = this.#runtime;
    if (runtime && this.#living.has(runtime)) {
      runtime.signal('SIGTERM');
      await this.#within(runtimeMs, runtime.exit);
      if (this.#living.has(runtime)) runtime.signal('SIGKILL');
    }
    const remainingMs = totalMs - (clock.monotonic() - startedAt);
    if (this.#plan.extensions.length === 0 || remainingMs <= 0) return;
    this.#extensions.shutDown(reason, Math.floor(clock.now() + remainingMs));
    void telemetry.flush();
    await this.#within(remainingMs, Promise.all([...this.#living].map(({ exit }) => exit)));
  }

  async #within(limitMs: number, event: Promise<unknown>): Promise<void> {
    let stopTimer = () => {};
    const limit = new Promise<void>((resolve) => {
      stopTimer = this.#plan.clock.schedule(limitMs, resolve);
    });
    await Promise.race([event, limit]);
    stopTimer();
  }

  #onProgress(): void {
    if (!this.#runtime && this.#extensions.registry.areRegistered && !this.#isEnding) this.#startRuntime();
    if (this.#isRuntimeReady && this.#extensions.registry.areReady) this.#listener.onReady();
  }

  #onRuntimeReady(): void {
    this.#isRuntimeReady = true;
    this.#extensions.closeRegistration();
    this.#listener.onRuntimeReady();
    if (this.#extensions.registry.areReady) this.#listener.onReady();
  }

  #startRuntime(): void {
    const child = this.#plan.processes.spawn(this.#plan.runtime(this.#address));
    this.#first ??= child;
    this.#living.add(child);
    this.#runtime = child;
    const write = (lines: readonly OutputLine[]): void => {
      for (const line of lines) this.#listener.onLine('function', line);
    };
    if (child.channel) this.#api.serve(child.channel);
    const isForFunction = (line: OutputLine): boolean => this.#listener.isForFunction?.(line.text) ?? true;
    const frames = new FrameDecoder();
    const out = new LineDecoder();
    const err = new LineDecoder();
    this.#finishLines = () => {
      write(out.end());
      write(err.end());
    };
    child.onLogPipe((chunk) => write(frames.push(chunk)));
    child.onStdout((chunk) => write(out.push(chunk).filter(isForFunction)));
    child.onStderr((chunk) => write(err.push(chunk).filter(isForFunction)));
    void child.exit.then((status) => {
      this.#living.delete(child);
      this.#finishLines();
      this.#listener.onExit(status);
    });
  }

  #startExtension(name: string, request: SpawnRequest): void {
    const child = this.#plan.processes.spawn(request);
    this.#first ??= child;
    this.#living.add(child);
    const write = (lines: readonly OutputLine[]): void => {
      for (const line of lines) this.#listener.onLine('extension', line);
    };
    const out = new LineDecoder();
    const err = new LineDecoder();
    child.onStdout((chunk) => write(out.push(chunk)));
    child.onStderr((chunk) => write(err.push(chunk)));
    void child.exit.then((status) => {
      this.#living.delete(child);
      write(out.end());
      write(err.end());
      const extension = this.#extensions.registry.byName(name);
      if (!this.#isEnding && extension) this.#onFailure(extension, failureOf(status, request.command));
    });
  }

  #onFailure(extension: Extension, failure: ExtensionFailure): void {
    if (this.#isEnding) return;
    const state = failure.errorType === 'Extension.LaunchError' ? 'LaunchError' : 'ExitError';
    this.#reportExtension(extension, failure.errorType === 'Extension.InitError' ? 'InitError' : state, failure.errorType);
    this.#listener.onExtensionFailure(failure);
  }

  #reportExtension({ name, events }: Extension, state: 'Ready' | 'LaunchError' | 'InitError' | 'ExitError', errorType?: string): void {
    this.#listener.onPlatform({
      type: 'platform.extension',
      record: { name, state, events, ...(errorType !== undefined && { errorType }) },
    });
  }
}

function failureOf(status: ExitStatus, command: string): ExtensionFailure {
  switch (status.kind) {
    case 'failed-to-start':
      return { errorType: 'Extension.LaunchError', message: `fork/exec ${command}: ${status.error.code ?? status.error.message}` };
    case 'signaled':
      return { errorType: 'Extension.Crash', message: `signal: ${status.signal}` };
    case 'exited':
      return { errorType: 'Extension.Crash', message: `exit code ${status.code}` };
  }
}
