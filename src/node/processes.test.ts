import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { UnreadableError } from '../core/errors.ts';
import type { ExitStatus } from '../core/ports.ts';
import { nodeFiles } from './files.ts';
import { nodeProcesses } from './processes.ts';
import { gone, isRunning } from './testing.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'node-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function run(code: string, act?: (child: ReturnType<ReturnType<typeof nodeProcesses>['spawn']>) => void) {
  const child = nodeProcesses().spawn({ command: process.execPath, args: ['-e', code], cwd: folder, env: { ONLY: '1' }, logPipe: true });
  const said = { stdout: '', stderr: '', log: '' };
  child.onStdout((chunk) => {
    said.stdout += Buffer.from(chunk).toString();
    act?.(child);
  });
  child.onStderr((chunk) => {
    said.stderr += Buffer.from(chunk).toString();
  });
  child.onLogPipe((chunk) => {
    said.log += Buffer.from(chunk).toString();
  });
  return { status: await child.exit, ...said };
}

test('a process: its outputs, its environment and how it ended', async () => {
  const code = `console.log(process.env.ONLY, process.env.PATH); console.error('e'); require('fs').writeSync(3, 'l'); process.exitCode = 3`;
  expect(await run(code)).toEqual({ status: { kind: 'exited', code: 3 }, stdout: '1 undefined\n', stderr: 'e\n', log: 'l' });
});

test('a signal ends the whole group', async () => {
  const code = `const c = require('child_process').spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60000)'], { stdio: 'inherit' });
    console.log(c.pid); setTimeout(() => {}, 60000)`;
  const { status, stdout } = await run(code, (child) => child.signal('SIGKILL'));
  expect(status).toEqual({ kind: 'signaled', signal: 'SIGKILL' } satisfies ExitStatus);
  await gone([Number(stdout)]);
});

test.runIf(process.platform === 'linux')('what left the group of a process is ended by its mark, at whatever end', async () => {
  const code = `const { spawn } = require('child_process');
    const daemons = Array.from({ length: 64 }, () => spawn('sleep', ['600'], { detached: true, stdio: 'ignore' }));
    for (const daemon of daemons) daemon.unref();
    console.log(String(daemons.map(({ pid }) => pid)));
    if (process.env.MARK === 'long-8') setTimeout(() => {}, 60000)`;
  const processes = nodeProcesses();
  for (const mark of ['short-7', 'long-8']) {
    const child = processes.spawn({
      command: process.execPath,
      args: ['-e', code],
      cwd: folder,
      env: { MARK: mark, PATH: process.env['PATH'] ?? '' },
      logPipe: false,
      mark,
    });
    const pids = await new Promise<readonly number[]>((resolve) =>
      child.onStdout((chunk) => resolve(Buffer.from(chunk).toString().split(',').map(Number))),
    );
    expect(pids).toHaveLength(64);
    if (mark === 'long-8') child.signal('SIGKILL');
    await child.exit;
    expect(pids.every(isRunning)).toBe(true);
    await processes.killMarked(mark, child);
    await gone(pids);
  }
});

test('what can’t be started says so', async () => {
  const child = nodeProcesses().spawn({ command: join(folder, 'nope'), args: [], cwd: folder, env: {}, logPipe: false });
  expect(await child.exit).toMatchObject({ kind: 'failed-to-start', error: { code: 'ENOENT' } });
});

test.runIf(process.platform === 'linux')('the peak memory of a live process is told', async () => {
  const child = nodeProcesses().spawn({
    command: process.execPath,
    args: ['-e', 'console.log(1); setTimeout(() => {}, 60000)'],
    cwd: folder,
    env: {},
    logPipe: false,
  });
  await new Promise<void>((resolve) => child.onStdout(() => resolve()));
  expect(await child.peakMemoryBytes()).toBeGreaterThan(10_000_000);
  child.signal('SIGKILL');
  await child.exit;
  expect(await child.peakMemoryBytes()).toBeUndefined();
});

describe.skipIf(process.platform === 'win32')('finding executables', () => {
  const before = process.env['PATH'];
  afterEach(() => {
    process.env['PATH'] = before;
  });

  async function script(path: string, text: string): Promise<string> {
    const full = join(folder, path);
    await mkdir(join(full, '..'), { recursive: true });
    await writeFile(full, `#!/bin/sh\n${text}\n`);
    await chmod(full, 0o755);
    return full;
  }

  test('the first executable on PATH; what can’t be executed is passed over', async () => {
    await mkdir(join(folder, 'a', 'tool'), { recursive: true });
    const tool = await script('b/tool', 'exit');
    process.env['PATH'] = `${folder}/a::${folder}/b`;
    expect(await nodeProcesses().find('tool')).toBe(tool);
    expect(await nodeProcesses().find('other')).toBeUndefined();
  });

  test('a shim is asked what it starts', async () => {
    const real = await script('versions/3.13.1/bin/python3.13', 'exit');
    await script('shims/python3.13', `echo ${real}`);
    process.env['PATH'] = `${folder}/shims`;
    expect(await nodeProcesses().find('python3.13')).toBe(real);
  });

  test('a shim of a version that isn’t chosen leads to the newest installed one', async () => {
    await script('versions/3.13.9/bin/python3.13', 'exit');
    const newest = await script('versions/3.13.10/bin/python3.13', 'exit');
    await script('shims/python3.13', 'exit 127');
    process.env['PATH'] = `${folder}/shims`;
    expect(await nodeProcesses().find('python3.13')).toBe(newest);
  });
});

test('files: what isn’t there is an answer', async () => {
  const files = nodeFiles();
  const path = join(folder, 'deep', 'file.txt');
  expect([await files.readText(path), await files.stat(path), await files.readDirectory(path)]).toEqual([undefined, undefined, []]);
  await files.write(path, '\ufeffé');
  expect([await files.readText(path), (await files.stat(path))?.size, await files.readText(`${path}\0`)]).toEqual(['é', 5, undefined]);
  expect(await files.readDirectory(folder)).toEqual([{ name: 'deep', type: 'directory' }]);
  await files.remove(join(folder, 'deep'));
  expect(await files.stat(path)).toBeUndefined();
});

/** Root may read everything, and so stands back for as long as it asks. */
async function asNobody<T>(ask: () => Promise<T>): Promise<T> {
  const own = process.geteuid?.();
  if (own !== 0) return ask();
  process.seteuid?.(65534);
  try {
    return await ask();
  } finally {
    process.seteuid?.(own);
  }
}

test.skipIf(process.platform === 'win32')('files: what may not be read is no answer', async () => {
  const files = nodeFiles();
  const closed = join(folder, 'closed');
  const file = join(closed, 'file.txt');
  await files.write(file, 'x');
  await files.write(join(folder, 'secret.txt'), 'x');
  await symlink(file, join(folder, 'link'));
  await chmod(folder, 0o755);
  await chmod(closed, 0o000);
  await chmod(join(folder, 'secret.txt'), 0o000);
  try {
    await asNobody(async () => {
      for (const ask of [files.readText, files.readBytes, files.stat]) await expect(ask(file)).rejects.toMatchObject({ path: file });
      await expect(files.readDirectory(closed)).rejects.toMatchObject({ path: closed });
      await expect(files.readText(join(folder, 'secret.txt'))).rejects.toBeInstanceOf(UnreadableError);
      expect(await files.readDirectory(folder)).toContainEqual({ name: 'link', type: 'other' });
      expect((await files.stat(closed))?.type).toBe('directory');
    });
  } finally {
    await chmod(closed, 0o755);
  }
});
