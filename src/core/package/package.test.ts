import { execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { HandlerResolution } from '../handler/model.ts';
import type { FunctionDefinition } from '../project/model.ts';
import { listZip, writeZip } from './archive.ts';
import { define, literal, notAnalysed, type Workbench, workbench } from './testing.ts';

const open: Workbench[] = [];
afterEach(() => Promise.all(open.splice(0).map((bench) => bench.dispose())));

const python = { runtime: literal('python3.13'), handler: literal('app.handler') };

describe('a Python function', () => {
  it('stays where it is, without what belongs to tools', async () => {
    const bench = await start({
      'app.py': 'def handler(e, c): return 1',
      'lib/events/__init__.py': '',
      'requirements.txt': '# nothing\n\n',
      'template.yaml': '',
      'samconfig.toml': '',
      '.env': 'SECRET=1',
      '.git/config': '',
      '__pycache__/app.pyc': '',
      'env/pyvenv.cfg': '',
      'env/lib/x.py': '',
      'events/Fn/a.json': '{}',
    });
    const artifact = await bench.packager.build(define(bench.folder, python), notAnalysed);
    expect(artifact).toMatchObject({ root: bench.folder, searchPaths: [], handler: 'app.handler', runtime: 'python3.13' });
    expect(paths(artifact)).toEqual(['app.py', 'lib/events/__init__.py', 'requirements.txt']);
  });

  it('brings its requirements, installed once', async () => {
    const bench = await start({
      'app.py': 'import pkg',
      'requirements.txt': './vendor/pkg\n',
      'vendor/pkg/setup.py': 'from setuptools import setup\nsetup(name="pkg", version="1", py_modules=["pkg"])',
      'vendor/pkg/pkg.py': 'VALUE = 7',
    });
    const definition = define(bench.folder, python);
    const artifact = await bench.packager.build(definition, notAnalysed);
    const [installed] = artifact.searchPaths;
    const print = execFileSync('python3', ['-c', 'import pkg; print(pkg.VALUE)'], {
      env: { ...process.env, PYTHONPATH: installed },
      encoding: 'utf8',
    });
    expect(print.trim()).toBe('7');
    expect(paths(artifact)).toContain('pkg.py');
    expect(paths(artifact).join()).not.toContain('__pycache__');
    expect((await bench.packager.build(definition, notAnalysed)).searchPaths).toEqual([installed]);
    await bench.write({ 'vendor/pkg/pkg.py': 'VALUE = 88888' });
    expect((await bench.packager.build(definition, notAnalysed)).searchPaths).not.toEqual([installed]);
  }, 600_000);

  it("repeats pip's last words when it fails", async () => {
    const bench = await start({ 'app.py': '', 'requirements.txt': './not-there\n' });
    await expect(bench.packager.build(define(bench.folder, python), notAnalysed)).rejects.toMatchObject({
      code: 'package-failed',
      message: expect.stringContaining('not-there'),
    });
  }, 600_000);

  it('says that Python is missing', async () => {
    const bench = await start({ 'app.py': '', 'requirements.txt': 'x' }, { python: '/nowhere/python' });
    await expect(bench.packager.build(define(bench.folder, python), notAnalysed)).rejects.toMatchObject({ code: 'interpreter-not-found' });
  });
});

describe('code that is ready made', () => {
  it.each([
    ['nodejs22.x', 'exports.handler = async () => 1', 'index.js'],
    ['nodejs22.x', "import fs from 'node:fs'\nexport const handler = 1", 'index.mjs'],
    ['python3.13', 'def handler(e, c): pass', 'index.py'],
  ])('is written as the module index: %s', async (runtime, text, file) => {
    const bench = await start({});
    const definition = define(bench.folder, {
      runtime: literal(runtime),
      handler: literal('index.handler'),
      code: { kind: 'inline', text },
    });
    expect(paths(await bench.packager.build(definition, notAnalysed))).toEqual([file]);
  });

  it('is unpacked from its zip, and again when that changes', async () => {
    const bench = await start({});
    const path = join(bench.folder, 'app.zip');
    const definition = define(bench.folder, { ...python, code: { kind: 'archive', path } });
    await expect(bench.packager.build(definition, notAnalysed)).rejects.toMatchObject({ code: 'package-failed' });
    for (const name of ['app.py', 'other.py']) {
      await writeFile(path, await writeZip([{ path: `deep/${name}`, bytes: Buffer.from('x'), executable: false }]));
      expect(paths(await bench.packager.build(definition, notAnalysed))).toEqual([`deep/${name}`]);
    }
  });
});

describe('what only a deployment decides', () => {
  const because = 'the default of the parameter P';
  const assumed = <T>(value: T) => ({ kind: 'unknown', reason: 'the parameter P', assumed: { value, because } }) as const;
  const runs = { 'app.py': 'def handler(e, c): return 1', 'src/app.py': '' };

  it('runtime and handler are taken from the defaults of parameters, and said', async () => {
    const bench = await start(runs);
    const definition = define(bench.folder, { runtime: assumed('python3.13'), handler: assumed('app.handler') });
    for (const purpose of ['run', 'deploy'] as const) {
      expect(await bench.packager.build(definition, notAnalysed, { purpose })).toMatchObject({
        runtime: 'python3.13',
        handler: 'app.handler',
        warnings: [`Runtime is python3.13 here: ${because}.`, `Handler is app.handler here: ${because}.`],
      });
    }
  });

  it('code is taken from there to run, never to deploy', async () => {
    const bench = await start(runs);
    const code = assumed({ kind: 'directory', path: join(bench.folder, 'src') } as const);
    const inline = { kind: 'inline', assumed: { value: 'x = "dev"', because } } as const;
    for (const [parts, words] of [
      [{ code }, `CodeUri is ${join(bench.folder, 'src')} here: ${because}.`],
      [{ code: inline }, `The inline code is put together here: ${because}.`],
    ] as const) {
      const definition = define(bench.folder, { ...python, ...parts });
      const artifact = await bench.packager.build(definition, notAnalysed, { purpose: 'run' });
      expect([paths(artifact).length, artifact.warnings]).toEqual([1, [words]]);
      await expect(bench.packager.build(definition, notAnalysed)).rejects.toMatchObject({ code: 'package-failed' });
    }
  });

  it('the source of what another build makes runs, with a word about it', async () => {
    const bench = await start(runs);
    const definition = define(bench.folder, { ...python, build: { kind: 'other', method: 'makefile' } });
    expect(await bench.packager.build(definition, notAnalysed, { purpose: 'run' })).toMatchObject({
      root: bench.folder,
      warnings: ['Fn is built by makefile when it deploys; here its source runs.'],
    });
  });
});

describe('a container image', () => {
  it('on a base of AWS runs as its files do', async () => {
    const dockerfile = 'FROM public.ecr.aws/lambda/python:3.13\nENV STAGE=dev\nCOPY src/ ./\nCMD ["app.handler"]\n';
    const bench = await start({ Dockerfile: dockerfile, 'src/app.py': '' });
    const code = { kind: 'image', dockerfile: join(bench.folder, 'Dockerfile') } as const;
    const absent = { kind: 'absent' } as const;
    const definition = define(bench.folder, { packageType: 'Image', runtime: absent, handler: absent, code });
    expect(await bench.packager.build(definition, notAnalysed, { purpose: 'run' })).toMatchObject({
      root: join(bench.folder, 'src'),
      handler: 'app.handler',
      runtime: 'python3.13',
      environment: { STAGE: 'dev' },
      warnings: ['Fn is a container image: here its files run without it, as python3.13 would.'],
    });
    // For AWS it stays an image; a Lambda without images gets the same files in a zip.
    await expect(bench.packager.build(definition, notAnalysed)).rejects.toMatchObject({ code: 'package-failed' });
    const zipped = await bench.packager.build(definition, notAnalysed, { toThisMachine: true });
    expect([zipped.handler, paths(zipped)]).toEqual(['app.handler', ['app.py']]);
    await bench.write({ Dockerfile: `${dockerfile}RUN dnf install -y gcc\n` });
    await expect(bench.packager.build(definition, notAnalysed, { purpose: 'run' })).rejects.toMatchObject({
      code: 'package-failed',
      message: expect.stringContaining('Dockerfile:5: RUN dnf install -y gcc'),
    });
  });
});

describe('what cannot be packed', () => {
  const unknown = { kind: 'unknown', reason: 'it is a parameter' } as const;
  it.each<[string, Partial<FunctionDefinition>, string, string]>([
    ['an image', { packageType: 'Image', code: { kind: 'image' } }, 'package-failed', 'container image'],
    ['unknown code', { code: unknown }, 'package-failed', 'it is a parameter'],
    ['unknown inline code', { code: { kind: 'inline' } }, 'package-failed', 'inline code'],
    ['a build of its own', { build: { kind: 'other', method: 'webpack' } }, 'package-failed', 'webpack'],
    ['a missing folder', { code: { kind: 'directory', path: '/nowhere/at/all' } }, 'package-failed', '/nowhere/at/all'],
    ['another runtime', { runtime: literal('python2.7') }, 'runtime-not-supported', 'python2.7'],
    ['an unknown runtime', { runtime: unknown }, 'runtime-not-supported', 'it is a parameter'],
    ['no handler', { handler: { kind: 'absent' } }, 'package-failed', 'has no Handler'],
  ])('is refused with the reason: %s', async (_name, parts, code, words) => {
    const bench = await start({ 'app.py': '' });
    const refusal = bench.packager.build(define(bench.folder, { ...python, ...parts }), notAnalysed);
    // A sentence, since the advice follows it.
    await expect(refusal).rejects.toMatchObject({ code, message: expect.stringMatching(new RegExp(`${words}.*\\.$`)) });
  });

  it('includes a handler without a file, but not one without its export', async () => {
    const bench = await start({ 'app.py': '' });
    const at = { path: join(bench.folder, 'app.py'), exportName: 'handler', suggestions: [] };
    const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
    const build = (problem: Extract<HandlerResolution, { kind: 'unresolved' }>['problem']) =>
      bench.packager.build(define(bench.folder, python), { kind: 'unresolved', problem });
    await expect(
      build({ code: 'handler.file-not-found', message: 'no app.py', tried: [], suggestions: ['main.handler'], missing: at }),
    ).rejects.toMatchObject({ code: 'handler-unresolved', advice: expect.stringContaining('main.handler') });
    const wrongExport = await build({ code: 'handler.export-not-found', message: 'no handler', ...at, insertion: { range, text: '' } });
    expect(wrongExport.warnings).toEqual(['no handler']);
  });

  it('stops when it is cancelled', async () => {
    const bench = await start({ 'app.py': '' });
    const signal = AbortSignal.abort();
    await expect(bench.packager.build(define(bench.folder, python), notAnalysed, { signal })).rejects.toMatchObject({ code: 'cancelled' });
  });
});

describe('zipping', () => {
  it('keeps paths and makes scripts executable', async () => {
    const bench = await start({ 'app.py': 'x', 'bin/run': '#!/bin/sh' });
    const artifact = await bench.packager.build(define(bench.folder, python), notAnalysed);
    const zipped = await bench.packager.zip(artifact);
    expect(zipped.unzippedSize).toBe(10);
    expect(await listZip(zipped.bytes)).toEqual([
      { path: 'app.py', size: 1, executable: false },
      { path: 'bin/run', size: 9, executable: true },
    ]);
  });

  it('refuses what Lambda would refuse, and names the largest file', async () => {
    const bench = await start({ 'app.py': 'x' });
    const artifact = await bench.packager.build(define(bench.folder, python), notAnalysed);
    const huge = { path: 'model.bin', source: '/nowhere', size: 300_000_000, executable: false };
    await expect(bench.packager.zip({ ...artifact, files: [...artifact.files, huge] })).rejects.toMatchObject({
      code: 'package-too-large',
      message: expect.stringContaining('model.bin (286.1 MB)'),
    });
  });
});

async function start(tree: Readonly<Record<string, string>>, options: { python?: string } = {}): Promise<Workbench> {
  const bench = await workbench(tree, options);
  open.push(bench);
  return bench;
}

function paths(artifact: { readonly files: readonly { readonly path: string }[] }): readonly string[] {
  return artifact.files.map((file) => file.path);
}
