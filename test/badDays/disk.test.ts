import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'disk-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Writes 200 KB through the port and prints what is thrown. Node.js 24 runs TypeScript. */
const WRITING = `
const { nodeFiles } = await import(${JSON.stringify(new URL('../../src/node/files.ts', import.meta.url).href)});
const thrown = await nodeFiles().write(process.argv[1], 'x'.repeat(200_000)).catch((error) => error);
console.log(thrown.code + ': ' + thrown.message + ' ' + thrown.advice);
`;

/** In a mount namespace of its own, which ends with it: nobody else sees these disks. */
test.runIf(process.platform === 'linux').each([
  ['full', 'mount -t tmpfs -o size=100k none "$1"', 'there is no space left. Make room on its disk, and try again.'],
  [
    'read-only',
    'mount --bind "$1" "$1" && mount -o remount,ro,bind "$1"',
    'it is on a disk that can only be read. Work in a folder that can be written to.',
  ],
])('a disk that is %s is told of, with the file and what to do', (_what, mount, words) => {
  const path = join(folder, 'index.mjs');
  const script = `${mount} && exec "$2" --input-type=module --no-warnings -e "$3" "$1/index.mjs"`;
  const { stdout, stderr } = spawnSync('unshare', ['-rm', 'sh', '-c', script, 'sh', folder, process.execPath, WRITING], {
    encoding: 'utf8',
  });
  expect([stdout, stderr]).toEqual([`file-unwritable: ${path} can’t be written: ${words}\n`, '']);
});
