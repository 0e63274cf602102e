/**
 * `npm run bench:runner [-- ROUNDS]`: figures of the local runner beside those of peers, which it installs into the cache, and of
 * the floors that nothing can be below. All in one run; of each figure the median of rounds in which everything takes its turn,
 * so that a slow moment of the machine is everybody's.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createRunner } from '../../src/core/runner/index.ts';
import type { RunnableFunction, Runner } from '../../src/core/runner/model.ts';
import { RuntimeApi } from '../../src/core/runner/runtimeApi.ts';
import { BOOTSTRAPS } from '../../src/core/runner/testing.ts';
import { systemClock } from '../../src/node/clock.ts';
import { nodeFiles } from '../../src/node/files.ts';
import { nodeProcesses } from '../../src/node/processes.ts';
import { installPeers, type Offline, type Peers } from './runner/peers.ts';
import { saveToAnswer } from './runner/save.ts';

const [rounds = 11] = process.argv.slice(2).map(Number);
const WARM = 1000;
const MANY = 200;
const event = Buffer.from('{"k":1}');
const run = promisify(execFile);

const folder = await mkdtemp(join(tmpdir(), 'bench-'));
await writeFile(join(folder, 'app.js'), 'let n = 0; exports.handler = async () => ({ ok: true, n: ++n });');
await writeFile(join(folder, 'app.py'), 'n = 0\ndef handler(e, c):\n    global n\n    n += 1\n    return {"ok": True, "n": n}\n');
await writeFile(join(folder, 'event.json'), event);

const processes = nodeProcesses();
const python = (await processes.find('python3')) ?? 'python3';
const runner = openRunner();
const peers = await installPeers(folder);
const samples = new Map<string, number[]>();

try {
  console.log(`Node.js ${process.version}, ${cpus().length} × ${cpus()[0]?.model.trim()}, ${rounds} rounds\n`);
  const functions = await Promise.all(
    ['nodejs24.x', 'nodejs22.x', pythonRuntime(await versionOf(python))].map((runtime) => prepared(runtime)),
  );
  for (let round = 0; round < rounds; round++) {
    await oneRound(round, functions, peers);
  }
  for (const fn of functions) await warm(fn);
  for (let round = 0; round < Math.min(rounds, 3); round++) await offline(peers);
  for (const ms of await saveToAnswer(rounds)) add('save → new code answered, TypeScript, 200 modules', ms);
  printFigures();
  await many();
} finally {
  await runner.dispose();
  await rm(folder, { recursive: true, force: true });
}

async function oneRound(round: number, functions: readonly RunnableFunction[], { commands }: Peers): Promise<void> {
  await timed('floor: node -e 0', () => run(process.execPath, ['-e', '0']));
  await timed('floor: python -I -S -c pass', () => run(python, ['-I', '-S', '-c', 'pass']));
  for (const fn of functions) await timed(`ours, cold: ${fn.runtime}`, () => runner.invoke({ ...fn, codeDigest: `round ${round}` }, event));
  for (const { name, command, args } of commands) await timed(`peer, cold: ${name}`, () => run(command, [...args]));
  await timed('ours: runner ready', async () => {
    const fresh = openRunner();
    const api = new RuntimeApi({ onReady() {}, onAnswer() {}, onInitFailure() {} });
    await api.listen();
    api.close();
    await fresh.dispose();
  });
}

async function warm(fn: RunnableFunction): Promise<void> {
  for (let call = 0; call < WARM; call++)
    await timed(`ours, warm: ${fn.runtime}`, () => runner.invoke({ ...fn, codeDigest: `round ${rounds - 1}` }, event));
  runner.retire(fn.name);
}

async function offline({ startOffline }: Peers): Promise<void> {
  let server: Offline | undefined;
  await timed('peer: serverless-offline ready', async () => {
    server = await startOffline();
  });
  if (!server) return;
  const { url } = server;
  const call = async (): Promise<void> => {
    const reply = await fetch(url, { method: 'POST', body: event });
    if (!(await reply.text()).includes('"ok":true')) throw new Error(`serverless-offline answered ${reply.status}`);
  };
  await timed('peer, cold: serverless-offline, first invoke', call);
  for (let at = 0; at < WARM / 4; at++) await timed('peer, warm: serverless-offline, over HTTP', call);
  await server.stop();
}

/** Functions of their own, all asked for at once: no failure, and nothing left of them. */
async function many(): Promise<void> {
  const own = openRunner();
  const before = await memoryMb();
  const begun = performance.now();
  const results = await Promise.all(
    Array.from({ length: MANY }, (_, at) => own.invoke({ ...functionOf('nodejs24.x'), name: `many-${at}` }, event)),
  );
  const elapsed = performance.now() - begun;
  const failed = results.filter(({ status }) => status !== 'success').length;
  const during = await memoryMb();
  await own.dispose();
  const after = await memoryMb();
  const memory = `memory of the machine in use ${during - before} MB more while they idle, ${after - before} MB more when they are ended`;
  console.log(`\n${MANY} functions, each invoked once, all at the same time: ${failed} failed, ${Math.round(elapsed)} ms; ${memory}`);
}

async function memoryMb(): Promise<number> {
  const text = await readFile('/proc/meminfo', 'utf8').catch(() => '');
  const of = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(text)?.[1] ?? 0) / 1024;
  return Math.round(of('MemTotal') - of('MemAvailable'));
}

async function prepared(runtime: string): Promise<RunnableFunction> {
  const fn = functionOf(runtime);
  // The first one looks for the interpreter, and Python compiles our modules: both once a session.
  const { error } = await runner.invoke(fn, event);
  if (error) throw new Error(error.errorMessage);
  return fn;
}

async function timed(name: string, work: () => Promise<unknown>): Promise<void> {
  const begun = performance.now();
  await work();
  add(name, performance.now() - begun);
}

function add(name: string, ms: number): void {
  const all = samples.get(name) ?? [];
  all.push(ms);
  samples.set(name, all);
}

function printFigures(): void {
  console.log('| figure | median, ms | least | 99 of 100 below |\n| --- | --- | --- | --- |');
  for (const [name, all] of samples) {
    const sorted = all.toSorted((a, b) => a - b);
    const at = (part: number): string => (sorted[Math.floor((sorted.length - 1) * part)] ?? Number.NaN).toFixed(2);
    console.log(`| ${name} | ${at(0.5)} | ${at(0)} | ${sorted.length >= 100 ? at(0.99) : ''} |`);
  }
}

function openRunner(): Runner {
  return createRunner({
    files: nodeFiles(),
    clock: systemClock(),
    processes,
    logger: { debug() {}, info() {}, warn() {}, error() {} },
    bootstraps: BOOTSTRAPS,
    interpreters: { node: process.execPath, python },
    cacheDirectory: join(folder, 'cache'),
  });
}

async function versionOf(command: string): Promise<string> {
  const { stdout } = await run(command, ['-c', 'import sys; print(sys.version_info.minor)']);
  return stdout.trim();
}

function pythonRuntime(minor: string): string {
  return `python3.${minor}`;
}

function functionOf(runtime: string): RunnableFunction {
  return {
    name: `bench-${runtime}`,
    version: '$LATEST',
    arn: `arn:aws:lambda:eu-west-1:123456789012:function:bench`,
    runtime,
    handler: 'app.handler',
    codeRoot: folder,
    searchPaths: [],
    codeDigest: '',
    memoryMb: 256,
    timeoutSeconds: 30,
    environment: {},
    logGroup: '/aws/lambda/bench',
    region: 'eu-west-1',
    target: 'local',
  };
}
