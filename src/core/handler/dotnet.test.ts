import { afterAll, describe, expect, test } from 'vitest';
import type { FunctionDefinition } from '../project/model.ts';
import { testSyntax } from '../syntax/testing.ts';
import { functionAt } from './testing/functionAt.ts';
import { resolveIn, summary } from './testing/summary.ts';

const { syntax, dispose } = testSyntax();
afterAll(dispose);

/** `expected` as `summary` writes it. A string is the text of `Orders.cs`, in the project `Shop`. */
function check(
  title: string,
  files: Readonly<Record<string, string>> | string,
  handler: string,
  expected: string,
  changes: Partial<FunctionDefinition> = {},
): void {
  test(title, async () => {
    const tree = typeof files === 'string' ? { 'Orders.cs': files } : files;
    const resolution = await resolveIn({ 'Shop.csproj': '<Project/>', ...tree }, functionAt(handler, 'dotnet8', changes), syntax);
    expect(summary(resolution)).toBe(expected);
  });
}

const method = 'public string Handle(string input) { return input; }';
const orders = `namespace Shop;\npublic class Orders\n{\n    ${method}\n}\n`;

describe('the handler string', () => {
  check('one colon', orders, 'Shop:Shop.Orders:Handle', 'malformed -> Shop::Shop.Orders::Handle');
  check('without the method', orders, 'Shop::Shop.Orders', 'malformed -> Shop::Shop.Orders::Handle');
  check('without the assembly', orders, 'Shop.Orders::Handle', 'malformed -> Shop::Shop.Orders::Handle');
  check('dots alone', orders, 'Shop.Orders.Handle', 'malformed -> Shop::Shop.Orders::Handle');
  check('an empty part', orders, 'Shop::::Handle', 'malformed');
  check('a slash', orders, 'Shop::Shop/Orders::Handle', 'malformed -> Shop::Shop.Orders::Handle');
});

describe('types and methods', () => {
  check('a namespace of the file', orders, 'Shop::Shop.Orders::Handle', 'ok Orders.cs:4');
  check(
    'a namespace with braces',
    `namespace Shop { namespace Api.V1 { class Orders { ${method} } } }`,
    'Shop::Shop.Api.V1.Orders::Handle',
    'ok Orders.cs:1',
  );
  check('without a namespace', `class Orders { ${method} }`, 'Shop::Orders::Handle', 'ok Orders.cs:1');
  check('nested', `namespace Shop; class Orders { class In { ${method} } }`, 'Shop::Shop.Orders+In::Handle', 'ok Orders.cs:1');
  check(
    'a record, in a file of another name',
    { 'X.cs': `namespace Shop; record Orders(int A) { ${method} }` },
    'Shop::Shop.Orders::Handle',
    'ok X.cs:1',
  );
  check('behind #if', `namespace Shop;\nclass Orders {\n#if NET\n${method}\n#endif\n}`, 'Shop::Shop.Orders::Handle', 'ok Orders.cs:4');
  check(
    'private, which the runtime calls too',
    'namespace Shop; class Orders { static async Task<int> Handle() => 1; }',
    'Shop::Shop.Orders::Handle',
    'ok Orders.cs:1',
  );
  check(
    'partial',
    { 'A.cs': 'namespace Shop; partial class Orders {}', 'B.cs': `namespace Shop;\npartial class Orders { ${method} }` },
    'Shop::Shop.Orders::Handle',
    'ok A.cs at B.cs:2',
  );
  check(
    'inherited',
    { 'Orders.cs': 'namespace Shop; class Orders : Base<int>, IThing {}', 'Base.cs': `namespace Shop; class Base<T> { ${method} }` },
    'Shop::Shop.Orders::Handle',
    'ok Orders.cs at Base.cs:1',
  );
  check('a near name', orders, 'Shop::Shop.Orders::Handel', 'export-not-found -> Shop::Shop.Orders::Handle');
  check('the only one', orders, 'Shop::Shop.Orders::Run', 'export-not-found -> Shop::Shop.Orders::Handle');
  check(
    'with an interface',
    `namespace Shop; class Orders : IDisposable { ${method} }`,
    'Shop::Shop.Orders::Run',
    'export-not-found -> Shop::Shop.Orders::Handle',
  );
  check('silent: inherited from a package', 'namespace Shop; class Orders : Base { }', 'Shop::Shop.Orders::Handle', '?');
  check(
    'ASP.NET Core’s entry point',
    'namespace Shop; class LambdaEntryPoint : Amazon.Lambda.AspNetCoreServer.APIGatewayProxyFunction { }',
    'Shop::Shop.LambdaEntryPoint::FunctionHandlerAsync',
    'ok Orders.cs:1',
  );
  const hosted = 'class LambdaEntryPoint : APIGatewayHttpApiV2ProxyFunction<Startup> { protected override void Init(IHostBuilder b) {} }';
  const using = `using Amazon.Lambda.AspNetCoreServer;\nnamespace Shop;\n${hosted}`;
  const inherited = 'Shop::Shop.LambdaEntryPoint::FunctionHandlerAsync';
  check('its handler, mistyped', using, 'Shop::Shop.LambdaEntryPoint::FunctionHandler', `export-not-found -> ${inherited}`);
  check('nothing like its handler', using, 'Shop::Shop.LambdaEntryPoint::Run', `export-not-found -> ${inherited}`);
  check(
    'its class, mistyped',
    { 'LambdaEntryPoint.cs': using },
    'Shop::Shop.LambdaEntyrPoint::FunctionHandlerAsync',
    `file-not-found -> ${inherited}`,
  );
  check('silent: a hook that it inherits', using, 'Shop::Shop.LambdaEntryPoint::PostCreateHost', '?');
  check('silent: a base class of that name of others', `namespace Shop;\n${hosted}`, 'Shop::Shop.LambdaEntryPoint::Run', '?');
  check('silent: partial', 'namespace Shop; partial class Orders { }', 'Shop::Shop.Orders::Handle', '?');
  check('silent: syntax errors', 'namespace Shop; class Orders { void ( }', 'Shop::Shop.Orders::Handle', '?');
});

describe('types that are not there', () => {
  check('a near name', orders, 'Shop::Shop.Order::Handle', 'file-not-found -> Shop::Shop.Orders::Handle');
  check('another case', orders, 'Shop::shop.orders::Handle', 'file-not-found -> Shop::Shop.Orders::Handle');
  check('another namespace', orders, 'Shop::Shop.Api.Orders::Handle', 'file-not-found -> Shop::Shop.Orders::Handle');
  check('without its namespace', orders, 'Shop::Orders::Handle', 'file-not-found -> Shop::Shop.Orders::Handle');
  check('nothing like it', orders, 'Shop::Shop.Zebra::Handle', 'file-not-found');
  check('silent: of a package', orders, 'Shop::Amazon.Zebra::Handle', '?');
  check(
    'no doubt: sources that are left out',
    { 'Orders.cs': orders, 'Shop.csproj': '<Compile Remove="node_modules\\**" />' },
    'Shop::Shop.Orders::Handel',
    'export-not-found -> Shop::Shop.Orders::Handle',
  );
  check(
    'silent: sources of others',
    { 'Orders.cs': orders, 'Shop.csproj': '<Compile Include="../x/*.cs"/>' },
    'Shop::Shop.Zebra::Handle',
    '?',
  );
  const bundling = { kind: 'other', method: 'the bundling of the asset', ofCode: true } as const;
  check('of a folder that the CDK bundles', orders, 'Shop::Shop.Order::Handle', 'file-not-found -> Shop::Shop.Orders::Handle', {
    build: bundling,
  });
  check('silent: of a folder around the project', { 'x/a/Store.csproj': '', 'x/a/Orders.cs': orders }, 'Store::Shop.Orders::Handel', '?', {
    code: { kind: 'directory', path: '/w/x' },
    build: bundling,
  });
  check('silent: a makefile', orders, 'Shop::Shop.Zebra::Handle', '?', { build: { kind: 'other', method: 'makefile' } });
});

describe('assemblies', () => {
  const named = '<Project><PropertyGroup><AssemblyName>Store</AssemblyName></PropertyGroup></Project>';
  check('by its name in the project', { 'Orders.cs': orders, 'Shop.csproj': named }, 'Store::Shop.Orders::Handle', 'ok Orders.cs:4');
  check('in another case, which .NET takes', orders, 'shop::Shop.Orders::Handle', 'ok Orders.cs:4');
  check(
    'by the name of the project instead',
    { 'Orders.cs': orders, 'Shop.csproj': named },
    'Shop::Shop.Orders::Handle',
    'file-not-found -> Store::Shop.Orders::Handle',
  );
  check(
    'from Directory.Build.props',
    { 'Orders.cs': orders, 'Directory.Build.props': named },
    'Store::Shop.Orders::Handle',
    'ok Orders.cs:4',
  );
  check(
    'silent: a name made by the build',
    { 'Orders.cs': orders, 'Shop.csproj': named.replace('Store', '$(Prefix).Shop') },
    'Zebra::Shop.Orders::Handle',
    '?',
  );
  check('silent: an assembly of a package', orders, 'Zebra::Zebra.Orders::Handle', '?');
  const referring = {
    'src/App/App.csproj': '<ProjectReference Include="..\\Lib\\Lib.csproj" />',
    'src/Lib/Lib.csproj': '',
    'src/Lib/Orders.cs': orders,
  };
  const inApp: Partial<FunctionDefinition> = { code: { kind: 'directory', path: '/w/src/App' } };
  check('of a project that is taken in', referring, 'Lib::Shop.Orders::Handle', 'ok src/Lib/Orders.cs:4', inApp);
  check('what the build makes', referring, 'Lib::Shop.Orders::Handle', 'ok src/Lib/Orders.cs:4', {
    code: { kind: 'archive', path: '/w/src/Lib/bin/Release/net8.0/Lib.zip' },
  });
  check('below the code folder', { 'Shop.csproj': '', ...referring }, 'Lib::Shop.Orders::Handle', 'ok src/Lib/Orders.cs:4', {
    code: { kind: 'directory', path: '/w/src' },
  });
  check('silent: F#', { 'x/X.fsproj': '', 'x/X.fs': '' }, 'X::X.Y::Z', '?', { code: { kind: 'directory', path: '/w/x' } });
});

describe('generated handlers', () => {
  const annotated = `namespace Shop;\nclass Orders {\n  [LambdaFunction(MemorySize = 512)]\n  [HttpApi(LambdaHttpMethod.Get, "/")]\n  public int Get() => 1;\n  public int Other() => 1;\n}`;
  check('of an annotated method', annotated, 'Shop::Shop.Orders_Get_Generated::Get', 'ok Orders.cs:5');
  check(
    'of a method that is not there',
    annotated,
    'Shop::Shop.Orders_Gt_Generated::Gt',
    'export-not-found -> Shop::Shop.Orders_Get_Generated::Get',
  );
  const right = 'Shop::Shop.Orders_Get_Generated::Get';
  check('of two methods', annotated, 'Shop::Shop.Orders_Get_Generated::Other', `export-not-found -> ${right}`);
  check('a mistyped class', annotated, 'Shop::Shop.Ordesr_Get_Generated::Get', `file-not-found -> ${right}`);
  check('a class in another case', annotated, 'Shop::Shop.orders_Get_Generated::Get', `file-not-found -> ${right}`);
  check('the method mistyped in the class alone', annotated, 'Shop::Shop.Orders_Gte_Generated::Get', `file-not-found -> ${right}`);
  check(
    'of a nested class',
    'namespace Shop; class Api { class Orders { [LambdaFunction] public int Get() => 1; } }',
    right,
    'ok Orders.cs:1',
  );
  check(
    'the class of the method itself, in another case',
    annotated,
    'Shop::Shop.orders::Get',
    `file-not-found -> Shop::Shop.Orders::Get, ${right}`,
  );
  check('silent: a method without the attribute', annotated, 'Shop::Shop.Orders_Other_Generated::Other', '?');
  check('silent: nothing like it', annotated, 'Shop::Shop.Proxy_Generated::Invoke', '?');
  check('silent: a placeholder', annotated, 'Shop::Shop.1.Orders_Get_Generated::Get', '?');
  check('silent: no attribute anywhere', orders, 'Shop::Shop.Orders_Handel_Generated::Handel', '?');
  check(
    'silent: sources of others',
    { 'Orders.cs': annotated, 'Shop.csproj': '<Compile Include="../x/*.cs"/>' },
    'Shop::Shop.Ordesr_Get_Generated::Get',
    '?',
  );
  check(
    'silent: another source with the attribute has syntax errors',
    { 'Orders.cs': annotated, 'X.cs': 'namespace Shop; class X { [LambdaFunction] void ( }' },
    'Shop::Shop.Ordesr_Get_Generated::Get',
    '?',
  );
});

describe('programs', () => {
  const exe = '<OutputType>Exe</OutputType>';
  check('statements', { 'Shop.csproj': exe, 'Program.cs': 'using A;\nawait Run();' }, 'Shop', 'ok Program.cs:2');
  check('Main', { 'Shop.csproj': exe, 'Function.cs': 'class F {\n  static async Task Main() {}\n}' }, 'Shop', 'ok Function.cs:2');
  check(
    'a web application',
    { 'Shop.csproj': '<Project Sdk="Microsoft.NET.Sdk.Web">', 'Program.cs': 'app.Run();' },
    'Shop',
    'ok Program.cs:1',
  );
  check('native', { 'Shop.csproj': exe, 'Program.cs': 'app.Run();' }, 'bootstrap', '?');
});
