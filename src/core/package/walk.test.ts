import { expect, test } from 'vitest';
import { memoryFiles } from '../testing/memoryFiles.ts';
import { walk } from './walk.ts';

const everything = { enterFolder: (_: string, name: string) => name !== 'tools', takeFile: (_: string, name: string) => name !== '.env' };

test('takes the files that the rules take, of every depth', async () => {
  const files = memoryFiles({ '/w/a.py': '', '/w/lib/b.py': '', '/w/lib/.env': '', '/w/tools/c.py': '' });
  const { files: found, folders, warnings } = await walk(files, '/w', everything);
  expect([found, folders.length, warnings]).toEqual([['a.py', 'lib/b.py'], 2, []]);
});

test('leaves out what may not be read, with a word; the folder itself must be readable', async () => {
  const files = memoryFiles({ '/w/a.py': '', '/w/database/1': '', '/w/lib/b.py': '' });
  files.setReadable('/w/database', false);
  const { files: found, warnings } = await walk(files, '/w', everything);
  expect(found).toEqual(['a.py', 'lib/b.py']);
  expect(warnings).toEqual(['database is left out of the package: its permissions don’t allow reading it.']);
  files.setReadable('/w', false);
  await expect(walk(files, '/w', everything)).rejects.toMatchObject({ code: 'file-unreadable' });
});
