import { chmod, mkdir, readdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, expect, it, test } from 'vitest';
import type { BuildError } from '../../errors.ts';
import type { FunctionDefinition } from '../../project/model.ts';
import { writeZip } from '../archive.ts';
import { define, literal, notAnalysed, type Workbench, workbench } from '../testing.ts';
import { dotnetErrors, dotnetProblems } from './sdk.ts';

const open: Workbench[] = [];
afterEach(() => Promise.all(open.splice(0).map((bench) => bench.dispose())));

/** Stands in for the SDK: says how it was called, and makes what publishing makes. A file `broken` fails as the compiler does. */
const DOTNET = `#!/bin/sh
echo "$*"
test -f broken && { echo "$PWD/Shop.cs(5,9): error CS1002: ; expected [$PWD/Shop.csproj]"; exit 1; }
while test "$1" != -o; do shift; done
mkdir -p "$2"; echo dll > "$2/Shop.dll"; echo '{}' > "$2/Shop.deps.json"; echo '{}' > "$2/Shop.runtimeconfig.json"; echo elf > "$2/bootstrap"
`;

async function start(tree: Readonly<Record<string, string>>, hasSdk = true): Promise<Workbench> {
  const bench: Workbench = await workbench(tree, { dotnet: () => join(bench.folder, '..', 'dotnet', 'dotnet') });
  open.push(bench);
  const root = join(bench.folder, '..', 'dotnet');
  await mkdir(join(root, ...(hasSdk ? ['sdk', '8.0.100'] : [])), { recursive: true });
  await writeFile(join(root, 'dotnet'), DOTNET);
  await chmod(join(root, 'dotnet'), 0o755);
  return bench;
}

interface Built {
  readonly path?: string;
  readonly purpose?: 'run' | 'deploy';
  readonly changes?: Partial<FunctionDefinition>;
  readonly lines?: string[];
}

function build(bench: Workbench, { path = '.', purpose = 'run', changes = {}, lines = [] }: Built = {}) {
  const code = { kind: path.endsWith('.zip') ? ('archive' as const) : ('directory' as const), path: join(bench.folder, path) };
  const definition = define(bench.folder, { code, handler: literal('Shop::Shop.A::H'), runtime: literal('dotnet8'), ...changes });
  return bench.packager.build(definition, notAnalysed, { purpose, onOutput: (line) => lines.push(line) });
}

const PROJECT = '<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>net8.0</TargetFramework></PropertyGroup></Project>';
const SOURCES = { 'Shop.csproj': PROJECT, 'Shop.cs': 'class A {}' };
const PACKAGED = ['Shop.deps.json', 'Shop.dll', 'Shop.runtimeconfig.json', 'bootstrap'];
const OPTIONS = 'Shop.csproj -nologo -v:minimal -clp:NoSummary -c Release';
const QUICK = '-p:PublishAot=false -p:PublishTrimmed=false -p:PublishReadyToRun=false -p:PublishSingleFile=false';

/** Without what differs each time. */
const said = (lines: readonly string[]): readonly string[] =>
  lines.map((line) => line.replace(/ \S+\/(\w+\.csproj)/, ' $1').replace(/ -o \S+/, ''));

/** Makes files as old or as new as said, in seconds from now. */
async function age(bench: Workbench, ages: Readonly<Record<string, number>>): Promise<void> {
  for (const [path, seconds] of Object.entries(ages)) {
    const time = Date.now() / 1000 + seconds;
    await utimes(join(bench.folder, path), time, time);
  }
}

it('publishes a project once until a source of it, or of one that it takes in, changes; another process knows as much', async () => {
  const words = { 'Words.csproj': PROJECT, 'Word.cs': '' };
  const bench = await start({
    'shop/Shop.csproj': PROJECT.replace(
      '</Project>',
      '<ItemGroup><ProjectReference Include="..\\words\\Words.csproj" /></ItemGroup></Project>',
    ),
    'shop/Shop.cs': '',
    'shop/obj/made.cs': '',
    ...Object.fromEntries(Object.entries(words).map(([name, text]) => [`words/${name}`, text])),
  });
  const lines: string[] = [];
  const artifact = await build(bench, { path: 'shop', lines });
  expect(said(lines)).toEqual([`publish ${OPTIONS} -p:GenerateRuntimeConfigurationFiles=true ${QUICK}`]);
  expect(artifact.files.map(({ path }) => path)).toEqual(PACKAGED);
  expect(artifact.inputs).toEqual(expect.arrayContaining([join(bench.folder, 'shop/Shop.cs'), join(bench.folder, 'words/Word.cs')]));
  const buildsAfter = async (path: string | undefined): Promise<number> => {
    if (path !== undefined) await age(bench, { [path]: 60 });
    const more: string[] = [];
    await build(bench, { path: 'shop', lines: more });
    return more.length;
  };
  expect(await buildsAfter(undefined)).toBe(0);
  expect(await buildsAfter('shop/obj/made.cs')).toBe(0);
  expect(await buildsAfter('words/Word.cs')).toBe(1);
  await bench.write({ 'Directory.Build.props': '<Project/>' });
  expect(await buildsAfter(undefined)).toBe(1);
  expect(await buildsAfter(undefined)).toBe(0);
  // The command line gives its folder another name each time; what was built before is removed with a new build.
  const home = dirname((await build(bench, { path: 'shop' })).root);
  expect((await readdir(home)).filter((name) => name.startsWith('run-'))).toHaveLength(1);
  expect(await readFile(join(home, 'dotnet-run.json'), 'utf8')).toMatch(/"output":"run-\w+"/);
});

test.each<[string, Built & { project?: string }, string]>([
  ['to deploy', {}, '-r linux-x64 --self-contained false'],
  ['for ARM', { changes: { architecture: literal('arm64') } }, '-r linux-arm64 --self-contained false'],
  ['with its own runtime', { changes: { runtime: literal('provided.al2023') } }, '-r linux-x64 --self-contained true'],
  ['compiled natively', { changes: { runtime: literal('provided.al2023') }, project: '<PublishAot>true</PublishAot>' }, '-r linux-x64'],
])('publishes %s, the same way each time', async (_, request, flags) => {
  const bench = await start({ ...SOURCES, 'Shop.csproj': PROJECT.replace('</PropertyGroup>', `${request.project ?? ''}</PropertyGroup>`) });
  const lines: string[] = [];
  await build(bench, { ...request, purpose: 'deploy', lines });
  const always = '-p:ContinuousIntegrationBuild=true -p:Deterministic=true';
  expect(said(lines)).toEqual([`publish ${OPTIONS} -p:GenerateRuntimeConfigurationFiles=true ${flags} ${always}`]);
});

it('builds a project of several frameworks for the one that the runtime has', async () => {
  const several = PROJECT.replace(
    '<TargetFramework>net8.0</TargetFramework>',
    '<TargetFrameworks>net6.0;net8.0;net10.0</TargetFrameworks>',
  );
  for (const [runtime, framework] of [
    ['dotnet8', 'net8.0'],
    ['dotnet10', 'net10.0'],
    ['provided.al2023', 'net10.0'],
  ] as const) {
    const lines: string[] = [];
    await build(await start({ ...SOURCES, 'Shop.csproj': several }), { changes: { runtime: literal(runtime) }, lines });
    expect(lines[0]).toContain(` -f ${framework} `);
  }
});

it('tells what the compiler has against a source, with its place', async () => {
  const bench = await start({ ...SOURCES, broken: '' });
  const lines: string[] = [];
  const failed = (await build(bench, { lines }).catch((error: unknown) => error)) as BuildError;
  expect(lines.join('\n')).not.toContain('CS1002');
  expect([failed.code, failed.message]).toEqual(['build-failed', '.NET could not build it:\nShop.cs:5:9: ; expected (CS1002)']);
  expect(failed.problems).toEqual([{ path: join(bench.folder, 'Shop.cs'), line: 5, column: 9, message: '; expected (CS1002)' }]);
});

it('runs what an editor has built, where all of it is there and newer than the sources', async () => {
  const output = 'bin/Debug/net8.0';
  const dependencies = '{"targets":{"a":{"Shop/1.0.0":{"runtime":{"Shop.dll":{}}},"Far/2.0.0":{"runtime":{"lib/net8.0/Far.dll":{}}}}}}';
  const files = { 'Shop.dll': 'dll', 'Shop.deps.json': dependencies, 'Shop.runtimeconfig.json': '{}', 'Far.dll': '' };
  const placed = Object.fromEntries(Object.entries(files).map(([name, text]) => [`${output}/${name}`, text]));
  const whole = await start({ ...SOURCES, ...placed }, false);
  await age(whole, { [`${output}/Shop.dll`]: 60 });
  const artifact = await build(whole);
  expect([artifact.root, artifact.files.length]).toEqual([join(whole.folder, output), 4]);
  await age(whole, { 'Shop.cs': 120 });
  await expect(build(whole)).rejects.toMatchObject({
    code: 'interpreter-not-found',
    message: expect.stringMatching(
      /^Fn has to be built, which takes the \.NET SDK: in \S+ is only a runtime, which runs what is built already\.$/,
    ),
  });
  const { [`${output}/Far.dll`]: _, ...some } = placed;
  const partial = await start({ ...SOURCES, ...some });
  await age(partial, { [`${output}/Shop.dll`]: 60 });
  expect((await build(partial)).root).not.toBe(join(partial.folder, output));
});

it('takes a zip and a folder of a build as they are, while they are newer than the sources', async () => {
  const bench = await start({ ...SOURCES, 'bin/Release/publish/Shop.dll': '' });
  const zip = join(bench.folder, 'bin/Release/shop.zip');
  await writeFile(zip, await writeZip([{ path: 'Zipped.dll', bytes: Buffer.from('z'), executable: false }]));
  const paths = async (path: string): Promise<readonly string[]> => (await build(bench, { path })).files.map((file) => file.path);
  await age(bench, { 'bin/Release/shop.zip': 60, 'bin/Release/publish/Shop.dll': 60 });
  expect([await paths('bin/Release/shop.zip'), await paths('bin/Release/publish')]).toEqual([['Zipped.dll'], ['Shop.dll']]);
  await age(bench, { 'Shop.cs': 120 });
  expect([await paths('bin/Release/shop.zip'), await paths('bin/Release/publish')]).toEqual([PACKAGED, PACKAGED]);
});

it('packs a folder as it is where no project makes it, and says what it can’t', async () => {
  const bench = await start({ 'code/Shop.dll': '', 'code/.git/x': '' });
  expect((await build(bench, { path: 'code' })).files.map(({ path }) => path)).toEqual(['Shop.dll']);
  await expect(build(bench, { path: 'nowhere' })).rejects.toMatchObject({
    code: 'package-failed',
    message: expect.stringContaining('nowhere'),
  });
  const code = { kind: 'inline', text: 'class A {}' } as unknown as FunctionDefinition['code'];
  await expect(build(bench, { changes: { code } })).rejects.toMatchObject({ advice: 'Put it into a project of .NET.' });
});

it('chooses the project of the assembly that the handler names', async () => {
  const bench = await start({ 'a/Other.csproj': PROJECT, 'b/Shop.csproj': PROJECT, 'b/Shop.cs': '' });
  const lines: string[] = [];
  const artifact = await build(bench, { lines });
  expect(artifact.inputs).toContain(join(bench.folder, 'b/Shop.cs'));
  expect(await readFile(join(dirname(artifact.files[0]?.source ?? ''), 'Shop.dll'), 'utf8')).toBe('dll\n');
});

test.each([
  ['/a/Shop.cs(5,9): error CS1002: ; expected [/a/Shop.csproj]', '/a/Shop.cs 5:9 ; expected (CS1002)'],
  ['Shop.cs(5,9,5,12): error CS0103: no x [/base/Shop.csproj::TargetFramework=net8.0]', '/base/Shop.cs 5:9 no x (CS0103)'],
  ['  Shop.fs(5): error FS0001: no x', '/base/Shop.fs 5:1 no x (FS0001)'],
  ['/a/Shop.cs(5,9): warning CS0168: unused [/a/Shop.csproj]', undefined],
  ['/a/Shop.csproj : error NU1101: Unable to find package Nope.', undefined],
])('%s', (line, expected) => {
  const [found] = dotnetProblems(`${line}\n${line}`, '/base');
  expect(found && `${found.path} ${found.line}:${found.column} ${found.message}`).toBe(expected);
});

test('what a build says of no place', () => {
  const output =
    'Restoring\n/a.csproj : error NU1101: Unable to find package Nope. [/a.sln]\n/a.csproj : error NU1101: Unable to find package Nope. [/a.sln]';
  expect(dotnetErrors(output)).toEqual(['Unable to find package Nope.']);
  expect(dotnetErrors('one\n\ntwo')).toEqual(['one', 'two']);
});
