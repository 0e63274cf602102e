import { readFile, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { transform } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { systemClock } from '../../node/clock.ts';
import { gone, isRunning } from '../../node/testing.ts';
import { type Bench, openBench, summary, textOf } from './testing.ts';

const FILES = {
  'app.js': `
    const fs = require('node:fs');
    let count = 0;
    exports.count = async () => ++count;
    exports.pid = async () => process.pid;
    exports.env = async () => process.env;
    exports.remaining = async (e, c) => c.getRemainingTimeInMillis();
    exports.slow = async (e) => { await new Promise((r) => setTimeout(r, 200)); return process.pid; };
    exports.hang = async () => { fs.writeFileSync('pid', String(process.pid)); console.log('waiting'); await new Promise((r) => setTimeout(r, 60_000)); };
    exports.loop = async () => { for (;;); };
    exports.log = async () => {
      console.log('one %d', 1); console.warn('two\\nlines'); process.stdout.write('part'); process.stdout.write('ial\\n'); console.error(new Error('three'));
    };
    exports.fails = async () => { throw new TypeError('no'); };
    exports.child = async () => require('node:child_process').spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60000)'], { stdio: 'ignore', detached: process.platform === 'linux' }).pid;
    exports.clientContext = async (e, c) => c.clientContext;
  `,
  'broken.js': `console.log('loading'); throw new Error('init boom');`,
  'broken.py': `def fail(): return {}["absent"]\nfail()`,
  'stacks.js': `exports.throws = (event, context, callback) => { [1].map((one) => one.no.where); };`,
  'app.py': `
import logging
def log(event, context):
    print("one")
    logging.getLogger().setLevel("INFO")
    logging.info("two\\nlines")
    print("three", end="")
def fails(event, context):
    raise ValueError("no")
`,
  'layer/node_modules/shared/index.js': `module.exports = 'from the layer';`,
  'layer/shared_py.py': `VALUE = "from the layer"`,
  'uses.js': `exports.handler = async () => require('shared');`,
  'uses.py': `import shared_py\ndef handler(e, c): return shared_py.VALUE`,
};

let bench: Bench;
beforeAll(async () => {
  bench = await openBench(FILES, {
    CANARY: 'leaked',
    NODE_OPTIONS: '--no-such-flag',
    PYTHONSTARTUP: 'x',
    VSCODE_PID: '1',
    AWS_PROFILE: 'dev',
  });
});
afterAll(() => bench.end());

const ID = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

/** Log lines with what differs between runs made the same. */
function lines(texts: readonly { readonly text: string }[]): readonly string[] {
  return texts.map(({ text }) =>
    text
      .replace(ID, 'ID')
      .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'TIME')
      .replace(/\b\d+(\.\d+)? (ms|MB)/g, 'N $2')
      .replace(/\b[0-9a-f]{64}$/, 'DIGEST'),
  );
}

const INIT_NODE = 'INIT_START Runtime Version: nodejs:22.v0\tRuntime Version ARN: arn:aws:lambda:eu-west-1::runtime:DIGEST';
const REPORT = 'REPORT RequestId: ID\tDuration: N ms\tBilled Duration: N ms\tMemory Size: N MB\tMax Memory Used: N MB\t';
const COLD_REPORT = `${REPORT}Init Duration: N ms\t`;

test('the log of an invocation reads as Lambda’s, a call of console a record, in order', async () => {
  const cold = await bench.invoke('app.log', 'nodejs22.x');
  const [error, ...others] = lines(cold.logs).filter((line) => line.includes('three'));
  expect(others).toEqual([]);
  expect(error).toMatch(/^TIME\tID\tERROR\tError: three\n {4}at .*app\.js/);
  expect(lines(cold.logs).filter((line) => line !== error)).toEqual([
    INIT_NODE,
    'START RequestId: ID Version: $LATEST',
    'TIME\tID\tINFO\tone 1',
    'TIME\tID\tWARN\ttwo\nlines',
    'partial',
    'END RequestId: ID',
    COLD_REPORT,
  ]);
  const warm = await bench.invoke('app.log', 'nodejs22.x');
  expect(lines(warm.logs)[0]).toBe('START RequestId: ID Version: $LATEST');
  expect(lines(warm.logs).at(-1)).toBe(REPORT);
  expect(new Set([...cold.logs, ...warm.logs].map((event) => event.id)).size).toBe(cold.logs.length + warm.logs.length);
});

test('JSON log format', async () => {
  const { logs } = await bench.invoke('app.log', 'nodejs24.x', '{}', { environment: { AWS_LAMBDA_LOG_FORMAT: 'JSON' } });
  const first = logs.map(({ text }) => text).find((text) => text.startsWith('{'));
  expect(JSON.parse(first ?? '')).toMatchObject({ level: 'INFO', message: 'one 1' });
});

test.each([
  [undefined, 'INFO', ['initStart', 'start', 'report'], ['INFO', 'WARN', 'ERROR']],
  ['DEBUG', 'ERROR', ['initStart', 'initRuntimeDone', 'initReport', 'start', 'runtimeDone', 'report'], ['ERROR']],
  ['WARN', 'WARN', [], ['WARN', 'ERROR']],
] as const)('Lambda’s own lines and the function’s in JSON: levels %s and %s', async (systemLevel, applicationLevel, events, levels) => {
  const logging = { format: 'JSON', applicationLevel, ...(systemLevel && { systemLevel }) } as const;
  const { logs, requestId } = await bench.invoke('app.log', 'nodejs22.x', '{}', { logging, name: applicationLevel });
  const lines = logs.flatMap(({ text }) => (text.startsWith('{') ? [JSON.parse(text)] : []));
  expect(lines.flatMap(({ type }) => type ?? [])).toEqual(events.map((name) => `platform.${name}`));
  expect(lines.flatMap(({ level }) => level ?? [])).toEqual(levels);
  const report = lines.find(({ type }) => type === 'platform.report');
  if (report) expect(report.record).toMatchObject({ requestId, status: 'success', metrics: { memorySizeMB: 256 } });
  expect(logs.map(({ text }) => text).filter((text) => /^(INIT_START|START|END|REPORT)/.test(text))).toEqual([]);
});

test('prints and log records of Python come in order', async () => {
  const { logs } = await bench.invoke('app.log', 'python3.11');
  expect(lines(logs).slice(1, -1)).toEqual([
    'START RequestId: ID Version: $LATEST',
    'one',
    '[INFO]\tTIME\tID\ttwo\nlines',
    'three',
    'END RequestId: ID',
  ]);
});

test('an error of a handler is logged with its stack', async () => {
  const node = lines((await bench.invoke('app.fails', 'nodejs22.x')).logs);
  expect(node.find((line) => line.includes('Invoke Error'))).toMatch(
    /^TIME\tID\tERROR\tInvoke Error \t\{"errorType":"TypeError","errorMessage":"no","stack":\["TypeError: no","/,
  );
  const python = lines((await bench.invoke('app.fails', 'python3.11')).logs);
  expect(python.find((line) => line.startsWith('[ERROR]'))).toMatch(
    /^\[ERROR\] ValueError: no\nTraceback \(most recent call last\):\n\u00a0\u00a0File ".*app\.py", line/,
  );
});

test('stacks name the source where the code has a source map', async () => {
  const source = 'type Never = never;\n\nexport const handler = async (): Promise<Never> => {\n  throw new Error("here");\n};\n';
  const { code } = await transform(source, { loader: 'ts', format: 'cjs', sourcemap: 'inline', sourcefile: 'src/mapped.ts', minify: true });
  await writeFile(join(bench.root, 'mapped.js'), code);
  const { error } = await bench.invoke('mapped.handler', 'nodejs22.x');
  expect(error?.stack[0]).toMatch(/^ {4}at .*src[\\/]mapped\.ts:4:9\)?$/);
});

test.each([
  ['app.fails', 'nodejs24.x', ['app.js']],
  ['app.fails', 'nodejs22.x', ['app.js']],
  ['stacks.throws', 'nodejs22.x', ['stacks.js', 'Array.map (<anonymous>)', 'stacks.js']],
  ['broken.handler', 'nodejs22.x', ['broken.js']],
  ['broken.handler', 'nodejs24.x', ['broken.js']],
  ['broken.handler', 'python3.13', ['broken.py', 'broken.py']],
])('the stack of %s on %s is the function’s own', async (handler, runtime, expected) => {
  const { error, payload } = await bench.invoke(handler, runtime);
  expect(error?.stack.map((frame) => /[\w.]+\.(?:js|py)|Array\.map .*/.exec(frame)?.[0])).toEqual(expected);
  expect(textOf(payload)).toMatch(/bootstrap|node:internal|importlib/);
});

test('a warm environment is kept, until the code or the configuration changes', async () => {
  const count = async (changes = {}) => textOf((await bench.invoke('app.count', 'nodejs22.x', '{}', changes)).payload);
  expect(await count()).toBe('1');
  expect(await count()).toBe('2');
  expect(await count({ codeDigest: 'two' })).toBe('1');
  expect(await count({ codeDigest: 'two', environment: { A: '1' } })).toBe('1');
});

test('events at the same time get environments of their own', async () => {
  const results = await Promise.all([1, 2, 3].map(() => bench.invoke('app.slow', 'nodejs22.x')));
  expect(new Set(results.map(({ payload }) => textOf(payload))).size).toBe(3);
  expect(new Set(results.map(({ logStream }) => logStream)).size).toBe(3);
  for (const { logStream } of results) expect(logStream).toMatch(/^\d{4}\/\d\d\/\d\d\/\[\$LATEST\][0-9a-f]{32}$/);
});

test('after a burst the oldest environment goes on, and the others come to their end', async () => {
  const call = () => bench.invoke('app.slow', 'nodejs22.x', '{}', { name: 'burst' });
  const { logStream: oldest } = await call();
  await Promise.all([1, 2, 3].map(call));
  const after = [await call(), await call()];
  expect(after.map(({ logStream }) => logStream)).toEqual([oldest, oldest]);
});

test('of a quick function no more events at the same time than the machine has cores', async () => {
  // Every handler takes no time, and nobody has waited for long.
  const clock = { ...systemClock(), monotonic: () => 0 };
  const schedule = (delayMs: number, callback: () => void) => (delayMs < 25 ? () => {} : clock.schedule(delayMs, callback));
  const quick = await openBench(FILES, {}, { ...clock, schedule });
  const count = () => quick.invoke('app.count', 'nodejs22.x');
  for (let call = 0; call < 16; call++) await count();
  const results = await Promise.all([1, 2, 3, 4, 5, 6, 7, 8].map(count));
  await quick.end();
  expect(new Set(results.map(({ logStream }) => logStream)).size).toBe(Math.min(8, Math.max(2, availableParallelism())));
});

test('the environment variables are Lambda’s and the function’s: nothing else leaks in', async () => {
  const environment = { MINE: 'a=b', AWS_REGION: 'us-east-9', 'not-a-name': 'x' };
  const { payload, notes } = await bench.invoke('app.env', 'nodejs22.x', '{}', { environment });
  const env = JSON.parse(textOf(payload)) as Record<string, string>;
  for (const name of ['CANARY', 'NODE_OPTIONS', 'NODE_EXTRA_CA_CERTS', 'PYTHONSTARTUP', 'VSCODE_PID', '_LAMBDA_TELEMETRY_LOG_FD']) {
    expect(env).not.toHaveProperty(name);
  }
  expect(env).toMatchObject({
    MINE: 'a=b',
    AWS_REGION: 'eu-west-1',
    AWS_PROFILE: 'dev',
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs22.x',
    AWS_LAMBDA_FUNCTION_NAME: 'shop',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '256',
    LAMBDA_TASK_ROOT: bench.root,
    _HANDLER: 'app.env',
  });
  expect(notes).toContain('Variables that Lambda refuses are left out: AWS_REGION, not-a-name.');
});

test('search paths are on the module path', async () => {
  const changes = { searchPaths: [join(bench.root, 'layer')] };
  expect(textOf((await bench.invoke('uses.handler', 'nodejs22.x', '{}', changes)).payload)).toBe('"from the layer"');
  expect(textOf((await bench.invoke('uses.handler', 'python3.11', '{}', changes)).payload)).toBe('"from the layer"');
});

test('a timeout ends even a busy process, in Lambda’s words; the next event starts anew', async () => {
  const result = await bench.invoke('app.loop', 'nodejs22.x', '{}', { timeoutSeconds: 1 });
  expect(summary(result)).toBe('TIMEOUT Sandbox.Timedout: Error: Task timed out after 1.00 seconds');
  expect(result.report).toMatchObject({ durationMs: 1000, status: 'timeout' });
  expect(lines(result.logs).slice(-3)).toEqual([
    'TIME ID Task timed out after 1.00 seconds',
    'END RequestId: ID',
    `${COLD_REPORT}Status: timeout\t`,
  ]);
  expect((await bench.invoke('app.count', 'nodejs22.x', '{}', { timeoutSeconds: 1 })).coldStart).toBe(true);
});

test('the handler sees the time it has', async () => {
  const remaining = Number(textOf((await bench.invoke('app.remaining', 'nodejs22.x', '{}', { timeoutSeconds: 300 })).payload));
  expect(remaining).toBeGreaterThan(290_000);
  expect(remaining).toBeLessThanOrEqual(300_001);
});

test('a failed initialization is tried again, and both are reported', async () => {
  const result = await bench.invoke('broken.handler', 'nodejs22.x');
  expect(result.status).toBe('init-error');
  const failed = 'Status: error\tError Type: Runtime.Unknown';
  const shown = lines(result.logs).filter((line) => !line.includes('Uncaught Exception'));
  expect(shown).toEqual([
    INIT_NODE,
    'TIME\tundefined\tINFO\tloading',
    `INIT_REPORT Init Duration: N ms\tPhase: init\t${failed}`,
    'TIME\tundefined\tINFO\tloading',
    `INIT_REPORT Init Duration: N ms\tPhase: invoke\t${failed}`,
    'START RequestId: ID Version: $LATEST',
    'END RequestId: ID',
    `${REPORT}${failed}\t`,
  ]);
});

test('cancelling kills the process', async () => {
  const cancel = new AbortController();
  const onLog = ({ text }: { readonly text: string }) => {
    if (text.endsWith('waiting')) cancel.abort();
  };
  const result = await bench.invoke('app.hang', 'nodejs22.x', '{}', {}, { signal: cancel.signal, onLog });
  expect(result.status).toBe('cancelled');
  expect(isRunning(Number(await readFile(join(bench.root, 'pid'), 'utf8')))).toBe(false);
  expect((await bench.invoke('app.hang', 'nodejs22.x', '{}', {}, { signal: AbortSignal.abort() })).status).toBe('cancelled');
});

test('a client context reaches the handler', async () => {
  const { payload } = await bench.invoke('app.clientContext', 'nodejs22.x', '{}', {}, { clientContext: '{"custom":"é"}' });
  expect(textOf(payload)).toBe('{"custom":"é"}');
});

test('what can’t be run is said before anything starts', async () => {
  await expect(bench.invoke('a.b', 'python2.7')).rejects.toMatchObject({ code: 'runtime-not-supported' });
  await expect(bench.invoke('a.b', 'nodejs22.x', '{}', { codeRoot: join(bench.root, 'nope') })).rejects.toMatchObject({
    code: 'folder-not-found',
  });
});

test('nothing survives dispose: neither idle nor busy environments, nor what they started', async () => {
  const other = await openBench(FILES);
  const idle = await other.invoke('app.pid', 'nodejs22.x', '{}', { name: 'idle' });
  const started = await other.invoke('app.child', 'nodejs24.x');
  let busy: Promise<unknown> = Promise.resolve();
  await new Promise<void>((waiting) => {
    busy = other.invoke(
      'app.hang',
      'nodejs22.x',
      '{}',
      { name: 'busy' },
      { onLog: ({ text }) => (text.endsWith('waiting') ? waiting() : undefined) },
    );
  });
  const pids = [textOf(idle.payload), textOf(started.payload), await readFile(join(other.root, 'pid'), 'utf8')].map(Number);
  expect(pids.map(isRunning)).toEqual([true, true, true]);
  await other.end();
  await busy;
  await gone(pids);
  await expect(other.invoke('app.pid', 'nodejs22.x')).rejects.toMatchObject({ code: 'cancelled' });
});
