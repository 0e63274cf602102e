import { execFile } from 'node:child_process';
import { readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import type { WorkbenchError } from '../errors.ts';
import type { FunctionDefinition } from '../project/model.ts';
import type { Artifact } from './model.ts';
import { define, literal, notAnalysed, type Workbench, workbench } from './testing.ts';

const open: Workbench[] = [];
afterEach(() => Promise.all(open.splice(0).map((bench) => bench.dispose())));

describe('a Node.js function', () => {
  it.each([
    ['TypeScript', 'order.ts', {}, 'src/order.js'],
    ['JavaScript modules without a type', 'order.js', {}, 'src/order.js'],
    ['.mjs', 'order.mjs', {}, 'src/order.mjs'],
    ['.mts', 'order.mts', {}, 'src/order.mjs'],
    ['type: module', 'order.ts', { 'package.json': '{ "type": "module" }' }, 'src/order.mjs'],
    ['.cts within type: module', 'order.cts', { 'package.json': '{ "type": "module" }' }, 'src/order.js'],
  ])('is bundled at the module that its handler names: %s', async (_name, file, more, module) => {
    const { artifact } = await build({
      [`src/${file}`]: 'import { f } from "./lib/f.js"; export const handler = () => f();',
      ...library,
      ...more,
    });
    expect(artifact.files.map((each) => each.path)).toEqual([module, `${module}.map`]);
    expect(artifact.handler).toBe('src/order.handler');
    expect(await run(artifact, module)).toBe('"F"');
  });

  it('keeps a module with await at its top a module', async () => {
    const { artifact } = await build({ 'src/order.ts': 'const text = await Promise.resolve("late"); export const handler = () => text;' });
    expect(await run(artifact, 'src/order.mjs')).toBe('"late"');
  });

  it('lets CommonJS packages require within a module', async () => {
    const { artifact } = await build({
      'src/order.mjs': `import { createRequire } from 'node:module'; import cjs from 'old';
        const require = createRequire(import.meta.url); const __dirname = 'mine';
        export const handler = () => [cjs(), typeof require, __dirname];`,
      'node_modules/old/index.js': 'module.exports = () => [typeof require("node:fs").readFileSync, typeof __dirname];',
      'node_modules/old/package.json': '{ "name": "old", "main": "index.js" }',
    });
    expect(await run(artifact, 'src/order.mjs')).toBe('[["function","string"],"function","mine"]');
  });

  it('names the source and its line in stacks', async () => {
    const { artifact, bench } = await build({
      'src/order.ts': 'type T = string;\n\nimport { fail } from "./lib/fail.ts";\nexport const handler = (): T => fail();\n',
      'src/lib/fail.ts': 'interface A {}\nexport function fail(): never {\n  throw new Error("no");\n}\n',
    });
    const stack = await run(artifact, 'src/order.js', { stack: true });
    expect(stack).toContain(`${join(bench.folder, 'src/lib/fail.ts')}:3:9`);
    expect(stack).toContain(`${join(bench.folder, 'src/order.ts')}:4:`);
  });

  it('takes data files along, and leaves code, tools and tests', async () => {
    const { artifact } = await build({
      'src/order.ts': `import { readFileSync } from 'node:fs'; export const handler = () => readFileSync(__dirname + '/page.html', 'utf8');`,
      'src/page.html': '<p>',
      'data/rows.csv': '1',
      'template.yaml': 'Resources: {}',
      'package.json': '{}',
      'package-lock.json': '{}',
      'tsconfig.json': '{}',
      'README.md': 'x',
      '.env': 'SECRET=1',
      'events/Fn/a.json': '{}',
      'tests/data.json': '{}',
      'node_modules/x/data.json': '{}',
      'src/other.ts': 'export {}',
    });
    expect(artifact.files.map((file) => file.path)).toEqual(['data/rows.csv', 'src/order.js', 'src/order.js.map', 'src/page.html']);
    expect(await run(artifact, 'src/order.js')).toBe('"<p>"');
  });

  it('gives the same bytes wherever the project lies', async () => {
    const tree = { 'src/order.ts': 'import { f } from "./lib/f.js"; export const handler = () => f();', 'data.txt': 'x', ...library };
    const [first, second] = [await build(tree), await build(tree)];
    expect(first.artifact.root).not.toBe(second.artifact.root);
    expect(second.artifact.digest).toBe(first.artifact.digest);
    const zips = await Promise.all([first, second].map(({ bench, artifact }) => bench.packager.zip(artifact)));
    expect(zips[1]?.codeSha256).toBe(zips[0]?.codeSha256);
  });

  it('does nothing when nothing changed, and sees what did', async () => {
    const { bench, artifact, again } = await build({
      'src/order.ts': 'import { f } from "./lib/f"; export const handler = () => f();',
      ...library,
    });
    const output = join(artifact.root, 'src/order.js');
    const before = await stat(output);
    expect((await again()).digest).toBe(artifact.digest);
    expect((await stat(output)).mtimeMs).toBe(before.mtimeMs);

    await bench.write({ 'src/lib/f.js': 'export const f = () => "changed";' });
    expect(await run(await again(), 'src/order.js'), 'a changed source').toBe('"changed"');
    await bench.write({ 'src/lib/f.ts': 'export const f = () => "shadow";' });
    expect(await run(await again(), 'src/order.js'), 'a new file that is found first').toBe('"shadow"');
    await bench.write({ 'src/new.txt': 'x' });
    expect(
      (await again()).files.map((file) => file.path),
      'a new data file',
    ).toContain('src/new.txt');
    await rm(join(bench.folder, 'src/new.txt'));
    expect(
      (await again()).files.map((file) => file.path),
      'a deleted one',
    ).not.toContain('src/new.txt');
    await bench.write({ 'package.json': '{ "type": "module" }' });
    expect(
      (await again()).files.map((file) => file.path),
      'a manifest',
    ).toEqual(['src/order.mjs', 'src/order.mjs.map']);
  });

  it('says where a module is missing, and builds once it is there', async () => {
    const { bench, failure, again } = await broken({ 'src/order.ts': '\nimport x from "left-pad";\nexport const handler = () => x;' });
    expect(failure).toMatchObject({
      code: 'build-failed',
      message: `${join(bench.folder, 'src/order.ts')}:2:15: Could not resolve "left-pad".`,
    });
    expect(failure.advice).toContain('npm install left-pad');
    await bench.write({ 'node_modules/left-pad/index.js': 'module.exports = 5' });
    expect(await run(await again(), 'src/order.js')).toBe('5');
  });

  it('says where the syntax is wrong', async () => {
    const { bench, failure } = await broken({ 'src/order.ts': 'export const handler = (' });
    expect(failure.code).toBe('build-failed');
    expect(failure.message).toContain(`${join(bench.folder, 'src/order.ts')}:1:25`);
  });

  it('leaves an AWS SDK that is not installed to the runtime, and says so', async () => {
    const { artifact } = await build({ 'src/order.ts': 'import { S3 } from "@aws-sdk/client-s3"; export const handler = () => new S3();' });
    expect(artifact.warnings.join()).toContain('@aws-sdk/client-s3 is not installed');
    expect(await readFile(join(artifact.root, 'src/order.js'), 'utf8')).toContain('require("@aws-sdk/client-s3")');
  });

  it('leaves what is not installed to a layer, where the function has one, and only there', async () => {
    const tree = { 'src/order.ts': 'import x from "left-pad"; import y from "/opt/tools"; export const handler = () => [x, y];' };
    const layers = literal(['Tools']);
    const { artifact } = await build(tree, { layers });
    const code = await readFile(join(artifact.root, 'src/order.js'), 'utf8');
    expect(code).toContain('require("left-pad")');
    expect(code).toContain('require("/opt/tools")');
    expect((await broken(tree)).failure.message).toContain('Could not resolve "left-pad"');
    expect((await broken({ 'src/order.ts': 'import x from "./gone"; export const handler = x;' }, { layers })).failure.message).toContain(
      './gone',
    );
  });

  it("follows SAM's settings for esbuild", async () => {
    const settings = { kind: 'esbuild', entryPoints: [], external: ['left-pad'], format: 'esm' } as const;
    const { artifact } = await build({ 'src/order.ts': 'import x from "left-pad"; export const handler = () => x;' }, { build: settings });
    expect(await readFile(join(artifact.root, 'src/order.mjs'), 'utf8')).toContain('from "left-pad"');
  });

  it('is packed as it is, packages included, where its module is no source file', async () => {
    const tree = { 'node_modules/wrapper/index.js': 'exports.handler = 1', 'real.js': '', '.env': 'SECRET=1' };
    const { artifact, bench } = await build(tree, { handler: literal('node_modules/wrapper/dist.handler') });
    expect(artifact.root).toBe(bench.folder);
    expect(artifact.files.map((file) => file.path)).toEqual(['node_modules/wrapper/index.js', 'real.js']);
  });
});

const library = { 'src/lib/f.js': 'export const f = () => "F";' };

interface Built {
  readonly bench: Workbench;
  readonly artifact: Artifact;
  readonly again: () => Promise<Artifact>;
}

async function build(tree: Readonly<Record<string, string>>, parts: Partial<FunctionDefinition> = {}): Promise<Built> {
  const { bench, again } = await prepare(tree, parts);
  return { bench, again, artifact: await again() };
}

async function broken(
  tree: Readonly<Record<string, string>>,
  parts: Partial<FunctionDefinition> = {},
): Promise<Omit<Built, 'artifact'> & { readonly failure: WorkbenchError }> {
  const { bench, again } = await prepare(tree, parts);
  const failure = (await again().catch((error: unknown) => error)) as WorkbenchError;
  return { bench, again, failure };
}

async function prepare(tree: Readonly<Record<string, string>>, parts: Partial<FunctionDefinition>): Promise<Omit<Built, 'artifact'>> {
  const bench = await workbench(tree);
  open.push(bench);
  const definition = define(bench.folder, { runtime: literal('nodejs22.x'), handler: literal('src/order.handler'), ...parts });
  return { bench, again: () => bench.packager.build(definition, notAnalysed) };
}

/** What the built handler returns as JSON, or the stack of what it throws, from a Node.js process of its own. */
async function run(artifact: Artifact, module: string, options: { stack?: boolean } = {}): Promise<string> {
  const script = `
    const loaded = await import(${JSON.stringify(pathToFileURL(join(artifact.root, module)).href)});
    const handler = loaded.handler ?? loaded.default.handler;
    try { process.stdout.write(JSON.stringify(await handler())); } catch (error) { process.stdout.write(error.stack); }`;
  const args = [...(options.stack ? ['--enable-source-maps'] : []), '--input-type=module', '-e', script];
  return (await promisify(execFile)(process.execPath, args)).stdout;
}
