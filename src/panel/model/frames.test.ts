import { expect, it } from 'vitest';
import { findSourceLinks, firstOwnFrame } from './frames.ts';

/** `expected` is `what is underlined -> path|line|column`. */
function check(text: string, ...expected: readonly string[]): void {
  const found = findSourceLinks(text).map(
    (link) => `${text.slice(link.start, link.end)} -> ${link.path}|${link.line}|${link.column ?? ''}`,
  );
  expect(found).toEqual(expected);
}

it('finds frames of Node.js', () => {
  check('    at place (/srv/shop/src/order.ts:12:3)', '/srv/shop/src/order.ts:12:3 -> /srv/shop/src/order.ts|12|3');
  check('    at async /srv/shop/src/order.mjs:7:11', '/srv/shop/src/order.mjs:7:11 -> /srv/shop/src/order.mjs|7|11');
  check('at file:///srv/a.js:1:2', 'file:///srv/a.js:1:2 -> file:///srv/a.js|1|2');
  check('at f (file:///srv/my%20shop/a.js:1:2)', 'file:///srv/my%20shop/a.js:1:2 -> file:///srv/my%20shop/a.js|1|2');
  check('at f (/home/me/my shop/a.js:1:2)', '/home/me/my shop/a.js:1:2 -> /home/me/my shop/a.js|1|2');
});

it('finds frames of Windows', () => {
  check('at f (C:\\shop\\src\\a.ts:4:5)', 'C:\\shop\\src\\a.ts:4:5 -> C:\\shop\\src\\a.ts|4|5');
  check('at C:\\shop\\a.ts:4:5', 'C:\\shop\\a.ts:4:5 -> C:\\shop\\a.ts|4|5');
});

it('finds frames of Python', () =>
  check('  File "/var/task/resize.py", line 12, in handler', 'File "/var/task/resize.py", line 12 -> /var/task/resize.py|12|'));

it('finds relative places in messages', () => {
  check('timed out while waiting at src/payment.ts:41', 'src/payment.ts:41 -> src/payment.ts|41|');
  check('see ./lib/a.py:3 and ../b.js:4:5.', './lib/a.py:3 -> ./lib/a.py|3|', '../b.js:4:5 -> ../b.js|4|5');
  check('in handler.js:9, twice', 'handler.js:9 -> handler.js|9|');
});

it('leaves alone what nobody can open', () => {
  check('at node:internal/process/task_queues:95:5');
  check('at process.processTicks (node:internal/process/task_queues:95:5)');
  check('  File "<frozen importlib._bootstrap>", line 1387, in _gcd_import');
  check('GET http://127.0.0.1:3000/app.js took 12:30:01');
  check('10:42:07 done');
});

it('stays quick on a long line without a place in it', () => {
  expect(findSourceLinks(`${'QUJD/Rg+'.repeat(50_000)} end`)).toEqual([]);
});

it('knows the first frame in the person’s own code', () => {
  const check = (expected: string | undefined, ...foreign: readonly string[]) =>
    expect(firstOwnFrame([...foreign, ...(expected === undefined ? [] : [expected])])).toBe(expected);
  check('at handler (src/order.mjs:3:9)', 'at node:internal/process:95:5', 'at open (/w/node_modules/sdk/index.js:2:1)');
  check('  File "/var/task/app.py", line 3, in handler', '  File "/var/runtime/bootstrap.py", line 60, in handle');
  check('  File "app.py", line 3, in handler', '  File "/usr/lib/python3.13/json/decoder.py", line 60, in decode');
  check(undefined, 'at node:internal/process:95:5', 'at <anonymous>');
});
