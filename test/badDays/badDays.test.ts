import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it, test } from 'vitest';
import { type Bench, openBench, summary, textOf } from '../../src/core/runner/testing.ts';
import { systemClock } from '../../src/node/clock.ts';

let bench: Bench;
afterEach(() => bench.end());

/** What a function may do to itself, in both languages, and the exact outcome a person sees. */
const NODE = `
const { closeSync, rmSync, writeSync, readFileSync } = require('node:fs');
const { createServer } = require('node:net');
const forever = () => new Promise(() => setInterval(() => {}, 1000));
exports.loop = async () => { for (;;); };
exports.exit0 = async () => process.exit(0);
exports.exit3 = async () => process.exit(3);
exports.segfault = async () => { process.kill(process.pid, 'SIGSEGV'); await forever(); };
exports.rejected = async () => { Promise.reject(new RangeError('nobody waits')); await forever(); };
exports.deaf = async () => { process.on('SIGTERM', () => {}); await forever(); };
exports.unfinished = async () => { writeSync(1, 'no end'); return 'ok'; };
exports.latin1 = async () => { writeSync(1, Buffer.from('g\\u00fcn\\n', 'latin1')); return 'ok'; };
exports.mute = async () => { closeSync(1); closeSync(2); console.log('said all the same'); return 'ok'; };
exports.remove = async () => { rmSync(process.env.LAMBDA_TASK_ROOT, { recursive: true }); return 'gone'; };
exports.stdin = async () => readFileSync(0, 'utf8').length;
exports.port = () => new Promise((resolve) => {
  const [host, port] = process.env.AWS_LAMBDA_RUNTIME_API.split(':');
  createServer().once('error', ({ code }) => resolve(code)).listen(Number(port), host, () => resolve('bound'));
});
exports.flood = async () => { const line = 'x'.repeat(999) + '\\n'; for (let n = 0; n < 100_000; n++) writeSync(1, line); return 'ok'; };
`;
const PYTHON = `
import ctypes, os, shutil, signal, socket, sys, time
def loop(event, context):
    while True: pass
def exit0(event, context): sys.exit(0)
def exit3(event, context): os._exit(3)
def segfault(event, context): ctypes.string_at(0)
def deaf(event, context):
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    time.sleep(1000)
def unfinished(event, context):
    sys.stdout.write('no end')
    return 'ok'
def latin1(event, context):
    sys.stdout.buffer.write('g\\u00fcn\\n'.encode('latin-1'))
    sys.stdout.flush()
    return 'ok'
def mute(event, context):
    os.close(1)
    os.close(2)
    print('said all the same')
    return 'ok'
def remove(event, context):
    shutil.rmtree(os.environ['LAMBDA_TASK_ROOT'])
    return 'gone'
def stdin(event, context): return len(sys.stdin.read())
def port(event, context):
    host, port = os.environ['AWS_LAMBDA_RUNTIME_API'].split(':')
    try: socket.socket().bind((host, int(port)))
    except OSError as error: return type(error).__name__
def flood(event, context):
    line = ('x' * 999 + '\\n').encode()
    for n in range(100_000): os.write(1, line)
    return 'ok'
`;

const EXIT = 'ERROR Runtime.ExitError: Error: Runtime exited';
const TIMED_OUT = 'TIMEOUT Sandbox.Timedout: Error: Task timed out after 1.00 seconds';

describe.each([
  ['nodejs22.x', 'bad.js', NODE],
  ['nodejs24.x', 'bad.js', NODE],
  ['python3.11', 'bad.py', PYTHON],
])('a function of %s that', (runtime, file, code) => {
  const isPython = runtime.startsWith('python');
  const run = async (name: string, timeoutSeconds = 60) => {
    bench = await openBench({ [file]: code });
    return bench.invoke(`bad.${name}`, runtime, '{}', { timeoutSeconds });
  };
  const own = (logs: readonly { readonly text: string }[]) =>
    logs.map(({ text }) => text).filter((text) => !/^(INIT_START|START|END|REPORT) /.test(text));

  it.each([
    ['loops for ever', 'loop', TIMED_OUT],
    ['ignores SIGTERM', 'deaf', TIMED_OUT],
    ['exits with 0', 'exit0', `${EXIT} without providing a reason`],
    ['exits with 3', 'exit3', `${EXIT} with error: exit status 3`],
    ['crashes', 'segfault', `${EXIT} with error: signal: segmentation fault (core dumped)`],
    ['reads its empty stdin', 'stdin', '0'],
    ['deletes its own folder', 'remove', '"gone"'],
    ['takes the port of the runtime', 'port', isPython ? '"OSError"' : '"EADDRINUSE"'],
  ])('%s', async (_what, name, outcome) => {
    const result = await run(name, outcome === TIMED_OUT ? 1 : 60);
    expect(summary(result)).toBe(outcome);
  });

  it.each([
    ['writes a line without an end', 'unfinished', ['no end']],
    ['writes what is no UTF-8', 'latin1', ['g\ufffdn']],
    ['closes its outputs', 'mute', [expect.stringMatching(/said all the same$/)]],
  ])('%s', async (_what, name, lines) => {
    const result = await run(name);
    expect([textOf(result.payload), own(result.logs)]).toEqual(['"ok"', lines]);
  });

  it('logs 100 MB: the newest are kept, the others told of', async () => {
    bench = await openBench({ [file]: code });
    let seen = 0;
    const onLog = () => {
      seen += 1;
    };
    const result = await bench.invoke('bad.flood', runtime, '{}', { timeoutSeconds: 600 }, { onLog });
    expect([textOf(result.payload), result.logs.length, seen]).toEqual(['"ok"', 20_000, 100_004]);
    expect(result.notes).toContain('80004 older log events are left out of the result');
  });
});

test.each([
  ['nodejs22.x', 'ERROR Runtime.UnhandledPromiseRejection: RangeError: nobody waits'],
  ['nodejs24.x', `${EXIT} with error: exit status 1`],
])('a rejection that nobody waits for ends a function of %s', async (runtime, outcome) => {
  bench = await openBench({ 'bad.js': NODE });
  expect(summary(await bench.invoke('bad.rejected', runtime))).toBe(outcome);
});

test('an event may have 6 MB, and not a byte more', async () => {
  bench = await openBench({ 'size.js': 'exports.handler = async (event) => event.length;' });
  const event = (bytes: number) => JSON.stringify('x'.repeat(bytes - 2));
  expect(textOf((await bench.invoke('size.handler', 'nodejs24.x', event(6_291_556))).payload)).toBe('6291554');
  await expect(bench.invoke('size.handler', 'nodejs24.x', event(6_291_557))).rejects.toMatchObject({
    code: 'event-too-large',
    message: 'The event of shop has 6291557 bytes; Lambda takes 6291556 at most.',
  });
});

test('fifteen minutes are a timeout like any other', async () => {
  const real = systemClock();
  let pass = (): void => {};
  const clock = {
    ...real,
    schedule(delayMs: number, callback: () => void) {
      if (delayMs !== 900_000) return real.schedule(delayMs, callback);
      pass = callback;
      return () => {};
    },
  };
  bench = await openBench(
    { 'long.js': "exports.handler = async () => { console.log('busy'); setInterval(() => {}, 1000); await new Promise(() => {}); };" },
    {},
    clock,
  );
  const onLog = ({ text }: { readonly text: string }) => {
    if (text.endsWith('busy')) pass();
  };
  const result = await bench.invoke('long.handler', 'nodejs24.x', '{}', { timeoutSeconds: 900 }, { onLog });
  expect(summary(result)).toBe('TIMEOUT Sandbox.Timedout: Error: Task timed out after 900.00 seconds');
  expect(result.report.billedDurationMs).toBeGreaterThanOrEqual(900_000);
});

describe('a folder whose name', () => {
  it.each([
    ['has spaces', 'my first function'],
    ['has quotes', `it's "mine"`],
    ['has letters of all the world', 'größe 関数 🐑'],
    ['has what shells and URLs take for themselves', '$HOME & 50% #1; `a`'],
    ['is 300 characters long', join('d'.repeat(150), 'e'.repeat(150))],
  ])('%s', async (_what, name) => {
    bench = await openBench({});
    const folder = join(bench.root, name);
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'a.mjs'), "import { b } from './b.mjs';\nexport const handler = async () => b + process.cwd();\n");
    await writeFile(join(folder, 'b.mjs'), "export const b = 'in ';\n");
    await writeFile(join(folder, 'p.py'), 'import os, q\ndef handler(event, context): return q.b + os.getcwd()\n');
    await writeFile(join(folder, 'q.py'), "b = 'in '\n");
    for (const [handler, runtime] of [
      ['a.handler', 'nodejs22.x'],
      ['p.handler', 'python3.11'],
    ] as const) {
      const result = await bench.invoke(handler, runtime, '{}', { codeRoot: folder });
      expect(JSON.parse(textOf(result.payload))).toBe(`in ${folder}`);
    }
  });
});
