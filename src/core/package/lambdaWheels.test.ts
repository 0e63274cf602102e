import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeAll, expect, it } from 'vitest';
import { memoryFiles } from '../testing/memoryFiles.ts';
import { writeZip } from './archive.ts';
import type { BuildOptions } from './index.ts';
import { lambdaPython, unfitDistributions } from './lambdaPython.ts';
import { define, literal, notAnalysed, type Workbench, workbench } from './testing.ts';

const open: Workbench[] = [];
afterEach(() => Promise.all(open.splice(0).map((bench) => bench.dispose())));

let minor = 0;
beforeAll(() => {
  minor = Number(execFileSync('python3', ['-c', 'import sys; print(sys.version_info.minor)'], { encoding: 'utf8' }));
});

const HERE = process.arch === 'arm64' ? 'aarch64' : 'x86_64';
const THERE = process.arch === 'arm64' ? 'x86_64' : 'aarch64';
const ARCHITECTURES = { x86_64: 'x86_64', aarch64: 'arm64' } as const;

/** A project whose index is a folder: wheels of these tags, and distributions that are only there as pure source. */
async function project(
  wheels: Readonly<Record<string, readonly string[]>>,
  sources: readonly string[] = [],
  listed: 'by name' | 'with hashes' = 'by name',
): Promise<Workbench> {
  const names = [...Object.keys(wheels), ...sources];
  const bench = await workbench({ 'app.py': 'def handler(e, c): pass' });
  open.push(bench);
  const index = join(bench.folder, '../index');
  await mkdir(index);
  for (const [name, tags] of Object.entries(wheels)) {
    for (const tag of tags) await writeFile(join(index, `${name}-1-${tag}.whl`), await wheel(name, tag));
  }
  for (const name of sources) sourceOf(name, index, await wheel(name, 'py3-none-any'));
  const lines = listed === 'by name' ? names : await Promise.all(names.map((name) => withHashes(name, index)));
  await writeFile(join(bench.folder, 'requirements.txt'), ['--no-index', '--find-links ../index', ...lines, ''].join('\n'));
  return bench;
}

/** As pip-compile writes it: with what the index has of it. */
async function withHashes(name: string, index: string): Promise<string> {
  const files = (await readdir(index)).filter((file) => file.startsWith(`${name}-`));
  const hashes = files.map(async (file) =>
    createHash('sha256')
      .update(await readFile(join(index, file)))
      .digest('hex'),
  );
  return [`${name}==1`, ...(await Promise.all(hashes)).map((hash) => `    --hash=sha256:${hash}`)].join(' \\\n');
}

async function wheel(name: string, tag: string): Promise<Uint8Array> {
  const info = `${name}-1.dist-info`;
  const texts = {
    [`${name}/of.${tag}.so`]: 'machine code',
    [`${info}/METADATA`]: `Metadata-Version: 2.1\nName: ${name}\nVersion: 1\n`,
    [`${info}/WHEEL`]: `Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: false\nTag: ${tag}\n`,
  };
  const record = `${[...Object.keys(texts), `${info}/RECORD`].map((path) => `${path},,`).join('\n')}\n`;
  return await writeZip(
    Object.entries({ ...texts, [`${info}/RECORD`]: record }).map(([path, text]) => ({ path, bytes: Buffer.from(text), executable: false })),
  );
}

/** A distribution of source whose own backend hands out a wheel: nothing has to be fetched to build it. */
function sourceOf(name: string, index: string, built: Uint8Array): void {
  const script = `
import base64, io, sys, tarfile
name, index, wheel = sys.argv[1:]
backend = f'''
import base64, os
def build_wheel(directory, *rest):
    with open(os.path.join(directory, "{name}-1-py3-none-any.whl"), "wb") as file: file.write(base64.b64decode("{wheel}"))
    return "{name}-1-py3-none-any.whl"
'''
files = {
    "pyproject.toml": '[build-system]\\nrequires = []\\nbuild-backend = "backend"\\nbackend-path = ["."]\\n',
    "backend.py": backend,
    "PKG-INFO": f"Metadata-Version: 2.1\\nName: {name}\\nVersion: 1\\n",
}
with tarfile.open(f"{index}/{name}-1.tar.gz", "w:gz") as tar:
    for path, text in files.items():
        info = tarfile.TarInfo(f"{name}-1/{path}")
        info.size = len(text.encode())
        tar.addfile(info, io.BytesIO(text.encode()))
`;
  execFileSync('python3', ['-c', script, name, index, Buffer.from(built).toString('base64')]);
}

async function built(bench: Workbench, processor: keyof typeof ARCHITECTURES, options: BuildOptions = {}) {
  const definition = define(bench.folder, {
    runtime: literal(`python3.${minor}`),
    handler: literal('app.handler'),
    architecture: literal(ARCHITECTURES[processor]),
  });
  const artifact = await bench.packager.build(definition, notAnalysed, options);
  const [root] = artifact.searchPaths;
  return { root, warnings: artifact.warnings, libraries: artifact.files.map(({ path }) => path).filter((path) => path.endsWith('.so')) };
}

const own = (processor: string) => `cp3${minor}-cp3${minor}-manylinux2014_${processor}`;

it('packs what loads on the architecture of the function, and runs what loads here', async () => {
  const bench = await project({ native: [own(HERE), own(THERE)] }, ['pure']);
  const here = { warnings: [], libraries: [`native/of.${own(HERE)}.so`, 'pure/of.py3-none-any.so'] };
  const deployed = await built(bench, THERE);
  expect(deployed).toMatchObject({ warnings: [], libraries: [`native/of.${own(THERE)}.so`, 'pure/of.py3-none-any.so'] });
  const run = await built(bench, THERE, { purpose: 'run' });
  expect(run).toMatchObject(here);
  expect(await built(bench, THERE, { toThisMachine: true })).toEqual(run);
  // What loads at both places is one set.
  expect(await built(bench, HERE)).toEqual(run);
}, 600_000);

it('takes a list with hashes for another processor, too: what is only there as source is built here from what has the hash', async () => {
  const bench = await project({ native: [own(HERE), own(THERE)] }, ['pure'], 'with hashes');
  expect(await built(bench, THERE)).toMatchObject({ libraries: [`native/of.${own(THERE)}.so`, 'pure/of.py3-none-any.so'] });
}, 600_000);

it('refuses what has no hash of the file for that processor, and says so', async () => {
  const bench = await project({ native: [own(HERE)] }, [], 'with hashes');
  await writeFile(join(bench.folder, '../index', `native-1-${own(THERE)}.whl`), await wheel('native', own(THERE)));
  await expect(built(bench, THERE)).rejects.toMatchObject({
    message: expect.stringMatching(/requirements\.txt has no hash of the file of native==1 that loads in Lambda’s python3/),
    advice: expect.stringContaining('--generate-hashes'),
  });
}, 600_000);

it('tells what pip does, once', async () => {
  const bench = await project({ plain: ['py3-none-any'] });
  const lines: string[] = [];
  for (const _ of [1, 2]) await built(bench, HERE, { purpose: 'run', onOutput: (line) => lines.push(line) });
  expect(lines.map((line) => line.replace(/ in .*/, ''))).toEqual([
    'Installing requirements.txt with pip …',
    'Installing collected packages: plain',
  ]);
}, 600_000);

it('names what has no wheel for Lambda, and what to do', async () => {
  const bench = await project({ native: [own(HERE)], late: [own(HERE), own(THERE).replace('2014', '_2_99')] });
  await expect(built(bench, THERE)).rejects.toMatchObject({
    code: 'package-failed',
    message: expect.stringMatching(/^(native|late) in .*requirements\.txt has no wheel that loads in Lambda’s python3/),
    advice: expect.stringContaining('sam build --use-container'),
  });
}, 600_000);

it.each([
  ['py3-none-any', 'python3.12', 'x86_64', true],
  ['cp312-cp312-manylinux2014_x86_64', 'python3.12', 'x86_64', true],
  ['cp312-cp312-manylinux2014_x86_64', 'python3.12', 'arm64', false],
  ['cp312-cp312-manylinux2014_x86_64', 'python3.13', 'x86_64', false],
  ['cp312-cp312-manylinux_2_34_aarch64', 'python3.12', 'arm64', true],
  ['cp312-cp312-manylinux_2_35_aarch64', 'python3.12', 'arm64', false],
  ['cp311-cp311-manylinux_2_28_x86_64', 'python3.11', 'x86_64', false],
  ['cp39-abi3-manylinux_2_17_x86_64', 'python3.11', 'x86_64', true],
  ['cp313-abi3-manylinux_2_17_x86_64', 'python3.11', 'x86_64', false],
  ['py3-none-manylinux1_x86_64', 'python3.11', 'x86_64', true],
  ['cp312-cp312-macosx_11_0_arm64', 'python3.12', 'arm64', false],
  ['cp312-cp312-musllinux_1_2_x86_64', 'python3.12', 'x86_64', false],
  ['cp312-cp312-linux_x86_64', 'python3.12', 'x86_64', true],
  ['cp312-cp312-linux_x86_64', 'python3.12', 'x86_64', false, 'GLIBC_2.36'],
  ['cp311-cp311-linux_x86_64', 'python3.11', 'x86_64', false, 'GLIBC_2.17 GLIBC_2.34'],
] as const)(
  'judges wheels by their tags and by the glibc of what was compiled here: %s for %s on %s',
  async (tag, runtime, architecture, fits, code?: string) => {
    const files = memoryFiles({
      '/set/some_thing-1.2.dist-info/WHEEL': `Wheel-Version: 1.0\nTag: ${tag}\n`,
      '/set/some_thing-1.2.dist-info/RECORD': 'some_thing/a.so,sha256=x,1\nsome_thing/__init__.py,,\n',
      '/set/some_thing/a.so': code ?? '',
    });
    const python = lambdaPython(runtime, architecture);
    expect(python && (await unfitDistributions(files, '/set', python))).toEqual(fits ? [] : ['some_thing']);
  },
);
