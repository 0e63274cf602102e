import { describe, expect, test } from 'vitest';
import { assumptionNote } from '../assumptions.ts';
import type { FunctionDefinition, Value } from '../model.ts';
import { brief, file, folder, only } from '../testing.ts';
import { readTemplate } from './index.ts';

/** A function whose properties these are, in a template with parameters of every kind and a mapping. */
function withParameters(properties: string): FunctionDefinition {
  return only(
    readTemplate(
      file,
      `Transform: AWS::Serverless-2016-10-31
Parameters:
  Stage: {Type: String, Default: dev}
  Seconds: {Type: Number, Default: 7}
  Runtime: {Type: String, Default: nodejs22.x}
  Bare: {Type: String}
  Empty: {Type: String, Default: ''}
  Key: {Type: String, Default: s3cr3t, NoEcho: true}
  Stored: {Type: 'AWS::SSM::Parameter::Value<String>', Default: /shop/table}
  Subnets: {Type: CommaDelimitedList, Default: 'a,b'}
  Dynamic: {Type: String, Default: '{{resolve:ssm:/x}}'}
  Template: {Type: String, Default: <your-handler>}
  Folder: {Type: String, Default: ../src}
Mappings:
  Tables: {dev: {name: dev-orders}, prod: {name: prod-orders, list: [a]}}
Resources:
  F:
    Type: AWS::Serverless::Function
    Properties:
      ${properties}
`,
      folder,
    ),
  );
}

function note(name: string, value: Value<unknown> | undefined): string {
  if (value?.kind !== 'unknown') return value === undefined ? 'none' : String(brief(value));
  return value.assumed === undefined ? `unknown: ${value.reason}` : assumptionNote(name, value.assumed);
}

describe('a variable', () => {
  const check = (value: string, expected: string) =>
    expect(note('V', withParameters(`Environment: {Variables: {V: ${value}}}`).environment['V'])).toBe(expected);

  test('that a parameter has a default for', () => {
    check('!Ref Stage', 'V is dev here: the default of the parameter Stage.');
    check('{Ref: Seconds}', 'V is 7 here: the default of the parameter Seconds.');
    check('!Ref Empty', 'V is empty here: the default of the parameter Empty.');
    check('!Ref Key', 'V has a value that isn’t shown here: the default of the parameter Key.');
    check('!Ref AWS::Region', 'V is us-east-1 here: the local value of AWS::Region.');
  });

  test('that is put together of them', () => {
    check('!Sub "${Stage}-orders"', 'V is dev-orders here: the default of the parameter Stage.');
    check(
      '!Sub "${AWS::AccountId}/${Stage}/${Seconds}/${!x}"',
      'V is 000000000000/dev/7/${x} here: the defaults of the parameters Stage, Seconds and the local value of AWS::AccountId.',
    );
    check('!Sub ["${x}-${Stage}", {x: !Ref Seconds}]', 'V is 7-dev here: the defaults of the parameters Seconds, Stage.');
    check('!Sub ["${x}", {x: y}]', 'y');
    check('!Join ["-", [orders, !Ref Stage]]', 'V is orders-dev here: the default of the parameter Stage.');
    check('!FindInMap [Tables, !Ref Stage, name]', 'V is dev-orders here: the default of the parameter Stage and the mapping Tables.');
  });

  test('that takes a deployment', () => {
    check('!Ref Bare', 'unknown: the parameter Bare');
    check('!Ref Stored', 'unknown: the parameter Stored');
    check('!Ref Subnets', 'unknown: the parameter Subnets');
    check('!Ref Dynamic', 'unknown: the parameter Dynamic');
    check('!Ref Table', 'unknown: the resource Table');
    check('!Sub "${Table}-${Stage}"', 'unknown: !Sub ${Table}-${Stage}');
    check('!Sub "${Table.Arn}"', 'unknown: !Sub ${Table.Arn}');
    check('!If [Prod, a, !Ref Stage]', 'unknown: the condition Prod');
    check('!FindInMap [Tables, prod, list]', 'unknown: !FindInMap Tables');
    check('!FindInMap [Tables, other, name]', 'unknown: !FindInMap Tables');
    check('!Join ["-", !Ref Subnets]', 'unknown: !Join -');
    check('!GetAtt Table.Arn', 'unknown: !GetAtt Table.Arn');
  });

  test('in a loop is another one for each turn', () => {
    const definition = only(
      readTemplate(
        file,
        `Transform: AWS::Serverless-2016-10-31
Parameters: {Name: {Type: String, Default: x}}
Resources:
  Fn::ForEach::All:
    - Name
    - !Ref Names
    - F\${Name}:
        Type: AWS::Serverless::Function
        Properties: {Environment: {Variables: {V: !Ref Name, W: !Sub "\${Name}", X: !Join ["", ["\${Name}"]]}}}
`,
        folder,
      ),
    );
    expect(Object.values(definition.environment).map((value) => value.kind === 'unknown' && value.assumed)).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  test('that multiplies, or contains itself, is given up', () => {
    const list = `[${Array(20).fill('*a').join(', ')}]`;
    check('&a !Sub ["${x}", {x: *a}]', 'unknown: !Sub ${x}');
    check(`!Join ["", [&a !Join ["", [${'x'.repeat(90_000)}]], ${list.slice(1, -1)}]]`, 'unknown: !Join');
  });
});

test('other properties are assumed in their own form', () => {
  const { timeoutSeconds, runtime, handler, memoryMb, layers, code } = withParameters(
    'Timeout: !Ref Seconds\n      Runtime: !Ref Runtime\n      Handler: !Sub "${Stage}.handler"\n      MemorySize: !Ref Stage\n      Layers: [!Ref Stage]\n      CodeUri: !Ref Folder',
  );
  expect([timeoutSeconds, runtime, handler, memoryMb, layers].map((value) => value.kind === 'unknown' && value.assumed?.value)).toEqual([
    7,
    'nodejs22.x',
    'dev.handler',
    undefined,
    undefined,
  ]);
  expect(code).toMatchObject({ kind: 'unknown', reason: 'the parameter Folder', assumed: { value: { kind: 'directory' } } });
  expect(withParameters('Handler: !Ref Template').handler).not.toHaveProperty('assumed');
  expect(withParameters('InlineCode: !Sub "x = \'${Stage}\'"').code).toMatchObject({ assumed: { value: "x = 'dev'" } });
  expect(withParameters('CodeUri: !Sub "s3://${Stage}/x.zip"').code).not.toHaveProperty('assumed');
});

test('variables that an intrinsic function stands for', () => {
  const check = (environment: string, expected: unknown) => {
    const definition = withParameters(`Environment: ${environment}`);
    expect([Object.keys(definition.environment), definition.environmentGap]).toEqual(expected);
  };
  check('{Variables: {A: 1}}', [['A'], undefined]);
  check('{Variables: !If [Prod, {A: 1}, !Ref AWS::NoValue]}', [[], 'the condition Prod']);
  check('!If [Prod, {Variables: {A: 1}}, !Ref AWS::NoValue]', [[], 'the condition Prod']);
  check('!Ref AWS::NoValue', [[], undefined]);
  check('{Variables: {A: 1, "Fn::Transform": {Name: X}}}', [['A'], 'Fn::Transform']);
});
