'use strict';

/** `context`, the second argument of a handler. */
function makeContext(invocation, isModern) {
  const { env } = process;
  return {
    ...(!isModern && { callbackWaitsForEmptyEventLoop: true }),
    functionVersion: env.AWS_LAMBDA_FUNCTION_VERSION,
    functionName: env.AWS_LAMBDA_FUNCTION_NAME,
    memoryLimitInMB: env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: env.AWS_LAMBDA_LOG_STREAM_NAME,
    clientContext: parse(invocation.clientContext),
    identity: parse(invocation.identity),
    invokedFunctionArn: invocation.arn,
    awsRequestId: invocation.requestId,
    tenantId: invocation.tenantId,
    ...(isModern && { xRayTraceId: invocation.traceId }),
    getRemainingTimeInMillis: () => invocation.deadlineMs - Date.now(),
  };
}

function parse(json) {
  return json === undefined ? undefined : JSON.parse(Buffer.from(json, 'latin1').toString('utf8'));
}

module.exports = { makeContext };
