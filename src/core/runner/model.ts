import type { RawLogEvent, ReportFigures } from '../logs/model.ts';
import type { InitializationType, SystemLogLevel } from './platformEvents.ts';

/** All that an execution environment needs to know of a function. Changing any of it makes new environments. */
export interface RunnableFunction {
  readonly name: string;
  /** `$LATEST` or a number. */
  readonly version: string;
  readonly arn: string;
  /** Lambda's runtime id: `nodejs22.x`. */
  readonly runtime: string;
  readonly handler: string;
  /** Absolute folder that stands for `/var/task`. */
  readonly codeRoot: string;
  /** Of a function that is an image; its `runtime` is then `image`. */
  readonly container?: ContainerImage;
  /** More folders on the module path, after `codeRoot`: those of its artifact. */
  readonly searchPaths: readonly string[];
  /** Identity of the code: warm environments live until it changes. */
  readonly codeDigest: string;
  readonly memoryMb: number;
  readonly timeoutSeconds: number;
  readonly environment: Readonly<Record<string, string>>;
  /** Where neither the function nor the developer sets them. */
  readonly fallbackVariables?: Readonly<Record<string, string>>;
  readonly logGroup: string;
  readonly region: string;
  /** Which surface its lines are attributed to. */
  readonly target: 'local' | 'local-cloud';
  /** Left out: text. */
  readonly logging?: LoggingConfig;
  /** Absolute folders that stand for the contents of its layers, in order: what is in a later one wins. */
  readonly layers?: readonly string[];
  /** Invocations of it at the same time that are allowed. Left out: as many as all functions together. */
  readonly reservedConcurrency?: number;
  /** Megabytes of `/tmp`, which only strict runs heed. Left out: 512. */
  readonly ephemeralStorageMb?: number;
  /** Left out: `on-demand`. With SnapStart the runtime's hooks run around a snapshot that isn't taken. */
  readonly initializationType?: InitializationType;
}

/** An image that a container tool of this machine has built. */
export interface ContainerImage {
  /** Absolute path of `docker`, or what takes the same arguments. */
  readonly tool: string;
  readonly id: string;
  /** `linux/amd64`. */
  readonly platform: string;
  /** Takes the place of its CMD, unless it is empty. */
  readonly command: readonly string[];
}

/** Lambda's `LoggingConfig`. Levels are heeded with JSON alone. */
export interface LoggingConfig {
  readonly format: 'Text' | 'JSON';
  /** Left out: INFO. */
  readonly systemLevel?: SystemLogLevel;
  /** `TRACE` to `FATAL`. Left out: INFO. */
  readonly applicationLevel?: string;
}

export interface InvokeOptions {
  /** Cancelling kills the environment; the result is then `cancelled`. */
  readonly signal?: AbortSignal;
  readonly onLog?: (event: RawLogEvent) => void;
  /** Left out: a new one. A retry has that of the first attempt. */
  readonly requestId?: string;
  /** Decoded JSON text of `X-Amz-Client-Context`. */
  readonly clientContext?: string;
  /**
   * Told the answer where extensions still work on the event when the runtime is done with it: the caller needn't wait for them. The
   * invocation goes on until they are done, and only then is the environment free.
   */
  readonly onAnswer?: (answered: Answered) => void;
  /** Given what the function streams, as it comes; the next chunk waits until this one is taken. The result has all of it, too. */
  readonly onChunk?: (chunk: Uint8Array, contentType: string) => Promise<void>;
  /** JSON text: `cognitoIdentityId` and `cognitoIdentityPoolId`. */
  readonly cognitoIdentity?: string;
  /** Of a function with tenant isolation. */
  readonly tenantId?: string;
  /** Of the event. Left out: JSON. */
  readonly contentType?: string;
  /** `X-Amzn-Trace-Id`. Left out: one that isn't sampled. */
  readonly traceId?: string;
  /** A fresh environment with the debugger port open; the deadline stands still. */
  readonly debug?: {
    /** Called once the port listens. `taskRoot`: what the process calls the function's folder, where that isn't its path. */
    readonly onListening: (port: number, taskRoot?: string) => Promise<void>;
    /** A folder to import `debugpy` from, for Python, where the interpreter has none of its own. */
    readonly debugpyPath?: string;
    /** The program of Delve, for Go. */
    readonly delvePath?: string;
    /** Who keeps the environment, its debugger attached, for its next event. Left out: it ends with this one. */
    readonly keeper?: DebugKeeper;
  };
}

/** Has one environment at most, of one function, which works on one event at a time. */
export interface DebugKeeper {
  /** The environment is about to end: the function has changed, waited too long, or is retired. */
  onEnd(): void;
}

/** The error a caller of Invoke sees, as the runtime shaped it. */
export interface FunctionError {
  readonly errorType: string;
  readonly errorMessage: string;
  /** Frames as text, innermost first, source-mapped, without those of the bootstrap and of module loading. */
  readonly stack: readonly string[];
}

/** What the caller of an invocation is given. */
export interface Answered {
  readonly requestId: string;
  readonly status: 'success' | 'error' | 'timeout' | 'init-error' | 'cancelled';
  /** The response's bytes exactly: JSON, or anything for other content types. */
  readonly payload: Uint8Array;
  /** Of a successful response, as the runtime sent it. */
  readonly contentType?: string;
  readonly error?: FunctionError;
}

export interface InvocationResult extends Answered {
  /** The newest 20,000; `onLog` is given all. */
  readonly logs: readonly RawLogEvent[];
  readonly report: ReportFigures;
  readonly logStream: string;
  readonly coldStart: boolean;
  /** Said beside the result: another interpreter version was used, … */
  readonly notes: readonly string[];
  /** What became of the answer with whoever called, where that is told. */
  readonly outcome?: InvocationOutcome;
}

export type InvocationOutcome =
  /** The response of an API. */
  | { readonly kind: 'http'; readonly status: number }
  /** How many messages of a batch come back, out of how many. */
  | { readonly kind: 'batch'; readonly back: number; readonly of: number };

export interface Runner {
  /**
   * Never rejects for what the function does; rejects with WorkbenchError when it can't be run here, and with `throttled` when as many
   * invocations as are allowed are under way.
   */
  invoke(fn: RunnableFunction, event: Uint8Array, options?: InvokeOptions): Promise<InvocationResult>;
  /** Ends the idle environments of a function and lets busy ones finish. */
  retire(functionName: string): void;
  /** Kills everything. Nothing survives it. */
  dispose(): Promise<void>;
}
