import { afterAll, expect, test } from 'vitest';
import { createAnalysis } from '../../src/core/analysis/index.ts';
import type { Analysis } from '../../src/core/analysis/model.ts';
import type { Logger } from '../../src/core/ports.ts';
import { parseJson } from '../../src/core/project/tree/json.ts';
import { JsonEntries } from '../../src/core/project/tree/jsonEntries.ts';
import type { TemplateNode } from '../../src/core/project/tree/model.ts';
import { parseYaml } from '../../src/core/project/tree/yaml.ts';
import { YamlBlocks } from '../../src/core/project/tree/yamlBlocks.ts';
import { testSyntax } from '../../src/core/syntax/testing.ts';
import { memoryFiles } from '../../src/core/testing/memoryFiles.ts';
import { edited } from './edits.ts';
import { sampleProjects } from './projects.ts';
import { Random } from './random.ts';

const { syntax, dispose } = testSyntax();
afterAll(dispose);

const clock = { now: () => Date.UTC(2026, 10, 26) };
const logger: Logger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

const isYaml = (path: string): boolean => /\.(?:ya?ml|template)$/.test(path);

/** With all that stands in YAML templates, and comments in all the places that make a difference. */
const everything = `# first
---
AWSTemplateFormatVersion: '2010-09-09' # behind
Transform: AWS::Serverless-2016-10-31

Description: >-
  Several lines
    of text

  and more
Globals: {Function: {Timeout: 3}}
Parameters:
  # above
  Stage: {Type: String, Default: dev}
  "Quoted Key": &anchor
    Type: String
    # deeper at the end
# at the left
Resources:

  Fn::ForEach::Loop:
  - Name
  - [a, b]
  - Queue\${Name}:
      Type: AWS::SQS::Queue
  A:
    Type: AWS::Serverless::Function
    Properties:
      InlineCode: |+
        exports.handler = () => 1; // # no comment

      Handler: !Sub "\${Stage}.handler"
      Runtime: nodejs22.x
      Layers:
      - !Ref Layer
      Environment:
        Variables: { A: 1,
          B: [2, 3] }
      Role:
      # behind nothing
  # before B
  B:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: src
      Handler: app.handler
      Runtime: python3.13
      Description: a text
        of two lines
      Policies:
        - Statement:
            - {Effect: Allow, Action: 's3:*', Resource: "*"}
      Events:
        Api:
          Type: HttpApi
          Properties:
            Path: /b
            Method: GET
      # deeper
  Empty:
   # in between
Outputs:
  Arn:
    Value:
      Fn::GetAtt: [A, Arn]
  # last
# very last
`;

test('YAML that is typed in is read as a whole parse reads it', () => {
  const texts = [
    everything,
    everything.replace(' &anchor', '').replace('\n---', ''),
    ...sampleProjects().flatMap(({ files }) => Object.entries(files).flatMap(([path, text]) => (isYaml(path) ? [text] : []))),
  ];
  let answered = 0;
  for (let seed = 1; seed <= 150; seed += 1) {
    const random = new Random(seed);
    const blocks = new YamlBlocks(random.pick([1, 2, 4, 30]));
    let text = random.pick(texts);
    for (let step = 0; step < 12; step += 1) {
      const root = blocks.read(text);
      if (root !== undefined) {
        answered += 1;
        const whole = parseYaml(text);
        if (whole.kind !== 'tree' || whole.root === undefined) throw new Error(`seed ${seed}, step ${step}: ${JSON.stringify(whole)}`);
        expect(allOf(root), `seed ${seed}, step ${step}`).toEqual(allOf(whole.root));
      }
      const next = edited(text, random);
      // What can't be read is often taken back.
      text = root === undefined || random.below(3) > 0 ? next : text;
    }
  }
  expect(answered).toBeGreaterThan(150);
});

test('so is JSON', () => {
  const template = JSON.stringify(
    {
      Transform: 'AWS::Serverless-2016-10-31',
      Globals: { Function: { Timeout: 3 } },
      Resources: {
        A: { Type: 'AWS::Serverless::Function', Properties: { Handler: { 'Fn::Sub': '${X}.handler' }, Layers: [{ Ref: 'L' }, 1.5, null] } },
        B: { Ref: 'A' },
        C: {},
      },
      Outputs: { A: { Value: { 'Fn::GetAtt': ['A', 'Arn'] } } },
    },
    null,
    2,
  );
  const texts = [template, template.replace('"B"', '"A"'), ...sampleProjects().flatMap(({ files }) => jsonTexts(files))];
  let answered = 0;
  for (let seed = 1; seed <= 150; seed += 1) {
    const random = new Random(seed);
    const known = new JsonEntries(random.below(3));
    let text = random.pick(texts);
    for (let step = 0; step < 12; step += 1) {
      const [tree, whole] = [parseJson(text, known), parseJson(text)];
      const isRead = tree.kind === 'tree' && whole.kind === 'tree' && tree.root !== undefined && whole.root !== undefined;
      if (isRead) answered += 1;
      const [actual, expected] = isRead ? [allOf(tree.root), allOf(whole.root)] : [tree, whole];
      expect(actual, `seed ${seed}, step ${step}`).toEqual(expected);
      const next = edited(text, random);
      text = isRead || random.below(3) > 0 ? next : text;
    }
  }
  expect(answered).toBeGreaterThan(150);
});

function jsonTexts(files: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(files).flatMap(([path, text]) => (path.endsWith('.json') ? [text] : []));
}

/** All of a tree: its children are made when they are asked for. */
function allOf(node: TemplateNode): unknown {
  const { kind, range } = node;
  switch (kind) {
    case 'scalar':
      return node;
    case 'sequence':
      return { kind, range, items: node.items.map(allOf) };
    case 'intrinsic':
      return { kind, range, name: node.name, argument: allOf(node.argument) };
    case 'mapping':
      return { kind, range, entries: [...node.entries.values()].map(({ key, keyRange, value }) => [key, keyRange, allOf(value)]) };
  }
}

for (const { name, files } of [...sampleProjects(), { name: 'everything', files: { '/w/template.yaml': everything } }]) {
  test(`what is typed in ${name} is known as if all were read then`, async () => {
    const random = new Random(name.length);
    const paths = Object.keys(files).filter((path) => !/\.(?:json|md)$/.test(path));
    const begin = (): Analysis => createAnalysis({ files: memoryFiles(files), logger, clock, syntax, exclude: [] });
    const typedIn = begin();
    await typedIn.snapshot('/w');
    for (let round = 1; round <= 6; round += 1) {
      const path = random.pick(random.below(2) === 0 ? paths.filter((each) => isYaml(each)).concat(paths[0] ?? []) : paths);
      const before = files[path] ?? '';
      let text = before;
      for (let step = 1; step <= 4; step += 1) {
        text = random.below(4) === 0 ? before : edited(text, random);
        typedIn.documentChanged(path, text);
        const anew = begin();
        anew.documentChanged(path, text);
        expect(await typedIn.snapshot('/w'), `round ${round}, step ${step}, in ${path}`).toEqual(await anew.snapshot('/w'));
        anew.dispose();
      }
      typedIn.documentChanged(path, undefined);
    }
    typedIn.dispose();
  });
}
