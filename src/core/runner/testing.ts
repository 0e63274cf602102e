import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { systemClock } from '../../node/clock.ts';
import { nodeFiles } from '../../node/files.ts';
import { nodeProcesses } from '../../node/processes.ts';
import type { Clock } from '../ports.ts';
import { createRunner, type RunnerOptions } from './index.ts';
import type { InvocationResult, InvokeOptions, RunnableFunction, Runner } from './model.ts';

export const BOOTSTRAPS = fileURLToPath(new URL('../../bootstrap', import.meta.url));

/** A folder of files and a runner with real processes: what the tests of the runner stand on. */
export interface Bench {
  readonly root: string;
  readonly runner: Runner;
  fn(handler: string, runtime: string, changes?: Partial<RunnableFunction>): RunnableFunction;
  invoke(
    handler: string,
    runtime: string,
    event?: string,
    changes?: Partial<RunnableFunction>,
    options?: InvokeOptions,
  ): Promise<InvocationResult>;
  /** Resolves when nothing is left of it. */
  end(): Promise<void>;
}

export async function openBench(
  files: Readonly<Record<string, string>>,
  environment: Readonly<Record<string, string>> = {},
  clock: Clock = systemClock(),
  changes: Partial<RunnerOptions> = {},
): Promise<Bench> {
  const root = await mkdtemp(join(tmpdir(), 'runner-'));
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, name)), { recursive: true });
    await writeFile(join(root, name), text);
  }
  const processes = nodeProcesses();
  const runner = createRunner({
    files: nodeFiles(),
    clock,
    processes: { ...processes, environment: { ...processes.environment, ...environment } },
    logger: { debug() {}, info() {}, warn() {}, error() {} },
    bootstraps: BOOTSTRAPS,
    interpreters: { node: process.execPath, python: '' },
    ...changes,
  });
  const fn = (handler: string, runtime: string, changes: Partial<RunnableFunction> = {}): RunnableFunction => ({
    name: 'shop',
    version: '$LATEST',
    arn: 'arn:aws:lambda:eu-west-1:123456789012:function:shop',
    runtime,
    handler,
    codeRoot: root,
    searchPaths: [],
    codeDigest: 'one',
    memoryMb: 256,
    timeoutSeconds: 10,
    environment: {},
    logGroup: '/aws/lambda/shop',
    region: 'eu-west-1',
    target: 'local',
    ...changes,
  });
  return {
    root,
    runner,
    fn,
    invoke: (handler, runtime, event = '{"k":1}', changes = {}, options = {}) =>
      runner.invoke(fn(handler, runtime, changes), Buffer.from(event), options),
    async end() {
      await runner.dispose();
      await rm(root, { recursive: true, force: true });
    },
  };
}

export function textOf(payload: Uint8Array): string {
  return Buffer.from(payload).toString('utf8');
}

/** `value`, or `ERROR type message`, as one line that a table can hold. */
export function summary(result: InvocationResult): string {
  if (!result.error) return textOf(result.payload);
  const word = result.status === 'init-error' ? 'INIT' : result.status === 'timeout' ? 'TIMEOUT' : 'ERROR';
  return `${word} ${result.error.errorType}: ${result.error.errorMessage.replace(/^RequestId: \S+ /, '').split('\n')[0]}`;
}

/** Does what a debugger of Node.js does first: attaches, and lets the process go. */
export async function attachToNode(port: number): Promise<void> {
  const [target] = (await (await fetch(`http://127.0.0.1:${port}/json/list`)).json()) as readonly { webSocketDebuggerUrl: string }[];
  const socket = new WebSocket(target?.webSocketDebuggerUrl ?? '');
  await new Promise((resolve) => socket.addEventListener('open', resolve));
  for (const [id, method] of ['Runtime.enable', 'Debugger.enable', 'Runtime.runIfWaitingForDebugger'].entries()) {
    socket.send(JSON.stringify({ id, method }));
  }
  socket.addEventListener('message', ({ data }) => {
    const { method } = JSON.parse(String(data)) as { readonly method?: string };
    if (method === 'Debugger.paused') socket.send(JSON.stringify({ id: 9, method: 'Debugger.resume' }));
  });
}
