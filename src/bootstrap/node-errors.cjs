'use strict';
/** The runtime's own errors, and the shapes in which callers and logs see any error. */

/** Told by the runtime that a function is configured for, never by the version that this runs on. */
const isModern = Number(/nodejs(\d+)/.exec(process.env.AWS_EXECUTION_ENV ?? '')?.[1] ?? 24) >= 24;

class RuntimeError extends Error {
  constructor(message) {
    super(message);
    // Own fields of an error are in the log: the newer runtime has this one.
    if (isModern) this.name = Object.getPrototypeOf(this).name;
  }
}

class UserCodeSyntaxError extends RuntimeError {}
class ImportModuleError extends RuntimeError {}
class HandlerNotFound extends RuntimeError {}
class MalformedHandlerName extends RuntimeError {}
class InvalidStreamingOperation extends RuntimeError {}

class NodeJsExit extends RuntimeError {
  constructor() {
    super(
      'The Lambda runtime client detected an unexpected Node.js exit code. This is most commonly caused by a Promise that was never ' +
        'settled. For more information, see https://nodejs.org/docs/latest/api/process.html#exit-codes',
    );
  }
}

class UnhandledPromiseRejection extends Error {
  constructor(reason, promise) {
    super(String(reason));
    this.reason = reason;
    this.promise = promise;
  }
}

class CallbackHandlerDeprecated extends RuntimeError {
  constructor() {
    super(
      'ERROR: AWS Lambda has removed support for callback-based function handlers starting with Node.js 24. You need to modify this ' +
        'function to use a supported handler signature to use Node.js 24 or later.',
    );
  }
}

class JSONStringifyError extends RuntimeError {
  constructor() {
    super('Unable to stringify response body');
  }
}

const errors = {
  UserCodeSyntaxError,
  ImportModuleError,
  HandlerNotFound,
  MalformedHandlerName,
  InvalidStreamingOperation,
  NodeJsExit,
  UnhandledPromiseRejection,
  CallbackHandlerDeprecated,
  JSONStringifyError,
};
for (const [name, type] of Object.entries(errors)) type.prototype.name = `Runtime.${name}`;

function isError(value) {
  return (
    value instanceof Error || (typeof value?.name === 'string' && typeof value?.message === 'string' && typeof value?.stack === 'string')
  );
}

/** What a caller of the function sees. */
function toResponse(error, isModern) {
  try {
    if (isError(error))
      return { errorType: String(error.name), errorMessage: String(error.message), trace: String(error.stack).split('\n') };
    return { errorType: typeof error, errorMessage: isModern ? String(error) : error.toString(), trace: [] };
  } catch {
    return {
      errorType: 'handled',
      errorMessage:
        'callback called with Error argument, but there was a problem while retrieving one or more of its message, name, and stack',
      trace: [],
    };
  }
}

/** The fields of an error in a log line. Whatever is asked for may throw: then less is logged. */
function toLogFields(error) {
  if (!isError(error)) return toLogFields(new Error(String(error)));
  const { name, message, code, stack } = error;
  return { errorType: name, errorMessage: message, ...(code !== undefined && { code }), ...error, stack: String(stack).split('\n') };
}

function logError(label, error) {
  const { writeError } = require('./node-console.cjs');
  try {
    const fields = toLogFields(error);
    writeError(
      label,
      fields,
      JSON.stringify(fields, (_key, value) => (value !== fields && value instanceof Error ? toLogFields(value) : value)),
    );
  } catch {
    const { errorType, errorMessage } = toResponse(error, true);
    writeError(label, { errorType, errorMessage, stack: [] }, JSON.stringify({ errorType, errorMessage, stack: [] }));
  }
}

module.exports = { ...errors, isModern, logError, toResponse };
