import type { Clock, FileSystem, Logger, Processes, ReadableFileSystem, WatchFolder } from '../core/ports.ts';
import type { CacheFolders } from './cacheFolders.ts';

/** The world as a command sees it. Tests hand in their own. */
export interface CliWorld {
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
  readonly stdin: () => Promise<Uint8Array>;
  /** Aborts on Ctrl+C. */
  readonly signal: AbortSignal;
  readonly cwd: string;
  readonly files: FileSystem;
  /** The same files for the analysis, which asks for very many of them and waits for each. */
  readonly reading: ReadableFileSystem;
  readonly watch: WatchFolder;
  readonly clock: Clock;
  readonly processes: Processes;
  /** Absolute folder that holds `bootstrap/` and `grammars/`. */
  readonly resources: string;
  readonly cacheFolders: CacheFolders;
  readonly colour: boolean;
  /** Whether somebody watches stderr: a line that comes and goes is for nobody else. */
  readonly watched: boolean;
}

export interface CommandContext extends CliWorld {
  readonly logger: Logger;
  readonly json: boolean;
  /** `text`, `json`, or one of the command's own. */
  readonly format: string;
  /** Positional arguments, in order. */
  readonly args: readonly string[];
  /** Options by long name. */
  readonly options: Readonly<Record<string, string | boolean | undefined>>;
  /** The command line itself, for a command that answers through others. */
  readonly runCli: (argv: readonly string[], world: CliWorld) => Promise<ExitStatus>;
}

export interface OptionSpec {
  readonly name: string;
  readonly short?: string;
  /** What stands for its value in the help; a switch has none. */
  readonly value?: string;
  readonly help: string;
}

/** 0 fine, 1 findings or a failed invocation, 2 unusable arguments or input. */
export type ExitStatus = 0 | 1 | 2;

/** A subcommand: what its help says and what it does. Failures are thrown as WorkbenchError and end with status 2, or 1 with `fails`. */
export interface Command {
  readonly name: string;
  /** Positional arguments as the help shows them; a name in brackets may be left out. */
  readonly args: readonly string[];
  readonly summary: string;
  readonly details: string;
  /** What it can print besides text and JSON. */
  readonly formats?: readonly string[];
  readonly options: readonly OptionSpec[];
  readonly examples: readonly string[];
  run(context: CommandContext): Promise<ExitStatus>;
}
