import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { isWithin, relativePath } from './paths.ts';

test.each([
  ['/shop', '/shop', true, ''],
  ['/shop', '/shop/src/app.ts', true, 'src/app.ts'],
  ['/shop', '/shop/..app.ts', true, '..app.ts'],
  ['/shop', '/shop-two/app.ts', false, '../shop-two/app.ts'],
  ['/shop', '/', false, '..'],
])('of %s and %s', (folder, path, within, relative) => {
  expect([isWithin(resolve(folder), resolve(path)), relativePath(resolve(folder), resolve(path))]).toEqual([within, relative]);
});
