import { expect, test } from 'vitest';
import { memoryFiles } from '../testing/memoryFiles.ts';
import { isIgnored } from './ignored.ts';

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
