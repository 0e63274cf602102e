import { expect, it } from 'vitest';
import { sourceCandidates } from './sourcePaths.ts';

function check(printed: string, paths: readonly string[], tail: string | undefined, platform: NodeJS.Platform = 'linux'): void {
  const folders = platform === 'win32' ? ['C:\\shop'] : ['/work/shop', '/work/other/'];
  expect(sourceCandidates(printed, folders, platform)).toEqual({ paths, tail });
}

it('takes absolute paths and file URLs as they are', () => {
  check('/work/shop/src/a.ts', ['/work/shop/src/a.ts'], undefined);
  check('file:///work/my%20shop/a.mjs', ['/work/my shop/a.mjs'], undefined);
  check('file:///C:/shop/a.mjs', ['C:\\shop\\a.mjs'], undefined, 'win32');
  check('C:\\shop\\a.ts', ['C:\\shop\\a.ts'], undefined, 'win32');
});

it('looks for relative paths in each folder', () => {
  check('src/a.ts', ['/work/shop/src/a.ts', '/work/other/src/a.ts'], 'src/a.ts');
  check('src/a.ts', ['C:\\shop\\src\\a.ts'], 'src/a.ts', 'win32');
});

it('takes the package and the bundle off', () => {
  check('/var/task/imaging/make.py', ['/work/shop/imaging/make.py', '/work/other/imaging/make.py'], 'imaging/make.py');
  check('../../src/a.ts', ['/work/shop/src/a.ts', '/work/other/src/a.ts'], 'src/a.ts');
});

it('never goes to the network, nor out of a folder', () => {
  check('\\\\evil\\share\\a.ts', [], undefined, 'win32');
  check('//evil/share/a.ts', [], undefined);
  check('file://evil/share/a.ts', [], undefined);
  check('src/../../../etc/a.py', [], undefined);
  check('file://%', [], undefined);
});
