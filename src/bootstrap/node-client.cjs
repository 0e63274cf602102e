'use strict';
const { fstatSync } = require('node:fs');
const { Socket, connect } = require('node:net');
const { JSONStringifyError } = require('./node-errors.cjs');

const BASE = '/2018-06-01/runtime';
const HEADERS_END = Buffer.from('\r\n\r\n');

/**
 * The Runtime API over one bare socket: half the time of Node's own HTTP client, at start and for each event.
 * The socket keeps the process alive only while it waits for Lambda; when Lambda is gone, so is the process.
 */
class RuntimeClient {
  #host;
  #socket;
  #chunks = [];
  #received = 0;
  #needed = 0;
  #head;
  /** A function for each reply that is to come. */
  #expected = [];
  /** The event that is asked for already. */
  #asked;
  /** Settles when all that was said is on its way. */
  #said;
  #isSealed = false;

  constructor(address) {
    this.#host = address;
    this.#socket = inheritedSocket() ?? connectTo(address);
    this.#socket.on('data', (chunk) => this.#read(chunk));
    // Not this process alone: what it started is in its group, and has nobody else to end it.
    const gone = () => process.kill(process.platform === 'win32' ? process.pid : 0, 'SIGKILL');
    this.#socket.on('error', gone);
    this.#socket.on('close', gone);
  }

  /** Waits for the function's code. */
  begin() {
    return this.#exchange(`GET /lambda-workbench/begin HTTP/1.1\r\nHost: ${this.#host}\r\n\r\n`);
  }

  /** Waits for an event. */
  async next() {
    const asked = this.#asked ?? this.#exchange(this.#nextRequest);
    this.#asked = undefined;
    const { headers, body } = await asked;
    return {
      requestId: headers['lambda-runtime-aws-request-id'],
      deadlineMs: Number(headers['lambda-runtime-deadline-ms']),
      arn: headers['lambda-runtime-invoked-function-arn'],
      traceId: headers['lambda-runtime-trace-id'],
      clientContext: headers['lambda-runtime-client-context'],
      identity: headers['lambda-runtime-cognito-identity'],
      tenantId: headers['lambda-runtime-aws-tenant-id'],
      body: body.toString('utf8'),
    };
  }

  /** Keeps the process alive until the next reply. */
  hold() {
    this.#socket.ref();
  }

  /** The last words of this process, which `send` says: after what was said, and with none to follow. None where it has answered already. */
  async last(send) {
    this.#isSealed = true;
    await this.#said;
    if (this.#asked) return;
    this.#isSealed = false;
    const told = send();
    this.#isSealed = true;
    await told;
  }

  /** `text` is JSON. A refusal (a response that is too large) is told to the caller by Lambda. */
  response(requestId, text) {
    return this.#answer(this.#post(`/invocation/${requestId}/response`, text));
  }

  error(requestId, failure) {
    return this.#answer(this.#post(`/invocation/${requestId}/error`, JSON.stringify(failure)));
  }

  /** With no event to follow: for `last`. */
  lastError(requestId, failure) {
    return this.#exchange(this.#post(`/invocation/${requestId}/error`, JSON.stringify(failure)));
  }

  initError(failure) {
    const type = `Lambda-Runtime-Function-Error-Type: ${String(failure.errorType).replace(/[^\x20-\x7e]/g, '?')}\r\n`;
    return this.#exchange(this.#post('/init/error', JSON.stringify(failure), type));
  }

  /** Begins a response whose length isn't known; `write` and `end` send chunks and, at the end, trailers. */
  stream(requestId, contentType) {
    this.#socket.ref();
    this.#socket.write(
      `POST ${BASE}/invocation/${requestId}/response HTTP/1.1\r\nHost: ${this.#host}\r\nContent-Type: ${contentType}\r\n` +
        'Lambda-Runtime-Function-Response-Mode: streaming\r\nTransfer-Encoding: chunked\r\n' +
        'Trailer: Lambda-Runtime-Function-Error-Type, Lambda-Runtime-Function-Error-Body\r\n\r\n',
    );
    return {
      write: (chunk, done) => {
        if (chunk.length === 0) return done();
        this.#socket.write(`${chunk.length.toString(16)}\r\n`);
        this.#socket.write(chunk);
        return this.#socket.write('\r\n', done);
      },
      end: (failure) => {
        const trailers = failure
          ? `Lambda-Runtime-Function-Error-Type: ${failure.errorType}\r\n` +
            `Lambda-Runtime-Function-Error-Body: ${Buffer.from(JSON.stringify(failure)).toString('base64')}\r\n`
          : '';
        this.#socket.write(`0\r\n${trailers}\r\n`);
        return this.#reply();
      },
    };
  }

  /** The response's JSON. Throws as the runtime does for what JSON doesn't know. */
  stringify(result, isModern) {
    let text;
    try {
      text = JSON.stringify(result === undefined ? null : result);
    } catch {
      throw isModern ? new JSONStringifyError() : new Error('Unable to stringify response body');
    }
    if (text === undefined) throw new TypeError('Wrong arguments');
    return text;
  }

  #post(path, body, fields = '') {
    const head = `POST ${BASE}${path} HTTP/1.1\r\nHost: ${this.#host}\r\nContent-Type: application/json\r\n${fields}`;
    return `${head}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
  }

  /** Asks for the next event in the same breath: what Lambda says to the answer changes nothing, and a way there and back is saved. */
  #answer(request) {
    if (this.#isSealed) return new Promise(() => {});
    this.#reply();
    this.#asked = this.#reply();
    return this.#say(request + this.#nextRequest);
  }

  #exchange(request) {
    if (this.#isSealed) return new Promise(() => {});
    const reply = this.#reply();
    this.#say(request);
    return reply;
  }

  get #nextRequest() {
    return `GET ${BASE}/invocation/next HTTP/1.1\r\nHost: ${this.#host}\r\n\r\n`;
  }

  #say(text) {
    this.#said = new Promise((resolve) => this.#socket.write(text, resolve));
    return this.#said;
  }

  /** The one after those that are to come. */
  #reply() {
    this.#socket.ref();
    return new Promise((resolve) => this.#expected.push(resolve));
  }

  #read(chunk) {
    this.#chunks.push(chunk);
    this.#received += chunk.length;
    if (this.#received < this.#needed) return;
    let bytes = this.#chunks.length === 1 ? chunk : Buffer.concat(this.#chunks);
    while (bytes.length > 0) {
      this.#head ??= readHead(bytes);
      this.#needed = this.#head?.end ?? 0;
      if (!this.#head || bytes.length < this.#needed) break;
      const { headers, start, end } = this.#head;
      this.#settle({ headers, body: bytes.subarray(start, end) });
      bytes = bytes.subarray(end);
    }
    this.#chunks = bytes.length > 0 ? [bytes] : [];
    this.#received = bytes.length;
  }

  #settle(reply) {
    this.#head = undefined;
    this.#needed = 0;
    const settle = this.#expected.shift();
    if (this.#expected.length === 0) this.#socket.unref();
    settle?.(reply);
  }
}

/** That of the Runtime API which this process was started with; a wrapper may have kept it. */
function inheritedSocket() {
  const fd = Number(process.env._LAMBDA_WORKBENCH_CHANNEL);
  delete process.env._LAMBDA_WORKBENCH_CHANNEL;
  try {
    return fstatSync(fd).isSocket() ? new Socket({ fd, readable: true, writable: true }) : undefined;
  } catch {
    return undefined;
  }
}

function connectTo(address) {
  const [host, port] = address.split(':');
  return connect({ host, port: Number(port), noDelay: true });
}

/** Headers, by names in small letters, and where the body starts and ends; undefined where the bytes end before. */
function readHead(bytes) {
  const headEnd = bytes.indexOf(HEADERS_END);
  if (headEnd < 0) return undefined;
  const headers = {};
  for (const line of bytes.toString('latin1', 0, headEnd).split('\r\n').slice(1)) {
    const colon = line.indexOf(':');
    headers[line.slice(0, colon).toLowerCase()] = line.slice(colon + 1).trim();
  }
  const start = headEnd + HEADERS_END.length;
  return { headers, start, end: start + Number(headers['content-length']) };
}

module.exports = { RuntimeClient };
