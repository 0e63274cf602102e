import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { RunnerOptions } from '../../../src/core/runner/index.ts';
import { type Bench, openBench } from '../../../src/core/runner/testing.ts';
import { systemClock } from '../../../src/node/clock.ts';

/** A program of AWS's that speaks the Runtime API, and how our runner starts it. */
export interface RuntimeClient {
  readonly name: string;
  readonly runtime: string;
  /** The file that stands where our bootstrap's does. */
  readonly starter: { readonly file: 'node.cjs' | 'python.py'; readonly text: string };
  readonly interpreters?: RunnerOptions['interpreters'];
}

/** `folder` is where set-up has put them: see scripts/setup/runtimeClients.mjs. */
export function classicNodeClient(folder: string): RuntimeClient {
  const url = pathToFileURL(join(folder, 'node-3.3.0/dist/index.mjs')).href;
  // It is made to be awaited at the top level of a module, where what it throws is an uncaught exception.
  const text = `import(${JSON.stringify(url)}).then(({ run }) => run(process.env.LAMBDA_TASK_ROOT, process.env._HANDLER)).catch(rethrow);
function rethrow(error) { setImmediate(() => { throw error; }); }`;
  return { name: 'aws-lambda-ric 3.3.0', runtime: 'nodejs22.x', starter: { file: 'node.cjs', text } };
}

export function modernNodeClient(folder: string): RuntimeClient {
  const url = pathToFileURL(join(folder, 'node-4.0.2/index.mjs')).href;
  return { name: 'aws-lambda-ric 4.0.2', runtime: 'nodejs24.x', starter: { file: 'node.cjs', text: `import(${JSON.stringify(url)});` } };
}

export function pythonClient(folder: string, minor: number): RuntimeClient {
  const text = [
    'import os, sys',
    'sys.path[0] = os.environ["LAMBDA_TASK_ROOT"]',
    'from awslambdaric.__main__ import main',
    'main(["bootstrap.py", os.environ["_HANDLER"]])',
  ].join('\n');
  const python = join(folder, 'python/bin/python');
  const interpreters = { node: process.execPath, python };
  return { name: 'awslambdaric 4.0.1', runtime: `python3.${minor}`, starter: { file: 'python.py', text }, interpreters };
}

/** The same functions, once with our bootstrap and once with AWS's client. */
export async function openBoth(client: RuntimeClient, files: Readonly<Record<string, string>>): Promise<readonly [Bench, Bench]> {
  const bootstraps = await mkdtemp(join(tmpdir(), 'client-'));
  await writeFile(join(bootstraps, client.starter.file), client.starter.text);
  const changes = client.interpreters ? { interpreters: client.interpreters } : {};
  const ours = await openBench(files, {}, systemClock(), changes);
  const theirs = await openBench(files, {}, systemClock(), { ...changes, bootstraps });
  const end = async (): Promise<void> => {
    await theirs.end();
    await rm(bootstraps, { recursive: true, force: true });
  };
  return [ours, { ...theirs, end }];
}
