import { Buffer } from 'node:buffer';
import { WorkbenchError } from '../errors.ts';
import { localRegion } from '../localAccount.ts';
import { MAX_PAYLOAD_BYTES } from '../runner/limits.ts';
import type { InvocationResult, RunnableFunction } from '../runner/model.ts';
import { type ApiRequest, type ApiResponse, header } from './api.ts';
import { AwsError, conflict, validationError } from './awsError.ts';
import { type Cloud, findFunction } from './cloud.ts';
import { type CloudFunction, type FunctionVersion, functionArn, logGroupOf } from './functionModel.ts';

/** Bytes of an event of an asynchronous invocation. */
const MAX_ASYNC_EVENT_BYTES = 1_048_576;
const LOG_TAIL_BYTES = 4096;
const THROTTLED = 'ReservedFunctionConcurrentInvocationLimitExceeded';

/** RequestResponse waits for the result; Event runs it in the background, once: there are no retries here; DryRun only looks. */
export async function invoke(cloud: Cloud, request: ApiRequest): Promise<ApiResponse> {
  const { fn, version: shown, qualifier } = findFunction(cloud, request.params['name'] ?? '', request.query.get('Qualifier'));
  const version = shown.version === '$LATEST' ? fn.serving : shown;
  const type = header(request, 'x-amz-invocation-type') ?? 'RequestResponse';
  if (!['RequestResponse', 'Event', 'DryRun'].includes(type)) {
    throw validationError(type, 'invocationType', 'Member must satisfy enum value set: [Event, RequestResponse, DryRun]');
  }
  const clientContext = readClientContext(header(request, 'x-amz-client-context'));
  if (type === 'DryRun') return { status: 204, headers: { 'X-Amz-Executed-Version': version.version } };
  const event = readEvent(request.body, type);
  if (version.state === 'Pending') {
    throw conflict('The operation cannot be performed at this time. The function is currently in the following state: Pending');
  }
  const runnable = runnableOf(cloud, fn, version, qualifier);
  const run = start(cloud, runnable, event, clientContext);
  if (type === 'Event') {
    run.catch((error: unknown) => cloud.logger.error(`The asynchronous invocation of ${fn.name} could not be run`, error));
    return { status: 202, headers: { 'X-Amz-Executed-Version': version.version } };
  }
  return answerOf(await run, version, header(request, 'x-amz-log-type') === 'Tail');
}

function start(cloud: Cloud, fn: RunnableFunction, event: Uint8Array, clientContext: string | undefined): Promise<InvocationResult> {
  return cloud.runner
    .invoke(fn, event, {
      signal: cloud.closing,
      onLog: (line) => cloud.logs.appendLine(fn.name, fn.logGroup, line),
      ...(clientContext === undefined ? {} : { clientContext }),
    })
    .catch((error: unknown) => {
      if (error instanceof WorkbenchError && error.code === 'throttled')
        throw new AwsError(429, 'TooManyRequestsException', 'Rate Exceeded.', THROTTLED);
      // What can't be run on this machine: another runtime, no interpreter. AWS's word for it is the nearest that clients know.
      if (error instanceof WorkbenchError) throw new AwsError(502, 'InvalidRuntimeException', `${error.message} ${error.advice}`);
      throw error;
    });
}

function answerOf(result: InvocationResult, version: FunctionVersion, tail: boolean): ApiResponse {
  if (result.status === 'cancelled')
    throw new AwsError(500, 'ServiceException', 'The local cloud is closing: the invocation was cancelled.');
  return {
    status: 200,
    headers: {
      'Content-Type': 'application/json',
      'X-Amz-Executed-Version': version.version,
      'x-amzn-RequestId': result.requestId,
      ...(result.status === 'success' ? {} : { 'X-Amz-Function-Error': 'Unhandled' }),
      ...(tail ? { 'X-Amz-Log-Result': lastLogs(result) } : {}),
    },
    body: result.payload,
  };
}

function lastLogs(result: InvocationResult): string {
  const text = result.logs.map((line) => (line.text.endsWith('\n') ? line.text : `${line.text}\n`)).join('');
  return Buffer.from(text).subarray(-LOG_TAIL_BYTES).toString('base64');
}

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
    logGroup: logGroupOf(fn.name, settings),
    region: localRegion,
    target: 'local-cloud',
  };
}

function readEvent(body: Uint8Array, type: string): Uint8Array {
  const limit = type === 'Event' ? MAX_ASYNC_EVENT_BYTES : MAX_PAYLOAD_BYTES;
  if (body.byteLength > limit) {
    throw new AwsError(
      413,
      'RequestTooLargeException',
      `${body.byteLength} byte payload is too large for the ${type} invocation type (limit ${limit} bytes)`,
    );
  }
  if (body.byteLength === 0) return Buffer.from('{}');
  checkJson(
    () => new TextDecoder('utf-8', { fatal: true }).decode(body),
    'Could not parse request body into json: Could not parse payload into json',
  );
  return body;
}

function readClientContext(encoded: string | undefined): string | undefined {
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
