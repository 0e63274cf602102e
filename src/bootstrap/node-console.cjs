'use strict';
const { writeSync } = require('node:fs');
const { format } = require('node:util');

/**
 * `console` as Lambda's: each call is one log event with time, request id and level, as text or as JSON.
 * Events go to Lambda's log pipe in its frames where there is one, so that an event may have many lines;
 * to stdout otherwise, where Lambda writes `\r` for the newlines inside an event.
 */
const LEVELS = { TRACE: 0x04, DEBUG: 0x08, INFO: 0x0c, WARN: 0x10, ERROR: 0x14, FATAL: 0x18 };
const METHODS = { trace: 'TRACE', debug: 'DEBUG', log: 'INFO', info: 'INFO', warn: 'WARN', error: 'ERROR', fatal: 'FATAL' };
const FRAME_TEXT = 0xa55a0003;
const FRAME_JSON = 0xa55a0002;

const isJson = process.env.AWS_LAMBDA_LOG_FORMAT?.toUpperCase() === 'JSON';
const lowest = (isJson && LEVELS[process.env.AWS_LAMBDA_LOG_LEVEL?.toUpperCase()]) || 0;
const pipe = process.env._LAMBDA_TELEMETRY_LOG_FD === undefined ? undefined : Number(process.env._LAMBDA_TELEMETRY_LOG_FD);
delete process.env._LAMBDA_TELEMETRY_LOG_FD;

let requestId;
let tenantId;

function installConsole(isModern) {
  // During initialization the older runtime prints the word, the newer one a dash.
  if (isModern) requestId = '-';
  for (const [method, level] of Object.entries(METHODS)) {
    console[method] = (...values) => {
      if (LEVELS[level] >= lowest) write(level, isJson ? jsonLine(level, values) : textLine(level, format(...values)));
    };
  }
  captureStream('stdout', 1);
  captureStream('stderr', 2);
}

function setRequestId(id) {
  requestId = id;
}

function setTenantId(id) {
  tenantId = id;
}

/** The runtime's own words about an error of the function. */
function writeError(label, fields, json) {
  if (!isJson) return write('ERROR', textLine('ERROR', `${label} \t${json}`));
  const { errorType, errorMessage, stack } = fields;
  return write('ERROR', jsonOf('ERROR', { message: { errorType, errorMessage, stackTrace: stack } }));
}

function textLine(level, message) {
  return `${new Date().toISOString()}\t${requestId}\t${level}\t${message}`;
}

function jsonLine(level, values) {
  const [only] = values;
  const isOneObject = values.length === 1 && typeof only === 'object' && only !== null && !(only instanceof Error);
  try {
    if (isOneObject) return jsonOf(level, { message: only });
  } catch {
    // Circular, or with a BigInt: as text.
  }
  const error = values.find((value) => value instanceof Error);
  return jsonOf(level, {
    message: format(...values),
    ...(error && { errorType: error.name, errorMessage: error.message, stackTrace: String(error.stack).split('\n').slice(1) }),
  });
}

function jsonOf(level, fields) {
  const head = { timestamp: new Date().toISOString(), level, requestId, ...(tenantId !== undefined && { tenantId }) };
  return JSON.stringify({ ...head, ...fields }, (_key, value) => {
    if (!(value instanceof Error)) return value;
    return { errorType: value.name, errorMessage: value.message, stackTrace: String(value.stack).split('\n').slice(1) };
  });
}

function write(level, text) {
  if (pipe === undefined) writeAll(1, Buffer.from(`${text.replaceAll('\n', '\r')}\n`));
  else writeFrame((isJson ? FRAME_JSON : FRAME_TEXT) | LEVELS[level], text);
}

function writeFrame(type, text) {
  const body = Buffer.from(text);
  const frame = Buffer.allocUnsafe(16 + body.length);
  frame.writeUInt32BE(type >>> 0, 0);
  frame.writeUInt32BE(body.length, 4);
  frame.writeBigUInt64BE(BigInt(Date.now()) * 1000n, 8);
  body.copy(frame, 16);
  writeAll(pipe, frame);
}

function writeAll(fd, bytes) {
  for (let at = 0; at < bytes.length; ) {
    try {
      at += writeSync(fd, bytes, at);
    } catch (error) {
      // A full pipe is read soon; any other failure means that nobody reads.
      if (error.code !== 'EAGAIN') return;
    }
  }
}

/**
 * What a function writes to a stream itself takes the same way as the console, line by line, so that both stay in order.
 * The streams are made by Node.js when they are first asked for: that is kept, since it takes time at every cold start.
 */
function captureStream(name, fd) {
  const { get } = Object.getOwnPropertyDescriptor(process, name);
  let stream;
  Object.defineProperty(process, name, {
    configurable: true,
    enumerable: true,
    get() {
      if (stream) return stream;
      stream = get.call(process);
      let rest = '';
      stream.write = (chunk, encoding, done) => {
        const text = typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8');
        if (pipe === undefined) writeAll(fd, Buffer.from(text));
        else {
          const lines = (rest + text).split('\n');
          rest = lines.pop();
          for (const line of lines) writeFrame(FRAME_TEXT, line);
        }
        const callback = typeof encoding === 'function' ? encoding : done;
        if (callback) process.nextTick(callback);
        return true;
      };
      process.once('exit', () => rest && writeFrame(FRAME_TEXT, rest));
      return stream;
    },
  });
}

module.exports = { installConsole, setRequestId, setTenantId, writeError };
