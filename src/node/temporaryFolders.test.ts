import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readlink, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { nodeFiles } from './files.ts';

let folder: string;
const before = process.env['TMPDIR'];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'temporary-'));
  process.env['TMPDIR'] = folder;
});
afterEach(async () => {
  if (before === undefined) delete process.env['TMPDIR'];
  else process.env['TMPDIR'] = before;
  await rm(folder, { recursive: true, force: true });
});

/** Makes a folder with a file in it, says its path, and lives on. */
const HOST = `
const { nodeFiles } = await import(${JSON.stringify(new URL('./files.ts', import.meta.url).href)});
const path = await nodeFiles().makeTemporaryDirectory('lambda-tmp-');
await nodeFiles().write(path + '/kept.txt', 'x');
console.log(path);
setInterval(() => {}, 1000);
`;

async function host() {
  const child = spawn(process.execPath, ['--input-type=module', '--no-warnings', '-e', HOST], { stdio: ['ignore', 'pipe', 'inherit'] });
  const { value: path } = await createInterface({ input: child.stdout })[Symbol.asyncIterator]().next();
  return { child, path: path as string };
}

test('what a killed host has left is removed by the next one; what belongs to one that lives, or to nobody, stays', async () => {
  const [killed, living] = [await host(), await host()];
  await writeFile(join(folder, 'lambda-tmp-of-others'), '');
  killed.child.kill('SIGKILL');
  await once(killed.child, 'exit');
  expect((await readdir(folder)).length).toBe(3);
  const own = await nodeFiles().makeTemporaryDirectory('lambda-tmp-');
  const expected = ['lambda-tmp-of-others', ...[own, living.path].map((path) => path.slice(folder.length + 1))].sort();
  await expect.poll(async () => (await readdir(folder)).sort()).toEqual(expected);
  living.child.kill('SIGKILL');
});

test.runIf(process.platform === 'linux')(
  'a number that another process has by now is no owner; one of another namespace isn’t ours to judge',
  async () => {
    const space = /\d+/.exec(await readlink('/proc/self/ns/pid'))?.[0];
    const old = `lambda-root-${process.pid}-1-${space}-00000000`;
    const elsewhere = `lambda-root-${process.pid}-1-7-00000000`;
    for (const name of [old, elsewhere]) await writeFile(join(folder, name), '');
    await nodeFiles().makeTemporaryDirectory('lambda-tmp-');
    await expect.poll(async () => (await readdir(folder)).includes(old)).toBe(false);
    expect(await readdir(folder)).toContain(elsewhere);
  },
);
