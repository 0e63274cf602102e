import { describe, expect, test } from 'vitest';
import { applied, expectFinding, findingsOf, inWords, samFunction } from './testing.ts';

test('numbers outside of their limits, and the nearest that Lambda takes', () => {
  expectFinding(
    'limits.timeout',
    ['Timeout: 901'],
    'error: The timeout is 901 seconds: Lambda takes from 1 to 900 seconds and refuses anything else. * Set it to 900 seconds',
  );
  expectFinding('limits.timeout', ['Timeout: 0'], /\* Set it to 1 seconds$/);
  expectFinding('limits.timeout', ['Timeout: 2.5'], /is 2.5, not a whole number.*\* Set it to 3 seconds$/);
  expectFinding('limits.memory', ['MemorySize: 64'], /from 128 to 10240 MB.*\* Set it to 128 MB$/);
  expectFinding('limits.ephemeral-storage', ['EphemeralStorage: {Size: 256}'], /\* Set it to 512 MB$/);
  const text = samFunction('Timeout: 1000');
  expect(
    applied(
      text,
      findingsOf(text).find(({ code }) => code === 'limits.timeout'),
    ),
  ).toBe(samFunction('Timeout: 900'));
});

test('numbers inside, unknown or left out are fine', () => {
  for (const properties of [['Timeout: 900', 'MemorySize: 128'], ['Timeout: !Ref T', 'MemorySize: !Ref M'], ['Timeout: "30"'], []]) {
    for (const code of ['limits.timeout', 'limits.memory', 'limits.ephemeral-storage']) expectFinding(code, properties, undefined);
  }
  expectFinding('limits.memory', ['MemorySize: 20480', 'CapacityProviderConfig: {Arn: x}'], undefined);
});

test('a value of Globals is wrong once for each function, in the same words', () => {
  const text = `Transform: AWS::Serverless-2016-10-31
Globals: {Function: {Timeout: 1000}}
Resources:
  F: {Type: AWS::Serverless::Function}
  G: {Type: AWS::Serverless::Function}
`;
  const [first, second] = findingsOf(text).filter(({ code }) => code === 'limits.timeout');
  expect(second).toEqual({ ...first, functionId: 'infra/template.yaml#G' });
});

test('the size of the environment', () => {
  const variables = (bytes: number) => [`Environment: {Variables: {SMALL: x, LARGE: ${'x'.repeat(bytes)}, R: !Ref R}}`];
  const message =
    'error: The environment variables of F are 4097 bytes or more: Lambda takes 4096 for all names and values together. ' +
    'The largest is LARGE with 4090. Put it in a file of the package, in Parameter Store or in S3, and pass its name.';
  expectFinding('limits.environment-size', variables(4085), message);
  expectFinding('limits.environment-size', variables(4084), undefined);
});

test('layers, names and descriptions', () => {
  const layers = (count: number) => [`Layers: [${Array.from({ length: count }, (_, index) => `'arn:${index}'`).join(', ')}]`];
  expectFinding('limits.layers', layers(6), /^error: F has 6 layers: Lambda takes 5 at most\./);
  expectFinding('limits.layers', layers(5), undefined);
  expectFinding('limits.name', [`FunctionName: ${'a'.repeat(65)}`], /has 65 characters: Lambda takes 64 at most\.$/);
  expectFinding('limits.name', ['FunctionName: shop.order'], /has “.” in it.* \* Change the name to shop-order$/);
  expectFinding('limits.name', ['FunctionName: ä'], /underscores only\.$/);
  expectFinding('limits.name', ['FunctionName: shop order'], /has a space in it/);
  expectFinding('limits.name', ['FunctionName: shop_order-1'], undefined);
  expectFinding('limits.name', ['FunctionName: !Sub "${AWS::StackName} x"'], undefined);
  expectFinding('limits.description', [`Description: ${'a'.repeat(257)}`], /has 257 characters/);
  expectFinding('limits.description', [`Description: ${'a'.repeat(256)}`], undefined);
  const long = samFunction(`Description: ${'word '.repeat(60)}end`);
  const [found] = findingsOf(long).filter(({ code }) => code === 'limits.description');
  expect(/Description: (.*)/.exec(applied(long, found))?.[1]).toBe('word '.repeat(51).trim());
  expectFinding('limits.description', [`Description: "${'\\t'.repeat(257)}"`], /has 257 characters: Lambda takes 256 at most\.$/);
});

test('one name twice in a template', () => {
  const template = (a: string, b: string) => `Resources:
  F: {Type: AWS::Lambda::Function, ${a}}
  G: {Type: AWS::Lambda::Function, ${b}}
`;
  const check = (a: string, b: string, expected: readonly string[]) =>
    expect(inWords(findingsOf(template(a, b)), 'function.duplicate-name')).toEqual(expected);
  const name = 'Properties: {FunctionName: shop}';
  const message = 'error: F has the name “shop” already: the deployment fails, for a name can be given once.';
  check(name, name, [message]);
  check(`Condition: A, ${name}`, `Condition: A, ${name}`, [message]);
  check(`Condition: A, ${name}`, `Condition: B, ${name}`, []);
  check(`Condition: A, ${name}`, name, []);
  check(name, 'Properties: {FunctionName: !Sub "shop-${S}"}', []);
});

describe('function.incomplete', () => {
  const transform = 'Transform: AWS::Serverless-2016-10-31\n';
  const plain = 'AWSTemplateFormatVersion: 2010-09-09\n';
  const check = (head: string, type: string, properties: string, expected: readonly string[]) => {
    const text = `${head}Resources:\n  F: {Type: AWS::${type}::Function, Properties: {${properties}}}\n`;
    expect(inWords(findingsOf(text), 'function.incomplete'), text).toEqual(expected);
  };

  test('says what is nowhere', () => {
    check(transform, 'Serverless', 'Handler: a.b', [
      'error: F has no Runtime, here or in Globals. The deployment fails: Lambda takes no function from a zip without both.',
    ]);
    check(`${plain}Transform: [AWS::LanguageExtensions]\n`, 'Lambda', 'Code: {ZipFile: x}', [
      'error: F has no Handler and no Runtime. The deployment fails: Lambda takes no function from a zip without both.',
    ]);
    check(transform, 'Serverless', 'Handler: a.b, Runtime: !Ref AWS::NoValue, PackageType: Zip', [expect.stringContaining('no Runtime')]);
  });

  test('is silent where it may come from elsewhere', () => {
    for (const properties of ['PackageType: Image', 'ImageUri: x', 'PackageType: !Ref P', 'Runtime: !Ref R, Handler: !If [C, a.b, c.d]'])
      check(transform, 'Serverless', properties, []);
    check(`${transform}Globals: {Function: {Runtime: nodejs22.x}}\n`, 'Serverless', 'Handler: a.b', []);
    check(`${transform}Globals: {Function: !Ref X}\n`, 'Serverless', 'Handler: a.b', []);
    check(transform, 'Serverless', "Handler: a.b, 'Fn::Transform': {Name: AWS::Include}", []);
    // A part of a template, or one that a macro changes.
    check(plain, 'Serverless', 'Handler: a.b', []);
    check('', 'Lambda', 'Code: {ZipFile: x}', []);
    check('Transform: [AWS::Serverless-2016-10-31, Company]\n', 'Serverless', 'Handler: a.b', []);
    check(plain, 'Lambda', 'Code: !If [C, {ImageUri: x}, {ZipFile: y}]', []);
    check(plain, 'Lambda', 'Code: {ImageUri: x}, PackageType: Image', []);
  });
});
