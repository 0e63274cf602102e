import type { Clock, Processes } from '../ports.ts';
import type { DebugKeeper, RunnableFunction } from './model.ts';
import type { Interpreter, Launch } from './runtimes/model.ts';
import type { LambdaFolders } from './strict.ts';

export interface EnvironmentOptions {
  readonly fn: RunnableFunction;
  readonly interpreter: Interpreter;
  readonly launch: Launch;
  /** Absolute folder of the files that run the function's own. */
  readonly bootstraps: string;
  readonly clock: Clock;
  readonly processes: Processes;
  readonly extensions: readonly ExternalExtension[];
  /** Absolute folder that stands for `/tmp`. */
  readonly temporary: string;
  /** Whether Lambda's folders were asked for. */
  readonly strict: boolean;
  /** Lambda's folders for its processes. */
  readonly folders?: LambdaFolders;
  /** Said beside its results. */
  readonly notes: readonly string[];
  /** For `debug`: the port is open. */
  readonly onListening?: (port: number) => Promise<void>;
  readonly keeper?: DebugKeeper;
}

/** An executable of a layer's `extensions` folder. */
export interface ExternalExtension {
  readonly name: string;
  /** Absolute. */
  readonly path: string;
}
