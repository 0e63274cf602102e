import { describe, expect, test } from 'vitest';
import { isTemplateCandidate, readTemplate } from './index.ts';
import type { FunctionDefinition, TemplateResult, Value } from './model.ts';

const folder = '/work/shop';
const file = `${folder}/infra/template.yaml`;

describe('recognises templates by their content', () => {
  const check = (text: string, expected: string, name = 'any-name.yaml') =>
    expect(summary(readTemplate(`${folder}/${name}`, text, folder))).toBe(expected);

  test('SAM and CloudFormation in YAML and JSON', () => {
    check('Transform: AWS::Serverless-2016-10-31\nResources:\n  F:\n    Type: AWS::Serverless::Function\n', 'sam: any-name.yaml#F');
    check('Resources:\n  F:\n    Type: AWS::Serverless::Function\n', 'sam: any-name.yaml#F');
    check('Transform: [Macro, AWS::Serverless-2016-10-31]\nResources: {}\n', 'sam: ');
    check('Resources:\n  F: {Type: AWS::Lambda::Function}\n  T: {Type: AWS::SNS::Topic}', 'cloudformation: any-name.yaml#F');
    check('{"Resources": {"F": {"Type": "AWS::Lambda::Function"}}}', 'cloudformation: stack.json#F', 'stack.json');
    check('\uFEFF{"Resources": {"F": {"Type": "AWS::Lambda::Function"}}}', 'cloudformation: a/stack.template#F', 'a/stack.template');
    check('{Resources: {F: {Type: AWS::Lambda::Function}}}', 'cloudformation: any-name.yaml#F');
    check('AWSTemplateFormatVersion: 2010-09-09\nMetadata: {for: "AWS::x"}\nResources:\n', 'cloudformation: ');
    check('Resources:\r\n  F:\r\n    Type: AWS::Lambda::Function\r\n', 'cloudformation: any-name.yaml#F');
    check('# AWS::x\n---\nResources:\n  F: {Type: AWS::Lambda::Function}\n---\nother: 1\n', 'cloudformation: any-name.yaml#F');
  });

  test('everything else is not a template', () => {
    check('', 'not-a-template');
    check('hello', 'not-a-template');
    check('Resources:\n  F: {Type: Custom}\n', 'not-a-template');
    check('service: x\nresources:\n  Resources:\n    F: {Type: AWS::Lambda::Function}\n', 'not-a-template');
    check('service: ${x\n  : {AWS::\nresources:\n  Resources:\n', 'not-a-template');
    check('- AWS::Lambda::Function', 'not-a-template');
    check('{"ResourceTypes": {"AWS::Lambda::Function": {}}, oops', 'not-a-template', 'spec.json');
    check(`Resources: {F: {Type: AWS::Lambda::Function}}\n#${'x'.repeat(6 * 1024 * 1024)}`, 'not-a-template');
  });

  test('only files with a likely name are candidates', () => {
    const names = [
      'a.yaml',
      'A.YML',
      'a.template',
      'a.template.json',
      'x.toml',
      'package-lock.json',
      'package.json',
      'tsconfig.build.json',
      'a.ts',
    ];
    expect(names.filter((name) => isTemplateCandidate(`/x/${name}`))).toEqual(['a.yaml', 'A.YML', 'a.template', 'a.template.json']);
  });
});

describe('broken templates', () => {
  const check = (text: string, expected: RegExp, at: string, name = file) => {
    const result = readTemplate(name, text, folder);
    if (result.kind !== 'broken') throw new Error(`expected a broken template, not ${summary(result)}`);
    expect(result.message).toMatch(expected);
    expect(`${result.range.start.line}:${result.range.start.character}`).toBe(at);
  };

  test('say what and where', () => {
    check('Resources:\n  F:\n    Type: AWS::Lambda::Function\n   Oops: 1\n', /can’t be read: .+ \(line 4, column 1\)/, '3:0');
    check('Resources:\n  F: [AWS::x\n', /can’t be read/, '2:0');
    check(
      '{"Resources": {"F": {"Type": "AWS::Lambda::Function" "x": 1}}}',
      /comma expected \(line 1, column 54\)/,
      '0:53',
      '/work/shop/a.json',
    );
  });

  test('name the placeholders that make them so', () => {
    check(
      'Resources:\n  F:\n    Type: AWS::Lambda::Function\n    {% if x %}\n',
      /placeholders of a template engine, such as {% if x %}/,
      '3:5',
    );
    check('Resources:\n<% if x %>\n  F: {Type: AWS::Lambda::Function}\n', /such as <% if x %>/, '1:0');
  });

  test('nesting without end is answered', () => {
    expect(readTemplate(file, `Resources: AWS::\n${'- '.repeat(20_000)}`, folder).kind).not.toBe('template');
    expect(readTemplate('/work/shop/a.json', `{"Resources": "AWS::", "a": ${'['.repeat(50_000)}`, folder).kind).toBe('broken');
  });
});

describe('values', () => {
  const check = (handler: string, expected: string) => expect(show(sam(`Handler: ${handler}`).handler)).toBe(expected);

  test('literals, with the range of the text itself', () => {
    check('app.handler', '"app.handler" at 9:15-26');
    check('"app.handler"', '"app.handler" at 9:16-27');
    check("'app.handler' # why", '"app.handler" at 9:16-27');
    check('!Sub app.handler', '"app.handler" at 9:20-31');
    check('{"Fn::Sub": app.handler}', '"app.handler" at 9:27-38');
    check('>-\n        app.handler', '"app.handler" at 10:8-19');
    check('&h app.handler', '"app.handler" at 9:18-29');
    check('!!str app.handler', '"app.handler" at 9:21-32');
    check('com.example.Outer$Inner::handle', '"com.example.Outer$Inner::handle" at 9:15-46');
  });

  test('unknown ones say why', () => {
    check('!Ref Entry', 'unknown: the parameter Entry');
    check('{Ref: Entry}', 'unknown: the parameter Entry');
    check('!Ref Table', 'unknown: the resource Table');
    check('!Ref AWS::Region', 'unknown: the pseudo parameter AWS::Region');
    check('!Ref AWS::NoValue', 'absent');
    check('!Sub ${Entry}.handler', 'unknown: !Sub ${Entry}.handler');
    check('!Sub ["${x}.handler", {x: y}]', 'unknown: !Sub ${x}.handler');
    check('!ImportValue shared-handler', 'unknown: !ImportValue shared-handler');
    check('!ImportValue {"Fn::Sub": "${x}"}', 'unknown: !ImportValue');
    check('!FindInMap [Handlers, !Ref Stage, Name]', 'unknown: !FindInMap Handlers');
    check('!If [IsProd, a.b, c.d]', 'unknown: the condition IsProd');
    check('!GetAtt Thing.Handler', 'unknown: !GetAtt Thing.Handler');
    check('!GetAtt [Thing, Handler]', 'unknown: !GetAtt Thing.Handler');
    check('!Join [".", [a, b]]', 'unknown: !Join .');
    check('*nowhere', 'unknown: the alias nowhere, which has no anchor');
    check('!Nonsense x', 'unknown: !Nonsense x');
    check('{"Fn::Transform": {Name: X}}', 'unknown: Fn::Transform');
    check('[a, b]', 'unknown: a sequence stands where a text is expected');
  });

  test('placeholders are not final', () => {
    check('{{ handler }}', 'unknown: a mapping stands where a text is expected');
    check('"{{ handler }}.main"', 'unknown: the placeholder {{ handler }}');
    check('"{{resolve:ssm:/handler}}"', 'unknown: the dynamic reference {{resolve:ssm:/handler}}');
    check('<%= handler %>', 'unknown: the placeholder <%= handler %>');
    check('"{{ cookiecutter.name }}/app.handler"', 'unknown: the placeholder {{ cookiecutter.name }}');
    check('${self:custom.handler}', 'unknown: the placeholder ${self:custom.handler}');
    check('$HANDLER', 'unknown: the placeholder $HANDLER');
    check('__HANDLER__', 'unknown: the placeholder __HANDLER__');
    check('<your-handler>', 'unknown: the placeholder <your-handler>');
  });

  test('nothing is absent', () => {
    check('', 'absent');
    check('null', 'absent');
    expect(show(sam('Runtime: x').handler)).toBe('absent');
  });

  test('JSON has the same ranges', () => {
    const text =
      '{"Resources": {\n  "F": {"Type": "AWS::Lambda::Function",\n    "Properties": {"Handler": "a.b", "Timeout": 3, "Role": {"Fn::GetAtt": ["R", "Arn"]}}}}}';
    const definition = only(readTemplate('/work/shop/s.json', text, folder));
    expect([show(definition.handler), show(definition.timeoutSeconds), show(definition.role)]).toEqual([
      '"a.b" at 2:31-34',
      '3 at 2:48-49',
      'unknown: !GetAtt R.Arn',
    ]);
    expect(definition.range).toEqual({ start: { line: 1, character: 3 }, end: { line: 1, character: 4 } });
    expect(definition.bodyRange.end).toEqual({ line: 2, character: (text.split('\n')[2]?.length ?? 0) - 2 });
  });

  test('numbers may be quoted', () => {
    const definition = sam('Timeout: "30"\n      MemorySize: lots\n      EphemeralStorage: {Size: 1024}');
    expect([definition.timeoutSeconds, definition.memoryMb, definition.ephemeralStorageMb].map(brief)).toEqual([
      30,
      'unknown: “lots” isn’t a number',
      1024,
    ]);
  });

  test('the ranges of the resource', () => {
    const { range, bodyRange, id, name, templatePath } = sam('FunctionName: shop-orders\n\n# the next one');
    expect([range, bodyRange]).toEqual([
      { start: { line: 6, character: 2 }, end: { line: 6, character: 3 } },
      { start: { line: 6, character: 2 }, end: { line: 9, character: 31 } },
    ]);
    expect([id, name, templatePath]).toEqual(['infra/template.yaml#F', 'shop-orders', file]);
  });
});

describe('code', () => {
  const checkSam = (properties: string, expected: unknown) => expect(where(sam(properties))).toEqual(expected);
  const checkLambda = (body: string, expected: unknown) =>
    expect(where(only(readTemplate(file, `Resources:\n  F:\n    Type: AWS::Lambda::Function\n${body}`, folder)))).toEqual(expected);

  test('of a SAM function', () => {
    checkSam('CodeUri: ../src/', 'directory /work/shop/src');
    checkSam('Handler: a.b', 'directory /work/shop/infra');
    checkSam('CodeUri: .', 'directory /work/shop/infra');
    checkSam('CodeUri: build/app.jar', 'archive /work/shop/infra/build/app.jar');
    checkSam('CodeUri: s3://bucket/key.zip', 'unknown: the code is in S3');
    checkSam('CodeUri: {Bucket: b, Key: !Ref Entry}', 'unknown: the code is in S3');
    checkSam('CodeUri: !Ref Entry', 'unknown: the parameter Entry');
    checkSam('CodeUri: src/app.py', 'unknown: the code is the single file src/app.py');
    checkSam('CodeUri: "{{ path }}/src"', 'unknown: the placeholder {{ path }}');
    checkSam('InlineCode: |\n        exports.handler = 1\n', 'inline "exports.handler = 1\\n"');
    checkSam('InlineCode: !Sub "exports.${Entry} = 1"', 'inline');
    checkSam('ImageUri: x', 'image');
    checkSam('PackageType: Image', 'image');
    checkSam('PackageType: !Ref Entry', 'unknown: the parameter Entry');
  });

  test('of a CloudFormation function', () => {
    checkLambda('    Properties: {Code: {ZipFile: "def f(): pass"}}', 'inline "def f(): pass"');
    checkLambda('    Properties:\n      Code:\n        ZipFile:\n          Fn::Join: ["", [a, b]]', 'inline');
    checkLambda('    Properties:\n      Code:\n        ZipFile: !Sub |\n          x = 1\n', 'inline "x = 1\\n"');
    checkLambda('    Properties: {Code: ./src}', 'directory /work/shop/infra/src');
    checkLambda('    Properties: {Code: {S3Bucket: b, S3Key: k}}', 'unknown: the code is in S3');
    checkLambda('    Properties: {Code: {ImageUri: x}}', 'image');
    checkLambda('    Properties: {Code: !If [A, {ZipFile: x}, {S3Bucket: y}]}', 'unknown: the condition A');
    checkLambda('    Properties: {Handler: x.y}', 'unknown: the template doesn’t say where its code is');
    checkLambda(
      '    Properties: {Code: {S3Key: k}}\n    Metadata: {"aws:asset:path": asset.1f, "aws:asset:property": Code}',
      'directory /work/shop/infra/asset.1f',
    );
    checkLambda(
      '    Properties: {Code: {S3Key: k}}\n    Metadata: {"aws:asset:path": asset.1f.zip}',
      'archive /work/shop/infra/asset.1f.zip',
    );
    checkLambda('    Properties: !Ref Nothing', 'unknown: the resource Nothing');
    checkLambda('    Properties: {"Fn::Transform": {Name: Include}, Handler: a.b}', 'unknown: Fn::Transform');
  });

  test('builds', () => {
    const check = (metadata: string, expected: unknown) => expect(sam(`Handler: a.b\n    Metadata: ${metadata}`).build).toEqual(expected);
    check('{}', { kind: 'none' });
    check('{BuildMethod: python3.13}', { kind: 'none' });
    check('{BuildMethod: makefile}', { kind: 'other', method: 'makefile' });
    check('{BuildMethod: makefile, SkipBuild: true}', { kind: 'none' });
    check('{BuildMethod: esbuild}', { kind: 'esbuild', entryPoints: [], external: [], format: undefined });
    check('{BuildMethod: esbuild, BuildProperties: {EntryPoints: [src/a.ts, !Ref Entry], External: ["@aws-sdk/*"], Format: esm}}', {
      kind: 'esbuild',
      entryPoints: ['src/a.ts'],
      external: ['@aws-sdk/*'],
      format: 'esm',
    });
  });
});

describe('Globals', () => {
  const withGlobals = (globals: string, own: string) =>
    only(
      readTemplate(
        file,
        `Transform: AWS::Serverless-2016-10-31\nGlobals:\n  Function: ${globals}\nResources:\n  F:\n    Type: AWS::Serverless::Function\n    ${own}`,
        folder,
      ),
    );

  test('fill in, merge and concatenate', () => {
    const definition = withGlobals(
      '{Runtime: python3.13, Handler: a.b, CodeUri: src, Timeout: 9, MemorySize: 256, Architectures: [arm64], Layers: [one], Environment: {Variables: {A: 1, B: 2}}}',
      'Properties: {Handler: c.d, MemorySize: 512, Layers: [two], Environment: {Variables: {B: 3, C: !Ref T}}}',
    );
    const { runtime, handler, timeoutSeconds, memoryMb, architecture, layers, environment } = definition;
    expect([runtime, handler, timeoutSeconds, memoryMb, architecture, layers].map(brief)).toEqual([
      'python3.13',
      'c.d',
      9,
      512,
      'arm64',
      ['one', 'two'],
    ]);
    expect(Object.entries(environment).map(([key, value]) => [key, brief(value)])).toEqual([
      ['A', '1'],
      ['B', '3'],
      ['C', 'unknown: the resource T'],
    ]);
    expect(where(definition)).toBe('directory /work/shop/infra/src');
  });

  test('may be ignored, all or by name', () => {
    expect(brief(withGlobals('{Handler: a.b}', 'IgnoreGlobals: "*"').handler)).toBe('absent');
    const some = withGlobals('{Handler: a.b, Timeout: 9}', 'IgnoreGlobals: [Timeout]');
    expect([brief(some.handler), brief(some.timeoutSeconds)]).toEqual(['a.b', 'absent']);
  });

  test('are for SAM functions only', () => {
    const text =
      'Transform: AWS::Serverless-2016-10-31\nGlobals: {Function: {Handler: a.b}}\nResources: {F: {Type: AWS::Lambda::Function}}';
    expect(brief(only(readTemplate(file, text, folder)).handler)).toBe('absent');
  });

  test('unknown layers are unknown as a whole', () => {
    expect(brief(withGlobals('{Layers: [!Ref L]}', 'Properties: {Layers: [x]}').layers)).toBe('unknown: the resource L');
    expect(brief(withGlobals('{}', 'Properties: {}').layers)).toBe('absent');
  });
});

describe('triggers', () => {
  test('of Events and of a function URL, intrinsic functions in their long form', () => {
    const { triggers } = sam(
      'FunctionUrlConfig: {AuthType: NONE}\n      Events:\n        Api: {Type: HttpApi, Properties: {Path: /x, Method: get}}\n        Queue:\n          Type: SQS\n          Properties: {Queue: !GetAtt Q.Arn, BatchSize: 5}\n        Bad: !Ref X',
    );
    expect(triggers).toEqual([
      { name: 'Api', type: 'HttpApi', properties: { Path: '/x', Method: 'get' } },
      { name: 'Queue', type: 'SQS', properties: { Queue: { 'Fn::GetAtt': 'Q.Arn' }, BatchSize: 5 } },
      { name: 'FunctionUrl', type: 'FunctionUrl', properties: { AuthType: 'NONE' } },
    ]);
  });
});

describe('what templates can also hold', () => {
  const read = (text: string) => readTemplate(file, text, folder);

  test('anchors, aliases and merge keys', () => {
    const text = `x: &base
  Handler: a.b
  Runtime: nodejs22.x
Resources:
  F:
    Type: AWS::Lambda::Function
    Properties: {<<: *base, Handler: c.d}
  G:
    Type: AWS::Lambda::Function
    Properties: *base
`;
    const result = read(text);
    if (result.kind !== 'template') throw new Error(summary(result));
    expect(result.functions.map((each) => [brief(each.runtime), show(each.handler)])).toEqual([
      ['nodejs22.x', '"c.d" at 6:37-40'],
      ['nodejs22.x', '"a.b" at 1:11-14'],
    ]);
  });

  test('of several merged mappings the first one holds', () => {
    const text =
      'a: &a {Handler: a.b}\nb: &b {Handler: c.d, Timeout: 9}\nResources:\n  F: {Type: AWS::Lambda::Function, Properties: {<<: [*a, *b]}}\n';
    const { handler, timeoutSeconds } = only(read(text));
    expect([handler, timeoutSeconds].map(brief)).toEqual(['a.b', 9]);
  });

  test('an alias means the nearest anchor of its name above it', () => {
    const text = 'a: &h a.b\nb: &h c.d\nResources:\n  F: {Type: AWS::Lambda::Function, Properties: {Handler: *h}}\nc: &h e.f\n';
    expect(brief(only(read(text)).handler)).toBe('c.d');
  });

  test('structures that contain themselves or multiply', () => {
    const cyclic =
      'x: &x {<<: *x, y: *x}\nResources: &r\n  <<: *r\n  F:\n    Type: AWS::Serverless::Function\n    Properties: &p\n      <<: *p\n      Events: {A: {Type: Api, Properties: *p}}\n      Layers: &l [*l]\n';
    expect(read(cyclic).kind).toBe('template');
    const levels = Array.from({ length: 30 }, (_, level) => `l${level + 1}: &l${level + 1} [${Array(9).fill(`*l${level}`).join(', ')}]`);
    const bomb = `l0: &l0 x\n${levels.join('\n')}\nResources:\n  F:\n    Type: AWS::Serverless::Function\n    Properties:\n      Events: {A: {Type: Api, Properties: {P: *l30}}}\n`;
    expect(read(bomb).kind).toBe('template');
  });

  test('loops: the function is listed, what holds the variable is unknown', () => {
    const loop = `Transform: AWS::LanguageExtensions
Resources:
  Fn::ForEach::Functions:
    - Name
    - [a, b]
    - \${Name}Function:
        Type: AWS::Lambda::Function
        Properties: {Handler: "\${Name}.handler", Runtime: nodejs22.x, Description: "for &{Name}", Role: !Ref Name}
  Fn::ForEach::Broken: !Ref X
`;
    const definition = only(read(loop));
    const { handler, runtime, description, role, logicalId } = definition;
    expect([logicalId, ...[handler, runtime, description, role].map(brief)]).toEqual([
      '${Name}Function',
      'unknown: the variable Name of Fn::ForEach',
      'nodejs22.x',
      'unknown: the variable Name of Fn::ForEach',
      'unknown: the variable Name of Fn::ForEach',
    ]);
  });

  test('odd resources never hide the good ones', () => {
    const text =
      'Conditions: {C: !Equals [a, b]}\nResources:\n  A:\n  B: []\n  C: {Type: [x]}\n  D: !Ref X\n  "Fn::Transform": {Name: N}\n  ? [complex]\n  : 1\n  F:\n    Type: AWS::Lambda::Function\n    Condition: C\n  F2:\n    Type: AWS::Lambda::Function\n    Properties: 7\n';
    expect(summary(read(text))).toBe('cloudformation: infra/template.yaml#F infra/template.yaml#F2');
  });

  test('of a key that is there twice the last one holds', () => {
    const text =
      'Resources:\n  F: {Type: AWS::Lambda::Function, Properties: {Handler: a.b}}\n  F: {Type: AWS::Lambda::Function, Properties: {Handler: c.d}}\n';
    expect(brief(only(read(text)).handler)).toBe('c.d');
  });

  test('cut off anywhere, it is still answered', () => {
    const text = `Transform: AWS::Serverless-2016-10-31\nResources:\n  F:\n    Type: AWS::Serverless::Function\n    Properties:\n      Handler: !Sub "a.b"\n      Layers: [&a !Ref X, *a]\n      InlineCode: |\n        x\n`;
    for (let end = 0; end < text.length; end++) expect(read(text.slice(0, end)).kind).toMatch(/template|broken/);
  });
});

/** The one function of a template whose properties these are; they begin in line 9, after a tab stop of six. */
function sam(properties: string): FunctionDefinition {
  const head = `AWSTemplateFormatVersion: 2010-09-09\nTransform: AWS::Serverless-2016-10-31\nParameters:\n  Entry: {Type: String, Default: a.b}\n\nResources:\n`;
  return only(readTemplate(file, `${head}  F:\n    Type: AWS::Serverless::Function\n    Properties:\n      ${properties}\n`, folder));
}

function only(result: TemplateResult): FunctionDefinition {
  const definition = result.kind === 'template' ? result.functions[0] : undefined;
  if (definition === undefined) throw new Error(summary(result));
  return definition;
}

function summary(result: TemplateResult): string {
  if (result.kind === 'template') return `${result.format}: ${result.functions.map(({ id }) => id).join(' ')}`;
  return result.kind === 'broken' ? `broken: ${result.message}` : result.kind;
}

function brief(value: Value<unknown>): unknown {
  if (value.kind === 'literal') return value.value;
  return value.kind === 'absent' ? 'absent' : `unknown: ${value.reason}`;
}

function show(value: Value<unknown>): string {
  if (value.kind !== 'literal') return String(brief(value));
  const { start, end } = value.range;
  return `${JSON.stringify(value.value)} at ${start.line}:${start.character}-${end.character}`;
}

function where({ code }: FunctionDefinition): string {
  if (code.kind === 'unknown') return `unknown: ${code.reason}`;
  if (code.kind === 'inline') return code.text === undefined ? 'inline' : `inline ${JSON.stringify(code.text)}`;
  return code.kind === 'image' ? 'image' : `${code.kind} ${code.path.replaceAll('\\', '/').replace(/^[A-Za-z]:/, '')}`;
}
