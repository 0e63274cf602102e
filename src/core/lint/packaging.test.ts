import { afterAll, expect, test } from 'vitest';
import { ZipFile } from 'yazl';
import { Archives } from '../handler/packaged/archives.ts';
import { functionAt } from '../handler/testing/functionAt.ts';
import { testSyntax } from '../syntax/testing.ts';
import { memoryFiles } from '../testing/memoryFiles.ts';
import { examineCode } from './facts/index.ts';
import type { PackagingFacts } from './facts/model.ts';
import { lintFunction } from './index.ts';
import { inWords } from './testing.ts';

const { syntax, dispose } = testSyntax();
afterAll(dispose);

const resolution = { kind: 'unknown', reason: 'it is a test' } as const;
const definition = functionAt('app.handler', 'nodejs22.x', { code: { kind: 'archive', path: '/w/shop.zip' } });

async function zipOf(...names: readonly string[]): Promise<Uint8Array> {
  const zip = new ZipFile();
  for (const name of names) zip.addBuffer(Buffer.from('exports.handler = async () => 1;'), name);
  zip.end();
  const chunks: Uint8Array[] = [];
  for await (const chunk of zip.outputStream) chunks.push(chunk as Uint8Array);
  return Buffer.concat(chunks);
}

async function nested(...names: readonly string[]): Promise<readonly string[]> {
  const context = { files: memoryFiles({ '/w/shop.zip': await zipOf(...names) }), syntax, archives: new Archives() };
  const facts = await examineCode({ definition, resolution }, context);
  return inWords(lintFunction({ definition, resolution, facts, today: '2026-11-26' }), 'package.nested-folder');
}

test('a zip of the folder instead of what is in it', async () => {
  expect(await nested('shop/app.js', 'shop/lib/a.js', '__MACOSX/shop/._app.js')).toEqual([
    'error: Everything in shop.zip is in its folder shop, so app.handler isn’t found: Lambda looks at the top of the zip. Zip what is in the folder, not the folder. ' +
      "| Change the handler to 'shop/app.handler'",
  ]);
  expect(await nested('app.js', 'lib/a.js')).toEqual([]);
  expect(await nested('shop/other.js')).toEqual([]);
  expect(await nested('shop/app.js', 'node_modules/a/index.js')).toEqual([]);
});

test('archives that Lambda refuses for their size', () => {
  const check = (packaging: Omit<PackagingFacts, 'name'>, format: 'sam' | 'terraform', expected: readonly RegExp[]): void => {
    const subject = {
      definition: { ...definition, format },
      resolution,
      facts: { packaging: { name: 'shop.zip', ...packaging } },
      today: '2026-11-26',
    };
    expect(inWords(lintFunction(subject), 'package.too-large')).toEqual(expected.map((each) => expect.stringMatching(each)));
  };
  const MB = 1_048_576;
  check({ zipped: 40 * MB, unzipped: 251 * MB }, 'sam', [/^error: shop\.zip holds 251 MB: Lambda takes 250 unzipped, layers included\./]);
  check({ zipped: 51 * MB, unzipped: 60 * MB }, 'terraform', [/^error: shop\.zip is 51 MB: a direct upload takes 50\./]);
  check({ zipped: 51 * MB, unzipped: 60 * MB }, 'sam', []);
  check({ zipped: 50 * MB, unzipped: 250 * MB }, 'terraform', []);
});
