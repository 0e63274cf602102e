import { afterAll, describe, expect, it } from 'vitest';
import type { FileEdit } from '../lint/model.ts';
import { readTemplate } from '../project/cloudformation/index.ts';
import { serverlessReader } from '../project/serverless/index.ts';
import { testSyntax } from '../syntax/testing.ts';
import { memoryFiles } from '../testing/memoryFiles.ts';
import { LineMap } from '../text.ts';
import { type ScaffoldChoice, scaffold } from './index.ts';

const { syntax, dispose } = testSyntax();
afterAll(dispose);

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

const service = 'service: shop\nprovider: {name: aws, runtime: nodejs22.x}\n';

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

  it.each([sam, "AWSTemplateFormatVersion: '2010-09-09'\n"])('has a queue heed the messages that come back', async (template) => {
    expect(await added(template, { trigger: 'queue' })).toMatch(/FunctionResponseTypes:\s+- ReportBatchItemFailures/);
  });

  it.each([
    ['no functions', service],
    ['an empty map', `${service}functions: {}\n\nresources:\n  Resources: {}\n`],
    [
      'one that is in another file',
      `${service}functions:\n    first: \${file(first.yml)} # elsewhere\n    # behind\nresources:\n  Outputs: {}\n`,
    ],
    [
      'Windows line ends',
      `${service}functions:\n  first:\n    handler: a.b\nresources:\n  Resources:\n    T: {Type: AWS::SNS::Topic}`.replaceAll('\n', '\r\n'),
    ],
    ['JSON', JSON.stringify({ service: 's', provider: { name: 'aws' }, functions: { first: { handler: 'a.b' } } }, null, 2)],
  ])('adds to a service of the Serverless Framework with %s, and what calls the function', async (_, text) => {
    const path = text.startsWith('{') ? '/w/serverless.json' : '/w/serverless.yml';
    const kinds = { api: ['HttpApi'], queue: ['SQS'], schedule: ['Schedule'], plain: [] };
    for (const [trigger, types] of Object.entries(kinds)) {
      const after = await added(text, { trigger: trigger as ScaffoldChoice['trigger'], language: 'python' }, path);
      const read = await serverlessReader.read({ path, text: after }, { folder: '/w', files: memoryFiles({}), syntax });
      const fn = read.kind === 'template' ? read.functions.find(({ logicalId }) => logicalId === 'orderApi') : undefined;
      expect(fn?.handler).toMatchObject({ kind: 'literal', value: 'functions/order-api/app.lambda_handler' });
      expect(fn?.triggers.map(({ type }) => type)).toEqual(types);
      expect(after.includes('OrderApiQueue')).toBe(trigger === 'queue');
      expect(after.replaceAll('\r\n', '').includes('\n')).toBe(!text.includes('\r\n'));
    }
  });

  it('is compact in a service of the Serverless Framework', async () => {
    const text = `${service}functions:\n  first:\n    handler: a.b\n\n# behind\ncustom: {}\n`;
    expect(await added(text, { trigger: 'queue' }, '/w/serverless.yml')).toBe(`${service}functions:
  first:
    handler: a.b

  orderApi:
    handler: functions/order-api/index.handler
    runtime: nodejs22.x
    memorySize: 256
    timeout: 10
    events:
      - sqs:
          arn:
            Fn::GetAtt:
              - OrderApiQueue
              - Arn
          batchSize: 10
          functionResponseType: ReportBatchItemFailures

# behind
custom: {}

resources:
  Resources:
    OrderApiQueue:
      Type: AWS::SQS::Queue
      Properties:
        VisibilityTimeout: 60
`);
    const { edits } = await scaffold({ ...choice, templatePath: '/w/serverless.yml' }, memoryFiles({ '/w/serverless.yml': text }));
    expect(edits.map(({ path }) => path)).toContain('/w/events/orderApi/plain.json');
  });

  it.each([
    [
      '/w/serverless.ts',
      'export default {}',
      /is a program of the Serverless Framework’s: new functions/,
      /under “functions”.*--template template\.yaml/,
    ],
    ['/w/serverless.yml', `${service}functions: \${file(functions.yml)}\n`, /What “functions” .* is written elsewhere/, /by hand/],
    ['/w/serverless.yml', `${service}functions:\n  - \${file(functions.yml)}\n`, /What “functions” .* is written elsewhere/, /by hand/],
    ['/w/serverless.json', '{"service": "s", "provider": {"name": "aws"}, "functions": []}', /is written elsewhere/, /by hand/],
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
