import { expect, test } from 'vitest';
import { isIgnored } from './gitIgnore.ts';
import { memoryFiles } from './testing/memoryFiles.ts';

function check(gitignore: string, path: string, expected: boolean): void {
  test(`${JSON.stringify(gitignore)} ${expected ? 'ignores' : 'keeps'} ${path}`, async () => {
    const files = memoryFiles({ '/r/.git/HEAD': '', '/r/.gitignore': gitignore, '/r/w/sub/.gitignore': 'only-here' });
    expect(await isIgnored(`/r/w/${path}`, '/r/w', files)).toBe(expected);
  });
}

check('dist', 'a/dist/x.js', true);
check('/dist', 'dist/x.js', false);
check('/w/dist', 'dist/x.js', true);
check('w/dist/', 'dist/x.js', true);
check('*.js', 'a/b.js', true);
check('*.js\n!b.js', 'a/b.js', false);
check('# c\n\n', 'a', false);
check('**/gen', 'a/b/gen/c', true);
check('w/**/gen', 'gen/c', true);
check('w/a/**', 'a/b/c', true);
check('lib?', 'libs/a', true);
check('[ab].js', 'a.js', true);
check('[z-a].js', 'a.js', false);
check('dist', 'distance/a', false);
check('', 'sub/only-here', true);
check('', 'only-here', false);

test('a workspace that is ignored itself goes by its own rules', async () => {
  const files = memoryFiles({ '/r/.git/HEAD': '', '/r/.gitignore': 'out/', '/r/out/w/.gitignore': 'dist/' });
  expect(await isIgnored('/r/out/w/src/a.js', '/r/out/w', files)).toBe(false);
  expect(await isIgnored('/r/out/w/dist/a.js', '/r/out/w', files)).toBe(true);
});

test('beside the workspace the repository’s rules hold too', async () => {
  const files = memoryFiles({ '/r/.git/HEAD': '', '/r/.gitignore': 'dist', '/r/w/a': '' });
  expect(await isIgnored('/r/dist/a.js', '/r/w', files)).toBe(true);
  expect(await isIgnored('/elsewhere/dist/a.js', '/r/w', files)).toBe(false);
});

test('of several files the lowest that says anything holds', async () => {
  const files = memoryFiles({ '/w/.gitignore': '*.js', '/w/src/.gitignore': '!keep.js' });
  expect(await isIgnored('/w/src/keep.js', '/w', files)).toBe(false);
  expect(await isIgnored('/w/src/other.js', '/w', files)).toBe(true);
});
