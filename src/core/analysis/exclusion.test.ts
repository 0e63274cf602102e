import { expect, test } from 'vitest';
import { createExclusion } from './exclusion.ts';

function check(glob: string, left: readonly string[], kept: readonly string[]): void {
  const excluded = createExclusion([glob]);
  expect([left.filter((path) => !excluded(path)), kept.filter(excluded)], glob).toEqual([[], []]);
}

test('globs leave out what they match, with all it holds', () => {
  check('**/node_modules', ['node_modules', 'a/node_modules', 'a/node_modules/b/c.yaml'], ['a', 'node_modules2', 'a/my_node_modules/x']);
  check('build', ['build', 'build/x/y'], ['a/build', 'builder']);
  check('**/dist/', ['dist', 'a/dist/b'], ['distance']);
  check('**/dist/**', ['dist', 'a/dist/b'], ['distance']);
  check('a/*/c', ['a/b/c', 'a/b/c/d'], ['a/c', 'a/b/d/c']);
  check('**/*.{generated,test}.yaml', ['x.test.yaml', 'a/b.generated.yaml'], ['test.yaml', 'xtest.yaml']);
  check('v?', ['v1', 'v2/x'], ['v10']);
  check('a.b', ['a.b'], ['axb']);
  check('{oops', [], ['{oops', 'oops', 'a']);
  check('oops}[', ['oops}['], ['oops']);
});

test('folders of tools are always left out', () => {
  check(
    'nothing',
    ['.git/x.yaml', 'a/.terraform', '__pycache__', '.lambda-layers/x/template.yaml'],
    ['.github/x.yaml', 'infra/.aws/template.yaml', 'git'],
  );
});
