import { chmod, mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readTools } from '../../scripts/tools.ts';
import type { BuildError } from '../../src/core/errors.ts';
import type { Artifact } from '../../src/core/package/model.ts';
import { define, literal, notAnalysed, type Workbench, workbench } from '../../src/core/package/testing.ts';
import type { InvocationResult } from '../../src/core/runner/model.ts';
import { type Bench, openBench, summary } from '../../src/core/runner/testing.ts';

const SDK = fileURLToPath(new URL('dotnet/sdk.cjs', import.meta.url));
const PROJECT = (more = '', references = '') =>
  `<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>netcoreapp3.1</TargetFramework>${more}</PropertyGroup><ItemGroup>${references}</ItemGroup></Project>`;
const CLIENT = '<PackageReference Include="Amazon.Lambda.RuntimeSupport" Version="2.1.2" />';

const FILES = {
  'program/Orders.csproj': PROJECT('<OutputType>Exe</OutputType>', CLIENT),
  'program/Orders.cs': `
using System;
static class Orders {
  static int count;
  static void Main() { Console.WriteLine("starting"); Amazon.Lambda.RuntimeSupport.Client.Run(Handle); }
  static string Handle(string text) {
    switch (text) {
      case "1": throw new InvalidOperationException("no order");
      case "2": Environment.Exit(7); break;
      case "3": System.Threading.Thread.Sleep(System.Threading.Timeout.Infinite); break;
      case "4": return "\\"" + Environment.Version + " " + Environment.GetEnvironmentVariable("LAMBDA_RUNTIME_NAME") + "\\"";
    }
    return "{\\"count\\":" + ++count + ",\\"event\\":" + text + "}";
  }
}`,
  'library/Shop.csproj': PROJECT('', '<ProjectReference Include="../words/Words.csproj" />'),
  'library/Baskets.cs': 'namespace Shop { public class Baskets { public string Put(string text) { return Words.Word.Of(text); } } }',
  'words/Words.csproj': PROJECT(),
  'words/Word.cs': 'namespace Words { public static class Word { public static string Of(string text) { return "[" + text + "]"; } } }',
  'own/Own.csproj': PROJECT('<OutputType>Exe</OutputType><AssemblyName>bootstrap</AssemblyName>', CLIENT),
  'own/Own.cs': 'static class Own { static void Main() { Amazon.Lambda.RuntimeSupport.Client.Run(text => "\\"own\\""); } }',
};

/** On Microsoft's runtimes; what of an SDK it takes is ours, and so is the client. */
describe('.NET', () => {
  const { missing, paths } = readTools();
  let packaging: Workbench;
  let bench: Bench;
  let dotnet: string;

  beforeAll(async () => {
    const real = paths.dotnet ?? '/nowhere/dotnet';
    packaging = await workbench(FILES, { dotnet: () => dotnet });
    const root = join(packaging.folder, '..', 'dotnet');
    dotnet = join(root, 'dotnet');
    await mkdir(join(root, 'sdk', '3.1.426'), { recursive: true });
    await symlink(join(dirname(real), 'shared'), join(root, 'shared'));
    const runtime = join(dirname(real), 'shared', 'Microsoft.NETCore.App', '3.1.23');
    await writeFile(
      dotnet,
      `#!/bin/sh\necho "$*" >> "$0.log"\ntest "$1" = publish || exec "${real}" "$@"\nexec "${process.execPath}" "${SDK}" "${runtime}" "$@"\n`,
    );
    await chmod(dotnet, 0o755);
    bench = await openBench({}, {}, undefined, {
      interpreters: { node: process.execPath, python: '', dotnet: root },
      cacheDirectory: join(packaging.folder, '..', 'runner'),
    });
  });
  beforeEach((context) => {
    if (missing['dotnet'] !== undefined) context.skip(missing['dotnet']);
  });
  afterAll(async () => {
    await bench.end();
    await packaging.dispose();
  });

  const build = (folder: string, handler: string, runtime = 'dotnetcore3.1'): Promise<Artifact> => {
    const code = { kind: 'directory', path: join(packaging.folder, folder) } as const;
    const definition = define(packaging.folder, { runtime: literal(runtime), handler: literal(handler), code, logicalId: folder });
    return packaging.packager.build(definition, notAnalysed, { purpose: 'run' });
  };
  const invoke = (artifact: Artifact, event: string, changes = {}): Promise<InvocationResult> => {
    const { handler, runtime, root, environment = {}, digest } = artifact;
    return bench.invoke(handler, runtime, event, { codeRoot: root, environment, codeDigest: digest, ...changes });
  };
  const published = async (): Promise<number> => (await readFile(`${dotnet}.log`, 'utf8')).match(/^publish /gm)?.length ?? 0;

  it('an assembly that is a program runs with its own client; it is published once until a source changes', async () => {
    const artifact = await build('program', 'Orders');
    expect(artifact.files.map(({ path }) => path)).toEqual(
      ['Amazon.Lambda.RuntimeSupport.dll', 'Orders.deps.json', 'Orders.dll', 'Orders.runtimeconfig.json'].sort(),
    );
    const first = await invoke(artifact, '{"id":1}');
    expect(first.logs.map(({ text }) => text)).toContain('starting');
    expect([summary(first), summary(await invoke(artifact, '5'))]).toEqual(['{"count":1,"event":{"id":1}}', '{"count":2,"event":5}']);
    expect(summary(await invoke(artifact, '4'))).toBe('"3.1.23 dotnetcore3.1"');
    expect(summary(await invoke(artifact, '1'))).toBe('ERROR InvalidOperationException: no order');
    expect(summary(await invoke(artifact, '2'))).toBe('ERROR Runtime.ExitError: Error: Runtime exited with error: exit status 7');
    expect(summary(await invoke(artifact, '3', { timeoutSeconds: 1 }))).toMatch(/^TIMEOUT Sandbox.Timedout: /);
    const before = await published();
    expect((await build('program', 'Orders')).digest).toBe(artifact.digest);
    expect(await published()).toBe(before);
    await packaging.write({ 'program/Orders.cs': FILES['program/Orders.cs'].replace('"starting"', 'undeclared') });
    const failed = (await build('program', 'Orders').catch((error: unknown) => error)) as BuildError;
    expect([failed.code, failed.problems]).toEqual([
      'build-failed',
      [
        {
          ...{ path: join(packaging.folder, 'program/Orders.cs'), line: 5, column: 42 },
          message: "The name `undeclared' does not exist in the current context (CS0103)",
        },
      ],
    ]);
  });

  it('a class library runs in a launcher, with what it brings itself; the launcher is built once', async () => {
    const artifact = await build('library', 'Shop::Shop.Baskets::Put');
    expect(summary(await invoke(artifact, '{"id":2}'))).toBe('[{"id":2}]');
    const before = await published();
    expect(summary(await invoke(artifact, '3', { environment: { other: 'environment' } }))).toBe('[3]');
    expect(await published()).toBe(before);
    await packaging.write({ 'words/Word.cs': FILES['words/Word.cs'].replace('"["', '"[1,"') });
    expect(summary(await invoke(await build('library', 'Shop::Shop.Baskets::Put'), '3'))).toBe('[1,3]');
  });

  it('an assembly of an older .NET rolls forward, and it is said', async () => {
    await packaging.write({ 'library/Shop.csproj': FILES['library/Shop.csproj'].replace('netcoreapp3.1', 'netcoreapp2.1') });
    const result = await invoke(await build('library', 'Shop::Shop.Baskets::Put', 'dotnetcore2.1'), '4');
    expect([summary(result), result.notes]).toEqual(['[1,4]', ['It ran on .NET 3.1; the function is dotnetcore2.1.']]);
  });

  it('both kinds run on .NET 8 beside the older one, and what is for a version between them on the next', async () => {
    await packaging.write({
      'newer/Orders.csproj': FILES['program/Orders.csproj'].replace('netcoreapp3.1', 'net8.0'),
      'newer/Orders.cs': FILES['program/Orders.cs'],
      'parts/Shop.csproj': FILES['library/Shop.csproj'].replace('netcoreapp3.1', 'net8.0'),
      'parts/Baskets.cs': FILES['library/Baskets.cs'],
    });
    const program = await build('newer', 'Orders', 'dotnet8');
    expect(summary(await invoke(program, '{"id":1}'))).toBe('{"count":1,"event":{"id":1}}');
    expect(summary(await invoke(program, '4'))).toBe('"8.0.4 dotnet8"');
    expect(summary(await invoke(program, '1'))).toBe('ERROR InvalidOperationException: no order');
    const library = await build('parts', 'Shop::Shop.Baskets::Put', 'dotnet8');
    expect(summary(await invoke(library, '5'))).toBe('[1,5]');
    const { notes } = await invoke({ ...program, runtime: 'dotnet6' }, '4');
    expect(notes).toEqual(['It ran on .NET 8; the function is dotnet6.']);
  });

  it('a program of its own runtime finds its .NET', async () => {
    const artifact = await build('own', 'any', 'provided.al2023');
    expect(artifact.environment).toEqual({ DOTNET_ROOT: dirname(dotnet) });
    expect(summary(await invoke(artifact, '1'))).toBe('"own"');
  });

  it('says what isn’t there', async () => {
    await expect(build('nowhere', 'Shop::Shop.Baskets::Put')).rejects.toMatchObject({ code: 'package-failed' });
    const artifact = await build('library', 'Shop::Shop.Baskets::Put');
    await expect(invoke({ ...artifact, handler: 'Other' }, '1')).rejects.toMatchObject({
      code: 'handler-unresolved',
      message: `shop can’t start: there is neither Other.dll nor a program Other in ${artifact.root}.`,
    });
    await rm(join(artifact.root, 'Shop.deps.json'));
    await expect(invoke({ ...artifact, digest: 'another' }, '1')).rejects.toMatchObject({
      message: expect.stringContaining('no Shop.deps.json'),
    });
  });
});
