/** Where the runner finds what it starts functions in. */
export interface DebuggerPaths {
  readonly debugpyPath?: string;
  readonly delvePath?: string;
}

/** How a language's debugger is attached to a port of this machine. */
export interface DebugLanguage {
  /** More for the runner. */
  readonly options: DebuggerPaths;
  /** `root` holds the bundle, `bootstraps` what nobody wants to step through; both absolute. */
  attachConfiguration(
    port: number,
    root: string,
    bootstraps: string,
  ): Readonly<Record<string, unknown>> & { readonly type: string; readonly request: string };
}
