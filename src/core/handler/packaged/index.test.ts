import { afterAll, describe, expect, test } from 'vitest';
import { writeZip } from '../../package/archive.ts';
import type { PackagedFile } from '../../project/model.ts';
import { testSyntax } from '../../syntax/testing.ts';
import { memoryFiles } from '../../testing/memoryFiles.ts';
import { functionAt } from '../testing/functionAt.ts';
import { resolveIn, summary } from '../testing/summary.ts';
import { Archives } from './archives.ts';

const { syntax, dispose } = testSyntax();
afterAll(dispose);

const js = 'exports.handler = async () => 1;\n';
const py = 'def handler(event, context):\n    pass\n';

describe('a package of single files', () => {
  const packed = (name: string, path: string): PackagedFile => ({ name, content: { kind: 'file', path: `/w/${path}` } });
  const text = (name: string, content: string | undefined): PackagedFile => ({ name, content: { kind: 'text', text: content } });
  function check(title: string, files: readonly PackagedFile[], tree: Readonly<Record<string, string>>, handler: string, expected: string) {
    test(title, async () => {
      const runtime = files.some(({ name }) => name.endsWith('.py')) ? 'python3.13' : 'nodejs22.x';
      expect(summary(await resolveIn(tree, functionAt(handler, runtime, { code: { kind: 'files', files } }), syntax))).toBe(expected);
    });
  }
  const order = { 'src/order.js': js };
  check('only the base name is in it', [packed('order.js', 'src/order.js')], order, 'order.handler', 'ok src/order.js:1');
  check('a folder that is not in it: NODE_PATH', [packed('order.js', 'src/order.js')], order, 'src/order.handler', 'ok src/order.js:1');
  check('a name of its own', [packed('lib/index.js', 'src/order.js')], order, 'lib/index.handler', 'ok src/order.js:1');
  check('a wrong export', [packed('order.js', 'src/order.js')], order, 'order.hanlder', 'export-not-found -> order.handler');
  check('another case', [packed('order.js', 'src/order.js')], order, 'Order.handler', 'case-mismatch -> order.handler');
  check('Python', [packed('app.py', 'src/app.py')], { 'src/app.py': py }, 'app.handler', 'ok src/app.py:1');
  check('Python, wrong file', [packed('app.py', 'src/app.py')], { 'src/app.py': py }, 'src.app.handler', 'file-not-found -> app.handler');
  check('a literal text', [text('index.js', js)], {}, 'index.handler', 'ok template.yaml:1');
  check('a literal text that lacks it', [text('index.js', js)], {}, 'index.main', 'export-not-found -> index.handler');
  check('silent: a text that is not literal', [text('index.js', undefined)], {}, 'index.main', '?');
  check('silent: a file that is not there', [packed('index.js', 'dist/index.js')], {}, 'index.main', '?');
  check('a file that was moved', [packed('index.js', 'src/index.js')], { 'src/lib/index.js': js }, 'index.handler', 'file-not-found');
  check('its folder was moved', [packed('app.py', 'src/app.py')], { 'source/app.py': py }, 'app.handler', 'file-not-found');
  check('a mistyped file', [packed('order.js', 'src/odrer.js')], order, 'order.handler', 'file-not-found');
  check('a mistyped file, not called as in the handler', [packed('odrer.js', 'src/odrer.js')], order, 'order.handler', 'file-not-found');
  check('silent: nothing like it, not called as in the handler', [packed('a.js', 'src/a.js')], order, 'order.handler', '?');
  check('silent: moved, but compiled', [packed('order.js', 'src/order.js')], { 'src/order.ts': 'export {}' }, 'order.handler', '?');
  check('silent: TypeScript of that name first', [packed('a.js', 'src/a.js')], { 'src/x/a.ts': '', 'src/x/y/a.js': js }, 'a.handler', '?');
  check('silent: in a folder that a build makes', [packed('order.js', 'dist/order.js')], order, 'order.handler', '?');
  check('silent: git ignores it', [packed('order.js', 'lib/order.js')], { ...order, '.gitignore': '/lib' }, 'order.handler', '?');
  check('silent: nothing like it', [packed('zebra.js', 'src/zebra.js')], order, 'zebra.handler', '?');
  check('silent: outside of the folder', [packed('order.js', '../order.js')], order, 'order.handler', '?');
  check('silent: a file that a build made', [packed('index.js', 'dist/index.js')], { 'dist/index.js': js }, 'index.main', '?');
  check(
    'silent: what it requires is not packed',
    [packed('a.js', 'a.js')],
    { 'a.js': "module.exports = require('./b');", 'b.js': js },
    'a.main',
    '?',
  );
  check(
    'what it requires is packed too',
    [packed('a.js', 'src/a.js'), packed('lib/b.js', 'src/b.js')],
    { 'src/a.js': "module.exports = require('./lib/b');", 'src/b.js': js },
    'a.handler',
    'ok src/a.js at src/b.js:1',
  );

  test('the missing export is created in the real source, and no file in the package', async () => {
    const resolve = (handler: string) =>
      resolveIn(order, functionAt(handler, 'nodejs22.x', { code: { kind: 'files', files: [packed('order.js', 'src/order.js')] } }), syntax);
    expect(await resolve('order.zzz')).toMatchObject({
      problem: {
        message: 'src/order.js exports handler, not zzz.',
        path: '/w/src/order.js',
        nearest: { path: '/w/src/order.js' },
        insertion: { text: expect.stringContaining('exports.zzz = async (event)') },
      },
    });
    const { problem } = (await resolve('ordr.handler')) as { problem: object };
    expect(problem).toMatchObject({
      message: "No file for 'ordr' in the package: looked for ordr, ordr.js, ordr.mjs or ordr.cjs. There is order.handler.",
    });
    expect(problem).not.toHaveProperty('missing');
  });
});

describe('a zip that is already there', () => {
  async function resolve(
    entries: Readonly<Record<string, string>>,
    handler: string,
    tree: Readonly<Record<string, string>> = {},
    path = 'a.zip',
  ) {
    const zip = await writeZip(
      Object.entries(entries).map(([name, content]) => ({ path: name, bytes: new TextEncoder().encode(content), executable: false })),
    );
    const runtime = Object.keys(entries).some((name) => name.endsWith('.py')) ? 'python3.13' : 'nodejs22.x';
    return resolveIn({ ...tree, [path]: zip }, functionAt(handler, runtime, { code: { kind: 'archive', path: `/w/${path}` } }), syntax);
  }
  function check(title: string, entries: Readonly<Record<string, string>>, handler: string, expected: string, path?: string): void {
    test(title, async () => expect(summary(await resolve(entries, handler, {}, path))).toBe(expected));
  }
  check('its source', { 'index.js': js }, 'index.handler', 'ok template.yaml:1');
  check('in a folder', { 'src/app.py': py }, 'src/app.handler', 'ok template.yaml:1');
  check('a wrong export', { 'index.js': js }, 'index.main', 'export-not-found -> index.handler');
  check('a wrong file', { 'index.js': js, 'util.js': '' }, 'idnex.handler', 'file-not-found -> index.handler');
  check('one top folder holds it', { 'fn/index.js': js }, 'index.handler', 'file-not-found -> fn/index.handler');
  check('a package in it', { 'index.js': '', 'node_modules/x/package.json': '{}' }, 'x.handler', '?');
  check('silent: no source of that language', { bootstrap: 'x' }, 'index.handler', '?');
  check('silent: a stand-in', { 'index.js': js }, 'main.handler', '?', 'placeholder.zip');
  check('silent: what a build packed', { 'index.js': js }, 'main.handler', '?', 'dist/a.zip');

  test('the source beside it is what is shown', async () => {
    expect(summary(await resolve({ 'index.js': `${js}// x\n` }, 'index.handler', { 'index.js': `${js}// x` }))).toBe('ok index.js:1');
    expect(summary(await resolve({ 'index.js': js }, 'index.handler', { 'a/index.js': js }))).toBe('ok a/index.js:1');
  });

  test('what is no zip, and what is not there, is unknown', async () => {
    const code = { kind: 'archive', path: '/w/a.zip' } as const;
    expect(summary(await resolveIn({ 'a.zip': 'PK no zip' }, functionAt('a.b', 'nodejs22.x', { code }), syntax))).toBe('?');
    expect(summary(await resolveIn({}, functionAt('a.b', 'nodejs22.x', { code }), syntax))).toBe('?');
  });

  test('it is listed again only when it changes', async () => {
    const zip = (name: string) => writeZip([{ path: name, bytes: new TextEncoder().encode(js), executable: false }]);
    const files = memoryFiles({ '/a.zip': await zip('a.js') });
    const archives = new Archives();
    expect((await archives.open('/a.zip', files))?.entries).toMatchObject([{ name: 'a.js', size: js.length }]);
    files.takeCalls();
    await archives.open('/a.zip', files);
    expect(files.takeCalls()).toEqual(['stat /a.zip']);
    files.set('/a.zip', await zip('b.js'));
    expect((await archives.open('/a.zip', files))?.entries).toMatchObject([{ name: 'b.js' }]);
  });
});
