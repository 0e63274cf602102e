'use strict';
/**
 * Runs a Node.js Lambda function outside Lambda: asks the Runtime API for events and calls the handler, by the rules of
 * the runtime that the function is configured for. Lambda has two: that of Node.js 22 and before, with callbacks, and
 * that of Node.js 24, without. Which one holds is told by AWS_EXECUTION_ENV, never by the version this runs on.
 * No dependencies, and few modules at the start: each one is part of a cold start.
 */
const { RuntimeClient } = require('./node-client.cjs');
const { installConsole, setRequestId, setTenantId } = require('./node-console.cjs');
const { CallbackHandlerDeprecated, UnhandledPromiseRejection, isModern, logError, toResponse } = require('./node-errors.cjs');
const { loadHandler } = require('./node-loader.cjs');
const { InvokeStore, isStreamingHandler, installGlobal } = require('./node-streaming.cjs');
const { makeContext } = require('./node-context.cjs');

const client = new RuntimeClient(process.env.AWS_LAMBDA_RUNTIME_API);

/** The invocation being worked on, for failures that no promise carries. */
let current;
let isInitialized = false;

async function main() {
  installConsole(isModern);
  installGlobal(isModern);
  if (!isModern) {
    process.on('uncaughtException', (error) => end('Uncaught Exception', error, 129));
    process.on('unhandledRejection', (reason, promise) =>
      end('Unhandled Promise Rejection', new UnhandledPromiseRejection(reason, promise), 128),
    );
  }
  await waitForCode();
  const handler = await initialize();
  isInitialized = true;
  for (;;) {
    const invocation = await client.next();
    current = invocation;
    setRequestId(invocation.requestId);
    setTenantId(invocation.tenantId);
    if (invocation.traceId === undefined) delete process.env._X_AMZN_TRACE_ID;
    else process.env._X_AMZN_TRACE_ID = invocation.traceId;
    if (isModern) InvokeStore.enter(invocation);
    await handle(handler, invocation);
    current = undefined;
  }
}

/** Started before the function's code is there: what can be loaded without it is, and then the code is waited for. */
async function waitForCode() {
  if (process.env._LAMBDA_WORKBENCH_HELD === undefined) return;
  delete process.env._LAMBDA_WORKBENCH_HELD;
  // Node.js makes what it reads modules with when the first is imported.
  await import('./node-context.cjs');
  await client.begin();
}

async function initialize() {
  if (isModern && !process.env._HANDLER) throw new Error('_HANDLER environment variable is not set');
  try {
    if (process.env.NODE_PATH?.includes('node_modules')) require('./node-layers.cjs').findLayers();
    const handler = await loadHandler(process.env.LAMBDA_TASK_ROOT, process.env._HANDLER ?? '', isModern);
    if (handler.length >= 3 && !isStreamingHandler(handler)) {
      if (isModern) throw new CallbackHandlerDeprecated();
      warnOfCallbacks();
    }
    // A rejection that module code left behind is found now, before the first event.
    await new Promise((resolve) => setImmediate(resolve));
    return handler;
  } catch (error) {
    logError(isModern ? 'Init Error' : 'Uncaught Exception', error);
    await client.initError(toResponse(error, isModern));
    process.exit(1);
  }
}

async function handle(handler, invocation) {
  if (isStreamingHandler(handler)) return require('./node-streaming.cjs').handleStreaming(client, handler, invocation, isModern);
  if (isModern) return handleModern(handler, invocation);
  return require('./node-callbacks.cjs').handleWithCallbacks(client, handler, invocation);
}

/** Node.js 24: what the handler returns is the answer. A promise that never settles lets the process end. */
async function handleModern(handler, invocation) {
  // Not the function's failure for this runtime: an event that is no JSON ends the process.
  const event = JSON.parse(invocation.body);
  let answer;
  try {
    answer = client.stringify(await handler(event, makeContext(invocation, isModern)), isModern);
  } catch (error) {
    logError('Invoke Error', error);
    return client.error(invocation.requestId, toResponse(error, isModern));
  }
  return client.response(invocation.requestId, answer);
}

/** Node.js 22 and before: the end of the process by an error that nobody caught, with last words to Lambda. */
function end(label, error, exitCode) {
  logError(label, error);
  // Between two events there is nobody to tell.
  if (isInitialized && !current) process.exit(exitCode);
  const failure = toResponse(error, false);
  client
    .last(() => (current ? client.lastError(current.requestId, failure) : client.initError(failure)))
    .finally(() => process.exit(exitCode));
}

function warnOfCallbacks() {
  if (process.env.AWS_LAMBDA_NODEJS_DISABLE_CALLBACK_WARNING) return;
  // biome-ignore lint/suspicious/noConsole: the function's log is where its author looks.
  console.warn(
    'AWS Lambda plans to remove support for callback-based function handlers starting with Node.js 24. You will need to update ' +
      'this function to use an async handler to use Node.js 24 or later. To disable this warning, set the ' +
      'AWS_LAMBDA_NODEJS_DISABLE_CALLBACK_WARNING environment variable.',
  );
}

const running = main();
// Node.js 24 leaves what nobody caught to Node.js itself, which prints it and exits with 1.
if (!isModern) running.catch((error) => end('Uncaught Exception', error, 129));
