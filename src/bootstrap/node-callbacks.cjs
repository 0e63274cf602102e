'use strict';
const { types } = require('node:util');
const { makeContext } = require('./node-context.cjs');
const { NodeJsExit, logError, toResponse } = require('./node-errors.cjs');

/**
 * Node.js 22 and before. A handler answers in one of three ways: by a promise, by the callback (which then waits until
 * nothing is left to do), or by the methods of its context. One that does none of it answers when nothing is left to do:
 * with `null`, or with an error where it is an async function.
 */
function handleWithCallbacks(client, handler, invocation) {
  return new Promise((resolve) => {
    let isAnswered = false;
    const context = makeContext(invocation, false);

    const answer = (send) => {
      if (isAnswered) return;
      isAnswered = true;
      onEmptyLoop(undefined);
      send().then(resolve);
    };
    const fail = (error) =>
      answer(() => {
        logError('Invoke Error', error);
        return client.error(invocation.requestId, toResponse(error, false));
      });
    const succeed = (result) => {
      let text;
      try {
        text = client.stringify(result, false);
      } catch (error) {
        return fail(error);
      }
      return answer(() => client.response(invocation.requestId, text));
    };
    const callback = (error, result) => {
      if (isAnswered) return;
      if (error !== undefined && error !== null) fail(error);
      else if (context.callbackWaitsForEmptyEventLoop) onEmptyLoop(() => setImmediate(() => succeed(result)));
      else succeed(result);
    };
    context.succeed = (result) => succeed(result);
    context.fail = (error) => fail(error === undefined || error === null ? 'handled' : error);
    context.done = (error, result) => (error === undefined || error === null ? succeed(result) : fail(error));

    onEmptyLoop(() => (types.isAsyncFunction(handler) ? fail(new NodeJsExit()) : succeed(null)));
    try {
      const result = handler(JSON.parse(invocation.body), context, callback);
      if (typeof result?.then === 'function') result.then(context.succeed, context.fail).catch(context.fail);
    } catch (error) {
      fail(error);
    }
  });
}

let emptyLoopListener;

/** Calls `listener`, and only the latest, when the event loop has nothing left to do. */
function onEmptyLoop(listener) {
  if (emptyLoopListener) process.removeListener('beforeExit', emptyLoopListener);
  emptyLoopListener = listener;
  if (listener) process.once('beforeExit', listener);
}

module.exports = { handleWithCallbacks };
