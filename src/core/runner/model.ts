import type { RawLogEvent, ReportFigures } from '../logs/model.ts';

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
  /** More folders on the module path, after `codeRoot`: those of its artifact. */
  readonly searchPaths: readonly string[];
  /** Identity of the code: warm environments live until it changes. */
  readonly codeDigest: string;
  readonly memoryMb: number;
  readonly timeoutSeconds: number;
  readonly environment: Readonly<Record<string, string>>;
  readonly logGroup: string;
  readonly region: string;
  /** Which surface its lines are attributed to. */
  readonly target: 'local' | 'local-cloud';
}

export interface InvokeOptions {
  /** Cancelling kills the environment; the result is then `cancelled`. */
  readonly signal?: AbortSignal;
  readonly onLog?: (event: RawLogEvent) => void;
  /** Decoded JSON text of `X-Amz-Client-Context`. */
  readonly clientContext?: string;
  /** A fresh environment with the debugger port open; the deadline stands still. Called with the port once it listens. */
  readonly debug?: {
    readonly onListening: (port: number) => Promise<void>;
    /** A folder to import `debugpy` from, for Python, where the interpreter has none of its own. */
    readonly debugpyPath?: string;
  };
}

/** The error a caller of Invoke sees, as the runtime shaped it. */
export interface FunctionError {
  readonly errorType: string;
  readonly errorMessage: string;
  /** Frames as text, innermost first, source-mapped, without those of the bootstrap and of module loading. */
  readonly stack: readonly string[];
}

export interface InvocationResult {
  readonly requestId: string;
  readonly status: 'success' | 'error' | 'timeout' | 'init-error' | 'cancelled';
  /** The response's bytes exactly: JSON, or anything for other content types. */
  readonly payload: Uint8Array;
  /** Of a successful response, as the runtime sent it. */
  readonly contentType?: string;
  readonly error?: FunctionError;
  /** The newest 20,000; `onLog` is given all. */
  readonly logs: readonly RawLogEvent[];
  readonly report: ReportFigures;
  readonly logStream: string;
  readonly coldStart: boolean;
  /** Said beside the result: another interpreter version was used, … */
  readonly notes: readonly string[];
}

export interface Runner {
  /** Never rejects for what the function does; rejects with WorkbenchError when it can't be run here. */
  invoke(fn: RunnableFunction, event: Uint8Array, options?: InvokeOptions): Promise<InvocationResult>;
  /** Ends the idle environments of a function and lets busy ones finish. */
  retire(functionName: string): void;
  /** Kills everything. Nothing survives it. */
  dispose(): Promise<void>;
}
