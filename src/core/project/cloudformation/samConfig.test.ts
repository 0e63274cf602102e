import { expect, test } from 'vitest';
import { createSyntax } from '../../syntax/index.ts';
import { memoryFiles } from '../../testing/memoryFiles.ts';
import { summary, where } from '../testing.ts';
import { samConfigReader } from './samConfig.ts';

const folder = '/work/shop';
const template =
  'Transform: AWS::Serverless-2016-10-31\nResources:\n  F:\n    Type: AWS::Serverless::Function\n    Properties: {CodeUri: src}\n';

async function read(text: string, files: Readonly<Record<string, string>>, name = 'samconfig.toml') {
  const tree = Object.fromEntries(Object.entries(files).map(([file, content]) => [`${folder}/${file}`, content]));
  if (!samConfigReader.isCandidate(name) || !samConfigReader.mayDefine(text)) return { kind: 'not-a-template' as const };
  const context = { folder, files: memoryFiles(tree), syntax: createSyntax({ grammars: '/never-read' }) };
  return samConfigReader.read({ path: `${folder}/${name}`, text }, context);
}

test('a template that the settings name is found whatever it is called', async () => {
  const files = { 'infra/stack.tpl': template, 'template.yaml': template, 'notes.txt': 'AWS::' };
  const check = async (text: string, expected: string, name?: string) => expect(summary(await read(text, files, name))).toBe(expected);
  const settings = (line: string) => `version = 0.1\n[default.build.parameters]\n${line}\n`;
  await check(settings('template_file = "infra/stack.tpl"'), 'sam: infra/stack.tpl#F');
  await check(settings("template = 'infra/stack.tpl' # ours"), 'sam: infra/stack.tpl#F');
  await check('default:\n  build:\n    parameters:\n      template_file: infra/stack.tpl\n', 'sam: infra/stack.tpl#F', 'samconfig.yaml');
  const both = { ...files, 'samconfig.toml': settings('template_file = "infra/stack.tpl"') };
  expect(summary(await read('template_file: infra/stack.tpl\n', both, 'samconfig.yaml'))).toBe('not-a-template');
  await check(settings('template_file = "template.yaml"'), 'not-a-template');
  await check(settings('template_file = "gone.tpl"'), 'not-a-template');
  await check(settings('template_file = "notes.txt"\ntemplate_file = "infra"'), 'not-a-template');
  await check(settings('stack_name = "x"'), 'not-a-template');
  await check(settings('template_file = "infra/stack.tpl"'), 'not-a-template', 'config.toml');
});

test('its paths are relative to itself', async () => {
  const result = await read('template_file = "infra/stack.tpl"', { 'infra/stack.tpl': template });
  const [definition] = result.kind === 'template' ? result.functions : [];
  expect(definition === undefined ? result.kind : where(definition)).toBe('directory /work/shop/infra/src');
});
