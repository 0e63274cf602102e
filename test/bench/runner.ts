/**
 * Cold and warm figures of the local runner, beside those of peers that are installed: `node test/bench/runner.ts [cold] [warm]`.
 * Cold: from the call to the response, each time with a new environment. Warm: one environment, one event after another.
 */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createRunner } from '../../src/core/runner/index.ts';
import type { RunnableFunction, Runner } from '../../src/core/runner/model.ts';
import { systemClock } from '../../src/node/clock.ts';
import { nodeFiles } from '../../src/node/files.ts';
import { nodeProcesses } from '../../src/node/processes.ts';

const [coldRuns = 11, warmRuns = 1500] = process.argv.slice(2).map(Number);
const repository = fileURLToPath(new URL('../..', import.meta.url));
const event = Buffer.from('{"k":1}');

const folder = await mkdtemp(join(tmpdir(), 'bench-'));
await writeFile(join(folder, 'app.js'), 'let n = 0; exports.handler = async () => ({ ok: true, n: ++n });');
await writeFile(join(folder, 'app.py'), 'n = 0\ndef handler(e, c):\n    global n\n    n += 1\n    return {"ok": True, "n": n}\n');

const runner = createRunner({
  files: nodeFiles(),
  clock: systemClock(),
  processes: nodeProcesses(),
  logger: { debug() {}, info() {}, warn() {}, error() {} },
  bootstraps: join(repository, 'src/bootstrap'),
  interpreters: { node: process.execPath, python: '' },
  cacheDirectory: join(folder, 'cache'),
});

try {
  for (const runtime of ['nodejs22.x', 'nodejs24.x', 'python3.11', 'python3.13']) await measure(runner, runtime);
  await measureLambdaLocal();
} finally {
  await runner.dispose();
  await rm(folder, { recursive: true, force: true });
}

async function measure(runner: Runner, runtime: string): Promise<void> {
  const fn = functionOf(runtime);
  // The first one looks for the interpreter, which is done once a session.
  const { notes } = await runner.invoke(fn, event);
  const cold = await times(coldRuns, async (run) => {
    await runner.invoke({ ...fn, codeDigest: String(run) }, event);
  });
  const warm = await times(warmRuns, async () => {
    await runner.invoke({ ...fn, codeDigest: String(coldRuns - 1) }, event);
  });
  runner.retire(fn.name);
  print(`ours, ${runtime}${notes.length > 0 ? ` (${notes.join('; ')})` : ''}`, cold, warm);
}

async function measureLambdaLocal(): Promise<void> {
  const cli = join(repository, 'node_modules/lambda-local/build/cli.js');
  if (!existsSync(cli)) {
    console.log('lambda-local: not installed');
    return;
  }
  await writeFile(join(folder, 'event.json'), event);
  const cold = await times(coldRuns, async () => {
    await promisify(execFile)(process.execPath, [cli, '-l', join(folder, 'app.js'), '-e', join(folder, 'event.json')]);
  });
  print('lambda-local', cold, []);
}

async function times(count: number, work: (run: number) => Promise<void>): Promise<readonly number[]> {
  const taken: number[] = [];
  for (let run = 0; run < count; run++) {
    const start = performance.now();
    await work(run);
    taken.push(performance.now() - start);
  }
  return taken.sort((a, b) => a - b);
}

function print(name: string, cold: readonly number[], warm: readonly number[]): void {
  const at = (sorted: readonly number[], part: number): string => sorted[Math.floor((sorted.length - 1) * part)]?.toFixed(2) ?? '–';
  console.log(`${name}: cold median ${at(cold, 0.5)} ms (min ${at(cold, 0)}), warm p50 ${at(warm, 0.5)} ms, p99 ${at(warm, 0.99)} ms`);
}

function functionOf(runtime: string): RunnableFunction {
  return {
    name: 'bench',
    version: '$LATEST',
    arn: 'arn:aws:lambda:eu-west-1:123456789012:function:bench',
    runtime,
    handler: 'app.handler',
    codeRoot: folder,
    searchPaths: [],
    codeDigest: '',
    memoryMb: 256,
    timeoutSeconds: 3,
    environment: {},
    logGroup: '/aws/lambda/bench',
    region: 'eu-west-1',
    target: 'local',
  };
}
