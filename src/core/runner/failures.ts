import { WorkbenchError } from '../errors.ts';
import type { ExitStatus } from '../ports.ts';
import type { Environment } from './environment.ts';
import { MAX_PAYLOAD_BYTES } from './limits.ts';
import type { FunctionError, RunnableFunction } from './model.ts';
import { programOf } from './runtimes/native.ts';
import type { Step } from './stretch.ts';

/** A failure as callers of Lambda see it, and as its REPORT line names it. */
export interface Failure {
  readonly payload: Uint8Array;
  readonly error: FunctionError;
  /** For REPORT and INIT_REPORT. */
  readonly reportedType: string;
}

/** How a stretch that didn't end well is told to the caller. Throws a WorkbenchError where nothing could be started at all. */
export function failureOfStep(step: Step, environment: Pick<Environment, 'fn' | 'interpreter'>, requestId: string): Failure {
  switch (step.kind) {
    case 'init-failed':
      return reportedFailure(step.failure.body, step.failure.errorType);
    case 'timeout':
      return timeoutFailure(requestId, environment.fn.timeoutSeconds);
    case 'out-of-memory':
      return { ...exitFailure(requestId, { kind: 'signaled', signal: 'SIGKILL' }), reportedType: 'Runtime.OutOfMemory' };
    case 'cancelled':
      return platformFailure('Cancelled', `RequestId: ${requestId} Error: The run was cancelled`);
    case 'extension-failed':
      return platformFailure(step.failure.errorType, `RequestId: ${requestId} Error: ${step.failure.message}`);
    case 'ready':
      return exitFailure(requestId, { kind: 'exited', code: 0 });
    case 'exited':
      return step.status.kind === 'failed-to-start'
        ? unstartedFailure(requestId, environment, step.status.error)
        : exitFailure(requestId, step.status);
  }
}

/** The type that REPORT and telemetry name, of a stretch that ended by itself. */
export function reportedTypeOf(step: Step, environment: Pick<Environment, 'fn' | 'interpreter'>, requestId: string): string {
  const isUnstarted = step.kind === 'exited' && step.status.kind === 'failed-to-start';
  return isUnstarted ? 'Runtime.InvalidEntrypoint' : failureOfStep(step, environment, requestId).reportedType;
}

function timeoutFailure(requestId: string, timeoutSeconds: number): Failure {
  return platformFailure('Sandbox.Timedout', `RequestId: ${requestId} Error: Task timed out after ${timeoutSeconds.toFixed(2)} seconds`);
}

function exitFailure(requestId: string, status: ExitStatus): Failure {
  return platformFailure('Runtime.ExitError', `RequestId: ${requestId} Error: ${exitReason(status)}`);
}

/** Of a function that is a program, and can't be started: as Lambda says it, with the paths that the program has there. */
function entrypointFailure(requestId: string, fn: RunnableFunction, error: NodeJS.ErrnoException): Failure {
  const program = programOf(fn);
  const reason =
    error.code === 'ENOENT' && error.syscall === 'open' && program === 'bootstrap'
      ? "Couldn't find valid bootstrap(s): [/var/task/bootstrap /opt/bootstrap]"
      : `fork/exec /var/task/${program}: ${EXEC_ERRORS[error.code ?? ''] ?? error.message}`;
  return platformFailure('Runtime.InvalidEntrypoint', `RequestId: ${requestId} Error: ${reason}`);
}

const EXEC_ERRORS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or directory',
  EACCES: 'permission denied',
  ENOEXEC: 'exec format error',
};

export function truncatedFailure(): Failure {
  return platformFailure('Runtime.TruncatedResponse', 'The runtime ended its response before all of it was sent');
}

export function tooLargeFailure(): Failure {
  return platformFailure(
    'Function.ResponseSizeTooLarge',
    `Response payload size exceeded maximum allowed payload size (${MAX_PAYLOAD_BYTES} bytes).`,
  );
}

/** What the runtime reported, its words unchanged. A body in no known shape is shown as the message. */
export function reportedFailure(body: Uint8Array, errorType: string | undefined): Failure {
  const text = new TextDecoder().decode(body);
  const shape = parseObject(text);
  const type = stringOf(shape?.['errorType']) ?? errorType ?? 'Unhandled';
  const stack = stackOf(shape);
  const error = { errorType: type, errorMessage: stringOf(shape?.['errorMessage']) ?? text, stack };
  return { payload: body, error, reportedType: platformType(errorType ?? type) };
}

/** Innermost first, whichever way the runtime has it: Node.js sends `stack` as lines, Python frames from the outside in, Java as they are. */
function stackOf(shape: Readonly<Record<string, unknown>> | undefined): readonly string[] {
  const lines = (value: unknown): readonly string[] => (Array.isArray(value) ? value.filter((line) => typeof line === 'string') : []);
  const node = lines(shape?.['trace']).filter((line) => /^\s+at /.test(line));
  const others = lines(shape?.['stackTrace']);
  const inward = others.some((frame) => frame.trimStart().startsWith('File "')) ? others.toReversed() : others;
  return [...node, ...inward].map((frame) => frame.trimEnd());
}

/**
 * The error without what stands between the function and its caller: our bootstraps, the loaders of Node.js and Python, and how
 * Java calls a method that is told by name.
 * `bootstraps` is their absolute folder.
 */
export function withoutOwnFrames(error: FunctionError, bootstraps: string): FunctionError {
  const isOwn = (frame: string): boolean =>
    [`${bootstraps}/`, `${bootstraps}\\`].some((folder) => frame.includes(folder)) || LOADERS.test(frame);
  const stack = error.stack.filter((frame) => !isOwn(frame));
  // A call by way of V8 has no place to go to; after the last one that has, it was ours.
  const end = stack.findLastIndex((frame) => !frame.endsWith('(<anonymous>)'));
  return { ...error, stack: stack.slice(0, end + 1) };
}

const LOADERS =
  /[( ]node:internal\/|"<frozen importlib|[\\/]importlib[\\/]__init__\.py"|^(java\.base\/)?(jdk|sun|java\.lang)\.(internal\.)?(reflect|invoke)\./;

/** Of a client's own error types the platform keeps those that name a layer; the others are unknown to it. */
function platformType(type: string): string {
  const known = /(Runtime|Function)\.[A-Z][A-Za-z]+/.exec(type);
  if (known) return known[0];
  return type.startsWith('Function.') ? 'Function.Unknown' : 'Runtime.Unknown';
}

function platformFailure(errorType: string, errorMessage: string): Failure {
  const payload = new TextEncoder().encode(JSON.stringify({ errorType, errorMessage }));
  return { payload, error: { errorType, errorMessage, stack: [] }, reportedType: errorType };
}

function exitReason(status: ExitStatus): string {
  if (status.kind === 'signaled') return `Runtime exited with error: signal: ${SIGNALS[status.signal] ?? status.signal}`;
  if (status.kind === 'exited' && status.code !== 0) return `Runtime exited with error: exit status ${status.code}`;
  return 'Runtime exited without providing a reason';
}

const SIGNALS: Readonly<Record<string, string>> = {
  SIGKILL: 'killed',
  SIGTERM: 'terminated',
  SIGINT: 'interrupt',
  SIGHUP: 'hangup',
  SIGILL: 'illegal instruction (core dumped)',
  SIGABRT: 'aborted (core dumped)',
  SIGSEGV: 'segmentation fault (core dumped)',
  SIGBUS: 'bus error (core dumped)',
  SIGFPE: 'floating point exception (core dumped)',
  SIGTRAP: 'trace/breakpoint trap (core dumped)',
};

function unstartedFailure(
  requestId: string,
  { fn, interpreter }: Pick<Environment, 'fn' | 'interpreter'>,
  error: NodeJS.ErrnoException,
): Failure {
  if (interpreter.isFunctions) return entrypointFailure(requestId, fn, error);
  throw cannotStart(interpreter.path, error);
}

function cannotStart(path: string, cause: Error): WorkbenchError {
  const advice = 'Check that the interpreter can be started and that the function’s folder is there.';
  return new WorkbenchError('interpreter-not-found', `"${path}" could not be started: ${cause.message}`, advice, { cause });
}

function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

function stringOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
