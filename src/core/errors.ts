/**
 * A failure that a user can meet. `message` says what happened and to what; `advice` says what to do next.
 * Anything else that is thrown is a bug, and is shown as one.
 */
export class WorkbenchError extends Error {
  override readonly name = 'WorkbenchError';
  readonly code: ErrorCode;
  readonly advice: string;

  constructor(code: ErrorCode, message: string, advice: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.advice = advice;
  }
}

/** What a compiler has against a source. */
export interface CompileProblem {
  /** Absolute. */
  readonly path: string;
  /** From 1, as compilers count. */
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/** A program that doesn't compile; `problems` are in the compiler's order, and may be none where it has them against no place. */
export class BuildError extends WorkbenchError {
  readonly problems: readonly CompileProblem[];

  constructor(message: string, advice: string, problems: readonly CompileProblem[]) {
    super('build-failed', message, advice);
    this.problems = problems;
  }
}

/** A file or folder that the system doesn't let us look at: whether it is there, and what is in it, can't be told. */
export class UnreadableError extends WorkbenchError {
  /** Absolute. */
  readonly path: string;

  constructor(path: string, options?: ErrorOptions) {
    super('file-unreadable', `The permissions of ${path} don’t allow reading it.`, 'Change them, or move it elsewhere.', options);
    this.path = path;
  }
}

/** What `reading` answers, or `otherwise` where the system doesn't let us look. */
export async function unlessUnreadable<T, U>(reading: Promise<T>, otherwise: U): Promise<T | U> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof UnreadableError) return otherwise;
    throw error;
  }
}

/** Stable names: scripts and tests match on them, never on the text. */
export type ErrorCode =
  | 'arguments'
  | 'folder-not-found'
  | 'file-unreadable'
  | 'file-unwritable'
  | 'installation-damaged'
  | 'function-not-found'
  | 'function-ambiguous'
  | 'handler-unresolved'
  | 'event-unreadable'
  | 'event-not-found'
  | 'event-too-large'
  | 'runtime-not-supported'
  | 'interpreter-not-found'
  | 'build-failed'
  | 'package-failed'
  | 'package-too-large'
  | 'deploy-conflict'
  | 'deploy-failed'
  | 'access-denied'
  | 'credentials'
  | 'endpoint-unreachable'
  | 'request-refused'
  | 'log-group-not-found'
  | 'port-in-use'
  | 'template-broken'
  | 'scaffold-conflict'
  | 'debugger-missing'
  | 'workspace-not-trusted'
  | 'throttled'
  | 'cancelled';

/** One text for a person, from whatever was thrown. A bug keeps its message but says that it is one. */
export function describeError(error: unknown): { readonly message: string; readonly advice?: string } {
  if (error instanceof WorkbenchError) return { message: error.message, advice: error.advice };
  const message = error instanceof Error ? error.message : String(error);
  return { message: `Unexpected failure in Lambda Workbench: ${message}`, advice: 'The log has the details; please report it.' };
}
