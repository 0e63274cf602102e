import { expect, test } from 'vitest';
import { memoryFiles } from '../testing/memoryFiles.ts';
import { RememberingFiles } from './rememberingFiles.ts';

test('everything is asked once, and what a list of the folder lacks not at all', async () => {
  const disk = memoryFiles({ '/w/a.js': 'a', '/w/src/b.js': 'b' });
  const files = new RememberingFiles(disk);
  for (let round = 0; round < 2; round += 1) {
    expect((await files.readDirectory('/w')).map(({ name }) => name)).toEqual(['a.js', 'src']);
    expect(await files.readText('/w/a.js')).toBe('a');
    expect(await files.readText('/w/tsconfig.json')).toBeUndefined();
    expect(await files.stat('/w/package.json')).toBeUndefined();
    expect((await files.stat('/w/src/b.js'))?.type).toBe('file');
  }
  expect(disk.takeCalls()).toEqual(['readDirectory /w', 'readText /w/a.js', 'stat /w/src/b.js']);
});

test('where a folder may not be listed, what is in it is asked for', async () => {
  const disk = memoryFiles({ '/w/a.js': 'a' });
  disk.setReadable('/w', false);
  const files = new RememberingFiles(disk);
  await expect(files.readDirectory('/w')).rejects.toThrow('permissions');
  disk.setReadable('/w', true);
  expect(await files.readText('/w/a.js')).toBe('a');
});
