import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createCacheFolders } from './cacheFolders.ts';

let base = '';
let alive = new Set<number>();
const process = (pid: number) => createCacheFolders(join(base, 'new'), pid, (other) => alive.has(other));

beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'lambda-workbench-cache-'));
  alive = new Set([11, 12]);
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

it('gives no folder to two owners at once', async () => {
  const [first, second] = [process(11), process(12)];
  const claims = await Promise.all([first.claim(), first.claim(), second.claim(), second.claim()]);
  expect(new Set(claims.map((claim) => claim.path)).size).toBe(4);
});

it('keeps what is in a folder for the next owner: in the process, and after it', async () => {
  const first = process(11);
  const claim = await first.claim();
  writeFileSync(join(claim.path, 'installed'), '');
  claim.release();
  expect(readdirSync((await first.claim()).path)).toEqual(['installed']);
  alive.delete(11);
  expect(readdirSync((await process(12).claim()).path)).toEqual(['installed']);
});

it('lets one of many win a dead process’s folder', async () => {
  writeFileSync(join((await process(11).claim()).path, 'installed'), '');
  alive = new Set([20, 21, 22, 23]);
  const claims = await Promise.all([20, 21, 22, 23].map((pid) => process(pid).claim()));
  expect(claims.filter((claim) => readdirSync(claim.path).includes('installed'))).toHaveLength(1);
});
