import type { Answered } from '../runner/model.ts';
import { type ApiRequest, type ApiResponse, header } from './api.ts';
import { AwsError, validationError } from './awsError.ts';
import { invokeInBackground } from './background.ts';
import type { Cloud } from './cloud.ts';
import type { FunctionVersion } from './functionModel.ts';
import { answer, asRefusal, logTail, readClientContext, readEvent, requestedFunction, run } from './invocations.ts';

/** RequestResponse waits for the result; Event runs it in the background, and again where it fails; DryRun only looks. */
export async function invoke(cloud: Cloud, request: ApiRequest): Promise<ApiResponse> {
  const invocable = await requestedFunction(cloud, request);
  const { version } = invocable;
  const type = header(request, 'x-amz-invocation-type') ?? 'RequestResponse';
  if (!['RequestResponse', 'Event', 'DryRun'].includes(type)) {
    throw validationError(type, 'invocationType', 'Member must satisfy enum value set: [Event, RequestResponse, DryRun]');
  }
  const clientContext = readClientContext(header(request, 'x-amz-client-context'));
  if (type === 'DryRun') return { status: 204, headers: { 'X-Amz-Executed-Version': version.version } };
  const event = readEvent(request.body, type);
  const options = {
    caller: type === 'Event' ? 'Invoke, asynchronous' : 'Invoke',
    ...(clientContext === undefined ? {} : { clientContext }),
  };
  if (type === 'Event' && version.state !== 'Pending') {
    invokeInBackground(cloud, invocable, event, options);
    return { status: 202, headers: { 'X-Amz-Executed-Version': version.version } };
  }
  // The tail of the log has the report, which comes after all.
  if (header(request, 'x-amz-log-type') === 'Tail') {
    const result = await run(cloud, invocable, event, options).catch((error: unknown) => {
      throw asRefusal(error);
    });
    return answerOf(result, version, { 'X-Amz-Log-Result': logTail(result) });
  }
  const answered = answer(cloud, invocable, event, options).catch((error: unknown) => {
    throw asRefusal(error);
  });
  return answerOf(await answered, version);
}

function answerOf(result: Answered, version: FunctionVersion, more: Readonly<Record<string, string>> = {}): ApiResponse {
  if (result.status === 'cancelled')
    throw new AwsError(500, 'ServiceException', 'The invocation was cancelled: its debugger was stopped, or the local cloud is closing.');
  return {
    status: 200,
    headers: {
      'Content-Type': 'application/json',
      'X-Amz-Executed-Version': version.version,
      'x-amzn-RequestId': result.requestId,
      ...(result.status === 'success' ? {} : { 'X-Amz-Function-Error': 'Unhandled' }),
      ...more,
    },
    body: result.payload,
  };
}
