import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { testCli } from '../testing.ts';

const cli = testCli('shop');
const { run, json } = cli;

describe('package', () => {
  it('writes the same bytes for the same input', async () => {
    const first = await json('package', ['package', '.', 'NightlyReport', '-o', 'one.zip']);
    await json('package', ['package', '.', 'NightlyReport', '-o', 'two.zip']);
    expect(readFileSync(join(cli.folder, 'one.zip')).equals(readFileSync(join(cli.folder, 'two.zip')))).toBe(true);
    expect(first.value['files']).toContainEqual(expect.objectContaining({ path: 'report.mjs' }));
  });

  it('says whether a zip was written', async () => {
    const unwritten = await run(['package', '.', 'NightlyReport']);
    expect(unwritten.stdout).toMatch(/^nightly-report would be \d+ bytes zipped, .*\. Nothing was written: -o FILE writes the zip\.$/m);
    const { stdout } = await run(['package', '.', 'NightlyReport', '-o', 'said.zip']);
    expect(stdout).toMatch(/said\.zip: \d+ bytes zipped, \d+ unzipped, CodeSha256 \S+$/m);
  });
});
