import { describe, expect, test } from 'vitest';
import type { FunctionDefinition } from '../model.ts';
import { brief, folder, only } from '../testing.ts';
import { readTemplate } from './index.ts';

const head = `Transform: AWS::Serverless-2016-10-31
Resources:
`;

function template(resources: string, file = `${folder}/template.yaml`): FunctionDefinition {
  return only(readTemplate(file, head + resources, folder));
}

const fn = `  F:
    Type: AWS::Serverless::Function
    Properties:
      Handler: a.b
`;

describe('what calls a function', () => {
  function check(resources: string, expected: readonly string[]): void {
    const { invokers = [] } = template(resources);
    expect(
      invokers.map((invoker) => {
        if (invoker.kind === 'schedule') return `${invoker.dialect} ${brief(invoker.expression)}`;
        return invoker.kind === 'queue'
          ? `${invoker.name} ${brief(invoker.visibilitySeconds)}`
          : `${invoker.api} ${invoker.at.range.start.line}`;
      }),
    ).toEqual(expected);
  }

  test('events of SAM', () => {
    const queue = '  Q: {Type: AWS::SQS::Queue, Properties: {VisibilityTimeout: 60}}\n';
    const events = `      Events:
        A: {Type: Schedule, Properties: {Schedule: rate(1 minute)}}
        B: {Type: ScheduleV2, Properties: {ScheduleExpression: !Ref X}}
        C: {Type: SQS, Properties: {Queue: !GetAtt Q.Arn}}
        D: {Type: SQS, Properties: {Queue: 'arn:aws:sqs:x:1:y'}}
        E: {Type: Api}
        F: {Type: HttpApi}
`;
    check(fn + events + queue, ['rule rate(1 minute)', 'scheduler unknown: the resource X', 'Q 60', 'rest 11', 'http 12']);
  });

  test('resources of CloudFormation', () => {
    check(
      `${fn}  R: {Type: AWS::Events::Rule, Properties: {ScheduleExpression: cron(x), Targets: [{Arn: !GetAtt F.Arn, Id: a}]}}
  S: {Type: AWS::Scheduler::Schedule, Properties: {ScheduleExpression: at(x), Target: {Arn: !GetAtt [F, Arn]}}}
  M: {Type: AWS::Lambda::EventSourceMapping, Properties: {FunctionName: !Ref F, EventSourceArn: !GetAtt Q.Arn}}
  Q: {Type: AWS::SQS::Queue}
  G: {Type: AWS::ApiGateway::Method, Properties: {Integration: {Type: AWS_PROXY, Uri: !Sub 'a/\${F.Arn}/b'}}}
  H: {Type: AWS::ApiGatewayV2::Api, Properties: {ProtocolType: HTTP}}
  I: {Type: AWS::ApiGatewayV2::Integration, Properties: {ApiId: !Ref H, IntegrationUri: !GetAtt F.Arn}}
  W: {Type: AWS::ApiGatewayV2::Integration, Properties: {ApiId: !Ref Elsewhere, IntegrationUri: !GetAtt F.Arn}}
`,
      ['rule cron(x)', 'scheduler at(x)', 'Q absent', 'rest 10', 'http 12'],
    );
  });
});

describe('log groups', () => {
  function check(resources: string, expected: 'declared' | 'none' | 'unknown'): void {
    expect(template(resources).logGroup?.kind).toBe(expected);
  }

  test('declared, not, or not to be told', () => {
    check(fn, 'none');
    check(`${fn}  L: {Type: AWS::Logs::LogGroup, Properties: {LogGroupName: !Sub '/aws/lambda/\${F}'}}\n`, 'declared');
    check(`${fn}  L: {Type: AWS::Logs::LogGroup, Properties: {LogGroupName: !Join ['', [/aws/lambda/, !Ref F]]}}\n`, 'declared');
    check(`${fn}      FunctionName: x\n  L: {Type: AWS::Logs::LogGroup, Properties: {LogGroupName: /aws/lambda/x}}\n`, 'declared');
    check(`${fn}      LoggingConfig: {LogGroup: !Ref L}\n  L: {Type: AWS::Logs::LogGroup}\n`, 'declared');
    check(`${fn}  L: {Type: AWS::Logs::LogGroup, Properties: {LogGroupName: other}}\n`, 'none');
    check(`${fn}  L: {Type: AWS::Logs::LogGroup, Properties: {LogGroupName: !Ref Name}}\n`, 'unknown');
    check(`${fn}  L: {Type: Custom::LogRetention}\n`, 'unknown');
    check(`${fn}    Metadata: {aws:cdk:path: a/b}\n`, 'unknown');
    check(`${fn}Parameters: {BootstrapVersion: {Type: String}}\n`, 'unknown');
    check(`${fn}  S: {Type: AWS::CloudFormation::Stack, Properties: {Parameters: {LambdaName: x}}}\n`, 'unknown');
    check(`${fn}  S: {Type: AWS::CloudFormation::Stack, Properties: {Parameters: {Stage: x}}}\n`, 'none');
  });

  /** The template once the insertion is made. */
  function inserted(text: string, path = `${folder}/template.yaml`): string {
    const { logGroup } = only(readTemplate(path, text, folder));
    const insertion = logGroup?.kind === 'none' ? logGroup.insertion : undefined;
    if (insertion === undefined) return 'no insertion';
    const { line, character } = insertion.at.range.start;
    const lines = text.split('\n');
    lines[line] = `${lines[line]?.slice(0, character) ?? ''}${insertion.text}${lines[line]?.slice(character) ?? ''}`;
    const changed = lines.join('\n');
    expect(only(readTemplate(path, changed, folder)).logGroup?.kind).toBe('declared');
    return changed;
  }

  const group = `  FLogGroup:
    Type: AWS::Logs::LogGroup
    Properties:
      LogGroupName: !Sub /aws/lambda/\${F}
      RetentionInDays: 30
`;

  test('one is inserted behind the function, laid out as it is', () => {
    expect(inserted(`${head}${fn}  # the queue\n  Q: {Type: AWS::SQS::Queue}\n`)).toBe(
      `${head}${fn}${group}  # the queue\n  Q: {Type: AWS::SQS::Queue}\n`,
    );
    expect(inserted(`${head}${fn}`.trimEnd())).toBe(`${head}${fn}${group}`.trimEnd());
    expect(inserted(`${head}  F: {Type: AWS::Serverless::Function}\n`)).toBe('no insertion');
  });

  test('with the condition of its function, and for a week in a development stage', () => {
    const parameters = 'Parameters:\n  Stage: {Type: String, Default: dev}\n';
    const text = inserted(`${parameters}Resources:\n  F:\n    Type: AWS::Lambda::Function\n    Condition: C\n`);
    expect(text).toContain('    Condition: C\n    Properties:\n');
    expect(text).toContain('RetentionInDays: 7\n');
  });

  test('into JSON', () => {
    const json = JSON.stringify({ Resources: { F: { Type: 'AWS::Lambda::Function', Properties: {} } } }, null, 2);
    const changed = inserted(json, `${folder}/stack.template`);
    expect(Object.keys(JSON.parse(changed).Resources)).toEqual(['F', 'FLogGroup']);
    expect(changed).toContain('    },\n    "FLogGroup": {\n      "Type"');
  });
});

test('what Metadata asks not to show, the condition, and the places of variables', () => {
  const definition = template(`  F:
    Type: AWS::Serverless::Function
    Condition: IsProd
    Metadata: {lambda-workbench: {ignore: [limits., handler.malformed]}}
    Properties:
      Environment: {Variables: {A: 1}}
`);
  expect(definition).toMatchObject({
    condition: 'IsProd',
    ignoredFindings: ['limits.', 'handler.malformed'],
    environmentNames: { A: { range: { start: { line: 7, character: 32 }, end: { character: 33 } } } },
  });
});
