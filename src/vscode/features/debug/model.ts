import type { DebugKeeper } from '../../../core/runner/model.ts';

/** Where the runner finds what it starts functions in. */
export interface DebuggerPaths {
  readonly debugpyPath?: string;
  readonly delvePath?: string;
}

/** How a language's debugger is attached to a port of this machine. */
export interface DebugLanguage {
  /** More for the runner. */
  readonly options: DebuggerPaths;
  attachConfiguration(
    port: number,
    places: Places,
  ): Readonly<Record<string, unknown>> & { readonly type: string; readonly request: string };
}

/** Where sources are; all absolute. */
export interface Places {
  /** Holds the bundle. */
  readonly root: string;
  /** What nobody wants to step through. */
  readonly bootstraps: string;
  /** What the process calls `root`, where that isn't its path. */
  readonly taskRoot?: string;
}

/** One invocation under the debugger, from before the process starts until the debugger lets go. */
export interface DebugSession {
  /** More for the runner. */
  readonly options: DebuggerPaths & { readonly keeper?: DebugKeeper };
  /** Aborts when the person stops the debugger: the invocation ends with it. */
  readonly ended: AbortSignal;
  /** Attaches to the port; settles when the debugger has set its breakpoints. */
  attach(port: number, places: Pick<Places, 'root' | 'taskRoot'>): Promise<void>;
  finish(): void;
}
