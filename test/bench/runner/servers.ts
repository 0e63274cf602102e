import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { root } from '../../../scripts/tools.ts';
import type { Figures } from './figures.ts';
import { FLOORS, THROUGH } from './names.ts';
import type { Offline } from './peers.ts';

const CLIENTS = 8;
const WINDOW_MS = 2000;
/** Turns of each that don’t count: V8 compiles what it runs often for some ten thousand requests. */
const WARM_UP = 2;
const TEMPLATE = `
Transform: AWS::Serverless-2016-10-31
Resources:
  One:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: .
      Handler: app.handler
      Runtime: nodejs22.x
      Events: { Hello: { Type: HttpApi, Properties: { Path: /hello, Method: GET } } }
`;

export interface Served {
  readonly invokeUrl: string;
  readonly routeUrl: string;
  stop(): Promise<void>;
}

/** `serve` of the built command line, over a function like the others'. `source`: of its handler. */
export async function startServe(folder: string, source: string): Promise<Served> {
  const served = join(folder, 'served');
  await mkdir(served, { recursive: true });
  await writeFile(join(served, 'template.yaml'), TEMPLATE);
  await writeFile(join(served, 'app.js'), source);
  const child = spawn(process.execPath, [join(root, 'dist/cli.js'), 'serve', served], { stdio: ['ignore', 'pipe', 'ignore'] });
  const lines = createInterface(child.stdout);
  const [first] = (await once(lines, 'line')) as [string];
  // What it logs from then on is read, and no more.
  lines.close();
  child.stdout.resume();
  const { endpoint, apis } = JSON.parse(first) as { endpoint: string; apis: readonly { readonly url: string }[] };
  return {
    invokeUrl: `${endpoint}/2015-03-31/functions/One/invocations`,
    routeUrl: `${apis[0]?.url}/hello`,
    stop: () => ended(child),
  };
}

/** Both servers with as many clients, turn by turn; the first turns, which don’t count, fill caches, start environments and compile. */
export async function throughput(figures: Figures, ours: Served, theirs: Offline, rounds: number): Promise<void> {
  const invoke = ['POST', '{"k":1}'] as const;
  const ask = ['GET', ''] as const;
  const [invoked, routed] = THROUGH;
  const turns = [
    [invoked.ours, ours.invokeUrl, ...invoke],
    [invoked.theirs, theirs.url, ...invoke],
    [routed.ours, ours.routeUrl, ...ask],
    [routed.theirs, theirs.routeUrl, ...ask],
  ] as const;
  for (let round = -WARM_UP; round < rounds; round++) {
    for (const [name, url, method, body] of turns) {
      const latencies = await load(url, method, CLIENTS, WINDOW_MS, body);
      if (round < 0) continue;
      figures.add(name, (latencies.length / WINDOW_MS) * 1000);
      figures.add(`${name}, µs`, ...latencies);
    }
  }
}

/** What the machine takes for an exchange over HTTP at all: one client, a server of Node.js that says the same to everyone. */
export async function bareExchange(figures: Figures): Promise<void> {
  const server = createServer((_, reply) => reply.writeHead(200, { 'Content-Length': 11 }).end('{"ok":true}')).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const latencies = await load(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`, 'GET', 1, WINDOW_MS, '');
  figures.add(FLOORS.exchange.name, ...latencies.map((micros) => micros / 1000));
  server.closeAllConnections();
  server.close();
}

/** Latencies in µs. */
async function load(url: string, method: string, clients: number, ms: number, body: string): Promise<readonly number[]> {
  const args = [fileURLToPath(new URL('./load.ts', import.meta.url)), url, method, String(clients), String(ms), body];
  const { stdout } = await promisify(execFile)(process.execPath, args, { maxBuffer: 64 * 1024 * 1024 });
  return JSON.parse(stdout) as number[];
}

async function ended(child: ChildProcess): Promise<void> {
  const exit = once(child, 'exit');
  child.kill('SIGINT');
  await exit;
}
