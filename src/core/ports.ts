import type { Socket } from 'node:net';

/**
 * The only ways out of the core. Whoever builds it (the extension, the command line, a test) hands these in.
 * All paths are absolute, in the machine's own form.
 */
export interface Ports {
  readonly files: FileSystem;
  readonly clock: Clock;
  readonly processes: Processes;
  readonly logger: Logger;
}

export interface FileStat {
  readonly type: 'file' | 'directory' | 'other';
  /** Bytes. */
  readonly size: number;
  readonly modifiedMs: number;
}

export interface DirectoryEntry {
  readonly name: string;
  /** What a symbolic link points to, where it is one. */
  readonly type: 'file' | 'directory' | 'other';
}

/**
 * What analysis asks of the world. Absence is an answer (`undefined`, `[]`), never an exception; where the system doesn't let us
 * look, there is no answer, and all of these reject with `UnreadableError`.
 */
export interface ReadableFileSystem {
  readText(path: string): Promise<string | undefined>;
  readBytes(path: string): Promise<Uint8Array | undefined>;
  stat(path: string): Promise<FileStat | undefined>;
  readDirectory(path: string): Promise<readonly DirectoryEntry[]>;
}

export interface FileSystem extends ReadableFileSystem {
  /** Creates the folders above `path`. Rejects with WorkbenchError `file-unwritable` where there is no space or no permission. */
  write(path: string, content: Uint8Array | string, options?: WriteOptions): Promise<void>;
  makeDirectory(path: string): Promise<void>;
  /** Removes a file or a folder with all it holds. Absent is fine. */
  remove(path: string): Promise<void>;
  /** A new empty folder for one owner, who removes it; of an owner that is killed, whoever makes the next one does. `prefix`: `lambda-tmp-`. */
  makeTemporaryDirectory(prefix: string): Promise<string>;
}

export interface WriteOptions {
  readonly executable?: boolean;
  /** Only its owner may read it, where the system knows owners. */
  readonly secret?: boolean;
}

export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Milliseconds from a fixed but arbitrary moment; never goes back. */
  monotonic(): number;
  /** Calls once after `delayMs`; the returned function cancels. */
  schedule(delayMs: number, callback: () => void): () => void;
}

/** Tells of what is created, changed or deleted below a folder, by whoever it is. Resolves once it looks, with what ends it. */
export type WatchFolder = (folder: string, listener: FolderListener) => Promise<() => void>;

export interface FolderListener {
  /** Given absolute paths; of a folder that came or went its own alone. */
  readonly onChange: (path: string) => void;
  /** Called once where the system doesn't let us look any more, with why. */
  readonly onLost: (why: string) => void;
}

export interface SpawnRequest {
  readonly command: string;
  /** Absolute path of what is started in the end, where `command` only leads to it. */
  readonly program?: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** The whole environment: nothing is inherited. */
  readonly env: Readonly<Record<string, string>>;
  /** Opens a pipe as file descriptor 3, for Lambda's telemetry log frames. */
  readonly logPipe: boolean;
  /** Opens a socket as file descriptor 4, whose other end is `channel`. Not on Windows. */
  readonly hasChannel?: boolean;
  /**
   * A text in `env` that only processes which belong together have, of letters, digits and hyphens. When we end, however that is,
   * all of them are ended by it: see `killMarked`.
   */
  readonly mark?: string;
}

export type ExitStatus =
  | { readonly kind: 'exited'; readonly code: number }
  | { readonly kind: 'signaled'; readonly signal: string }
  | { readonly kind: 'failed-to-start'; readonly error: NodeJS.ErrnoException };

/** A running process and all it started: signals go to the whole group. */
export interface ChildProcess {
  readonly pid: number | undefined;
  onStdout(listener: (chunk: Uint8Array) => void): void;
  onStderr(listener: (chunk: Uint8Array) => void): void;
  onLogPipe(listener: (chunk: Uint8Array) => void): void;
  /** Our end of the socket, where one was asked for and could be had. */
  readonly channel?: Socket;
  /** Settles when the process has ended and its output is read. */
  readonly exit: Promise<ExitStatus>;
  /** Group-wide; on Windows anything but SIGKILL is ignored and SIGKILL ends the tree. */
  signal(name: 'SIGKILL' | 'SIGTERM' | 'SIGSTOP' | 'SIGCONT'): void;
  /** Peak resident size of the process in bytes, where the system tells. */
  peakMemoryBytes(): Promise<number | undefined>;
  /** Memory in bytes that it and all it started hold now and the system can't take back, where the system tells. */
  heldMemoryBytes(): Promise<number | undefined>;
}

export interface Processes {
  spawn(request: SpawnRequest): ChildProcess;
  /**
   * Ends what left the groups of its processes and isn't gone with them: daemons in sessions of their own, which have inherited the
   * mark. `first` is the one that was started before the others. Only where the system shows the environments of processes (Linux).
   * Resolves when there are none.
   */
  killMarked(mark: string, first: ChildProcess): Promise<void>;
  /** The absolute path of an executable on PATH, links and shims followed where that is certain. */
  find(name: string): Promise<string | undefined>;
  readonly platform: NodeJS.Platform;
  /** The variables of the editor or shell that started us: for choosing what to pass on, never passed on whole. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** Where stack traces and details go: the log channel, or stderr with `--verbose`. */
export interface Logger {
  debug(message: string, detail?: unknown): void;
  info(message: string, detail?: unknown): void;
  warn(message: string, detail?: unknown): void;
  error(message: string, detail?: unknown): void;
}
