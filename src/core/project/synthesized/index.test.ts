import { expect, test } from 'vitest';
import { createSyntax } from '../../syntax/index.ts';
import { memoryFiles } from '../../testing/memoryFiles.ts';
import { brief, where } from '../testing.ts';
import { synthesizedReader } from './index.ts';

const folder = '/work/shop';
const syntax = createSyntax({ grammars: '/never-read' });

/** A function of a stack as `cdk synth` writes it. */
function resource(path: string, asset: string, handler = 'index.handler'): string {
  return JSON.stringify({
    Type: 'AWS::Lambda::Function',
    Properties: { Code: { S3Bucket: { 'Fn::Sub': 'b' }, S3Key: `${asset}.zip` }, Handler: handler, Runtime: 'nodejs22.x' },
    Metadata: { 'aws:cdk:path': path, 'aws:asset:path': asset, 'aws:asset:property': 'Code' },
  });
}

/** What is found in these files, written one after the other. */
async function found(tree: Readonly<Record<string, string>>, cdkJson = '{"app": "npx ts-node bin/app.ts"}'): Promise<unknown> {
  const files = memoryFiles(Object.fromEntries(Object.entries(tree).map(([name, text]) => [`${folder}/cdk/${name}`, text])));
  if (!synthesizedReader.mayDefine(cdkJson)) return 'nothing';
  const result = await synthesizedReader.read({ path: `${folder}/cdk/cdk.json`, text: cdkJson }, { folder, files, syntax });
  return result.kind === 'template'
    ? result.functions.map((each) => `${each.id} ${each.name} ${each.format} ${brief(each.handler)} ${where(each)}`)
    : result.kind;
}

const stack = (...resources: readonly string[]): string =>
  `{"Resources": {${resources.map((each, index) => `"F${index}": ${each}`).join(', ')}}}`;

test('the functions of the templates in cdk.out, with their assets', async () => {
  const tree = {
    'bin/app.ts': '',
    'cdk.out/Shop.template.json': stack(resource('Shop/Orders/Resource', 'asset.1f'), resource('Shop/Pay/Fn/Resource', 'asset.2e')),
    'cdk.out/assembly-Prod/ProdShop.template.json': stack(resource('Prod/Other/Resource', 'asset.3d')),
    'cdk.out/asset.1f/index.js': '',
    'cdk.out/asset.1f/package.template.json': stack(resource('Trap/X/Resource', 'asset.9')),
  };
  const expected = [
    'cdk/cdk.out/Shop.template.json#F0 Orders cdk index.handler directory /work/shop/cdk/cdk.out/asset.1f',
    'cdk/cdk.out/Shop.template.json#F1 Fn cdk index.handler directory /work/shop/cdk/cdk.out/asset.2e',
    'cdk/cdk.out/assembly-Prod/ProdShop.template.json#F0 Other cdk index.handler directory /work/shop/cdk/cdk.out/assembly-Prod/asset.3d',
  ];
  expect(await found(tree)).toEqual(expected);
  const elsewhere = Object.fromEntries(Object.entries(tree).map(([name, text]) => [name.replace('cdk.out/', 'out/'), text]));
  expect(await found(elsewhere)).toBe('not-a-template');
  expect(await found(elsewhere, '{"app": "x", "output": "out"}')).toEqual(expected.map((line) => line.replaceAll('cdk.out', 'out')));
});

test('only while they are newer than the sources', async () => {
  const template = stack(resource('Shop/Orders/Resource', 'asset.1f'));
  expect(await found({ 'cdk.out/Shop.template.json': template, 'lib/stack.ts': '' })).toBe('not-a-template');
  expect(
    await found({ 'lib/stack.py': '', 'cdk.out/Shop.template.json': template, 'node_modules/a/index.js': '', 'README.md': '' }),
  ).toHaveLength(1);
  const many = Object.fromEntries(Array.from({ length: 600 }, (_, n) => [`lib/s${n}.ts`, '']));
  expect(await found({ ...many, 'cdk.out/Shop.template.json': template })).toBe('not-a-template');
});

test('the same construct in several stages is listed once, CDK’s own functions never', async () => {
  const tree = {
    'cdk.out/Dev.template.json': stack(
      resource('Dev/Orders/Resource', 'asset.1f'),
      resource('Dev/LogRetentionaae0aa3c5b4d4f87b02d85b201efdd8a/Resource', 'asset.2'),
    ),
    'cdk.out/Prod.template.json': stack(
      resource('Prod/Orders/Resource', 'asset.1f'),
      resource('Prod/Custom::S3AutoDeleteObjectsCustomResourceProvider/Handler', 'asset.3'),
      resource('Prod/Provider/framework-onEvent/Resource', 'asset.4'),
    ),
  };
  expect(await found(tree)).toEqual([
    'cdk/cdk.out/Dev.template.json#F0 Orders cdk index.handler directory /work/shop/cdk/cdk.out/asset.1f',
  ]);
});

test('other and odd files are nothing', async () => {
  expect(await found({ 'cdk.out/Shop.template.json': '{"Resources": {' })).toEqual([]);
  expect(await found({ 'cdk.out/Shop.template.json': '[]' })).toEqual([]);
  expect(await found({}, '{"app": "x"}')).toBe('not-a-template');
  expect(await found({ 'cdk.out/Shop.template.json': stack() }, '{"apps": "x"}')).toBe('nothing');
  expect(await found({ 'cdk.out/Shop.template.json': stack() }, '{"app": ')).toBe('not-a-template');
});
