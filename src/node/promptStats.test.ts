import { mkdtempSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { PromptStats } from './promptStats.ts';

const folder = mkdtempSync(join(tmpdir(), 'lambda-workbench-stats-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('the stamps of many files are those of now, whichever way they are asked for', async () => {
  const stats = new PromptStats();
  const paths = Array.from({ length: 300 }, (_, at) => join(folder, `file${at}`));
  for (const path of paths) writeFileSync(path, path);
  for (const second of [1, 2]) {
    for (const path of paths) utimesSync(path, second, second);
    const found = await Promise.all(paths.map((path) => stats.of(path)));
    expect(found.map((each) => [each?.size, each?.mtimeMs])).toEqual(paths.map((path) => [path.length, second * 1000]));
  }
});

test('what isn’t there is absent or an error, in both ways, and a folder is one', async () => {
  const stats = new PromptStats();
  writeFileSync(join(folder, 'file'), '');
  for (let turn = 0; turn < 2; turn++) {
    expect(await stats.of(join(folder, 'none')).catch((error: NodeJS.ErrnoException) => error.code)).toBeOneOf([undefined, 'ENOENT']);
    expect(await stats.of(join(folder, 'file', 'below')).catch((error: NodeJS.ErrnoException) => error.code)).toBeOneOf([
      undefined,
      'ENOTDIR',
    ]);
    expect((await stats.of(folder))?.ino).toBe(statSync(folder).ino);
  }
});
