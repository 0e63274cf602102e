import { expect, test } from 'vitest';
import { child, type TemplateNode } from './model.ts';
import { parseYaml } from './yaml.ts';
import { YamlBlocks } from './yamlBlocks.ts';

const template = `# A template
---
Transform: AWS::Serverless-2016-10-31
Globals: {Function: {Timeout: 3}}
# What it is made of
Resources:
  A:
    Type: AWS::Serverless::Function
    Properties:
      Handler: a.handler # the one
      InlineCode: |+
        exports = 1;

  B:
    Type: AWS::Serverless::Function
    Properties:
      Handler: b.handler
      Policies:
      - !Sub "\${A}"
  # Comments
  C:
    Type: AWS::SQS::Queue
# The end
Outputs:
  Arn: {Value: !GetAtt A.Arn}
`;

const [alone, together] = [() => new YamlBlocks(2), () => new YamlBlocks(1000)];

test('what it answers is what a whole parse does', () => {
  const check = (text: string, make = alone) => {
    const whole = parseYaml(text);
    expect(JSON.stringify(make().read(text)), text).toBe(JSON.stringify(whole.kind === 'tree' ? whole.root : whole));
  };
  for (const make of [alone, together]) {
    check(template, make);
    check(template.replaceAll('\n', '\r\n'), make);
    check(template.trimEnd(), make);
    check('A:\n- 1\n- 2\nB: 1\n', make);
    check('A: 1\nA:\n  b: 1\n  c: 2\n  d: 3\n', make);
    check('A:\n  Fn::If:\n    - a\n    - b\n    - c\n', make);
    check('A:\n  b:\n    c: 1\n    d:\n  # a\n # b\n# c\n', make);
    check('A:\n  b:\n    c: 1\n    d: 2\n   # a\n', make);
    check('A:\n  b:\n    - c:\n# d\n  e: 1\n', make);
  }
});

test('what it can not be sure of it leaves alone', () => {
  const check = (text: string) => expect([alone().read(text), together().read(text)], text).toEqual([undefined, undefined]);
  check('');
  check('# nothing\n');
  check('a text');
  check('- a\n- b\n');
  check('{a: 1}\n');
  check('Ref: a\n');
  check('A: &a 1\nB: *a\n');
  check('A: &a {x: 1}\nB: 2\n');
  check('A: 1\n<<: {B: 2}\n');
  check('A: 1\n---\nB: 2\n');
  check('%YAML 1.2\n---\nA: 1\n');
  check('--- A\n');
  check('A:\n\tb: 1\n');
  check('A: 1\rB: 2\n');
  check('A: "1\nB: 2"\n');
  check('A: [1,\nB: 2]\n');
  check('A: 1\n? B\n');
  check('A: 1\n: B\n');
  check('A: 1\n!!str B: 2\n');
  check('A: 1\nB\n');
  check('A:\n    b: 1\n  c: 2\n');
  check('\u2028A: 1\nB: 2\n');
  // A comment at the left makes the library read the next key as more of the text.
  check('A:\n\n# c\n  x\nB: 1\n');
});

test('what is not touched stays the same, also further down', () => {
  const blocks = alone();
  const entry = (root: TemplateNode | undefined, name: string) => child(child(root, 'Resources'), name);
  const before = blocks.read(template);
  const typed = blocks.read(template.replace('a.handler', 'a.handlers'));
  const below = blocks.read(template.replace('a.handler', 'a.handler\n      Timeout: 4'));
  for (const name of ['B', 'C']) {
    expect(entry(typed, name)).toBe(entry(before, name));
    expect(entry(below, name)?.range.start.line).toBe((entry(before, name)?.range.start.line ?? 0) + 1);
  }
  expect(entry(typed, 'A')).not.toBe(entry(before, 'A'));
  expect(child(typed, 'Globals')).toBe(child(before, 'Globals'));
  // Halfway through a key nothing can be read, and nothing is forgotten.
  expect(blocks.read(template.replace('a.handler', 'a.handler\n      Time'))).toBeUndefined();
  expect(entry(blocks.read(template), 'C')?.range).toEqual(entry(before, 'C')?.range);
});
