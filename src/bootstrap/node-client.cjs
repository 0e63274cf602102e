'use strict';
const { connect } = require('node:net');
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
  #settle;
  /** Settles when the request under way is answered. */
  #pending;
  #isSealed = false;

  constructor(address) {
    this.#host = address;
    const [host, port] = address.split(':');
    this.#socket = connect(Number(port), host);
    this.#socket.setNoDelay(true);
    this.#socket.on('data', (chunk) => this.#read(chunk));
    // Not this process alone: what it started is in its group, and has nobody else to end it.
    const gone = () => process.kill(process.platform === 'win32' ? process.pid : 0, 'SIGKILL');
    this.#socket.on('error', gone);
    this.#socket.on('close', gone);
  }

  /** Waits for an event. */
  async next() {
    const { headers, body } = await this.#request(`GET ${BASE}/invocation/next`, '');
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

  /** The last request of this process, which `send` makes: after the one under way, and with none to follow. */
  async last(send) {
    this.#isSealed = true;
    await this.#pending;
    this.#isSealed = false;
    const told = send();
    this.#isSealed = true;
    return told;
  }

  /** `text` is JSON. A refusal (a response that is too large) is told to the caller by Lambda. */
  response(requestId, text) {
    return this.#request(`POST ${BASE}/invocation/${requestId}/response`, 'Content-Type: application/json\r\n', text);
  }

  error(requestId, failure) {
    return this.#request(`POST ${BASE}/invocation/${requestId}/error`, 'Content-Type: application/json\r\n', JSON.stringify(failure));
  }

  initError(failure) {
    const type = `Lambda-Runtime-Function-Error-Type: ${String(failure.errorType).replace(/[^\x20-\x7e]/g, '?')}\r\n`;
    return this.#request(`POST ${BASE}/init/error`, `Content-Type: application/json\r\n${type}`, JSON.stringify(failure));
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

  #request(line, headers, body = '') {
    if (this.#isSealed) return new Promise(() => {});
    const reply = this.#reply();
    const head = `${line} HTTP/1.1\r\nHost: ${this.#host}\r\n${headers}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n`;
    this.#socket.write(head + body);
    return reply;
  }

  #reply() {
    this.#socket.ref();
    this.#pending = new Promise((resolve) => {
      this.#settle = (reply) => {
        this.#socket.unref();
        resolve(reply);
      };
    });
    return this.#pending;
  }

  #read(chunk) {
    this.#chunks.push(chunk);
    this.#received += chunk.length;
    if (this.#received < this.#needed) return;
    const bytes = this.#chunks.length === 1 ? chunk : Buffer.concat(this.#chunks);
    this.#chunks = [bytes];
    if (!this.#head) {
      const end = bytes.indexOf(HEADERS_END);
      if (end < 0) return;
      this.#head = parseHead(bytes.toString('latin1', 0, end));
      this.#head.bodyStart = end + 4;
      this.#needed = this.#head.bodyStart + Number(this.#head.headers['content-length']);
    }
    if (this.#received < this.#needed) return;
    const { status, headers, bodyStart } = this.#head;
    const reply = { status, headers, body: bytes.subarray(bodyStart, this.#needed) };
    this.#chunks = [];
    this.#received = 0;
    this.#needed = 0;
    this.#head = undefined;
    this.#settle?.(reply);
  }
}

function parseHead(text) {
  const [first, ...lines] = text.split('\r\n');
  const headers = {};
  for (const line of lines) {
    const colon = line.indexOf(':');
    headers[line.slice(0, colon).toLowerCase()] = line.slice(colon + 1).trim();
  }
  return { status: Number(first.split(' ')[1]), headers };
}

module.exports = { RuntimeClient };
