import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { nodeFiles } from '../node/files.ts';
import { isIgnored } from './gitIgnore.ts';
import { trackedPaths } from './gitIndex.ts';

const folder = mkdtempSync(join(tmpdir(), 'lambda-workbench-index-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const git = (...args: readonly string[]) => execFileSync('git', ['-C', folder, ...args]);
const files = ['README.md', 'lib/stack.ts', 'lib/deep/er/a.js', 'lib/deep/er/ab.js', 'naïve/é.py', `${'x'.repeat(200)}/y`];

test('git’s own index, of every version', () => {
  git('init', '-q');
  for (const file of files) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), '');
  }
  git('add', '.');
  for (const version of ['2', '3', '4']) {
    git('update-index', '--index-version', version);
    if (version === '3') git('add', '--intent-to-add', '.');
    const tracked = trackedPaths(readFileSync(join(folder, '.git/index'))) ?? new Set();
    expect([...tracked].filter((path) => !path.endsWith('/')).sort()).toEqual([...files].sort());
    expect(tracked.has('lib/deep/')).toBe(true);
    expect(tracked.has('lib/de')).toBe(false);
  }
});

test('anything else is no index', () => {
  const index = readFileSync(join(folder, '.git/index'));
  expect(trackedPaths(new Uint8Array())).toBeUndefined();
  expect(trackedPaths(new TextEncoder().encode('DIRCxxxxyyyyzzzz'))).toBeUndefined();
  for (let end = 0; end < index.length; end += 7) expect(() => trackedPaths(index.subarray(0, end))).not.toThrow();
});

test('what git tracks is not ignored, whatever the rules say', async () => {
  writeFileSync(join(folder, '.gitignore'), 'lib/\n');
  const ignored = (path: string) => isIgnored(join(folder, path), folder, nodeFiles());
  expect(await Promise.all(['lib', 'lib/stack.ts', 'lib/deep/er', 'lib/new.ts', 'lib/made/x.js'].map(ignored))).toEqual([
    false,
    false,
    false,
    true,
    true,
  ]);
});
