import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { gone } from './testing.ts';

/** Prints the pids of an idle environment (frozen), of a busy one (in a loop) and of what they started, and goes on. Node.js 24 runs TypeScript. */
const HOST = `
import { createRunner } from '${new URL('../core/runner/index.ts', import.meta.url)}';
import { systemClock } from '${new URL('./clock.ts', import.meta.url)}';
import { nodeFiles } from '${new URL('./files.ts', import.meta.url)}';
import { nodeProcesses } from '${new URL('./processes.ts', import.meta.url)}';
const [codeRoot] = process.argv.slice(2);
const logger = { debug() {}, info() {}, warn() {}, error() {} };
const bootstraps = ${JSON.stringify(fileURLToPath(new URL('../bootstrap', import.meta.url)))};
const interpreters = { node: process.execPath, python: '' };
const runner = createRunner({ files: nodeFiles(), clock: systemClock(), processes: nodeProcesses(), logger, bootstraps, interpreters });
const invoke = (name) => runner.invoke({ name, version: '$LATEST', arn: 'arn:x', runtime: 'nodejs24.x', handler: 'app.' + name, codeRoot, searchPaths: [],
  codeDigest: 'x', memoryMb: 256, timeoutSeconds: 60, environment: {}, logGroup: '/x', region: 'eu-west-1', target: 'local' },
  Buffer.from('{}'), { onLog: ({ text }) => { const pids = /pids (.*)/.exec(text)?.[1]; if (pids) console.log(pids); } });
await invoke('idle');
await invoke('busy');
`;

const APP = `
const { spawn } = require('node:child_process');
// Each leads a session of its own, which no signal to the function's group reaches.
const daemons = () => Array.from({ length: 64 }, () => spawn('sleep', ['600'], { detached: true, stdio: 'ignore' }).pid);
exports.idle = async () => console.log('pids ' + [process.pid, ...(process.platform === 'linux' ? daemons() : [])]);
exports.busy = async () => { console.log('pids ' + process.pid); for (;;); };
`;

test('no environment survives a host that is killed: neither a frozen nor a busy one, nor the daemons of either', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'host-'));
  await writeFile(join(folder, 'app.js'), APP);
  await writeFile(join(folder, 'host.mts'), HOST);
  const host = spawn(process.execPath, [join(folder, 'host.mts'), folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  const pids: number[] = [];
  let said = 0;
  for await (const line of createInterface({ input: host.stdout })) {
    pids.push(...line.split(',').map(Number));
    said += 1;
    if (said === 2) break;
  }
  expect(pids).toHaveLength(process.platform === 'linux' ? 66 : 2);
  host.kill('SIGKILL');
  await once(host, 'exit');
  await gone(pids);
  await rm(folder, { recursive: true, force: true });
});
