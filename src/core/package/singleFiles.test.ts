import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import type { FunctionDefinition } from '../project/model.ts';
import type { Artifact } from './model.ts';
import { define, literal, notAnalysed, type Workbench, workbench } from './testing.ts';

const open: Workbench[] = [];
afterEach(() => Promise.all(open.splice(0).map((bench) => bench.dispose())));

async function start(tree: Readonly<Record<string, string>>): Promise<Workbench> {
  const bench = await workbench(tree);
  open.push(bench);
  return bench;
}

function build(bench: Workbench, runtime: string, parts: Partial<FunctionDefinition>): Promise<Artifact> {
  return bench.packager.build(define(bench.folder, { runtime: literal(runtime), handler: literal('app.handler'), ...parts }), notAnalysed);
}

const paths = (artifact: Artifact) => artifact.files.map(({ path }) => path);
const file = (path: string) => ({ kind: 'file', path }) as const;

it('a single Python file stays where it is, and nothing beside it goes along', async () => {
  const bench = await start({ 'src/app.py': 'def handler(e, c): return 1', 'src/other.py': '' });
  const artifact = await build(bench, 'python3.13', {
    code: { kind: 'files', files: [{ name: 'app.py', content: file(join(bench.folder, 'src/app.py')) }] },
  });
  expect([artifact.root, paths(artifact)]).toEqual([join(bench.folder, 'src'), ['app.py']]);
});

it('files under other names, and texts, are copied together', async () => {
  const bench = await start({ 'src/main.py': 'def handler(e, c): return 1' });
  const artifact = await build(bench, 'python3.13', {
    code: {
      kind: 'files',
      files: [
        { name: 'app.py', content: file(join(bench.folder, 'src/main.py')) },
        { name: 'data/config.json', content: { kind: 'text', text: '{}' } },
      ],
    },
  });
  expect(paths(artifact)).toEqual(['app.py', 'data/config.json']);
  expect(await readFile(join(artifact.root, 'app.py'), 'utf8')).toContain('def handler');
});

it('a single Node.js file is bundled, without what lies beside it', async () => {
  const bench = await start({ 'src/app.js': 'exports.handler = () => 1', 'src/data.json': '{}' });
  const artifact = await build(bench, 'nodejs22.x', {
    code: { kind: 'files', files: [{ name: 'app.js', content: file(join(bench.folder, 'src/app.js')) }] },
  });
  expect(paths(artifact)).toEqual(['app.js', 'app.js.map']);
});

it.each([
  ['that isn’t there', file('/nowhere/app.py'), /isn’t there: \/nowhere\/app.py/],
  ['whose text is only known later', { kind: 'text', text: undefined } as const, /The text of app.py, a file of Fn, can’t be told/],
])('a file %s is refused', async (_name, content, message) => {
  const bench = await start({});
  await expect(build(bench, 'python3.13', { code: { kind: 'files', files: [{ name: 'app.py', content }] } })).rejects.toThrow(message);
});

it('an entry is the module index, and its export the handler', async () => {
  const bench = await start({
    'lib/stack.album.ts': 'export const handler = () => 1; export const other = () => 2;',
    'lib/data.json': '{}',
  });
  const entry = { kind: 'entry', path: join(bench.folder, 'lib/stack.album.ts'), exportName: 'handler', by: 'NodejsFunction' } as const;
  const left = await build(bench, 'nodejs22.x', { handler: { kind: 'absent' }, build: entry });
  expect([left.handler, paths(left)]).toEqual(['index.handler', ['index.js', 'index.js.map']]);
  expect((await build(bench, 'nodejs22.x', { handler: literal('other'), build: entry })).handler).toBe('index.other');
  expect((await build(bench, 'nodejs22.x', { handler: literal('index.other'), build: entry })).handler).toBe('index.other');
});

it('Python’s entry keeps its name and its folder', async () => {
  const bench = await start({ 'fn/api/main.py': 'def run(e, c): return 1', 'fn/util.py': '' });
  const artifact = await build(bench, 'python3.13', {
    handler: literal('run'),
    code: { kind: 'directory', path: join(bench.folder, 'fn') },
    build: { kind: 'entry', path: join(bench.folder, 'fn/api/main.py'), exportName: 'handler', by: 'PythonFunction' },
  });
  expect([artifact.handler, paths(artifact)]).toEqual(['api/main.run', ['api/main.py', 'util.py']]);
});

it('where SST or the CDK chooses the runtime, a run takes one and says so', async () => {
  const bench = await start({ 'src/items.ts': 'export const list = async () => [];' });
  const definition = define(bench.folder, { runtime: { kind: 'absent' }, handler: literal('src/items.list'), format: 'sst' });
  const artifact = await bench.packager.build(definition, notAnalysed, { purpose: 'run' });
  expect([artifact.runtime, artifact.warnings]).toEqual([
    'nodejs22.x',
    ['Runtime is nodejs22.x here: none is written, so SST chooses one when it deploys.'],
  ]);
  await expect(bench.packager.build(definition, notAnalysed)).rejects.toThrow('has no Runtime');
  const build = { kind: 'entry', path: join(bench.folder, 'src/items.ts'), exportName: 'list', by: 'NodejsFunction' } as const;
  const ofCdk = define(bench.folder, { runtime: { kind: 'absent' }, handler: { kind: 'absent' }, format: 'cdk', build });
  const { warnings } = await bench.packager.build(ofCdk, notAnalysed, { purpose: 'run' });
  expect(warnings).toEqual(['Runtime is nodejs22.x here: none is written, so the CDK chooses one when it deploys.']);
});
