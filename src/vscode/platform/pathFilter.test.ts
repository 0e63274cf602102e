import { join } from 'node:path';
import { expect, test } from 'vitest';
import { isRelevantFile, PathFilter } from './pathFilter.ts';

const folder = join('/', 'work', 'shop');

function check(excludes: readonly string[], path: string, expected: boolean) {
  expect(new PathFilter(excludes).isExcluded(folder, join(folder, path)), `${excludes} / ${path}`).toBe(expected);
}

test('excludes what a glob matches, with all it holds', () => {
  check(['**/node_modules'], 'node_modules', true);
  check(['**/node_modules'], 'a/node_modules/b/index.js', true);
  check(['**/node_modules'], 'a/node_modules_too/index.js', false);
  check(['dist'], 'dist/x.js', true);
  check(['dist'], 'a/dist/x.js', false);
  check(['**/{out,build}'], 'a/build/x.js', true);
  check(['gen/**'], 'gen/x.js', true);
  check(['**/*.gen.ts'], 'src/a.gen.ts', true);
  check(['**/*.gen.ts'], 'src/agents.ts', false);
  check([], 'x.js', false);
});

test('a broken glob excludes nothing', () => check(['{a', '}', 'a]('], 'a', false));

test('templates, sources and package.json are relevant', () => {
  const names = [
    'template.yaml',
    'a.yml',
    'package.json',
    'x.template',
    'a.mjs',
    'a.cts',
    'a.tsx',
    'a.py',
    'logo.png',
    'README.md',
    'yaml',
  ];
  expect(names.filter(isRelevantFile)).toEqual(names.slice(0, 8));
});
