import { Buffer } from 'node:buffer';
import { WorkbenchError } from '../errors.ts';
import { localRegion } from '../localAccount.ts';
import { variablesBeside } from '../localCalls.ts';
import { MAX_PAYLOAD_BYTES } from '../runner/limits.ts';
import type { Answered, InvocationResult, InvokeOptions, RunnableFunction } from '../runner/model.ts';
import type { ApiRequest } from './api.ts';
import { AwsError, conflict } from './awsError.ts';
import { type Cloud, findFunction } from './cloud.ts';
import { aliasesOf, type CloudFunction, type FunctionVersion, functionArn, logGroupOf, versionBehind } from './functionModel.ts';
import { linkedRunnable } from './linkedFunctions.ts';

const UTF8 = new TextDecoder('utf-8', { fatal: true });

/** Bytes of an event of an asynchronous invocation. */
const MAX_ASYNC_EVENT_BYTES = 1_048_576;

/** A function that is there to be run, in the version that a caller means. */
export interface Invocable {
  readonly fn: CloudFunction;
  readonly version: FunctionVersion;
  readonly runnable: RunnableFunction;
}

/** Rejects with AWS's refusals for a function that isn't there, or not yet, and with WorkbenchError for one that can't be built. */
export async function invocableOf(cloud: Cloud, name: string, qualifierParameter?: string | null): Promise<Invocable> {
  const { fn, version: named, qualifier } = findFunction(cloud, name, qualifierParameter);
  const alias = aliasesOf(fn).find((each) => each.name === qualifier);
  const shown = alias === undefined ? named : findFunction(cloud, fn.name, versionBehind(alias, Math.random())).version;
  const version = shown.version === '$LATEST' ? fn.serving : shown;
  const link = version === fn.serving ? cloud.links.get(fn.name) : undefined;
  const runnable = link === undefined ? runnableOf(cloud, fn, version, qualifier) : await linkedRunnable(cloud, fn, link, qualifier);
  return { fn, version, runnable };
}

/** The function of a request's path. Rejects with AWS's refusals alone. */
export async function requestedFunction(cloud: Cloud, { params, query }: ApiRequest): Promise<Invocable> {
  const name = params['name'] ?? '';
  return await invocableOf(cloud, name, query.get('Qualifier')).catch((error: unknown) => {
    if (error instanceof AwsError && error.status === 404) cloud.onMissing(name);
    throw asRefusal(error);
  });
}

/** Runs it. Rejects with AWS's refusals or a WorkbenchError where it can't be run; what the function does is in the result. */
export async function run(
  cloud: Cloud,
  { fn, version, runnable }: Invocable,
  event: Uint8Array,
  options: Pick<InvokeOptions, 'clientContext' | 'onAnswer' | 'onChunk' | 'requestId' | 'signal'> & { readonly caller: string },
): Promise<InvocationResult> {
  if (version.state === 'Pending') {
    throw conflict('The operation cannot be performed at this time. The function is currently in the following state: Pending');
  }
  const { caller, ...given } = options;
  const startedAt = cloud.clock.now();
  const onLog: InvokeOptions['onLog'] = (line) => cloud.logs.appendLine(fn.name, runnable.logGroup, line);
  const result = await cloud.runner.invoke(runnable, event, { signal: cloud.closing, ...given, onLog });
  cloud.recent.add({ functionName: fn.name, caller, startedAt, result });
  return result;
}

/** As `run`, for a caller who needs the answer alone: that doesn't wait for extensions. */
export async function answer(
  cloud: Cloud,
  invocable: Invocable,
  event: Uint8Array,
  options: Omit<Parameters<typeof run>[3], 'onAnswer'>,
): Promise<Answered> {
  return await new Promise((resolve, reject) => {
    // After an early answer neither does anything.
    run(cloud, invocable, event, { ...options, onAnswer: resolve }).then(resolve, reject);
  });
}

/**
 * What the runner refuses. Too many at once is throttled; for what can't be run on this machine, another runtime, no interpreter, AWS's
 * word is the nearest that clients know.
 */
export function asRefusal(error: unknown): unknown {
  if (error instanceof WorkbenchError && error.code === 'throttled') {
    return new AwsError(429, 'TooManyRequestsException', 'Rate Exceeded.', 'ReservedFunctionConcurrentInvocationLimitExceeded');
  }
  if (!(error instanceof WorkbenchError)) return error;
  const words = `${error.message} ${error.advice}`.trim();
  // Not one that clients try again by themselves: the same source is as wrong the next time.
  return NOT_BUILT.has(error.code) ? conflict(words) : new AwsError(502, 'InvalidRuntimeException', words);
}

const NOT_BUILT: ReadonlySet<WorkbenchError['code']> = new Set([
  'build-failed',
  'handler-unresolved',
  'package-failed',
  'package-too-large',
]);

function runnableOf(cloud: Cloud, fn: CloudFunction, version: FunctionVersion, qualifier: string | undefined): RunnableFunction {
  const { settings, code } = version;
  return {
    name: fn.name,
    version: version.version,
    arn: functionArn(fn.name, qualifier),
    runtime: settings.runtime,
    handler: settings.handler,
    codeRoot: cloud.code.taskRoot(fn.name, code),
    searchPaths: [],
    codeDigest: code.sha256,
    memoryMb: settings.memoryMb,
    timeoutSeconds: settings.timeoutSeconds,
    environment: settings.environment,
    fallbackVariables: variablesBeside(settings.environment, cloud.functionVariables()),
    logGroup: logGroupOf(fn.name, settings),
    ...(settings.logFormat === 'JSON' ? { logging: { format: 'JSON' } } : {}),
    ...(fn.reservedConcurrency === undefined ? {} : { reservedConcurrency: fn.reservedConcurrency }),
    region: localRegion,
    target: 'local-cloud',
  };
}

/** The event of a request's body: `{}` where there is none. Throws what AWS says of one that is too large or no JSON. */
export function readEvent(body: Uint8Array, type: string): Uint8Array {
  const limit = type === 'Event' ? MAX_ASYNC_EVENT_BYTES : MAX_PAYLOAD_BYTES;
  if (body.byteLength > limit) {
    throw new AwsError(
      413,
      'RequestTooLargeException',
      `${body.byteLength} byte payload is too large for the ${type} invocation type (limit ${limit} bytes)`,
    );
  }
  if (body.byteLength === 0) return Buffer.from('{}');
  checkJson(() => UTF8.decode(body), 'Could not parse request body into json: Could not parse payload into json');
  return body;
}

export function readClientContext(encoded: string | undefined): string | undefined {
  if (encoded === undefined) return undefined;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  checkJson(() => text, 'Client context must be a valid Base64-encoded JSON object.');
  return text;
}

function checkJson(read: () => string, message: string): void {
  try {
    JSON.parse(read());
  } catch (error) {
    throw new AwsError(400, 'InvalidRequestContentException', `${message}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

const LOG_TAIL_BYTES = 4096;

/** The last 4 KB of what an invocation logged, in base64. */
export function logTail(result: InvocationResult): string {
  const text = result.logs.map((line) => (line.text.endsWith('\n') ? line.text : `${line.text}\n`)).join('');
  return Buffer.from(text).subarray(-LOG_TAIL_BYTES).toString('base64');
}
