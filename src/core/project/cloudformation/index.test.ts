import { describe, expect, test } from 'vitest';
import { memoryFiles } from '../../testing/memoryFiles.ts';
import type { ReadContext } from '../reader.ts';
import { brief, file, folder, only, show, summary } from '../testing.ts';
import { readTemplate, templateReader } from './index.ts';

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
      'Package.json',
      'x.toml',
      'package-lock.json',
      'package.json',
      'tsconfig.build.json',
      'a.ts',
    ];
    expect(names.filter((name) => templateReader.isCandidate(name))).toEqual(names.slice(0, 5));
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
      'Resources:\n  F:\n    Type: AWS::Lambda::Function\n    {% if x %}\n   oops: [\n',
      /placeholders of a template engine, such as {% if x %}/,
      '3:5',
    );
    check('Resources:\n<% if x %>\n  F: {Type: AWS::Lambda::Function\n', /such as <% if x %>/, '1:0');
  });

  test('what a template engine steers is read behind its placeholders', () => {
    const text = `AWSTemplateFormatVersion: 2010-09-09
Transform: AWS::Serverless-2016-10-31
Resources:
  {% if cookiecutter.x %}
  {{ cookiecutter.name }}Function:
    Type: AWS::Serverless::Function
    Properties:
      {{- template "common" }}
      CodeUri: hello/
      Handler: app.lambda_handler {# why #}
      Runtime: {{cookiecutter.runtime}}
      Description: "{{resolve:ssm:/a}}"
      FunctionName: <%= name %>-x
  {% endif %}
`;
    const fn = only(readTemplate(file, text, folder));
    expect(show(fn.handler)).toBe('"app.lambda_handler" at 9:15-33');
    expect([fn.logicalId, brief(fn.runtime), fn.generated]).toEqual([
      '{{ cookiecutter.name }}Function',
      'unknown: the placeholder of a template engine',
      true,
    ]);
  });

  test.each(['{{ cookiecutter.name }}\n  \n  Of {{ cookiecutter.name }}', '{% if x %}\n  Of x\n  {% endif %}', '<%= description %>'])(
    'a placeholder that begins a block of text is read as text: %s',
    (text) => {
      const template = `Description: >\n  ${text}\nResources:\n  {% if x %}\n  F:\n    Type: AWS::Lambda::Function\n    Properties:\n      Handler: a.b\n`;
      const line = template.slice(0, template.indexOf('Handler:')).split('\n').length - 1;
      expect(show(only(readTemplate(file, template, folder)).handler)).toBe(`"a.b" at ${line}:15-18`);
    },
  );

  test('nesting without end is answered', () => {
    expect(readTemplate(file, `Resources: AWS::\n${'- '.repeat(20_000)}`, folder).kind).not.toBe('template');
    expect(readTemplate('/work/shop/a.json', `{"Resources": "AWS::", "a": ${'['.repeat(50_000)}`, folder).kind).toBe('broken');
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
    - !Ref Names
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

  test('loops over a written list: a function for each of its values', () => {
    const loop = `Transform: AWS::LanguageExtensions
Resources:
  Fn::ForEach::Stages:
    - Stage
    - [dev, "1-0"]
    - Fn::ForEach::Functions:
        - Name
        - [order, pay]
        - \${Name}&{Stage}:
            Type: AWS::Lambda::Function
            Properties:
              Handler: !Sub "\${Name}.handler"
              Runtime: nodejs22.x
              Description: "of \${Stage}"
              Role: !Ref Name
              Environment: {Variables: {"\${Name}_AT": !Sub "\${AWS::Region}/\${Stage}"}}
`;
    const result = read(loop);
    if (result.kind !== 'template') throw new Error(summary(result));
    expect(
      result.functions.map(({ logicalId, handler, description, role, environment }) =>
        [logicalId, ...[handler, description, role, ...Object.values(environment)].map(brief), ...Object.keys(environment)].join(' '),
      ),
    ).toEqual([
      'orderdev order.handler of dev order unknown: !Sub ${AWS::Region}/dev order_AT',
      'paydev pay.handler of dev pay unknown: !Sub ${AWS::Region}/dev pay_AT',
      'order10 order.handler of 1-0 order unknown: !Sub ${AWS::Region}/1-0 order_AT',
      'pay10 pay.handler of 1-0 pay unknown: !Sub ${AWS::Region}/1-0 pay_AT',
    ]);
    const [{ handler } = { handler: undefined }] = result.functions;
    expect(handler).toMatchObject({ kind: 'literal', computed: true, range: { start: { line: 11 } } });
  });

  test('loops without end are answered', () => {
    const many = JSON.stringify(Array.from({ length: 900 }, (_, n) => `n${n}`));
    const inside = (depth: number): string =>
      depth === 0
        ? '"F${V1}${V2}": {Type: AWS::Lambda::Function}'
        : `"Fn::ForEach::L${depth}": [V${depth}, ${many}, {${inside(depth - 1)}}]`;
    expect(read(`Resources: {${inside(5)}}\n`).kind).toBe('template');
    const itself =
      'Resources:\n  Fn::ForEach::A: &a\n    - [no, name]\n    - [x, y]\n    - Fn::ForEach::B: *a\n  F: {Type: AWS::Lambda::Function}\n';
    expect(summary(read(itself))).toBe('cloudformation: infra/template.yaml#F');
  });

  test('a web function is listed, and has no handler', () => {
    const definition = only(
      read(
        'Resources:\n  W:\n    Type: AWS::Serverless::WebFunction\n    Properties: {Runtime: nodejs24.x, Handler: x.y, CodeUri: s3://b/k}\n',
      ),
    );
    expect([definition.handler, definition.runtime].map(brief)).toEqual([
      'unknown: a web function runs an HTTP server, and has no handler',
      'nodejs24.x',
    ]);
  });

  test('odd resources never hide the good ones', () => {
    const text =
      'Conditions: {C: !Equals [a, b]}\nResources:\n  A:\n  B: []\n  C: {Type: [x]}\n  D: !Ref X\n  "Fn::Transform": {Name: N}\n  ? [complex]\n  : 1\n  F:\n    Type: AWS::Lambda::Function\n    Condition: C\n  F2:\n    Type: AWS::Lambda::Function\n    Properties: 7\n';
    expect(summary(read(text))).toBe('cloudformation: infra/template.yaml#F infra/template.yaml#F2');
  });

  test('what AWS::Include takes in from a file beside it is listed, with no code of this machine', async () => {
    const included = `F:
  Type: AWS::Lambda::Function
  Properties: {Handler: index.f, Code: {ZipFile: 'def f(e, c): pass'}}
L:
  Type: AWS::Lambda::Function
  Properties: {Handler: app.f, Code: ./src}
B: {Type: AWS::S3::Bucket}
`;
    const check = async (resources: string, expected: readonly string[]) => {
      const text = `AWSTemplateFormatVersion: '2010-09-09'\nResources:${resources}`;
      const files = memoryFiles({ '/w/parts/more.yaml': included, '/w/broken.yaml': 'F: [' });
      const result = await templateReader.read({ path: '/w/t.yaml', text }, { folder: '/w', files } as unknown as ReadContext);
      if (result.kind !== 'template') throw new Error(result.kind);
      const found = result.functions.map(({ id, templatePath, definedIn, range, code }) =>
        [id, templatePath, definedIn, range.start.line, code.kind].join(' '),
      );
      expect(found, resources).toEqual(expected);
    };
    const include = (location: string) => `\n  Fn::Transform: {Name: AWS::Include, Parameters: {Location: ${location}}}\n`;
    const both = ['t.yaml#F /w/t.yaml /w/parts/more.yaml 0 inline', 't.yaml#L /w/t.yaml /w/parts/more.yaml 3 unknown'];
    await check(include('parts/more.yaml'), both);
    await check(`${include('./parts/more.yaml')}  B: {Type: AWS::S3::Bucket}\n`, both);
    await check(` !Transform {Name: AWS::Include, Parameters: {Location: parts/more.yaml}}`, both);
    await check(`${include('parts/more.yaml')}  F: {Type: AWS::Lambda::Function}\n`, [
      't.yaml#F /w/t.yaml /w/t.yaml 3 unknown',
      both[1] ?? '',
    ]);
    for (const location of ['s3://bucket/more.yaml', '!Ref Where', 'gone.yaml', 'broken.yaml', '""']) await check(include(location), []);
    await check(`${include('parts/more.yaml').replace('AWS::Include', 'Own')}  B: {Type: AWS::S3::Bucket}\n`, []);
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
