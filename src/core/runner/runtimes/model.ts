import type { Clock, FileSystem, Processes, ReadableFileSystem, SpawnRequest } from '../../ports.ts';
import type { RunnableFunction } from '../model.ts';

/** How the functions of one family of runtimes start on this machine. One file each, in the table of `index.ts`. */
export interface RuntimeFamily {
  /** Whether it is this family that runs a runtime: `nodejs22.x`. */
  runs(runtime: string): boolean;
  /** Rejects with `interpreter-not-found`. */
  interpreter(runtime: string, machine: Machine): Promise<Interpreter>;
  /**
   * Asked at each cold start, before the init phase is timed: what can be kept for the next one (a compiled bootstrap, an
   * archive of classes) is made here. Rejects with a WorkbenchError where the function can't be started.
   */
  launch(fn: RunnableFunction, interpreter: Interpreter, options: LaunchOptions): Launch | Promise<Launch>;
  /** Whether its process can be started before a function's code is there, and nothing of the function's runs in it until then. */
  preparable?(fn: RunnableFunction): boolean;
  /** Variables of the runtime that the function's own win over. */
  variables(fn: RunnableFunction, platform: NodeJS.Platform): Readonly<Record<string, string>>;
}

export interface Interpreter {
  /** Absolute; the program's name where it is the function's own. */
  readonly path: string;
  /** The function is a program itself: one that can't be started is the function's fault, and not this machine's. */
  readonly isFunctions?: true;
  readonly version: Version;
  /** What it needs to be an interpreter at all. */
  readonly env: Readonly<Record<string, string>>;
  /** Said beside a result. */
  readonly notes: readonly string[];
}

export interface Version {
  readonly major: number;
  readonly minor: number;
}

/** A process that runs a function: the interpreter with its flags, our bootstrap, and the bootstrap's own arguments. */
export interface Launch {
  readonly command: string;
  readonly args: readonly string[];
  /** Wins over every other variable. */
  readonly env: Readonly<Record<string, string>>;
  /** Our bootstrap talks to the Runtime API over the socket that it has inherited, where there is one: less work than by a port. */
  readonly hasChannel?: true;
  /** For a process that has another start the function: how it is started, of all that the function is to see. */
  readonly placed?: (request: SpawnRequest) => SpawnRequest;
  /** Ends what was started elsewhere than below the process, when that has ended. `mark`: as in the request. */
  readonly end?: (mark: string) => Promise<void>;
  /** A name of this machine that the runtime may call the Runtime API by, beside its address. */
  readonly apiHost?: string;
}

export interface LaunchOptions {
  /** Absolute folder of the bootstraps. */
  readonly bootstraps: string;
  /** Absolute folder for what may be kept between cold starts; never beside the user's source. Left out: nothing is kept. */
  readonly cacheDirectory?: string;
  readonly debug: boolean;
  /** A folder to import `debugpy` from, where the interpreter has none. */
  readonly debugpyPath?: string;
  /** Absolute path of Delve's program. */
  readonly delvePath?: string;
  readonly files: FileSystem;
  readonly processes: Processes;
  readonly clock: Clock;
  /** Makes something once for a runner, for all that ask at the same time and later; a failure isn't kept. */
  once<T>(key: string, make: () => Promise<T>): Promise<T>;
}

/** What a family may ask of the machine to find its interpreter. */
export interface Machine {
  readonly paths: InterpreterPaths;
  /** Absolute, the folder of the function's code, where it is about one. */
  readonly near?: string;
  readonly files: ReadableFileSystem;
  readonly platform: NodeJS.Platform;
  /** The variables of the editor or shell that started us. */
  readonly environment: Processes['environment'];
  /** As the port's: an absolute path, shims followed. */
  find(name: string): Promise<string | undefined>;
  /** What a program says to `--version`; `undefined` when it doesn't start or says none. Asked once a path. */
  version(path: string, env?: Readonly<Record<string, string>>): Promise<Version | undefined>;
}

export interface InterpreterPaths {
  /** Absolute paths; empty: the ones on PATH. */
  readonly node: string;
  readonly python: string;
  /** What a person has chosen in the editor for a folder of code. */
  readonly pythonOf?: (folder: string) => string | undefined;
  /** Of a JDK's folder, or of its `java`. Left out or empty: one is looked for. */
  readonly java?: string;
  /** Left out or empty: one is looked for. */
  readonly ruby?: string;
  /** Of a folder of .NET, or of its `dotnet`. Left out or empty: one is looked for. */
  readonly dotnet?: string;
  /** Used where PATH has no Node.js: the editor's own executable, told by `env` to be one. */
  readonly nodeFallback?: { readonly path: string; readonly env: Readonly<Record<string, string>> };
}
