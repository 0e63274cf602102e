import { describe, expect, it } from 'vitest';
import type { FileEdit } from '../lint/model.ts';
import { readTemplate } from '../project/cloudformation/index.ts';
import { memoryFiles } from '../testing/memoryFiles.ts';
import { LineMap } from '../text.ts';
import { type ScaffoldChoice, scaffold } from './index.ts';

const choice: ScaffoldChoice = { name: 'order-api', language: 'javascript', trigger: 'plain', folder: '/w' };

function applied(edit: FileEdit | undefined, before: string): string {
  if (edit?.kind === 'create') return edit.text;
  if (edit === undefined) throw new Error('no edit');
  const lines = new LineMap(before);
  return before.slice(0, lines.offset(edit.range.start)) + edit.text + before.slice(lines.offset(edit.range.end));
}

async function added(template: string, change: Partial<ScaffoldChoice> = {}, path = '/w/template.yaml'): Promise<string> {
  const result = await scaffold({ ...choice, templatePath: path, ...change }, memoryFiles({ [path]: template }));
  return applied(result.edits[0], template);
}

function functionIds(text: string, path = '/w/template.yaml'): readonly string[] {
  const template = readTemplate(path, text, '/w');
  return template.kind === 'template' ? template.functions.map((fn) => fn.logicalId) : [template.kind];
}

const sam = `# The shop
Transform: AWS::Serverless-2016-10-31

Resources:
    # takes orders
    First:
        Type: AWS::Serverless::Function   # the first
        Properties: {Handler: a.b, Runtime: nodejs22.x, CodeUri: .}

# behind
Outputs:
    X: {Value: 1}
`;

describe('New Function', () => {
  it('writes a template, source, event and test where there is nothing', async () => {
    const result = await scaffold(choice, memoryFiles({}));
    expect(result.edits.map((edit) => `${edit.kind} ${edit.path}`)).toEqual([
      'create /w/template.yaml',
      'create /w/functions/order-api/index.mjs',
      'create /w/events/OrderApi/plain.json',
      'create /w/tests/order-api.test.mjs',
    ]);
    expect(result).toMatchObject({ logicalId: 'OrderApi', open: '/w/functions/order-api/index.mjs' });
    expect(functionIds(applied(result.edits[0], ''))).toEqual(['OrderApi']);
  });

  it('adds to a template in its own indentation and leaves every other byte as it was', async () => {
    const after = await added(sam);
    expect(functionIds(after)).toEqual(['First', 'OrderApi']);
    expect(after).toContain('\n    OrderApi:\n        Type: AWS::Serverless::Function\n');
    const insertedFrom = after.indexOf('\n\n    OrderApi:');
    expect(after.slice(0, insertedFrom)).toBe(sam.slice(0, insertedFrom));
    expect(after.endsWith(sam.slice(insertedFrom))).toBe(true);
  });

  it.each([
    ['no Resources', 'Transform: AWS::Serverless-2016-10-31\n'],
    ['an empty flow map', 'Transform: AWS::Serverless-2016-10-31\nResources: {}\n'],
    ['nothing behind Resources', 'Transform: AWS::Serverless-2016-10-31\nResources:\n'],
    ['no newline at the end', 'Transform: AWS::Serverless-2016-10-31\nResources:\n  T:\n    Type: AWS::SNS::Topic'],
    [
      'a block scalar at the end',
      'Transform: AWS::Serverless-2016-10-31\nResources:\n  F:\n    Type: AWS::Serverless::Function\n    Properties:\n      InlineCode: |\n        exports.handler = 1\n\n        // end\n',
    ],
    [
      'short tags',
      'Transform: AWS::Serverless-2016-10-31\nResources:\n  T:\n    Type: AWS::SNS::Topic\n    Properties:\n      TopicName: !Sub "${X}-t"\n',
    ],
  ])('adds to a template with %s', async (_, template) => {
    expect(functionIds(await added(template))).toContain('OrderApi');
  });

  it('keeps Windows line ends', async () => {
    const after = await added(sam.replaceAll('\n', '\r\n'));
    expect(after.replaceAll('\r\n', '')).not.toContain('\n');
  });

  it('adds to a JSON template with one small edit', async () => {
    const template = JSON.stringify({ Resources: { F: { Type: 'AWS::Lambda::Function', Properties: {} } } }, null, 4);
    const after = await added(template, { trigger: 'queue' }, '/w/stack.json');
    expect(functionIds(after, '/w/stack.json')).toEqual(['F', 'OrderApi']);
    expect(Object.keys(JSON.parse(after).Resources)).toEqual([
      'F',
      'OrderApi',
      'OrderApiLogGroup',
      'OrderApiRole',
      'OrderApiQueue',
      'OrderApiMessages',
    ]);
  });

  it('bundles TypeScript with esbuild', async () => {
    const after = await added(sam, { language: 'typescript' });
    const template = readTemplate('/w/template.yaml', after, '/w');
    expect(template.kind === 'template' && template.functions[1]?.build).toMatchObject({ kind: 'esbuild', entryPoints: ['index.ts'] });
  });

  it.each(['api', 'queue', 'schedule', 'plain'] as const)('connects the trigger %s', async (trigger) => {
    const template = readTemplate('/w/template.yaml', await added(sam, { trigger }), '/w');
    const types = { api: ['HttpApi'], queue: ['SQS'], schedule: ['Schedule'], plain: [] };
    expect(template.kind === 'template' && template.functions[1]?.triggers.map((entry) => entry.type)).toEqual(types[trigger]);
  });

  it.each([
    [
      '/w/serverless.yml',
      'service: shop\nfunctions: {}\n',
      /is the Serverless Framework’s: new functions/,
      /under “functions”.*--template template\.yaml/,
    ],
    ['/w/main.tf', 'resource "x" "y" {}', /is Terraform’s/, /aws_lambda_function/],
    ['/w/app.ts', 'new App()', /is a program’s/, /by hand/],
  ])('says what else it is that a function can’t be put into: %s', async (path, text, message, advice) => {
    await expect(added(text, {}, path)).rejects.toMatchObject({
      code: 'arguments',
      message: expect.stringMatching(message),
      advice: expect.stringMatching(advice),
    });
  });

  it.each([
    [sam, 'GET /hello', '/hello', 'abcdefghij.execute-api.eu-west-1.amazonaws.com'],
    ["AWSTemplateFormatVersion: '2010-09-09'\n", '$default', '/', 'abcdefghij.lambda-url.eu-west-1.on.aws'],
  ])('brings the event of the function’s own route', async (template, routeKey, rawPath, host) => {
    const files = memoryFiles({ '/w/template.yaml': template });
    const { edits } = await scaffold({ ...choice, name: 'hello', trigger: 'api', templatePath: '/w/template.yaml' }, files);
    const event = JSON.parse(
      applied(
        edits.find(({ path }) => path === '/w/events/Hello/api.json'),
        '',
      ),
    );
    expect(event).toMatchObject({
      ...{ version: '2.0', routeKey, rawPath, rawQueryString: 'name=Ada', queryStringParameters: { name: 'Ada' } },
      headers: { host },
      requestContext: { routeKey, domainName: host, http: { method: 'GET', path: rawPath } },
    });
    expect(event).not.toHaveProperty('pathParameters');
  });

  it('refuses what is taken, broken or no name', async () => {
    await expect(added(sam, { name: 'first' })).rejects.toMatchObject({ code: 'scaffold-conflict' });
    await expect(added('Resources:\n  - AWS::Serverless\n :', {})).rejects.toMatchObject({ code: 'template-broken' });
    await expect(added(sam, { name: 'a b' })).rejects.toMatchObject({ code: 'arguments' });
    const occupied = memoryFiles({ '/w/functions/order-api/index.mjs': 'mine' });
    await expect(scaffold(choice, occupied)).rejects.toMatchObject({ code: 'scaffold-conflict' });
  });
});
