import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BOOTSTRAPS } from '../../../src/core/runner/testing.ts';
import { type RuntimeCase, title } from './case.ts';
import { CLASSIC_CASES, MODERN_CASES, NODE_FILES } from './node.cases.ts';
import { PYTHON_FILES, pythonCases } from './python.cases.ts';

/** Our bootstraps in AWS's Runtime Interface Emulator, the other end of the Runtime API as AWS wrote it. On loopback alone. */
const folder = process.env['LAMBDA_WORKBENCH_RUNTIME_CLIENTS'];

if (folder === undefined) {
  test('AWS’s emulator', ({ skip }) => skip('Set-up could not build it: `node scripts/setup.mjs runtimeClients` says why.'));
} else {
  const emulator = join(folder, 'aws-lambda-rie');
  const node = [process.execPath, join(BOOTSTRAPS, 'node.cjs')];
  const python = [join(folder, 'python/bin/python'), '-B', join(BOOTSTRAPS, 'python.py')];
  hold(
    emulator,
    'nodejs22.x',
    node,
    NODE_FILES,
    CLASSIC_CASES.filter(({ handler }) => handler.startsWith('core')),
  );
  hold(emulator, 'nodejs24.x', node, NODE_FILES, MODERN_CASES);
  hold(emulator, 'python3.12', python, PYTHON_FILES, pythonCases(12));
}

/** What Lambda's platform itself adds (limits, time), what its emulator leaves out, and what depends on the interpreter’s version or flags. */
function isForEmulator({ handler, event, expected }: RuntimeCase): boolean {
  const isPlatforms = /^TIMEOUT|ResponseSizeTooLarge|^INIT Runtime.ExitError/.test(expected);
  const isOther = /stream|probe|context$|large|longMessage|esminjs|badpackage|unhandled|asyncNever|^$|^core\.never/.test(handler);
  return !isPlatforms && !isOther && event !== '';
}

function hold(
  emulator: string,
  runtime: string,
  command: readonly string[],
  files: Readonly<Record<string, string>>,
  all: readonly RuntimeCase[],
): void {
  describe(`${runtime} in AWS’s emulator`, () => {
    let root: string;
    beforeAll(async () => {
      root = await mkdtemp(join(tmpdir(), 'emulator-'));
      for (const [name, text] of Object.entries(files)) {
        await mkdir(dirname(join(root, name)), { recursive: true });
        await writeFile(join(root, name), text);
      }
    });
    afterAll(() => rm(root, { recursive: true, force: true }));

    test.concurrent.each(all.filter(isForEmulator).map((each) => ({ ...each, title: title(each) })))('$title', async (one) => {
      const [door, api] = [await freePort(), await freePort()];
      const addresses = ['--runtime-interface-emulator-address', `127.0.0.1:${door}`, '--runtime-api-address', `127.0.0.1:${api}`];
      const running = spawn(emulator, ['--log-level', 'error', ...addresses, ...command, one.handler], {
        cwd: root,
        env: { PATH: process.env['PATH'], HOME: root, ...variables(root, runtime) },
        stdio: 'ignore',
      });
      try {
        await listening(door);
        const url = `http://127.0.0.1:${door}/2015-03-31/functions/function/invocations`;
        const reply = await fetch(url, { method: 'POST', body: one.event ?? '{"k":1}' });
        expect(summaryOf(await reply.text(), one.expected)).toBe(one.expected);
      } finally {
        // Our bootstrap ends when the Runtime API is gone.
        running.kill('SIGKILL');
        await once(running, 'exit');
      }
    });
  });
}

function variables(root: string, runtime: string): Record<string, string> {
  return {
    AWS_LAMBDA_FUNCTION_NAME: 'shop',
    AWS_LAMBDA_FUNCTION_TIMEOUT: '30',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '256',
    AWS_EXECUTION_ENV: `AWS_Lambda_${runtime}`,
    LAMBDA_TASK_ROOT: root,
  };
}

/** The emulator doesn't tell by a header whether a payload is an error: the case knows what it should be. */
function summaryOf(payload: string, expected: string): string {
  const [, word] = /^(ERROR|INIT) /.exec(expected) ?? [];
  if (word === undefined) return payload;
  const { errorType, errorMessage } = JSON.parse(payload) as { errorType: string; errorMessage: string };
  return `${word} ${errorType}: ${errorMessage.replace(/^RequestId: \S+ /, '').split('\n')[0]}`.slice(0, expected.length);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function listening(port: number): Promise<void> {
  const isOpen = await new Promise<boolean>((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
  if (isOpen) return;
  await new Promise((resolve) => setTimeout(resolve, 5));
  await listening(port);
}
