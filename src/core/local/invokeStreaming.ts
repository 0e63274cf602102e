import { Buffer } from 'node:buffer';
import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import type { Answered, InvocationResult } from '../runner/model.ts';
import { type ApiRequest, type ApiResponse, header } from './api.ts';
import { validationError } from './awsError.ts';
import type { Cloud } from './cloud.ts';
import { eventMessage } from './eventStream.ts';
import { asRefusal, type Invocable, logTail, readClientContext, readEvent, requestedFunction, run } from './invocations.ts';

/** InvokeWithResponseStream: each chunk as the function writes it, what isn't streamed as one, and how it ended. */
export async function invokeWithResponseStream(cloud: Cloud, request: ApiRequest): Promise<ApiResponse> {
  const invocable = await requestedFunction(cloud, request);
  const type = header(request, 'x-amz-invocation-type') ?? 'RequestResponse';
  if (type !== 'RequestResponse' && type !== 'DryRun') {
    throw validationError(type, 'invocationType', 'Member must satisfy enum value set: [RequestResponse, DryRun]');
  }
  const headers = { 'X-Amz-Executed-Version': invocable.version.version };
  if (type === 'DryRun') return { status: 204, headers };
  const clientContext = readClientContext(header(request, 'x-amz-client-context'));
  const event = readEvent(request.body, type);
  const body = new PassThrough();
  const begun = stream(cloud, invocable, event, clientContext, header(request, 'x-amz-log-type') === 'Tail', body);
  // Refusals come before the first byte, in AWS's own form.
  await begun;
  return { status: 200, headers: { ...headers, 'Content-Type': 'application/vnd.amazon.eventstream' }, body };
}

/** Resolves with the first chunk, or with the result where there was none; rejects where the function can't be run. */
function stream(
  cloud: Cloud,
  invocable: Invocable,
  event: Uint8Array,
  clientContext: string | undefined,
  tail: boolean,
  body: PassThrough,
): Promise<void> {
  return new Promise((resolve, reject) => {
    let streamed = false;
    const onChunk = async (chunk: Uint8Array): Promise<void> => {
      streamed = true;
      resolve();
      if (body.destroyed || body.write(payloadChunk(chunk))) return;
      await Promise.race([once(body, 'drain'), once(body, 'close')]).catch(() => {});
    };
    const take = (answered: Answered): void => {
      resolve();
      if (!streamed && answered.status === 'success' && !body.writableEnded) body.write(payloadChunk(answered.payload));
      streamed = true;
      // The report is in the tail of the log: it takes as long as extensions do.
      if (!tail) end(answered);
    };
    const end = (answered: Answered, logResult?: string): void => {
      if (!body.writableEnded) body.end(complete(answered, logResult));
    };
    const options = {
      caller: 'InvokeWithResponseStream',
      onChunk,
      onAnswer: take,
      ...(clientContext === undefined ? {} : { clientContext }),
    };
    run(cloud, invocable, event, options).then(
      (result: InvocationResult) => {
        take(result);
        end(result, tail ? logTail(result) : undefined);
      },
      (error: unknown) => {
        body.destroy();
        reject(asRefusal(error));
      },
    );
  });
}

function payloadChunk(chunk: Uint8Array): Buffer {
  return eventMessage({ ':message-type': 'event', ':event-type': 'PayloadChunk', ':content-type': 'application/octet-stream' }, chunk);
}

function complete({ status, error }: Answered, logResult: string | undefined): Buffer {
  const failure = status === 'success' ? {} : { ErrorCode: error?.errorType ?? 'Unhandled', ErrorDetails: error?.errorMessage };
  const payload = JSON.stringify({ ...failure, LogResult: logResult });
  return eventMessage(
    { ':message-type': 'event', ':event-type': 'InvokeComplete', ':content-type': 'application/json' },
    Buffer.from(payload),
  );
}
