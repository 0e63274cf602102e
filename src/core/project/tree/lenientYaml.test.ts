import { describe, expect, test } from 'vitest';
import { readTemplate } from '../cloudformation/index.ts';
import { file, folder, sam, show, summary } from '../testing.ts';

/** What CloudFormation deploys although its brackets and quotes end further left than a strict reader wants. */
describe('lines inside brackets and quotes may stand anywhere', () => {
  const check = (properties: string, expected: string) => {
    expect(show(sam(properties).handler)).toBe(expected);
    expect(show(sam(properties.replaceAll('\n', '\r\n')).handler)).toBe(expected);
  };

  test('and what follows keeps its place', () => {
    check('Layers: [\n      !Ref One,\n      !Ref Two\n      ]\n      Handler: app.handler', '"app.handler" at 13:15-26');
    check('Tags: {"a": {\n  "b": [1,\n2]\n}}\n      Handler: app.handler', '"app.handler" at 13:15-26');
    check('Role: !Sub "{\n      }"\n      Handler: app.handler', '"app.handler" at 11:15-26');
    check("Role: !Sub '{\n          x\n  }'\n      Handler: app.handler", '"app.handler" at 12:15-26');
    check('Role: "{\n        x\n      }"\n      Handler: app.handler', '"app.handler" at 12:15-26');
    check('Layers: !Split [ -, !Ref X ]\n      Handler: app.handler', '"app.handler" at 10:15-26');
    check('Layers: !Split [-, !Select [0, !Split [ - , a-b]]]\n      Handler: app.handler', '"app.handler" at 10:15-26');
    check('Tags: {\n      "k": v}\n      Handler: app.handler', '"app.handler" at 11:15-26');
  });

  const isBroken = (text: string, at: RegExp) => expect(summary(readTemplate(file, text, folder))).toMatch(at);

  test('but they have to end, and the first error is the one that is said', () => {
    isBroken('Resources:\n  F: {Type: AWS::Lambda::Function,\n  Properties: {\n', /^broken: .*\(line 3, column 3\)/);
    isBroken('Resources:\n  F:\n    Type: "AWS::Lambda::Function\n  G: 1\n  H: 2\n', /^broken: .*quote/);
  });

  test('a long text without an end is answered soon', () => {
    isBroken(`Resources: [AWS::x\n${'a: [\n'.repeat(20_000)}`, /^broken: .*\(line 2, column 1\)/);
  });
});
