import { afterAll, expect, test } from 'vitest';
import { testSyntax } from '../../syntax/testing.ts';
import { functionsIn, layers, line } from '../program/testing.ts';

const { syntax, dispose } = testSyntax();
afterAll(dispose);

const check = async (text: string, expected: readonly string[], name = 'index.ts', manifest = 'runtime: nodejs') => {
  const found = await functionsIn(text, name, { 'Pulumi.yaml': manifest, 'app/index.ts': '' }, syntax);
  expect(
    found.map((fn) => line(fn).replace(/ at \d+:\d+-\d+/, '')),
    text,
  ).toEqual(expected);
};

const ts = `import * as aws from '@pulumi/aws'; import * as pulumi from '@pulumi/pulumi';\n`;

test('functions are found with their archives', async () => {
  const code = (written: string, expected: string, more = '') =>
    check(`${ts}new aws.lambda.Function('f', { handler: 'a.b', runtime: 'nodejs20.x', ${more} code: ${written} });`, [
      `f | nodejs20.x | "a.b" | ${expected}`,
    ]);
  await code(`new pulumi.asset.AssetArchive({ '.': new pulumi.asset.FileArchive('./app') })`, 'directory app');
  await code(`new pulumi.asset.FileArchive('./app')`, 'directory app');
  await code(`new pulumi.asset.FileArchive('./app.zip')`, 'archive app.zip');
  await code(
    `new pulumi.asset.AssetArchive({ 'a.js': new pulumi.asset.StringAsset('exports.b = 1'), 'c.js': new pulumi.asset.FileAsset('c.js') })`,
    'files a.js, c.js',
  );
  await code(
    `new pulumi.asset.AssetArchive({ a: new pulumi.asset.FileArchive('a') })`,
    'unknown: the archive is put together of several folders',
  );
  await code('undefined', 'unknown: the code is in S3', `s3Bucket: 'b',`);
});

test('layers are their archives, or what only AWS has', async () => {
  const text = `${ts}const layer = new aws.lambda.LayerVersion('deps', { layerName: 'deps', code: new pulumi.asset.FileArchive('./layer') });
new aws.lambda.Function('f', { handler: 'a.b', runtime: 'nodejs20.x', code: new pulumi.asset.FileArchive('./app'), layers: [layer.arn, 'arn:x', other.arn] });`;
  const [fn] = await functionsIn(text, 'index.ts', { 'Pulumi.yaml': 'runtime: nodejs' }, syntax);
  expect(fn && layers(fn)).toEqual(['folder deps layer', 'elsewhere arn:x', 'elsewhere undefined']);
});

test('runtimes are texts or constants; images have none', async () => {
  const runtime = (written: string, expected: string) =>
    check(`${ts}new aws.lambda.Function('f', { handler: 'a.b', runtime: ${written}, code: new pulumi.asset.FileArchive('app') });`, [
      `f | ${expected} | "a.b" | directory app`,
    ]);
  await runtime('aws.lambda.Runtime.NodeJS20dX', 'nodejs20.x');
  await runtime('aws.lambda.NodeJS18dXRuntime', 'nodejs18.x');
  await runtime('aws.lambda.Runtime.Python3d12', 'python3.12');
  await runtime('aws.lambda.Runtime.CustomAL2023', 'provided.al2023');
  await check(`${ts}new aws.lambda.Function('f', { packageType: 'Image', imageUri: x });`, ['f | absent | absent | image']);
  await check(`${ts}new aws.lambda.CallbackFunction('f', { callback: async () => {} }); new Function('x');`, []);
});

test('in Python too, and where main says that the program runs elsewhere', async () => {
  const py = `import pulumi\nimport pulumi_aws as aws\n`;
  await check(
    `${py}aws.lambda_.Function("f", runtime=aws.lambda_.Runtime.PYTHON3D12, handler="a.b", code=pulumi.AssetArchive({".": pulumi.FileArchive("./app")}), environment=aws.lambda_.FunctionEnvironmentArgs(variables={"A": "b"}))`,
    ['f | python3.12 | "a.b" | directory app'],
    '__main__.py',
  );
  await check(
    `${ts}new aws.lambda.Function('f', { handler: 'a.b', code: new pulumi.asset.FileArchive('x') });`,
    ['f | absent | "a.b" | directory app/x'],
    'app/index.ts',
    'main: app/\n',
  );
});

test('in Go, C# and Java: what is written out', async () => {
  await check(
    `package main
import (
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/lambda"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)
func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		fn, err := lambda.NewFunction(ctx, "f", &lambda.FunctionArgs{
			Handler: pulumi.String("main.handler"), Runtime: lambda.RuntimePython3d12,
			Code: pulumi.NewAssetArchive(map[string]interface{}{".": pulumi.NewFileArchive("./app")}),
		})
		return err
	})
}`,
    ['f | python3.12 | "main.handler" | directory app'],
    'main.go',
  );
  const sharp = (usings: string, type: string) => `${usings}
return await Deployment.RunAsync(() =>
{
    var fn = new ${type}("f", new() { Runtime = "dotnet8", Handler = "A::B.C::D", Code = new FileArchive("./app") });
});`;
  const expected = ['f | dotnet8 | "A::B.C::D" | directory app'];
  await check(sharp('using Pulumi;\nusing Aws = Pulumi.Aws;', 'Aws.Lambda.Function'), expected, 'Program.cs');
  await check(sharp('using Pulumi;\nusing Pulumi.Aws.Lambda;', 'Function'), expected, 'Program.cs');
  await check(sharp('using Pulumi;', 'Pulumi.Aws.Lambda.Function'), expected, 'Program.cs');
  await check(
    `import com.pulumi.aws.lambda.Function; import com.pulumi.aws.lambda.FunctionArgs; import com.pulumi.asset.FileArchive;
class App { static void stack(Context ctx) {
  new Function("f", FunctionArgs.builder().runtime("java21").handler("a.B::c").code(new FileArchive("./app.zip")).build()); } }`,
    ['f | java21 | "a.B::c" | archive app.zip'],
    'App.java',
  );
});
