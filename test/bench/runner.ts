/**
 * `npm run bench:runner [-- ROUNDS]`: figures of the local runner beside those of peers, which it installs into the cache, and of
 * the floors that nothing can be below. All in one run; of each figure the median of rounds in which everything takes its turn,
 * so that a slow moment of the machine is everybody's. Prints the table of RUNNER.md.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { cache } from '../../scripts/tools.ts';
import { createRunner } from '../../src/core/runner/index.ts';
import type { RunnableFunction, Runner } from '../../src/core/runner/model.ts';
import { RuntimeApi } from '../../src/core/runner/runtimeApi.ts';
import { BOOTSTRAPS } from '../../src/core/runner/testing.ts';
import { systemClock } from '../../src/node/clock.ts';
import { nodeFiles } from '../../src/node/files.ts';
import { nodeProcesses } from '../../src/node/processes.ts';
import { Figures } from './runner/figures.ts';
import { type Measured, measuredFunctions, NODE_SOURCE } from './runner/functions.ts';
import { invokeMany } from './runner/many.ts';
import { FLOORS, PEERS, SAVE } from './runner/names.ts';
import { installPeers, type Offline, type Peers } from './runner/peers.ts';
import { saveToAnswer } from './runner/save.ts';
import { bareExchange, startServe, throughput } from './runner/servers.ts';
import { tableOf } from './runner/table.ts';

const [rounds = 11] = process.argv.slice(2).map(Number);
const WARM = 1000;
const MANY = 200;
const event = Buffer.from('{"k":1}');
const run = promisify(execFile);
// What Rust's client is compiled into is kept where the set-up leaves it.
process.env['CARGO_TARGET_DIR'] ??= join(cache, 'natives-rust');

const folder = await mkdtemp(join(tmpdir(), 'bench-'));
const processes = nodeProcesses();
const measured = await measuredFunctions(folder, event);
const peers = await installPeers(folder);
const runner = openRunner();
const figures = new Figures();

try {
  console.log(`Node.js ${process.version}, ${cpus().length} × ${cpus()[0]?.model.trim()}, ${rounds} rounds`);
  // The first one looks for the interpreter, and compiles what the runtime keeps: once a session, or a machine.
  for (const fn of measured.functions.values()) await invoke(fn);
  for (let round = 0; round < rounds; round++) await oneRound(round, measured, peers);
  for (const [name, fn] of measured.functions) if (!/^(java|go|rust)$/.test(name)) await warm(name, fn);
  await servers(peers);
  figures.add(SAVE, ...(await saveToAnswer(rounds)));
  const node = measured.functions.get('nodejs24.x');
  const many = node ? await invokeMany(openRunner(), node, MANY, event) : '';
  const missing = new Map([...measured.missing].map(([name, why]) => [`cold: ${name}`, why]));
  console.log(`\n${tableOf({ figures, missing, many })}`);
} finally {
  await runner.dispose();
  await measured.dispose();
  await rm(folder, { recursive: true, force: true });
}

async function oneRound(round: number, { functions, python }: Measured, { commands }: Peers): Promise<void> {
  await figures.timed(FLOORS.node.name, () => run(process.execPath, ['-e', '0']));
  await figures.timed(FLOORS.nothing.name, () => run('true'));
  await figures.timed(FLOORS.python.name, () => run(python, ['-I', '-S', '-c', 'pass']));
  for (const [name, fn] of functions) {
    // A function of its own in each round: for changed code of the same the runner has a process ready.
    const fresh = { ...fn, name: `${fn.name}-${round}` };
    await figures.timed(`cold: ${name}`, () => invoke(fresh));
    runner.retire(fresh.name);
  }
  for (const { name, command, args, cwd } of commands) await figures.timed(name, () => run(command, [...args], { ...(cwd && { cwd }) }));
  await figures.timed('ready', async () => {
    const fresh = openRunner();
    const api = new RuntimeApi({ onReady() {}, onAnswer() {}, onInitFailure() {} });
    await api.listen();
    api.close();
    await fresh.dispose();
  });
}

async function warm(name: string, fn: RunnableFunction): Promise<void> {
  for (let call = 0; call < WARM; call++) await figures.timed(`warm: ${name}`, () => invoke(fn));
  runner.retire(fn.name);
}

/** Ours and serverless-offline beside each other, each in a process of its own. */
async function servers({ startOffline }: Peers): Promise<void> {
  await bareExchange(figures);
  let offline: Offline | undefined;
  await figures.timed(PEERS.offlineReady, async () => {
    offline = await startOffline();
  });
  if (!offline) return;
  const { url } = offline;
  for (let at = 0; at < WARM / 4; at++) {
    await figures.timed(PEERS.offlineWarm, async () => {
      const reply = await fetch(url, { method: 'POST', body: event });
      if (!(await reply.text()).includes('"ok":true')) throw new Error(`serverless-offline answered ${reply.status}`);
    });
  }
  const ours = await startServe(folder, NODE_SOURCE);
  await throughput(figures, ours, offline, Math.min(rounds, 5));
  await ours.stop();
  await offline.stop();
}

async function invoke(fn: RunnableFunction): Promise<void> {
  const { error } = await runner.invoke(fn, event);
  if (error) throw new Error(`${fn.name}: ${error.errorMessage}`);
}

function openRunner(): Runner {
  return createRunner({
    files: nodeFiles(),
    clock: systemClock(),
    processes,
    logger: { debug() {}, info() {}, warn() {}, error() {} },
    bootstraps: BOOTSTRAPS,
    interpreters: { node: process.execPath, python: measured.python },
    cacheDirectory: join(folder, 'cache'),
  });
}
