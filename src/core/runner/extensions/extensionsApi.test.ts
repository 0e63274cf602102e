import { createServer } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { systemClock } from '../../../node/clock.ts';
import { RuntimeApi } from '../runtimeApi.ts';
import { ExtensionsApi } from './extensionsApi.ts';
import { Telemetry } from './telemetry.ts';

let api: RuntimeApi;
let extensions: ExtensionsApi;
let telemetry: Telemetry;
let base: string;
let failures: string[];
let whenProgress: () => void;

beforeEach(async () => {
  failures = [];
  whenProgress = () => {};
  telemetry = new Telemetry(systemClock(), (event) => telemetry.platform(event));
  const identity = { functionName: 'shop', functionVersion: '$LATEST', handler: 'app.handler', accountId: '123456789012' };
  extensions = new ExtensionsApi(identity, telemetry, {
    onProgress: () => whenProgress(),
    onRegistered: () => {},
    onSubscribed: () => {},
    onFailure: ({ name }, failure, errorType) => failures.push(`${name} ${failure} ${errorType}`),
  });
  api = new RuntimeApi({ onReady() {}, onAnswer() {}, onInitFailure() {} }, { extensions });
  base = `http://${await api.listen()}`;
});
afterEach(() => {
  telemetry.close();
  api.close();
});

interface Reply {
  readonly status: number;
  readonly id: string;
  readonly json: { readonly errorType?: string; readonly [name: string]: unknown };
}

async function call(method: string, path: string, headers: Readonly<Record<string, string>> = {}, body?: unknown): Promise<Reply> {
  const init = body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) };
  const reply = await fetch(base + path, { method, headers, ...init });
  return { status: reply.status, id: reply.headers.get('lambda-extension-identifier') ?? '', json: (await reply.json()) as Reply['json'] };
}

const EXTENSION = '/2020-01-01/extension';

function register(name: string, body: unknown = { events: [] }, headers = {}): Promise<Reply> {
  return call('POST', `${EXTENSION}/register`, { ...(name !== '' && { 'Lambda-Extension-Name': name }), ...headers }, body);
}

/** Asks for an event; resolves when that has arrived here. */
async function next(id: string): Promise<{ readonly reply: Promise<Reply> }> {
  const arrived = new Promise<void>((resolve) => {
    whenProgress = resolve;
  });
  const reply = call('GET', `${EXTENSION}/event/next`, { 'Lambda-Extension-Identifier': id });
  reply.catch(() => {});
  await arrived;
  return { reply };
}

test('who registers is told of the function, and of the account where it asks', async () => {
  extensions.registry.add('outer', 'external');
  const plain = await register('outer', { events: ['INVOKE', 'SHUTDOWN'] });
  expect([plain.status, plain.json]).toEqual([200, { functionName: 'shop', functionVersion: '$LATEST', handler: 'app.handler' }]);
  expect(plain.id).toMatch(/^[0-9a-f-]{36}$/);
  const curious = await register('inner', { events: ['INVOKE'] }, { 'Lambda-Extension-Accept-Feature': 'accountId' });
  expect(curious.json['accountId']).toBe('123456789012');
});

test.each([
  ['no name', '', { events: [] }, 'Extension.InvalidExtensionName'],
  ['no JSON', 'inner', '{', 'InvalidRequestFormat'],
  ['no list', 'inner', { events: 'INVOKE' }, 'InvalidRequestFormat'],
  ['an unknown event', 'outer', { events: ['INVOKE', 'PAUSE'] }, 'Extension.InvalidEventType'],
  ['the end, inside the function', 'inner', { events: ['SHUTDOWN'] }, 'Extension.InvalidEventType'],
])('registering is refused: %s', async (_what, name, body, errorType) => {
  extensions.registry.add('outer', 'external');
  const { status, json } = await register(name, body);
  expect([status, json.errorType]).toEqual([403, errorType]);
});

test('registering is refused twice, over the limit, and once the runtime is ready', async () => {
  const errorOf = async (name: string) => (await register(name)).json.errorType;
  extensions.registry.add('outer', 'external');
  for (const name of ['outer', ...'bcdefghij']) expect(await errorOf(name)).toBeUndefined();
  expect(await errorOf('outer')).toBe('Extension.InvalidExtensionState');
  expect(await errorOf('b')).toBe('Extension.InvalidExtensionState');
  expect(await errorOf('k')).toBe('Extension.TooManyExtensions');
  extensions.closeRegistration();
  expect(await errorOf('l')).toBe('Extension.RegistrationClosed');
});

test('an identifier that is missing, malformed or nobody’s is refused', async () => {
  const errorOf = async (headers: Record<string, string>) => (await call('GET', `${EXTENSION}/event/next`, headers)).json.errorType;
  expect(await errorOf({})).toBe('Extension.MissingExtensionIdentifier');
  expect(await errorOf({ 'Lambda-Extension-Identifier': 'x' })).toBe('Extension.InvalidExtensionIdentifier');
  expect(await errorOf({ 'Lambda-Extension-Identifier': '00000000-0000-4000-8000-000000000000' })).toBe(
    'Extension.UnknownExtensionIdentifier',
  );
});

test('events go to those who want them, and all are waited for', async () => {
  extensions.registry.add('outer', 'external');
  const { id } = await register('outer', { events: ['INVOKE', 'SHUTDOWN'] });
  const quiet = await register('inner');
  const first = await next(id);
  await next(quiet.id);
  expect(extensions.registry.areReady).toBe(true);
  const notice = {
    requestId: 'one',
    deadlineMs: 1,
    invokedFunctionArn: 'arn:x',
    tracing: { type: 'X-Amzn-Trace-Id', value: 'Root=1' },
  } as const;
  extensions.invoke(notice);
  expect((await first.reply).json).toEqual({ eventType: 'INVOKE', ...notice });
  expect(extensions.registry.areReady).toBe(false);
  const second = await next(id);
  expect(extensions.registry.areReady).toBe(true);
  extensions.shutDown('timeout', 2);
  const end = { eventType: 'SHUTDOWN', shutdownReason: 'timeout', deadlineMs: 2 };
  expect((await second.reply).json).toEqual(end);
  // Whoever was busy hears it when it asks.
  expect((await call('GET', `${EXTENSION}/event/next`, { 'Lambda-Extension-Identifier': id })).json).toEqual(end);
});

test('an extension says that it can’t go on, with a type, and gets no more events', async () => {
  const { id } = await register('inner');
  const own = { 'Lambda-Extension-Identifier': id };
  expect((await call('POST', `${EXTENSION}/init/error`, own)).json.errorType).toBe('Extension.MissingHeader');
  const typed = { ...own, 'Lambda-Extension-Function-Error-Type': 'Own.Reason' };
  expect((await call('POST', `${EXTENSION}/init/error`, typed)).status).toBe(202);
  expect((await call('GET', `${EXTENSION}/event/next`, own)).json.errorType).toBe('Extension.InvalidExtensionState');
  expect((await call('POST', `${EXTENSION}/exit/error`, typed)).json.errorType).toBe('Extension.InvalidExtensionState');
  expect(failures).toEqual(['inner Extension.InitError Own.Reason']);
});

const TELEMETRY = '/2022-07-01/telemetry';
const LOGS = '/2020-08-15/logs';

/** A subscriber: resolves with the first `count` records that it gets, its status the one that `statuses` says next. */
async function subscriber(
  count: number,
  statuses: number[] = [],
): Promise<{ readonly port: number; readonly records: Promise<unknown[]> }> {
  const records: unknown[] = [];
  let settle: (records: unknown[]) => void = () => {};
  const server = createServer(async (request, reply) => {
    let text = '';
    for await (const chunk of request) text += String(chunk);
    const status = statuses.shift() ?? 200;
    if (status === 200) records.push(...(JSON.parse(text) as unknown[]));
    reply.writeHead(status).end();
    if (records.length < count) return;
    server.close();
    settle(records.map((record) => ({ ...(record as object), time: '' })));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { port: (server.address() as AddressInfo).port, records: new Promise((resolve) => (settle = resolve)) };
}

function subscription(port: number, changes: object = {}): object {
  const destination = { protocol: 'HTTP', URI: `http://sandbox.localdomain:${port}/logs` };
  return {
    schemaVersion: '2022-12-13',
    types: ['platform', 'function', 'extension'],
    destination,
    buffering: { timeoutMs: 25 },
    ...changes,
  };
}

const START = { type: 'platform.start', record: { requestId: 'one', version: '1' } } as const;
const REPORT = {
  type: 'platform.report',
  record: { requestId: 'one', status: 'success', metrics: { durationMs: 1, billedDurationMs: 1, memorySizeMB: 128, maxMemoryUsedMB: 64 } },
} as const;

test('telemetry is delivered, what was said before it was asked for included, and in its order', async () => {
  const { id } = await register('inner');
  telemetry.platform(START);
  const { port, records } = await subscriber(4);
  const { status, json } = await call('PUT', TELEMETRY, { 'Lambda-Extension-Identifier': id }, subscription(port));
  expect([status, json]).toEqual([200, 'OK']);
  telemetry.line('function', 'plain', false);
  telemetry.line('function', '{"level":"INFO"}', true);
  telemetry.line('extension', '{"text":1}', false);
  expect(await records).toEqual([
    { time: '', ...START },
    { time: '', type: 'function', record: 'plain' },
    { time: '', type: 'function', record: { level: 'INFO' } },
    { time: '', type: 'extension', record: '{"text":1}' },
  ]);
});

test('the Logs API has its own words, and only what was asked for', async () => {
  const { id } = await register('inner');
  const { port, records } = await subscriber(3);
  const body = subscription(port, { schemaVersion: '2020-08-15', types: ['platform'] });
  expect((await call('PUT', LOGS, { 'Lambda-Extension-Identifier': id }, body)).status).toBe(200);
  telemetry.line('function', 'plain', false);
  for (const event of [START, REPORT]) telemetry.platform(event);
  expect(await records).toEqual([
    { time: '', ...START },
    { time: '', type: 'platform.end', record: { requestId: 'one' } },
    { time: '', type: 'platform.report', record: { requestId: 'one', metrics: REPORT.record.metrics } },
  ]);
});

test('over TCP each record is a line; a connection that is lost is made again', async () => {
  const { id } = await register('inner');
  const lines: string[] = [];
  const server = createTcpServer((socket) => {
    createInterface({ input: socket }).on('line', (line) => {
      lines.push((JSON.parse(line) as { record: string }).record);
      socket.destroy();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const destination = { protocol: 'TCP', port: (server.address() as AddressInfo).port };
  await call('PUT', TELEMETRY, { 'Lambda-Extension-Identifier': id }, subscription(0, { destination }));
  for (const word of ['one', 'two']) {
    // What is written while the end of a connection is on its way is lost, as with any.
    const isHeard = (): boolean => {
      telemetry.line('function', word, false);
      return lines.includes(word);
    };
    await expect.poll(isHeard).toBe(true);
  }
  server.close();
});

test('a batch that is refused is sent again; a full one doesn’t wait for its time', async () => {
  const { id } = await register('inner');
  const { port, records } = await subscriber(1000, [500]);
  const buffering = { maxItems: 1000, maxBytes: 262_144, timeoutMs: 30_000 };
  await call('PUT', TELEMETRY, { 'Lambda-Extension-Identifier': id }, subscription(port, { buffering }));
  for (let line = 0; line < 1000; line += 1) telemetry.line('function', String(line), false);
  expect(await records).toHaveLength(1000);
});

test.each([
  ['no JSON', '{', 'JSON object'],
  ['no version', subscription(1, { schemaVersion: undefined }), 'schemaVersion'],
  ['an unknown type', subscription(1, { types: ['metrics'] }), 'types'],
  ['another protocol', subscription(1, { destination: { protocol: 'UDP', port: 1 } }), 'destination.protocol'],
  ['no port', subscription(1, { destination: { protocol: 'TCP', port: '1' } }), 'destination.port'],
  ['another machine', subscription(1, { destination: { protocol: 'HTTP', URI: 'http://example.com' } }), 'destination.URI'],
  ['too few items', subscription(1, { buffering: { maxItems: 1 } }), 'buffering.maxItems'],
  ['too many bytes', subscription(1, { buffering: { maxBytes: 2_000_000 } }), 'buffering.maxBytes'],
])('subscribing is refused: %s', async (_what, body, word) => {
  const { id } = await register('inner');
  const { status, json } = await call('PUT', TELEMETRY, { 'Lambda-Extension-Identifier': id }, body);
  expect([status, json.errorType, json['errorMessage']]).toEqual([400, 'ValidationError', expect.stringContaining(word)]);
});

test('once the environment is initialized nobody subscribes', async () => {
  const { id } = await register('inner');
  extensions.closeRegistration();
  const { status, json } = await call('PUT', TELEMETRY, { 'Lambda-Extension-Identifier': id }, subscription(1));
  expect([status, json.errorType]).toEqual([403, 'Telemetry.SubscriptionClosed']);
});
