import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { nodeFiles } from './files.ts';

const folder = mkdtempSync(join(tmpdir(), 'lambda-workbench-files-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const files = nodeFiles();
const modeOf = (path: string) => statSync(path).mode & 0o777;

test.skipIf(process.platform === 'win32')('a secret file is its owner’s alone, new or there before', async () => {
  const path = join(folder, 'deep', 'secret.json');
  await files.write(path, 'one');
  await files.write(path, 'two', { secret: true });
  await files.write(join(folder, 'new.json'), 'one', { secret: true });
  expect([modeOf(path), modeOf(join(folder, 'new.json'))]).toEqual([0o600, 0o600]);
});

test.skipIf(process.platform === 'win32')('an executable file can be run by everybody', async () => {
  const path = join(folder, 'bootstrap');
  await files.write(path, '#!/bin/sh\n', { executable: true });
  expect(modeOf(path)).toBe(0o755);
});

test('a folder is not written over', async () => {
  await expect(files.write(folder, 'one')).rejects.toMatchObject({
    code: 'file-unwritable',
    message: `${folder} can’t be written: it is a folder.`,
  });
});

test('what is absent is undefined or empty, and a byte order mark is no text', async () => {
  expect(await files.readText(join(folder, 'none'))).toBeUndefined();
  expect(await files.stat(join(folder, 'none', 'deeper'))).toBeUndefined();
  expect(await files.readDirectory(join(folder, 'none'))).toEqual([]);
  await files.write(join(folder, 'bom.txt'), '\u{feff}text');
  expect(await files.readText(join(folder, 'bom.txt'))).toBe('text');
});
