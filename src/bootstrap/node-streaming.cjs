'use strict';
/** Handlers that stream their response, and the global `awslambda` they are made with. */

const HANDLER_MODE = Symbol.for('aws.lambda.runtime.handler.streaming');
const METADATA_TYPE = 'application/vnd.awslambda.http-integration-response';

function isStreamingHandler(handler) {
  return handler[HANDLER_MODE] === 'response';
}

function streamifyResponse(handler, options) {
  handler[HANDLER_MODE] = 'response';
  if (options?.highWaterMark !== undefined)
    handler[Symbol.for('aws.lambda.runtime.handler.streaming.highWaterMark')] = options.highWaterMark;
  return handler;
}

/** The response's status and headers go before its body: as JSON, with eight zero bytes after it. */
const HttpResponseStream = {
  from(stream, metadata) {
    stream.setContentType(METADATA_TYPE);
    stream._onBeforeFirstWrite((write) => {
      write(JSON.stringify(metadata));
      write(Buffer.alloc(8));
    });
    return stream;
  },
};

/** Values of the invocation being worked on. An environment works on one at a time. */
const PROTECTED = { requestId: Symbol('requestId'), traceId: Symbol('traceId'), tenantId: Symbol('tenantId') };
let stored;
const InvokeStore = {
  enter({ requestId, traceId, tenantId }) {
    stored = { [PROTECTED.requestId]: requestId, [PROTECTED.traceId]: traceId, [PROTECTED.tenantId]: tenantId };
  },
  run(context, work) {
    stored = context;
    return work();
  },
  getContext: () => stored,
  hasContext: () => stored !== undefined,
  get: (key) => stored?.[key],
  set(key, value) {
    if (Object.values(PROTECTED).includes(key)) throw new Error(`Cannot modify protected Lambda context field: ${String(key)}`);
    if (stored) stored[key] = value;
  },
  getRequestId: () => stored?.[PROTECTED.requestId] ?? '-',
  getXRayTraceId: () => stored?.[PROTECTED.traceId],
  getTenantId: () => stored?.[PROTECTED.tenantId],
};

function installGlobal(isModern) {
  const { enter: _own, ...store } = InvokeStore;
  globalThis.awslambda = {
    ...globalThis.awslambda,
    HttpResponseStream,
    streamifyResponse,
    ...(isModern && { InvokeStore: store }),
  };
}

/** Calls a streaming handler; resolves when its stream has ended or it has failed. */
async function handleStreaming(client, handler, invocation, isModern) {
  const { makeContext } = require('./node-context.cjs');
  const { logError, toResponse, InvalidStreamingOperation } = require('./node-errors.cjs');
  const { Writable } = require('node:stream');
  let contentType = 'application/octet-stream';
  let before;
  let sent;
  const open = () => {
    sent ??= client.stream(invocation.requestId, contentType);
    return sent;
  };
  const highWaterMark = handler[Symbol.for('aws.lambda.runtime.handler.streaming.highWaterMark')];
  const stream = new Writable({
    ...(highWaterMark !== undefined && { highWaterMark }),
    write(chunk, _encoding, done) {
      const target = open();
      if (before) {
        before((prelude) => target.write(Buffer.from(prelude), () => {}));
        before = undefined;
      }
      target.write(chunk, done);
    },
  });
  stream.setContentType = (type) => {
    if (sent) throw new InvalidStreamingOperation('Cannot set content-type, too late.');
    contentType = type;
  };
  stream._onBeforeFirstWrite = (callback) => {
    before = callback;
  };
  const ended = new Promise((resolve, reject) => {
    stream.once('finish', resolve);
    stream.once('error', reject);
  });
  ended.catch(() => {});
  // A stream that nobody ends is waited for until the timeout.
  client.hold();
  try {
    const result = handler(JSON.parse(invocation.body), stream, makeContext(invocation, isModern));
    if (typeof result?.then !== 'function') {
      const complaint = 'Streaming does not support non-async handlers.';
      if (!stream.writableEnded) throw isModern ? new Error(complaint) : complaint;
      logError('Invoke Error', complaint);
    } else if ((await result) !== undefined) {
      // biome-ignore lint/suspicious/noConsole: the function's log is where its author looks.
      console.warn('Streaming handlers ignore return values.');
    }
    await ended;
    await open().end();
  } catch (error) {
    logError('Invoke Error', error);
    await open().end(toResponse(error, isModern));
  }
}

module.exports = { InvokeStore, handleStreaming, installGlobal, isStreamingHandler };
