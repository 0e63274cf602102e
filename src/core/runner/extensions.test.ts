import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { systemClock } from '../../node/clock.ts';
import { gone } from '../../node/testing.ts';
import type { Clock } from '../ports.ts';
import { type Bench, openBench, summary, textOf } from './testing.ts';

const LAMBDA = `
const base = 'http://' + process.env.AWS_LAMBDA_RUNTIME_API;
const fs = require('node:fs');
const note = (text) => fs.appendFileSync(process.env.NOTES, text + '\\n');
async function register(events, name = require('node:path').basename(process.argv[1])) {
  const reply = await fetch(base + '/2020-01-01/extension/register', { method: 'POST', headers: { 'Lambda-Extension-Name': name }, body: JSON.stringify({ events }) });
  return reply.headers.get('lambda-extension-identifier');
}
async function next(id) {
  const reply = await fetch(base + '/2020-01-01/extension/event/next', { headers: { 'Lambda-Extension-Identifier': id } });
  return reply.json();
}
`;

/** Programs of \`extensions\` folders, by the layer they are in. */
const EXTENSIONS: Readonly<Record<string, string>> = {
  'watch/extensions/watcher': `
    const http = require('node:http');
    const server = http.createServer(async (request, reply) => {
      let text = ''; for await (const chunk of request) text += chunk;
      for (const { type, record } of JSON.parse(text)) {
        note(type === 'function' ? 'function ' + record.replace(/^.*\\t/, '') : type + (record.status ? ' ' + record.status : ''));
        if (type === 'platform.runtimeDone') heard();
      }
      reply.end();
    });
    let heard = () => {};
    server.listen(0, '127.0.0.1', async () => {
      note('variables ' + Object.keys(process.env).filter((name) => name.startsWith('_') || name === 'AWS_XRAY_CONTEXT_MISSING'));
      const id = await register(['INVOKE', 'SHUTDOWN']);
      await fetch(base + '/2022-07-01/telemetry', { method: 'PUT', headers: { 'Lambda-Extension-Identifier': id }, body: JSON.stringify({
        schemaVersion: '2022-12-13', types: ['platform', 'function'], buffering: { timeoutMs: 25 },
        destination: { protocol: 'HTTP', URI: 'http://sandbox.localdomain:' + server.address().port } }) });
      for (;;) {
        const done = new Promise((resolve) => { heard = resolve; });
        const event = await next(id);
        note(event.eventType + ' ' + (event.shutdownReason ?? typeof event.requestId));
        if (event.eventType === 'SHUTDOWN') process.exit(0);
        await done;
        console.log('sent on');
      }
    });`,
  'slow/extensions/slow': `
    register(['INVOKE']).then(async (id) => {
      await next(id);
      while (!fs.existsSync(process.env.RELEASE)) await new Promise((resolve) => setTimeout(resolve, 5));
      await next(id);
    });`,
  'crash/extensions/crasher': `register(['INVOKE']).then(async (id) => { await next(id); process.exit(7); });`,
  'deaf/extensions/deaf': `
    process.on('SIGTERM', () => {});
    register(['SHUTDOWN']).then(async (id) => { console.log('pid ' + process.pid); await next(id); setTimeout(() => {}, 60_000); });`,
};

const APP = {
  'app.js': `
    console.log('loading');
    exports.handler = async () => { console.log('hello'); return 1; };
    exports.hang = async () => { await new Promise((resolve) => setTimeout(resolve, 60_000)); };
  `,
  // Who registers while the runtime asks for its first event may come too late.
  'internal.mjs': `
    import { appendFileSync } from 'node:fs';
    process.on('SIGTERM', () => { appendFileSync(process.env.NOTES, 'terminated'); process.exit(0); });
    const base = 'http://' + process.env.AWS_LAMBDA_RUNTIME_API + '/2020-01-01/extension';
    const reply = await fetch(base + '/register', { method: 'POST', headers: { 'Lambda-Extension-Name': 'inner' }, body: '{"events":[]}' });
    const id = reply.headers.get('lambda-extension-identifier');
    fetch(base + '/event/next', { headers: { 'Lambda-Extension-Identifier': id } }).catch(() => {});
    export const handler = async () => 1;
  `,
};

let bench: Bench;
let notes: string;
let count = 0;
beforeAll(async () => {
  bench = await openBench({ ...APP, 'plain/extensions/absent/keep': '' });
  for (const [path, code] of Object.entries(EXTENSIONS)) {
    await mkdir(join(bench.root, path, '..'), { recursive: true });
    await writeFile(join(bench.root, path), `#!${process.execPath}\n${LAMBDA}${code}`);
    await chmod(join(bench.root, path), 0o755);
  }
});
afterAll(() => bench.end());
afterEach(() => bench.runner.retire('shop'));

function invoke(handler: string, layers: readonly string[], timeoutSeconds = 10) {
  count += 1;
  notes = join(bench.root, `notes-${count}`);
  const changes = { layers: layers.map((layer) => join(bench.root, layer)), timeoutSeconds, environment: { NOTES: notes } };
  return bench.invoke(handler, 'nodejs22.x', '{}', changes);
}

async function noted(last: string): Promise<readonly string[]> {
  for (;;) {
    const lines = (await readFile(notes, 'utf8').catch(() => '')).split('\n');
    if (lines.some((line) => line === last)) return lines.filter((line) => line !== '');
    await new Promise((resolve) => setImmediate(resolve));
  }
}

test('an extension of a layer starts first, hears all, and is waited for', async () => {
  const { logs, payload, status } = await invoke('app.handler', ['watch']);
  expect([status, textOf(payload)]).toEqual(['success', '1']);
  const texts = logs.map(({ text }) => text.replace(/^.*\t(hello|loading)$/, '$1'));
  expect(texts).toContain('EXTENSION\tName: watcher\tState: Ready\tEvents: [INVOKE, SHUTDOWN]');
  expect(texts).toContain('TELEMETRY\tName: watcher\tState: Subscribed\tTypes: [Platform, Function]');
  expect(texts.findIndex((text) => text.startsWith('EXTENSION'))).toBeLessThan(texts.indexOf('loading'));
  // What it does with the end of the runtime comes before the report.
  expect(texts.indexOf('sent on')).toBeGreaterThan(texts.indexOf('hello'));
  expect(texts.findIndex((text) => text.startsWith('REPORT'))).toBeGreaterThan(texts.indexOf('sent on'));
  bench.runner.retire('shop');
  const lines = await noted('SHUTDOWN spindown');
  expect(lines[0]).toBe('variables ');
  expect(lines.filter((line) => !/^(variables|INVOKE|SHUTDOWN|platform\.report)/.test(line))).toEqual([
    'platform.initStart',
    'platform.extension',
    'platform.telemetrySubscription',
    'function loading',
    'platform.initRuntimeDone success',
    'platform.initReport success',
    'platform.start',
    'function hello',
    'platform.runtimeDone success',
  ]);
  expect(lines).toContain('INVOKE string');
});

test('a caller has the answer while an extension still works on the event; the report comes after it', async () => {
  let tell = (): void => {};
  const answered = new Promise<string>((resolve) => {
    tell = () => resolve('answered');
  });
  const said: string[] = [];
  count += 1;
  notes = join(bench.root, `notes-${count}`);
  const release = join(bench.root, 'release');
  const invocation = bench.invoke(
    'app.handler',
    'nodejs22.x',
    '{}',
    { layers: [join(bench.root, 'slow')], environment: { NOTES: notes, RELEASE: release } },
    {
      onAnswer: ({ status, payload }) => {
        said.push(`${status} ${textOf(payload)}`);
        tell();
      },
      onLog: ({ text }) => void (text.startsWith('REPORT') && said.push('report')),
    },
  );
  expect(await Promise.race([answered, invocation.then(() => 'ended')])).toBe('answered');
  expect(said).toEqual(['success 1']);
  await writeFile(release, '');
  expect(textOf((await invocation).payload)).toBe('1');
  expect(said).toEqual(['success 1', 'report']);
});

test('at a timeout extensions are told why', async () => {
  const result = await invoke('app.hang', ['watch'], 1);
  expect(result.status).toBe('timeout');
  expect(await noted('SHUTDOWN timeout')).toContain('platform.runtimeDone timeout');
});

test('an extension that ends ends the invocation with it', async () => {
  const result = await invoke('app.hang', ['crash']);
  expect(summary(result)).toBe('ERROR Extension.Crash: Error: exit code 7');
  expect(result.report).toMatchObject({ status: 'error', errorType: 'Extension.Crash' });
});

test('an extension that can’t be started ends the initialization', async () => {
  await chmod(join(bench.root, 'crash/extensions/crasher'), 0o644);
  const result = await invoke('app.handler', ['crash']);
  await chmod(join(bench.root, 'crash/extensions/crasher'), 0o755);
  expect(summary(result)).toMatch(/^INIT Extension\.LaunchError: Error: fork\/exec .*crasher: EACCES/);
});

test('one that doesn’t end is ended after two seconds', async () => {
  const { logs } = await invoke('app.handler', ['deaf']);
  const pid = Number(/^pid (\d+)$/m.exec(logs.map(({ text }) => text).join('\n'))?.[1]);
  bench.runner.retire('shop');
  await gone([pid]);
});

test('with an internal extension the runtime is told of its end, and has half a second', async () => {
  const real = systemClock();
  const budgets: (() => void)[] = [];
  // It passes when this test says so: a busy machine may need longer to tell a process.
  const schedule: Clock['schedule'] = (delayMs, callback) =>
    delayMs === 500 ? () => void budgets.push(callback) : real.schedule(delayMs, callback);
  const other = await openBench(APP, {}, { ...real, schedule });
  notes = join(other.root, 'notes');
  const result = await other.invoke('internal.handler', 'nodejs22.x', '{}', { environment: { NOTES: notes } });
  expect(result.status).toBe('success');
  other.runner.retire('shop');
  await noted('terminated');
  await other.end();
  expect(budgets).toHaveLength(1);
});
