import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { type Bench, openBench, textOf } from './testing.ts';

let bench: Bench;
afterEach(() => bench.end());

const CODE = `
const { existsSync } = require('node:fs');
exports.stream = awslambda.streamifyResponse(async (event, stream) => {
  stream.setContentType('text/plain');
  stream.write('one');
  while (!existsSync(__dirname + '/go')) await new Promise((resolve) => setTimeout(resolve, 5));
  stream.end('two');
});
exports.whole = async () => 'whole';
`;

test('what a function streams is handed on while it runs; its result has all of it', async () => {
  bench = await openBench({ 'index.js': CODE });
  const chunks: string[] = [];
  const result = await bench.invoke(
    'index.stream',
    'nodejs22.x',
    '{}',
    {},
    {
      async onChunk(chunk, contentType) {
        chunks.push(`${textOf(chunk)} ${contentType}`);
        // The function goes on only once this is seen.
        if (chunks.length === 1) await writeFile(join(bench.root, 'go'), '');
      },
    },
  );
  expect(chunks).toEqual(['one text/plain', 'two text/plain']);
  expect([result.status, textOf(result.payload)]).toEqual(['success', 'onetwo']);
});

test('a response that is sent whole has no chunks', async () => {
  bench = await openBench({ 'index.js': CODE });
  const chunks: unknown[] = [];
  await bench.invoke('index.whole', 'nodejs22.x', '{}', {}, { onChunk: async (chunk) => void chunks.push(chunk) });
  expect(chunks).toEqual([]);
});
