import { describe, expect, test } from 'vitest';
import { brief, file, folder, only, sam, show, where } from '../testing.ts';
import { readTemplate } from './index.ts';

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

  test('put together of literals, with the range of the whole', () => {
    check('!Join [".", [app, handler]]', '"app.handler" at 9:21-42');
    check('!Sub ["${x}.handler", {x: app}]', '"app.handler" at 9:20-46');
    check('!Join ["", [!Sub ["${x}", {x: app}], .handler]]', '"app.handler" at 9:21-62');
    expect(sam('Handler: !Join [".", [app, handler]]').handler).toMatchObject({ computed: true });
    expect(sam('Handler: app.handler').handler).not.toHaveProperty('computed');
  });

  test('unknown ones say why', () => {
    check('!Ref Entry', 'unknown: the parameter Entry');
    check('{Ref: Entry}', 'unknown: the parameter Entry');
    check('!Ref Table', 'unknown: the resource Table');
    check('!Ref AWS::Region', 'unknown: the pseudo parameter AWS::Region');
    check('!Ref AWS::NoValue', 'absent');
    check('!Sub ${Entry}.handler', 'unknown: !Sub ${Entry}.handler');
    check('!ImportValue shared-handler', 'unknown: !ImportValue shared-handler');
    check('!ImportValue {"Fn::Sub": "${x}"}', 'unknown: !ImportValue');
    check('!FindInMap [Handlers, !Ref Stage, Name]', 'unknown: !FindInMap Handlers');
    check('!If [IsProd, a.b, c.d]', 'unknown: the condition IsProd');
    check('!GetAtt Thing.Handler', 'unknown: !GetAtt Thing.Handler');
    check('!GetAtt [Thing, Handler]', 'unknown: !GetAtt Thing.Handler');
    check('!Join [".", [a, !Ref Stage]]', 'unknown: !Join .');
    check('!Sub ["${x}.${AWS::Region}", {x: y}]', 'unknown: !Sub ${x}.${AWS::Region}');
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
    checkSam('CodeUri: src/app.py', 'files app.py');
    checkSam('CodeUri: src/App.java', 'unknown: the code is the single file src/App.java');
    checkSam('CodeUri: "{{ path }}/src"', 'unknown: the placeholder {{ path }}');
    checkSam('InlineCode: |\n        exports.handler = 1\n', 'inline "exports.handler = 1\\n"');
    checkSam('InlineCode: !Sub "exports.${Entry} = 1"', 'inline');
    checkSam('ImageUri: x', 'image');
    checkSam('PackageType: Image', 'image');
    checkSam('PackageType: !Ref Entry', 'unknown: the parameter Entry');
  });

  test('of a CloudFormation function', () => {
    checkLambda('    Properties: {Code: {ZipFile: "def f(): pass"}}', 'inline "def f(): pass"');
    checkLambda('    Properties:\n      Code:\n        ZipFile:\n          Fn::Join: ["", [a, !Ref b]]', 'inline');
    checkLambda('    Properties:\n      Code:\n        ZipFile:\n          Fn::Join: ["\\n", [a, b]]', 'inline "a\\nb"');
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
    checkLambda(
      '    Properties: {Code: {S3Key: k}}\n    Metadata: {"aws:asset:path": "..\\\\lambdas\\\\web"}',
      'directory /work/shop/lambdas/web',
    );
    checkLambda('    Properties: !Ref Nothing', 'unknown: the resource Nothing');
    checkLambda('    Properties: {"Fn::Transform": {Name: Include}, Handler: a.b}', 'unknown: Fn::Transform');
  });

  test('images, with the Dockerfile that the Metadata names', () => {
    const check = (metadata: string, expected: string | undefined) => {
      const { code } = sam(`PackageType: Image\n    Metadata: ${metadata}`);
      expect(code.kind === 'image' ? code.dockerfile?.replaceAll('\\', '/') : code.kind).toBe(expected);
    };
    check('{Dockerfile: Dockerfile.prod, DockerContext: ../src}', '/work/shop/src/Dockerfile.prod');
    check('{DockerContext: ./app}', '/work/shop/infra/app/Dockerfile');
    check('{Dockerfile: Dockerfile, DockerContext: !Ref Entry}', undefined);
    check('{}', undefined);
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
