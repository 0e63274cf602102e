import { expect, test } from 'vitest';
import type { TemplateResult } from '../model.ts';
import { file, folder } from '../testing.ts';
import { KnownTrees } from '../tree/knownTrees.ts';
import { ApiDocuments } from './apis/documents.ts';
import { readTemplate } from './index.ts';

/** Long enough to be read entry by entry. */
const template = `Transform: AWS::Serverless-2016-10-31
Globals:
  Function:
    Runtime: nodejs22.x
Parameters:
  Stage: {Type: String, Default: live}
Mappings:
  Sizes: {small: {memory: 128}}
Resources:
${'  # more\n'.repeat(30)}  Queue: {Type: AWS::SQS::Queue, Properties: {VisibilityTimeout: 30}}
  Layer: {Type: AWS::Serverless::LayerVersion, Properties: {ContentUri: layer/}}
  Function1:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.one
      Description: !Sub "of \${Stage}"
      Layers: [!Ref Layer]
      Events:
        Queue: {Type: SQS, Properties: {Queue: !GetAtt Queue.Arn}}
        Api: {Type: HttpApi, Properties: {Path: /one, Method: GET}}
  Function2:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.two
      MemorySize: !FindInMap [Sizes, small, memory]
      FunctionName: two
  Rule: {Type: AWS::Events::Rule, Properties: {ScheduleExpression: rate(1 day), Targets: [{Arn: !GetAtt Function2.Arn}]}}`;

/** How many of the functions are the same objects after `from` became `to` in the template; and that all is as if it were read anew. */
function untouched(from: string, to: string): number {
  const trees = new KnownTrees();
  const read = (text: string): TemplateResult => readTemplate(file, text, folder, new ApiDocuments(), trees);
  const functionsOf = (result: TemplateResult) => (result.kind === 'template' ? result.functions : []);
  // The first time is only noted, the second is kept.
  read(`${template}\n`);
  const before = functionsOf(read(template));
  expect(template).toContain(from);
  const after = read(template.replace(from, to));
  expect(after).toEqual(readTemplate(file, template.replace(from, to), folder));
  expect(read(template)).toEqual(readTemplate(file, template, folder));
  return functionsOf(after).filter((definition) => before.includes(definition)).length;
}

test('a function is read again when it is touched, or what it is told of', () => {
  const check = (from: string, to: string, expected: number) => expect(untouched(from, to), `${from} -> ${to}`).toBe(expected);
  check('app.one', 'app.three', 1);
  check('FunctionName: two', 'FunctionName: one', 1);
  check('/one', '/two', 1);
  check('Function1:', 'Function3:', 0);
  check('nodejs22.x', 'nodejs24.x', 0);
  check('Default: live', 'Default: dev', 0);
  check('memory: 128', 'memory: 256', 0);
  check('Timeout: 30', 'Timeout: 3', 0);
  check('ContentUri: layer/', 'ContentUri: other/', 0);
  check('rate(1 day)', 'rate(2 days)', 0);
  check('Type: AWS::Events::Rule', 'Type: AWS::Logs::LogGroup', 0);
  check('  Rule:', '  Function2LogGroup:', 0);
  check('app.two\n', 'app.two\n      Timeout: 4\n', 0);
});
