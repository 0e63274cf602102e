'use strict';

/** `context`, the second argument of a handler. Made member by member: a spread in front makes V8 look up each of the others. */
function makeContext(invocation, isModern) {
  const { env } = process;
  const context = isModern ? {} : { callbackWaitsForEmptyEventLoop: true };
  context.functionVersion = env.AWS_LAMBDA_FUNCTION_VERSION;
  context.functionName = env.AWS_LAMBDA_FUNCTION_NAME;
  context.memoryLimitInMB = env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE;
  context.logGroupName = env.AWS_LAMBDA_LOG_GROUP_NAME;
  context.logStreamName = env.AWS_LAMBDA_LOG_STREAM_NAME;
  context.clientContext = parse(invocation.clientContext);
  context.identity = parse(invocation.identity);
  context.invokedFunctionArn = invocation.arn;
  context.awsRequestId = invocation.requestId;
  context.tenantId = invocation.tenantId;
  if (isModern) context.xRayTraceId = invocation.traceId;
  context.getRemainingTimeInMillis = () => invocation.deadlineMs - Date.now();
  return context;
}

function parse(json) {
  return json === undefined ? undefined : JSON.parse(Buffer.from(json, 'latin1').toString('utf8'));
}

module.exports = { makeContext };
