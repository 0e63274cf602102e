import { afterAll, describe, expect, test } from 'vitest';
import { testSyntax } from '../../syntax/testing.ts';
import { layers, line, functionsIn as read } from '../program/testing.ts';

const { syntax, dispose } = testSyntax();
afterAll(dispose);

const functionsIn = (text: string, name = 'lib/stack.ts', others: Readonly<Record<string, string>> = {}) =>
  read(text, name, { 'cdk.json': '{"app": "npx ts-node bin/app.ts"}', ...others }, syntax);

const check = async (text: string, expected: readonly string[], name?: string, others?: Readonly<Record<string, string>>) => {
  expect((await functionsIn(text, name, others)).map(line), text).toEqual(expected);
};

const imports = `import * as lambda from 'aws-cdk-lib/aws-lambda';\n`;
const props = `runtime: lambda.Runtime.NODEJS_20_X, handler: 'index.handler'`;

describe('Function', () => {
  test('is found through every way of importing it', async () => {
    const expected = 'F | nodejs22.x | "a.b"';
    const forms: readonly (readonly [string, string])[] = [
      [`import * as lambda from 'aws-cdk-lib/aws-lambda';`, 'lambda.'],
      [`import { aws_lambda as lambda } from 'aws-cdk-lib';`, 'lambda.'],
      [`import { aws_lambda } from 'aws-cdk-lib';`, 'aws_lambda.'],
      [`import { Function, Runtime, Code } from 'aws-cdk-lib/aws-lambda';`, ''],
      [`import * as cdk from 'aws-cdk-lib';`, 'cdk.aws_lambda.'],
      [`import lambda = require('@aws-cdk/aws-lambda');`, 'lambda.'],
      [`const lambda = require('@aws-cdk/aws-lambda');`, 'lambda.'],
      [`const { Function, Runtime, Code } = require('aws-cdk-lib/aws-lambda');`, ''],
      [`import { aws_lambda as lambda } from 'monocdk';`, 'lambda.'],
    ];
    for (const [form, prefix] of forms) {
      const text = `${form}\nnew ${prefix}Function(this, 'F', { runtime: ${prefix}Runtime.NODEJS_22_X, handler: 'a.b', code: ${prefix}Code.fromAsset('src') });`;
      const found = (await functionsIn(text)).map((fn) => line(fn).slice(0, expected.length));
      expect(found, form).toEqual([expected]);
    }
    await check(`import { Function } from 'aws-cdk-lib/aws-cloudfront';\nnew Function(this, 'F', { code: lambda });`, []);
    await check(`${imports}lambda.Function.fromFunctionArn(this, 'F', 'arn');`, []);
  });

  test('has its code where the program says', async () => {
    const code = async (written: string, expected: string, others?: Readonly<Record<string, string>>) => {
      const text = `import * as path from 'path';\n${imports}new lambda.Function(this, 'F', { ${props}, code: ${written} });`;
      await check(text, [`F | nodejs20.x | "index.handler" at 2:80-93 | ${expected}`], undefined, others);
    };
    await code(`lambda.Code.fromAsset('src')`, 'directory src');
    await code(`lambda.Code.fromAsset(path.join(__dirname, '../src'))`, 'directory src');
    await code(`lambda.Code.fromAsset(path.join(process.cwd(), 'src'))`, 'directory src');
    await code(`new lambda.AssetCode('./src')`, 'directory src');
    await code(`lambda.Code.fromAsset('build/app.zip')`, 'archive build/app.zip');
    await code(`lambda.Code.fromAsset('src', { bundling: { image, command: [] } })`, 'directory src | the bundling of the asset');
    await code(`lambda.Code.fromAsset('src', { exclude: ['x'] })`, 'directory src');
    await code(`lambda.Code.fromInline('exports.handler = 1')`, 'inline "exports.handler = 1"');
    await code(`lambda.Code.fromInline(fs.readFileSync('a'))`, 'inline');
    await code(`lambda.Code.fromBucket(bucket, 'key')`, 'unknown: the code is in S3');
    await code(`lambda.Code.fromAsset(props.folder)`, 'unknown: props.folder');
    // Where the program runs from what is compiled to another folder, its own place isn't here.
    const compiled = { 'cdk.json': '{"app": "node dist/bin/app.js"}' };
    await code(
      `lambda.Code.fromAsset(__dirname + '/../../src')`,
      'unknown: the program runs from the folder that it is compiled to',
      compiled,
    );
  });

  test('minds what is added later', async () => {
    const text = `${imports}const fn = new lambda.Function(this, 'F', { ${props}, code: lambda.Code.fromAsset('a') });\n`;
    const later = async (call: string) => {
      const [fn] = await functionsIn(text + call);
      return [fn?.layers.kind, fn?.environmentGap];
    };
    expect(await later("fn.addLayers(adapter); fn.addEnvironment('AWS_LAMBDA_EXEC_WRAPPER', '/opt/bootstrap');")).toEqual([
      'unknown',
      'addEnvironment',
    ]);
    expect(await later("fn.addEnvironment('TABLE', 'x');")).toEqual(['absent', undefined]);
  });

  test('is found in what AWS Solutions Constructs are given', async () => {
    const code = `lambda.Code.fromAsset('src')`;
    await check(
      `${imports}import { ApiGatewayToLambda } from '@aws-solutions-constructs/aws-apigateway-lambda'; import { wrapManagedRuleSet } from '@aws-solutions-constructs/core';
new ApiGatewayToLambda(this, 'Orders', { apiGatewayProps: {}, lambdaFunctionProps: { ${props}, code: ${code} } });
new ApiGatewayToLambda(this, 'Other', { existingLambdaObj: fn });
new Rules('a', 'AWS', wrapManagedRuleSet('b', 'AWS', 1));`,
      ['Orders | nodejs20.x | "index.handler" at 2:132-145 | directory src'],
    );
    await check(
      `from aws_cdk import aws_lambda as _lambda
from aws_solutions_constructs.aws_sqs_lambda import SqsToLambda
SqsToLambda(self, "Orders", lambda_function_props=_lambda.FunctionProps(runtime=_lambda.Runtime.PYTHON_3_12, handler="a.b", code=_lambda.Code.from_asset("src")))`,
      ['Orders | python3.12 | "a.b" at 2:118-121 | directory src'],
      'stack.py',
    );
  });

  test('keeps the rest of what is written', async () => {
    const [fn] = await functionsIn(
      `import { Duration, Size } from 'aws-cdk-lib';\n${imports}new lambda.Function(this, 'F', { ${props}, code: lambda.Code.fromAsset('a'),
        timeout: Duration.minutes(2), memorySize: 512, functionName: 'real', architecture: lambda.Architecture.ARM_64,
        ephemeralStorageSize: Size.gibibytes(1), environment: { A: 'b', T: table.tableName, ...more }, layers: [layer] });`,
    );
    expect(fn).toMatchObject({
      id: 'lib/stack.ts#F',
      name: 'real',
      format: 'cdk',
      packageType: 'Zip',
      timeoutSeconds: { value: 120 },
      memoryMb: { value: 512 },
      architecture: { value: 'arm64' },
      ephemeralStorageMb: { value: 1024 },
      environment: { A: { value: 'b' }, T: { kind: 'unknown', reason: 'table.tableName' } },
      environmentGap: 'more',
      layers: { kind: 'unknown' },
      range: { start: { line: 2, character: 27 }, end: { line: 2, character: 28 } },
    });
  });
});

describe('constructs that build', () => {
  const nodejs = `import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';\n`;
  const python = `import { PythonFunction } from '@aws-cdk/aws-lambda-python-alpha';\n`;

  test('NodejsFunction takes one file, by default named after the construct', async () => {
    await check(`${nodejs}new NodejsFunction(this, 'F', { entry: 'src/a.ts', handler: 'main' });`, [
      'F | absent | "main" at 1:61-65 | directory src | entry src/a.ts',
    ]);
    await check(`${nodejs}new NodejsFunction(this, 'F', { entry: \`\${__dirname}/../src/a.ts\` });`, [
      'F | absent | absent | directory src | entry src/a.ts',
    ]);
    await check(`${nodejs}new NodejsFunction(this, 'f');`, ['f | absent | absent | directory lib | entry lib/stack.f.ts']);
    await check(
      `${nodejs}new NodejsFunction(this, 'f');`,
      ['f | absent | absent | directory lib | entry lib/stack.f.mjs'],
      'lib/stack.ts',
      {
        'lib/stack.f.mjs': '',
      },
    );
    await check(`${nodejs}new NodejsFunction(this, 'F', { entry: props.entry });`, [
      'F | absent | absent | unknown: props.entry | bundler',
    ]);
    await check(`${nodejs}new NodejsFunction(this, 'F', { code: x, handler: 'a.b' });`, ['F | absent | "a.b" at 1:51-54 | unknown: x']);
  });

  test('PythonFunction takes a folder, GoFunction ignores the handler, images have none', async () => {
    await check(`${python}new PythonFunction(this, 'F', { entry: 'src' });`, ['F | absent | absent | directory src | entry src/index.py']);
    await check(`${python}new PythonFunction(this, 'F', { entry: 'src', index: 'a.py', handler: 'main' });`, [
      'F | absent | "main" at 1:71-75 | directory src | entry src/a.py',
    ]);
    await check(`import { GoFunction } from '@aws-cdk/aws-lambda-go-alpha';\nnew GoFunction(this, 'F', { entry: 'cmd' });`, [
      'F | provided.al2023 | absent | directory cmd | go build',
    ]);
    await check(`${imports}new lambda.DockerImageFunction(this, 'F', { code: lambda.DockerImageCode.fromImageAsset('a') });`, [
      'F | absent | absent | image',
    ]);
  });

  test('an image is built in the folder that its code names', async () => {
    const image = async (written: string, expected: object) => {
      const [fn] = await functionsIn(`${imports}new lambda.DockerImageFunction(this, 'F', { code: lambda.DockerImageCode.${written} });`);
      expect(fn?.code).toEqual({ kind: 'image', ...expected });
    };
    await image(`fromImageAsset('a')`, { dockerfile: '/work/shop/a/Dockerfile' });
    await image(`fromImageAsset('a', { file: 'x/Dockerfile', cmd: ['b.c'] })`, {
      dockerfile: '/work/shop/a/x/Dockerfile',
      context: '/work/shop/a',
      command: ['b.c'],
    });
    await image(`fromEcr(repository)`, {});
    await image(`fromImageAsset(somewhere)`, {});
  });

  test('level 1 constructs are read as CloudFormation', async () => {
    await check(`${imports}new lambda.CfnFunction(this, 'F', { runtime: 'nodejs20.x', handler: 'a.b', code: { s3Bucket: 'x' }, role });`, [
      'F | nodejs20.x | "a.b" at 1:69-72 | unknown: the code is in S3',
    ]);
  });
});

test('resources of SAM are listed, their code is told where the template is made', async () => {
  await check(
    `import * as sam from 'aws-cdk-lib/aws-sam';\nnew sam.CfnFunction(this, 'F', { runtime: 'nodejs20.x', handler: 'a.b', codeUri: 'src' });`,
    ['F | nodejs20.x | "a.b" at 1:66-69 | unknown: it is relative to the template that is made'],
  );
});

describe('what programs do with properties', () => {
  test('constants, spreads and variables are followed to where the text is', async () => {
    await check(
      `${imports}const common = { ${props} };\nnew lambda.Function(this, 'F', { ...common, code: lambda.Code.fromAsset('src') });`,
      ['F | nodejs20.x | "index.handler" at 1:64-77 | directory src'],
    );
    await check(`${imports}const H = 'a.b';\nnew lambda.Function(this, 'F', { runtime, handler: H, code });`, [
      'F | unknown: runtime | "a.b" at 1:11-14 | unknown: code',
    ]);
    await check(
      `${imports}import { H } from './h';\nnew lambda.Function(this, 'F', { handler: H });`,
      ['F | absent | "a.b" at 0:18-21 | unknown: the program doesn’t say where its code is'],
      undefined,
      {
        'lib/h.ts': `export const H = 'a.b';`,
      },
    );
  });

  test('helpers and loops count for each call and item', async () => {
    const helper = `${imports}class S { constructor() { this.make('A', 'a'); this.make('B', 'b'); }
      make(id: string, name: string) { return new lambda.Function(this, id, { handler: name + '.main', code: lambda.Code.fromAsset('src') }); } }`;
    await check(helper, ['A | absent | "a.main" at 2:87-101 | directory src', 'B | absent | "b.main" at 2:87-101 | directory src']);
    expect((await functionsIn(helper)).map(({ range }) => range.start)).toEqual([
      { line: 1, character: 37 },
      { line: 1, character: 58 },
    ]);
    await check(
      `${imports}for (const n of ['a', 'b']) new lambda.Function(this, n, { handler: \`\${n}.c\`, code: lambda.Code.fromAsset(n) });`,
      ['a | absent | "a.c" at 1:69-75 | directory a', 'b | absent | "b.c" at 1:69-75 | directory b'],
    );
    await check(`${imports}['a'].forEach((n) => { new lambda.Function(this, n, { handler: 'x.c', code: lambda.Code.fromAsset(n) }); });`, [
      'a | absent | "x.c" at 1:64-67 | directory a',
    ]);
    await check(
      `${imports}export function make(s, p) { new lambda.Function(s, p.id, { handler: p.h, code: lambda.Code.fromAsset('a') }); }`,
      ['Function | absent | unknown: the parameter p of make | directory a'],
    );
  });

  test('a stack that is made twice has its functions once', async () => {
    const stack = `${imports}class S { constructor(scope, id, p) { new lambda.Function(this, 'F', { ${props}, code: lambda.Code.fromAsset('a'), environment: { A: p.a } }); } }`;
    await check(`${stack}\nnew S(app, 'dev', { a: '1' }); new S(app, 'prod', { a: '2' });`, [
      'F | nodejs20.x | "index.handler" at 1:118-131 | directory a',
    ]);
  });

  test('classes that extend a construct count where they are made', async () => {
    const own = `import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';\nexport class Own extends NodejsFunction { constructor(s, id, p) { super(s, id, { handler: 'main', ...p }); } }\n`;
    await check(`${own}new Own(this, 'A', { entry: 'src/a.ts' });`, ['A | absent | "main" at 1:91-95 | directory src | entry src/a.ts']);
    await check(
      `import { Own } from './own';\nimport { Stack } from 'aws-cdk-lib'; /* Function */\nnew Own(this, 'A', { entry: 'src/a.ts' });`,
      ['A | absent | "main" at 1:91-95 | directory src | entry src/a.ts'],
      undefined,
      { 'lib/own.ts': own },
    );
    await check(own, []);
    const whole = own.replace('...p', `entry: 'src/b.ts'`);
    await check(whole, ['NodejsFunction | absent | "main" at 1:91-95 | directory src | entry src/b.ts']);
  });

  test('what another file’s class or function makes counts where it is said what runs', async () => {
    const own = `import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
export class Own extends Construct {
  constructor(scope, id, props) {
    super(scope, id);
    const { handler = 'main', memory, ...rest } = props;
    this.fn = new NodejsFunction(this, 'Function', { handler, memorySize: memory, ...rest });
  }
}
export function make(scope, id, name) {
  return new NodejsFunction(scope, id, { entry: \`src/\${name}.ts\`, handler: 'run' });
}
export class Whole extends Construct {
  constructor(scope, id, props) {
    new NodejsFunction(this, 'W', { entry: 'src/w.ts', handler: 'w', environment: props.environment });
  }
}`;
    const used = (text: string, expected: readonly string[]) =>
      check(
        `import { Own, make, Whole } from './own';\nimport { Stack } from 'aws-cdk-lib'; /* Function */\n${text}`,
        expected,
        undefined,
        {
          'lib/own.ts': own,
        },
      );
    await used(`new Own(this, 'A', { entry: 'src/a.ts', memory: 1 });`, [
      'A | absent | "main" at 4:23-27 | directory src | entry src/a.ts',
    ]);
    await used(`new Own(this, 'A', { entry: 'src/a.ts', handler: 'go' });`, [
      'A | absent | "go" at 2:50-52 | directory src | entry src/a.ts',
    ]);
    await used(`for (const n of ['x', 'y']) make(this, n, n);`, [
      'x | absent | "run" at 9:76-79 | directory src | entry src/x.ts',
      'y | absent | "run" at 9:76-79 | directory src | entry src/y.ts',
    ]);
    await used(`new Own(this, 'A', props);`, []);
    await used(`new Whole(this, 'A', { environment: { A: 'b' } });`, []);
  });

  test('so does what a package of the same workspace makes', async () => {
    const own = `import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
export class Own extends NodejsFunction { constructor(s, id, p) { super(s, id, { handler: 'main', ...p }); } }`;
    const used = async (others: Readonly<Record<string, string>>, found: boolean, from = '@company/constructs') => {
      const text = `import { Own } from '${from}';\nimport { Stack } from 'aws-cdk-lib'; /* Function */\nnew Own(this, 'A', { entry: 'src/a.ts' });`;
      const expected = found ? ['A | absent | "main" at 1:91-95 | directory app/src | entry app/src/a.ts'] : [];
      await check(text, expected, 'app/lib/stack.ts', { 'app/cdk.json': '{"app": "npx ts-node bin/app.ts"}', ...others });
    };
    const constructs = (folder: string) => ({
      [`${folder}/package.json`]: '{"name": "@company/constructs"}',
      [`${folder}/src/own.ts`]: own,
    });
    const inside = { ...constructs('packages/constructs'), 'packages/constructs/src/index.ts': `export * from './own';` };
    const list = (workspaces: unknown) => ({ ...inside, 'package.json': JSON.stringify({ workspaces }) });
    await used(list(['packages/*']), true);
    await used(list({ packages: ['./packages/**'] }), true);
    await used(list(['packages/constructs/']), true);
    await used(list(['packages/*']), true, '@company/constructs/src/own');
    await used(list(['packages/*']), true, '@company/constructs/own');
    await used({ ...inside, 'pnpm-workspace.yaml': 'packages:\n  - packages/*\n' }, true);
    await used({ ...inside, 'pnpm-workspace.yaml': 'packages: [' }, false);
    await used(list(['libs/*', '!packages/*', 5]), false);
    await used(inside, false);
  });

  test('ids that a file has twice are told apart', async () => {
    const fn = `new lambda.Function(this, 'F', { handler: 'a.b', code: lambda.Code.fromAsset('a') })`;
    const found = await functionsIn(`${imports}class A { constructor() { ${fn}; ${fn} } } class B { constructor() { ${fn} } }`);
    expect(found.map(({ logicalId }) => logicalId)).toEqual(['A.F', 'A.F-2', 'B.F']);
  });
});

describe('Python', () => {
  const py = `from aws_cdk import (aws_lambda as lambda_, Stack, Duration)\nfrom pathlib import Path\nimport os\n`;
  const python = (text: string, expected: readonly string[], others?: Readonly<Record<string, string>>) =>
    check(text, expected, 'shop/stack.py', others);

  test('Function is found through every way of importing it', async () => {
    const forms: readonly (readonly [string, string])[] = [
      ['from aws_cdk import aws_lambda as _lambda', '_lambda.'],
      ['import aws_cdk.aws_lambda as l', 'l.'],
      ['import aws_cdk as cdk', 'cdk.aws_lambda.'],
      ['import aws_cdk.aws_lambda', 'aws_cdk.aws_lambda.'],
      ['from aws_cdk.aws_lambda import Function, Runtime, Code', ''],
      ['from aws_cdk import core\nfrom aws_cdk import aws_lambda as a', 'a.'],
    ];
    for (const [form, prefix] of forms) {
      const text = `${form}\n${prefix}Function(self, "F", runtime=${prefix}Runtime.PYTHON_3_12, handler="a.b", code=${prefix}Code.from_asset("src"))`;
      const found = (await functionsIn(text, 'app.py')).map((fn) => line(fn).replace(/ at \S+/, ''));
      expect(found, form).toEqual(['F | python3.12 | "a.b" | directory src']);
    }
  });

  test('has its code where the program says', async () => {
    const code = (written: string, expected: string, before = '') =>
      python(`${py}${before}lambda_.Function(self, id="F", handler="a.b", code=${written})`, [
        `F | absent | "a.b" at ${before === '' ? 3 : 4}:40-43 | ${expected}`,
      ]);
    await code('lambda_.Code.from_asset(str(Path(__file__).parent / "src"))', 'directory shop/src');
    await code('lambda_.Code.from_asset(os.path.join(os.path.dirname(__file__), "..", "src"))', 'directory src');
    await code('lambda_.Code.from_asset(f"{Path(__file__).resolve().parents[1]}/src")', 'directory src');
    await code('lambda_.Code.from_asset(ROOT + "/src")', 'directory src', 'ROOT = os.getcwd()\n');
    await code('lambda_.Code.from_asset("src", bundling=BundlingOptions(command=[]))', 'directory src | the bundling of the asset');
    await code('lambda_.Code.from_inline("def b(): pass")', 'inline "def b(): pass"');
    await code('lambda_.AssetCode("src")', 'directory src');
  });

  test('methods, loops, keywords and inheritance are followed', async () => {
    await python(
      `${py}class S(Stack):
  def __init__(self, scope, id, **kwargs):
    super().__init__(scope, id, **kwargs)
    self.common = dict(handler="app.handler")
    self.make("A", folder="a")
    for name in ["x", "y"]:
      lambda_.Function(self, name, code=lambda_.Code.from_asset(name), **self.common)
  def make(self, id: str, folder: str = "none"):
    return lambda_.Function(self, id, **self.common, code=lambda_.Code.from_asset(folder))`,
      [
        'x | absent | "app.handler" at 6:32-43 | directory x',
        'y | absent | "app.handler" at 6:32-43 | directory y',
        'A | absent | "app.handler" at 6:32-43 | directory a',
      ],
    );
    await python(
      `${py}class Own(lambda_.Function):
  def __init__(self, scope, id, folder):
    super().__init__(scope, id, handler="a.b", code=lambda_.Code.from_asset(folder))
Own(app, "F", "src")`,
      ['F | absent | "a.b" at 5:41-44 | directory src'],
    );
    await python(
      `${py}from .names import HANDLER\nlambda_.Function(self, "F", handler=HANDLER, timeout=Duration.seconds(3))`,
      ['F | absent | "a.b" at 0:11-14 | unknown: the program doesn’t say where its code is'],
      { 'shop/names.py': 'HANDLER = "a.b"' },
    );
    const many = Array.from({ length: 60 }, (_, n) => `from aws_cdk import aws_x${n} as x${n}\n`).join('');
    await python(
      `${many}${py}from shop.names import HANDLER\nlambda_.Function(self, "F", handler=HANDLER)`,
      ['F | absent | "a.b" at 0:11-14 | unknown: the program doesn’t say where its code is'],
      { 'shop/names.py': 'HANDLER = "a.b"' },
    );
    await python(`from aws_cdk import aws_lambda_python_alpha as p\np.PythonFunction(self, "F", entry="src", index="a.py")`, [
      'F | absent | absent | directory src | entry src/a.py',
    ]);
  });

  test('Java, C# and Go: what is written out', async () => {
    const one = async (name: string, text: string, expected: string) => {
      const found = await functionsIn(text, name);
      expect(
        found.map((fn) => line(fn).replace(/ at \d+:\d+-\d+/, '')),
        text,
      ).toEqual([expected]);
    };
    const inClass = (body: string) =>
      `class S extends Stack { static final String H = "a.B::c"; S(Construct scope, String id) { super(scope, id); ${body} } }`;
    const builder = inClass(
      `Function f = Function.Builder.create(this, "F").runtime(Runtime.JAVA_21).handler("a.B::c").code(Code.fromAsset("x.jar")).build();`,
    );
    const expected = 'F | java21 | "a.B::c" | archive x.jar';
    await one(
      'S.java',
      `import software.amazon.awscdk.services.lambda.Function; import software.amazon.awscdk.services.lambda.Runtime; import software.amazon.awscdk.services.lambda.Code;\n${builder}`,
      expected,
    );
    await one('S.java', `import software.amazon.awscdk.services.lambda.*;\n${builder}`, expected);
    const props = inClass(
      `new Function(this, "F", FunctionProps.builder().runtime(Runtime.JAVA_21).handler(H).code(Code.fromAsset("x.jar")).build());`,
    );
    await one('S.java', `import software.amazon.awscdk.services.lambda.*;\n${props}`, expected);
    const sharp = (
      type: string,
    ) => `class S : Stack { Function Function; S(Construct scope, string id) : base(scope, id) { Function = new ${type}(this, "F", new FunctionProps {
    Runtime = Runtime.DOTNET_8, Handler = "A::B.C::D", Code = Code.FromAsset("src"), Timeout = Duration.Seconds(5) }); } }`;
    await one('S.cs', `using Amazon.CDK;\nusing Amazon.CDK.AWS.Lambda;\n${sharp('Function')}`, 'F | dotnet8 | "A::B.C::D" | directory src');
    await one(
      'S.cs',
      `using Amazon.CDK.AWS.Lambda;\n${sharp('Amazon.CDK.AWS.Lambda.Function')}`,
      'F | dotnet8 | "A::B.C::D" | directory src',
    );
    await one(
      'main.go',
      `package main\nimport ( "github.com/aws/aws-cdk-go/awscdk/v2/awslambda"; "github.com/aws/jsii-runtime-go" )\nfunc New(stack awscdk.Stack) { awslambda.NewFunction(stack, jsii.String("F"), &awslambda.FunctionProps{
    Runtime: awslambda.Runtime_PROVIDED_AL2023(), Handler: jsii.String("bootstrap"), Code: awslambda.Code_FromAsset(jsii.String("x.zip"), nil)}) }`,
      'F | provided.al2023 | "bootstrap" | archive x.zip',
    );
  });

  test('Kotlin: builders, as Java has them', async () => {
    const kotlin = (body: string, ...expected: readonly string[]) =>
      check(
        `package com.shop

import software.amazon.awscdk.services.lambda.*
import software.amazon.awscdk.services.lambda.Function // not Kotlin’s

private const val JAR = "build/shop.jar"

class ShopStack(scope: Construct, id: String) : Stack(scope, id) {
    init {
${body}
    }
}
`,
        expected,
        'ShopStack.kt',
      );
    await kotlin(
      `        val order = Function.Builder.create(this, "Order")
            .environment(mapOf("TABLE" to table.tableName)) // its table
            .handler("com.shop.Order::handle")
            .code(Code.fromAsset(JAR))
            .runtime(Runtime.JAVA_21)
            .build()`,
      'Order | java21 | "com.shop.Order::handle" at 11:22-44 | archive build/shop.jar',
    );
    await kotlin(
      `        Function(this, "Order", FunctionProps.builder().handler("com.shop.\${name}").code(Code.fromAsset("a")).build())`,
      'Order | absent | unknown: a calculation | directory a',
    );
    await kotlin('        Function.Builder.create(this, "Order', ...[]);
  });

  test('unit tests define nothing', async () => {
    await check(`${py}import pytest\nlambda_.Function(self, "F", handler="a.b")`, [], 'tests/test_stack.py');
  });
});

describe('what only an execution environment heeds', () => {
  const one = async (text: string, name?: string) => {
    const [fn] = await functionsIn(text, name);
    if (fn === undefined) throw new Error('There is none.');
    return fn;
  };

  test('layers are their code, or what only AWS has', async () => {
    const text = (list: string) => `${imports}
class Shop extends Stack { constructor(props) {
  const zipped = new lambda.LayerVersion(this, 'Zipped', { code: lambda.Code.fromAsset('out/layer.zip') });
  this.shared = new lambda.LayerVersion(this, 'Shared', { code: lambda.Code.fromAsset('layers/shared') });
  const built = new lambda.LayerVersion(this, 'Built', { code: lambda.Code.fromAsset('src', { bundling: { image } }) });
  const far = lambda.LayerVersion.fromLayerVersionArn(this, 'Far', 'arn:aws:lambda:eu-west-1:1:layer:far:3');
  new lambda.Function(this, 'F', { ${props}, code: lambda.Code.fromAsset('src'), layers: ${list} });
} }`;
    expect(layers(await one(text('[zipped, this.shared, built, far, props.layer]')))).toEqual([
      'archive Zipped out/layer.zip',
      'folder Shared layers/shared',
      'elsewhere Built',
      'elsewhere arn:aws:lambda:eu-west-1:1:layer:far:3',
      'elsewhere undefined',
    ]);
    expect(layers(await one(text('props.layers')))).toEqual(['elsewhere undefined']);
    const python = `from aws_cdk import aws_lambda as lambda_
class S(Stack):
    def __init__(self):
        layer = lambda_.LayerVersion(self, "L", code=lambda_.Code.from_asset("layer"))
        lambda_.Function(self, "F", runtime=lambda_.Runtime.PYTHON_3_12, handler="a.b", code=lambda_.Code.from_asset("src"), layers=[layer])`;
    expect(layers(await one(python, 'stack.py'))).toEqual(['folder L layer']);
    const alpha = `from aws_cdk import aws_lambda as lambda_, aws_lambda_python_alpha as python
class S(Stack):
    def __init__(self):
        layer = python.PythonLayerVersion(self, "L", entry="layer")
        lambda_.Function(self, "F", runtime=lambda_.Runtime.PYTHON_3_12, handler="a.b", code=lambda_.Code.from_asset("src"), layers=[layer])`;
    expect((await one(alpha, 'stack.py')).execution?.layers).toMatchObject([{ kind: 'folder', name: 'L', buildMethod: 'python' }]);
  });

  test('layers are added later, to the function that is told so', async () => {
    const stack = (body: string) => `${imports}
class Shop extends Stack { constructor(props) {
  const tools = new lambda.LayerVersion(this, 'Tools', { code: lambda.Code.fromAsset('layers/tools') });
  const more = new lambda.LayerVersion(this, 'More', { code: lambda.Code.fromAsset('layers/more') });
  const make = (id: string) => new lambda.Function(this, id, { ${props}, code: lambda.Code.fromAsset('src') });
  ${body}
} }`;
    const all = async (body: string, name?: string) => {
      const functions = await functionsIn(name === undefined ? stack(body) : body, name);
      return functions.map((fn) => [fn.logicalId, fn.layers.kind, ...layers(fn)].join(' | '));
    };
    expect(
      await all(`const a = make('A'); const b = make('B');
  const c = new lambda.Function(this, 'C', { ${props}, code: lambda.Code.fromAsset('src'), layers: [more] });
  a.addLayers(tools, more); c.addLayers(tools);`),
    ).toEqual([
      'A | unknown | folder Tools layers/tools | folder More layers/more',
      'B | absent',
      'C | unknown | folder More layers/more | folder Tools layers/tools',
    ]);
    // Of which isn't known.
    expect(await all(`const a = make('A'); const b = make('B'); for (const fn of everything()) fn.addLayers(tools);`)).toEqual([
      'A | unknown',
      'B | unknown',
    ]);
    const python = `from aws_cdk import aws_lambda as lambda_
class S(Stack):
    def __init__(self):
        tools = lambda_.LayerVersion(self, "L", code=lambda_.Code.from_asset("layer"))
        f = lambda_.Function(self, "F", runtime=lambda_.Runtime.PYTHON_3_12, handler="a.b", code=lambda_.Code.from_asset("src"))
        f.add_layers(tools)`;
    expect(await all(python, 'stack.py')).toEqual(['F | unknown | folder L layer']);
  });

  test('snapshots, concurrency and logging', async () => {
    const more = `snapStart: lambda.SnapStartConf.ON_PUBLISHED_VERSIONS, reservedConcurrentExecutions: 3,
      loggingFormat: lambda.LoggingFormat.JSON, applicationLogLevelV2: lambda.ApplicationLogLevel.DEBUG`;
    const { execution } = await one(`${imports}new lambda.Function(this, 'F', { ${props}, code: lambda.Code.fromAsset('src'), ${more} });`);
    expect(execution).toMatchObject({
      snapStart: true,
      reservedConcurrency: { value: 3 },
      logging: { format: { value: 'JSON' }, applicationLevel: { value: 'DEBUG' }, systemLevel: { kind: 'absent' } },
    });
  });
});

test('unit tests define nothing that anybody has', async () => {
  const text = `${imports}test('x', () => { new lambda.Function(stack, 'F', { ${props}, code: lambda.Code.fromAsset('nowhere') }); });`;
  await check(text, [], 'test/stack.test.ts');
  await check(text, [], 'test/stack.ts');
  expect(await functionsIn(text, 'test/integ.stack.ts')).toHaveLength(0);
  expect(await functionsIn(text.replace(/test\('x', \(\) => \{|\}\);$/g, ''), 'test/integ.stack.ts')).toHaveLength(1);
});

test('no text stops the reader', async () => {
  const text = `${imports}new lambda.Function(this, 'F', { ${props}, code: lambda.Code.fromAsset('a') });`;
  for (let end = 0; end <= text.length; end += 7) await functionsIn(text.slice(0, end));
  await functionsIn(`${imports}// Function\nconst x = ${'['.repeat(50_000)}`);
  await functionsIn(
    `${imports}const a0 = {}; ${Array.from({ length: 40 }, (_, n) => `const a${n + 1} = { ...a${n}, ...a${n} };`).join('')}\nnew lambda.Function(this, 'F', a40);`,
  );
});
