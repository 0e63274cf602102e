import { expect, test } from 'vitest';
import { memoryFiles } from '../core/testing/memoryFiles.ts';
import { withReadingProgress } from './readingProgress.ts';

async function lines(millisecondsEach: number): Promise<readonly string[]> {
  let now = 0;
  const written: string[] = [];
  const clock = { monotonic: () => now };
  const { files, end } = withReadingProgress(memoryFiles({ '/w/a': 'text' }), {
    clock,
    write: (text) => void written.push(text),
    folder: '/w',
  });
  for (let n = 0; n < 5; n++) {
    now += millisecondsEach;
    expect(await files.readText('/w/a')).toBe('text');
  }
  end();
  return written.map((text) => text.replace('\r\u001b[2K', '<'));
}

test('what takes long says how far it is, and takes that out again', async () => {
  expect(await lines(150)).toEqual(['<Reading /w: 3 files', '<Reading /w: 4 files', '<Reading /w: 5 files', '<']);
  expect(await lines(20)).toEqual([]);
});
