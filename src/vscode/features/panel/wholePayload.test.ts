import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readWhole } from './wholePayload.ts';

const folder = mkdtempSync(join(tmpdir(), 'lambda-workbench-json-'));
const script = join(folder, 'json.mjs');
beforeAll(() =>
  build({
    entryPoints: [fileURLToPath(new URL('../../../worker/json.ts', import.meta.url))],
    outfile: script,
    bundle: true,
    platform: 'node',
    format: 'esm',
  }),
);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const rows = Array.from({ length: 10_000 }, (_, id) => ({ id, name: 'größer' }));

test.each([
  [
    'JSON, with numbers as they are written',
    `{"total":1.0,"rows":${JSON.stringify(rows)}}`,
    'json',
    /^\{\n {2}"total": 1\.0,\n {2}"rows": \[\n/,
  ],
  ['one long text', JSON.stringify('"'.repeat(2_000_000)), 'json', /^"\\"/],
  ['JSON that was cut off', JSON.stringify(rows).slice(0, -1), 'plaintext', /^\[\{"id":0,/],
  ['what isn’t JSON', 'größer\n'.repeat(50_000), 'plaintext', /^größer\n/],
])('%s', async (_, payload, language, text) => {
  const whole = await readWhole(Buffer.from(payload), script);
  expect(whole.language).toBe(language);
  expect(whole.text.slice(0, 40)).toMatch(text);
});

test('a thread that can’t be had is an error', async () => {
  await expect(readWhole(Buffer.from('{}'), join(folder, 'none.mjs'))).rejects.toThrow('none.mjs');
});
