import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { blockingFiles } from './blockingFiles.ts';
import { nodeFiles } from './files.ts';

const folder = mkdtempSync(join(tmpdir(), 'lambda-workbench-files-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('answers what the file system that waits answers', async () => {
  const [waiting, blocking] = [nodeFiles(), blockingFiles()];
  await waiting.write(join(folder, 'bom.txt'), '\u{feff}é');
  await waiting.makeDirectory(join(folder, 'sub'));
  symlinkSync(join(folder, 'sub'), join(folder, 'linked'));
  symlinkSync(join(folder, 'gone'), join(folder, 'dangling'));
  symlinkSync(join(folder, 'endless'), join(folder, 'endless'));
  const asked = ['', 'bom.txt', 'none', 'none/deeper', 'bom.txt/deeper', 'sub', 'linked', 'dangling', 'endless', 'x'.repeat(5000), 'a\0b'];
  for (const name of asked) {
    const path = join(folder, name);
    expect(await blocking.readText(path)).toEqual(await waiting.readText(path));
    expect(await blocking.stat(path)).toEqual(await waiting.stat(path));
    expect(new Set(await blocking.readDirectory(path))).toEqual(new Set(await waiting.readDirectory(path)));
    expect(await blocking.readBytes(path)).toEqual(await waiting.readBytes(path));
  }
});
