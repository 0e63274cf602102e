import { afterAll, describe, expect, test } from 'vitest';
import { testSyntax } from '../../syntax/testing.ts';
import { memoryFiles } from '../../testing/memoryFiles.ts';
import type { FunctionDefinition, TemplateResult } from '../model.ts';
import { brief, only, show, summary, where } from '../testing.ts';
import { serverlessReader } from './index.ts';

const { syntax, dispose } = testSyntax();
afterAll(dispose);

const folder = '/work/shop';
const file = `${folder}/orders/serverless.yml`;

async function read(text: string, files: Readonly<Record<string, string>> = {}, path = file): Promise<TemplateResult> {
  const tree = Object.fromEntries(Object.entries(files).map(([name, content]) => [`${folder}/orders/${name}`, content]));
  if (!serverlessReader.mayDefine(text)) return { kind: 'not-a-template' };
  return serverlessReader.read({ path, text }, { folder, files: memoryFiles(tree), syntax });
}

/** The functions of a service on AWS with these lines added. */
async function functions(lines: string, files?: Readonly<Record<string, string>>): Promise<readonly FunctionDefinition[]> {
  const result = await read(`service: orders\nprovider:\n  name: aws\n  runtime: nodejs22.x\n${lines}\n`, files);
  if (result.kind !== 'template') throw new Error(summary(result));
  return result.functions;
}

/** The only function of a service, whose properties these are. */
async function one(properties: string, lines = '', files?: Readonly<Record<string, string>>): Promise<FunctionDefinition> {
  const [definition] = await functions(`${lines}\nfunctions:\n  f: {${properties}}\n`, files);
  if (definition === undefined) throw new Error('no function');
  return definition;
}

function checkout({ logicalId, handler }: FunctionDefinition): string {
  return `${logicalId} ${brief(handler)}`;
}

describe('recognises services by their content', () => {
  const check = async (text: string, expected: string, path?: string) => expect(summary(await read(text, {}, path))).toBe(expected);
  const rest = 'functions:\n  a: {handler: a.b}\n';

  test('in YAML and JSON, under any name', async () => {
    await check(`service: s\nprovider: {name: aws}\n${rest}`, 'serverless: orders/serverless.yml#a');
    await check(`service: s\nprovider: aws\n${rest}`, 'serverless: orders/serverless.yml#a');
    await check(`service: {name: s}\nprovider: {runtime: x}\n${rest}`, 'serverless: api.yaml#a', `${folder}/api.yaml`);
    await check(
      '{"service": "s", "provider": {"name": "aws"}, "functions": {"a": {"handler": "a.b"}}}',
      'serverless: serverless.json#a',
      `${folder}/serverless.json`,
    );
    await check('service: s\nprovider: {name: aws}\n', 'serverless: ');
  });

  test('other clouds’ services and other files are none', async () => {
    for (const cloud of ['google', 'azure', 'openwhisk', 'cloudflare', 'tencent', 'aliyun'])
      await check(`service: s\nprovider:\n  name: ${cloud}\n${rest}`, 'not-a-template');
    await check(`service: s\ncustom: {cloud: google}\nprovider: {name: "\${self:custom.cloud}"}\n${rest}`, 'not-a-template');
    await check('services:\n  a: {path: a}\n', 'not-a-template');
    await check(rest, 'not-a-template');
    await check(`service: s\nprovider:\n${rest}`, 'not-a-template');
    await check('- service: s\n- provider: aws\n', 'not-a-template');
    await check('', 'not-a-template');
  });

  test('broken ones are said to be so only where it is certain', async () => {
    const broken = `service: s\nprovider:\n  name: aws\nfunctions:\n  a:\n   handler: a.b\n  - x\n`;
    await check(broken, 'broken: This template can’t be read: A block sequence may not be used as an implicit map key (line 7, column 1).');
    await check(broken.replace('functions:', 'things:'), 'not-a-template', `${folder}/other.yml`);
    await check(broken.replace('aws', 'google'), 'not-a-template');
  });

  test('cut off anywhere, it is still answered', async () => {
    const text =
      'service: s\nprovider: {name: aws, stage: "${opt:stage, \'dev\'}"}\nfunctions:\n  a: &a {handler: "${self:custom.${file(x.yml):y}}.b"}\n  b: *a\n';
    for (let end = 0; end < text.length; end++) expect((await read(text.slice(0, end))).kind).toMatch(/template|broken/);
  });
});

describe('functions', () => {
  const check = async (lines: string, files: Readonly<Record<string, string>>, expected: readonly string[]) =>
    expect((await functions(lines, files)).map(checkout)).toEqual(expected);

  test('as a map, a list of maps, and through files', async () => {
    const files = {
      'a.yml': 'a: {handler: src/a.main}\n',
      'b/b.yml': 'functions:\n  b: {handler: src/b.main}\n',
      'c.yml': 'handler: src/c.main\n',
      'd.json': '{"d": {"handler": "src/d.main"}}',
      'all.yml': '- ${file(a.yml)}\n- ${file(d.json)}\n',
    };
    await check('functions:\n  x: {handler: a.b}\n  y: {handler: c.d}', files, ['x a.b', 'y c.d']);
    await check('functions: ${file(a.yml)}', files, ['a src/a.main']);
    await check('functions: ${file(./b/b.yml):functions}', files, ['b src/b.main']);
    await check('functions:\n  c: ${file(c.yml)}', files, ['c src/c.main']);
    await check('functions:\n  - ${file(a.yml)}\n  - ${file(b/b.yml):functions}\n  - x: {handler: a.b}', files, [
      'a src/a.main',
      'b src/b.main',
      'x a.b',
    ]);
    await check('functions: ${file(all.yml)}', files, ['a src/a.main', 'd src/d.main']);
    await check('custom: {all: "${file(all.yml)}"}\nfunctions: ${self:custom.all}', files, ['a src/a.main', 'd src/d.main']);
    await check('functions: ${file(a-${opt:stage, "x"}.yml), file(a.yml)}', files, ['a src/a.main']);
  });

  test('what a program gives can’t be seen; what it is for a named function is said', async () => {
    await check('functions: ${file(all.js)}', {}, []);
    await check('functions: ${file(gone.yml)}', {}, []);
    await check('functions:', {}, []);
    const [f] = await functions('functions:\n  f: ${file(f.js):f}');
    expect(brief(f?.handler ?? { kind: 'absent' })).toBe('unknown: what the program f.js gives');
  });

  test('stand where they are written, and their code is the service’s folder', async () => {
    const [a] = await functions('functions: ${file(parts/a.yml)}', { 'parts/a.yml': '# mine\na:\n  handler: src/a.main\n' });
    if (a === undefined) throw new Error('no function');
    expect([a.id, a.templatePath, a.definedIn]).toEqual(['orders/serverless.yml#a', file, `${folder}/orders/parts/a.yml`]);
    expect([a.range, a.bodyRange]).toEqual([
      { start: { line: 1, character: 0 }, end: { line: 1, character: 1 } },
      { start: { line: 1, character: 0 }, end: { line: 2, character: 21 } },
    ]);
    expect([show(a.handler), a.handler.kind === 'literal' && a.handler.path, where(a)]).toEqual([
      '"src/a.main" at 2:11-21',
      `${folder}/orders/parts/a.yml`,
      'directory /work/shop/orders',
    ]);
  });
});

describe('variables', () => {
  const check = async (handler: string, expected: string, lines = '', files?: Readonly<Record<string, string>>) =>
    expect(show((await one(`handler: '${handler}'`, lines, files)).handler)).toBe(expected);

  test('of the service and its files are replaced', async () => {
    const custom = 'custom:\n  dir: src\n  h: src/a.main\n  stages: {dev: {h: d.main}}\n  which: dev\n  list: [x.main]';
    await check('${self:custom.h}', '"src/a.main" at 6:5-15', custom);
    await check('${self:custom.dir}/a.main', '"src/a.main" at 11:16-41', custom);
    await check('${self:custom.stages.${self:custom.which}.h}', '"d.main" at 7:20-26', custom);
    await check('${self:custom.list.0}', '"x.main" at 9:9-15', custom);
    await check('${self:custom.none, "b.main"}', '"b.main" at 11:16-45', custom);
    await check('${self:custom.none, self:custom.h}', '"src/a.main" at 6:5-15', custom);
    await check('${file(h.yml):handlers.f}', '"z.main" at 0:14-20', '', { 'h.yml': 'handlers: {f: z.main}' });
    await check('${file(gone.yml):x, "b.main"}', '"b.main" at 6:16-45');
  });

  test('all others are unknown, their default is assumed', async () => {
    await check('${opt:h}', 'unknown: the option h');
    await check('${env:H}', 'unknown: the environment variable H');
    await check('${param:h}', 'unknown: the parameter h');
    await check('${ssm:/h}', 'unknown: the SSM parameter /h');
    await check('${sls:stage}.main', 'unknown: the stage');
    await check('${self:provider.stage}.main', 'unknown: the stage', '  stage: dev');
    await check('${git:branch}.main', 'unknown: the variable git:branch');
    await check('${self:custom.none}', 'unknown: the variable ${self:custom.none}, which names nothing');
    await check('${file(h.js):h}', 'unknown: what the program h.js gives');
    await check('${AWS::Region}.main', 'unknown: the placeholder ${AWS::Region}');
    const assumed = async (handler: string, lines = '') => {
      const value = (await one(`handler: "${handler}"`, lines)).handler;
      return value.kind === 'unknown' && value.assumed !== undefined ? `${value.assumed.value}: ${value.assumed.because}` : brief(value);
    };
    expect(await assumed("${opt:stage, 'dev'}.main")).toBe('dev.main: the default of the option stage');
    expect(await assumed('${opt:stage, self:custom.s}.main', 'custom: {s: x}')).toBe('x.main: the default of the option stage');
    expect(await assumed('${sls:stage}.main')).toBe('dev.main: the stage where none is written');
    expect(await assumed('${sls:stage}.main', '  stage: qa')).toBe('qa.main: the stage that is written for the provider');
    expect(await assumed('${param:h}', 'params: {default: {h: p.main}}')).toBe('p.main: the default of the parameter h');
    expect(await assumed('${self:custom.${opt:stage, self:custom.s}}', 'custom: {s: dev, dev: d.main}')).toBe(
      'd.main: the default of the option stage',
    );
  });

  test('that refer to themselves or multiply come to an end', async () => {
    await check('${self:custom.a}', 'unknown: a variable that refers to itself', 'custom: {a: "${self:custom.b}", b: "${self:custom.a}"}');
    const doubling = Array.from({ length: 40 }, (_, n) => `  v${n}: "\${self:custom.v${n + 1}}\${self:custom.v${n + 1}}"`).join('\n');
    await check('${self:custom.v0}', 'unknown: a text that is too long to replace variables in', `custom:\n${doubling}\n  v40: x`);
    const chain = Array.from({ length: 5000 }, (_, n) => `  v${n}: "\${self:custom.v${n + 1}}"`).join('\n');
    await check('${self:custom.v0}', 'unknown: variables that refer to each other too often', `custom:\n${chain}\n  v5000: x`);
    await check('${file(a.yml):a}', 'unknown: a variable that refers to itself', '', { 'a.yml': 'a: ${file(a.yml):a}' });
    await check(
      `\${self:${'${self:'.repeat(400)}`,
      'unknown: the placeholder ${self:${self:${self:${self:${self:${self:${self:${self:${s…',
    );
  });
});

describe('what holds for a function', () => {
  test('is its own or the provider’s', async () => {
    const provider = '  memorySize: 512\n  timeout: 20\n  architecture: arm64\n  layers: [l]\n  role: r\n  environment: {A: 1, B: 2}';
    const values = (f: FunctionDefinition) => [f.runtime, f.memoryMb, f.timeoutSeconds, f.architecture, f.layers, f.role].map(brief);
    expect(values(await one('handler: a.b', provider))).toEqual(['nodejs22.x', 512, 20, 'arm64', ['l'], 'r']);
    const own = await one(
      'handler: a.b, runtime: python3.13, memorySize: 256, timeout: 9, architecture: x86_64, layers: [{Ref: L}], environment: {B: 3, C: "${env:C}"}',
      provider,
    );
    expect(values(own)).toEqual(['python3.13', 256, 9, 'x86_64', 'unknown: the resource L', 'r']);
    expect(Object.entries(own.environment).map(([key, value]) => [key, brief(value)])).toEqual([
      ['A', '1'],
      ['B', '3'],
      ['C', 'unknown: the environment variable C'],
    ]);
    expect(values(await one('handler: a.b'))).toEqual(['nodejs22.x', 1024, 6, 'absent', 'absent', 'absent']);
    expect((await one('handler: a.b', '  environment: ${file(env.js)}')).environmentGap).toBe('what the program env.js gives');
  });

  test('its name is the literal one, else the key', async () => {
    const named = async (name: string) => {
      const definition = await one(`handler: a.b${name}`);
      return `${definition.name} ${brief(definition.functionName ?? { kind: 'absent' })}`;
    };
    expect(await named(', name: orders-f')).toBe('orders-f orders-f');
    expect(await named(', name: "${sls:stage}-f"')).toBe('f unknown: the stage');
    expect(await named('')).toBe('f unknown: the Serverless Framework puts it together of the service, the stage and f');
  });

  test('code', async () => {
    const check = async (properties: string, expected: string, lines = '') => expect(where(await one(properties, lines))).toBe(expected);
    await check('handler: a.b', 'directory /work/shop/orders');
    await check('image: x', 'image');
    await check('image: {name: x}', 'image');
    await check('handler: a.B, package: {artifact: target/a.jar}', 'archive /work/shop/orders/target/a.jar');
    await check('handler: a.B', 'archive /work/shop/orders/target/a.jar', 'package: {artifact: target/a.jar}');
    await check('handler: a.b, package: {individually: true}', 'directory /work/shop/orders', 'package: {artifact: a.zip}');
    await check('handler: a.b, package: {artifact: "${opt:a}"}', 'unknown: the option a');
    await check('handler: a.b, package: {artifact: "s3://b/k"}', 'unknown: the code is in S3');
    await check('handler: a.b, module: fns/a', 'directory /work/shop/orders/fns/a');
    await check('handler: fns/a/a.b, module: ./fns/a/', 'directory /work/shop/orders');
  });

  test('images, with the Dockerfile that the provider names', async () => {
    const check = async (properties: string, expected: string | undefined) => {
      const { code } = await one(
        properties,
        '  ecr: {images: {api: {path: ./app}, jobs: {path: jobs, file: Dockerfile.jobs}, there: {uri: x}}}',
      );
      expect(code.kind === 'image' ? code.dockerfile?.replaceAll('\\', '/') : code.kind).toBe(expected);
    };
    await check('image: api', '/work/shop/orders/app/Dockerfile');
    await check('image: {name: jobs, command: [a.b]}', '/work/shop/orders/jobs/Dockerfile.jobs');
    await check('image: there', undefined);
    await check('image: 1234.dkr.ecr.eu-west-1.amazonaws.com/x@sha256:1', undefined);
  });

  test('builds', async () => {
    const check = async (lines: string, expected: string, properties = '') => {
      const { build } = await one(`handler: a.b${properties}`, lines);
      expect(build.kind === 'bundler' ? build.by : build.kind).toBe(expected);
    };
    await check('', 'none');
    await check('plugins: [serverless-offline, serverless-esbuild]', 'serverless-esbuild');
    await check('plugins: {modules: [serverless-webpack]}', 'serverless-webpack');
    await check('plugins: [serverless-bundle]', 'serverless-bundle');
    await check('plugins: [serverless-plugin-typescript]', 'serverless-plugin-typescript');
    await check('plugins: ["${self:custom.bundler}"]\ncustom: {bundler: serverless-vite}', 'serverless-vite');
    await check('plugins: [serverless-offline, serverless-python-requirements, serverless-jetpack]', 'none');
    await check('plugins: ${file(plugins.js)}', 'a plug-in of the service');
    await check('plugins: ${file(plugins.js)}\ncustom: {esbuild: {bundle: true}}', 'serverless-esbuild');
    await check('frameworkVersion: "4"', 'the Serverless Framework, version 4');
    await check('frameworkVersion: ^4.1', 'the Serverless Framework, version 4');
    await check('frameworkVersion: "3"', 'none');
    await check('build: {esbuild: {minify: true}}', 'the Serverless Framework, version 4');
    await check('frameworkVersion: "4"\nbuild: {esbuild: false}', 'none');
    await check('plugins: [serverless-esbuild]', 'none', ', runtime: python3.13');
  });

  test('handlers and runtimes that plug-ins make are unknown', async () => {
    const handler = async (handler: string, plugin: string) => brief((await one(`handler: ${handler}`, `plugins: [${plugin}]`)).handler);
    expect(await handler('wsgi_handler.handler', 'serverless-wsgi')).toBe('unknown: the plug-in serverless-wsgi makes it');
    expect(await handler('rack_adapter.handler', 'serverless-rack')).toBe('unknown: the plug-in serverless-rack makes it');
    expect(await handler('wsgi.handler', 'serverless-offline')).toBe('wsgi.handler');
    expect(await handler('crate', 'serverless-rust')).toBe('unknown: the plug-in serverless-rust makes it');
    const rust = await one('handler: a, runtime: rust', 'plugins: [serverless-rust]');
    expect(brief(rust.runtime)).toBe('unknown: the plug-in serverless-rust chooses it');
    const php = async (plugin: string) =>
      brief((await one('handler: public/index.php, runtime: php-83-fpm', `plugins: [${plugin}]`)).runtime);
    expect(await php('./vendor/bref/bref')).toBe('unknown: the plug-in Bref replaces it');
    expect(await php('serverless-offline')).toBe('php-83-fpm');
    expect(brief((await one('handler: a.b, runtime: null')).runtime)).toBe('nodejs22.x');
    const bare = await read('service: s\nprovider: {name: aws}\nfunctions: {f: {handler: a.b}}');
    expect(brief(only(bare).runtime)).toBe('unknown: the Serverless Framework’s version chooses it, as none is written');
  });

  test('triggers have SAM’s names', async () => {
    const { triggers } = await one(
      `handler: a.b, url: {authorizer: aws_iam}, events: [http: 'GET orders/{id}', httpApi: '*', {httpApi: {path: /x, method: post}}, schedule: rate(1 hour),
       {sqs: {arn: {'Fn::GetAtt': [Q, Arn]}, batchSize: 5}}, {s3: {bucket: "\${self:custom.b}", event: 's3:ObjectCreated:*'}}, {stream: {type: dynamodb, arn: a}}, alexaSkill, {odd: {x: 1}}]`,
      'custom: {b: cats}',
    );
    expect(triggers.map(({ name, type, properties }) => `${name} ${type} ${JSON.stringify(properties)}`)).toEqual([
      'http1 Api {"Path":"/orders/{id}","Method":"GET"}',
      'httpApi2 HttpApi {}',
      'httpApi3 HttpApi {"Path":"/x","Method":"post"}',
      'schedule4 Schedule {"Schedule":"rate(1 hour)"}',
      'sqs5 SQS {"Queue":{"Fn::GetAtt":["Q","Arn"]},"BatchSize":5}',
      's36 S3 {"Bucket":"cats","Events":"s3:ObjectCreated:*"}',
      'stream7 DynamoDB {"type":"dynamodb","Stream":"a"}',
      'alexaSkill8 AlexaSkill {}',
      'odd9 odd {"x":1}',
      'FunctionUrl FunctionUrl {"AuthType":"AWS_IAM"}',
    ]);
  });
});

test('what calls a function, as rules ask about it', async () => {
  const resources = `resources:\n  - Resources:\n      Q: {Type: AWS::SQS::Queue, Properties: {VisibilityTimeout: "\${self:custom.v}"}}\n      R: {Type: AWS::SQS::Queue}\ncustom: {v: 12}`;
  const { invokers = [] } = await one(
    `handler: a.b, events: [schedule: rate(1 hour), {schedule: {rate: [cron(x), "\${opt:r}"], method: scheduler}}, {sqs: {arn: {'Fn::GetAtt': [Q, Arn]}}},
     {sqs: !GetAtt R.Arn}, {sqs: !GetAtt S.Arn}, {sqs: 'arn:x'}, {http: {path: x, method: get}}, {http: {path: x, method: get, async: true}}, httpApi: '*', sns: x]`,
    resources,
  );
  const shown = invokers.map((invoker) => {
    if (invoker.kind === 'schedule') return `${invoker.dialect} ${brief(invoker.expression)}`;
    const { line, character } = invoker.at.range.start;
    return invoker.kind === 'api'
      ? `${invoker.api} ${line}:${character}`
      : `${invoker.name} ${line}:${character} ${brief(invoker.visibilitySeconds)}`;
  });
  expect(shown).toEqual([
    'rule rate(1 hour)',
    'scheduler cron(x)',
    'scheduler unknown: the option r',
    'Q 6:6 12',
    'R 7:6 absent',
    'rest 11:66',
    'http 11:142',
  ]);
});

test('functions among the service’s resources are CloudFormation’s, unless their file is read by itself', async () => {
  const inline = 'F: {Type: AWS::Lambda::Function, Properties: {Runtime: nodejs22.x, Handler: index.handler, Code: {ZipFile: x}}}';
  const files = { 'r.yml': `Resources:\n  G: ${inline.slice(3)}\n`, 'parts.yml': `${inline}\n` };
  const all = await functions(
    `resources:\n  - Resources:\n      ${inline}\n  - \${file(r.yml)}\n  - Resources: {H: "\${file(parts.yml):F}"}\nfunctions: {f: {handler: a.b}}`,
    files,
  );
  expect(all.map((each) => `${each.format} ${each.id} ${where(each)}`)).toEqual([
    'cloudformation orders/serverless.yml#F inline "x"',
    'cloudformation orders/serverless.yml#H inline "x"',
    'serverless orders/serverless.yml#f directory /work/shop/orders',
  ]);
});

describe('services that are programs', () => {
  const check = async (name: string, text: string, files: Readonly<Record<string, string>>, expected: readonly string[]) => {
    const path = `${folder}/orders/${name}`;
    const tree = Object.fromEntries(Object.entries(files).map(([file, content]) => [`${folder}/orders/${file}`, content]));
    const context = { folder, files: memoryFiles(tree), syntax };
    const result = serverlessReader.mayDefine(text)
      ? await serverlessReader.read({ path, text }, context)
      : { kind: 'not-a-template' as const };
    const shown =
      result.kind === 'template'
        ? result.functions.map((f) => `${f.logicalId} ${show(f.handler)} ${f.definedIn.slice(folder.length)}`)
        : [];
    expect(shown).toEqual(expected);
  };
  const provider = "service: 'orders', provider: { name: 'aws', runtime: 'nodejs22.x' }";

  test('in TypeScript and JavaScript, with their functions in other files', async () => {
    await check(
      'serverless.ts',
      `const config: AWS = { ${provider}, functions: { a: { handler: 'src/a.main' } } };\nmodule.exports = config;\n`,
      {},
      ['a "src/a.main" at 0:119-129 /orders/serverless.ts'],
    );
    await check(
      'serverless.js',
      `import a from './a/index.js';\nexport default { ${provider}, functions: { a } };\n`,
      {
        'a/index.js': "const dir = 'src';\nexport default { handler: `${dir}/a.main` };\n",
      },
      ['a "src/a.main" at 1:27-40 /orders/serverless.js'],
    );
    await check('serverless.ts', `export default { ${provider}, functions: { a: made() } };\n`, {}, [
      'a unknown: what made gives /orders/serverless.ts',
    ]);
    await check(
      'serverless.ts',
      `export default { ${provider.replace('aws', 'google')}, functions: { a: { handler: 'a.b' } } };\n`,
      {},
      [],
    );
    await check('serverless.ts', `const provider = 1; const service = 2; {`, {}, []);
  });

  test('as the Framework’s own TypeScript template has them: by aliases, and with a helper for their folder', async () => {
    const files = {
      'tsconfig.json': '{"extends": "./tsconfig.paths.json", "compilerOptions": {"outDir": "lib"}}',
      'tsconfig.paths.json':
        '{"compilerOptions": {"baseUrl": ".", "paths": {"@functions/*": ["src/functions/*"], "@libs/*": ["src/libs/*"], "@all": ["src/functions/index"]}}}',
      'src/libs/handler-resolver.ts':
        "export const handlerPath = (context: string) => {\n  return `${context.split(process.cwd())[1].substring(1).replace(/\\\\/g, '/')}`\n};\n",
      'src/functions/hello/index.ts':
        "import { handlerPath } from '@libs/handler-resolver';\nexport default { handler: `${handlerPath(__dirname)}/handler.main`, events: [{ http: { method: 'post', path: 'hello' } }] };\n",
      'src/functions/index.ts': "export { default as hello } from './hello';\n",
    };
    const expected = ['hello "src/functions/hello/handler.main" at 1:27-65 /orders/serverless.ts'];
    const service = (from: string) =>
      `import ${from};\nconst config: AWS = { ${provider}, functions: { hello } };\nmodule.exports = config;\n`;
    await check('serverless.ts', service("hello from '@functions/hello'"), files, expected);
    await check('serverless.ts', service("{ hello } from '@functions/index'"), files, expected);
    await check('serverless.ts', service("{ hello } from '@all'"), files, expected);
    await check('serverless.ts', service("{ hello } from './src/functions'"), files, expected);
    // Three steps: the helper of a function of the list.
    const list = { ...files, 'src/functions/index.ts': "import hello from './hello';\nexport default { hello };\n" };
    await check(
      'serverless.ts',
      service("{ hello } from './src/functions'").replace('{ hello } from', 'all from').replace('{ hello }', 'all'),
      list,
      [expected[0]?.replace('serverless.ts', 'src/functions/index.ts') ?? ''],
    );
  });

  test('with a helper of a package that is in another folder', async () => {
    const files = {
      'package.json': '{"dependencies": {"@shop/lambda": "file:./packages/lambda", "@shop/other": "^1.0.0"}}',
      'packages/lambda/src/index.ts': "export * from './resolver';\n",
      'packages/lambda/src/resolver.ts':
        "export const handlerPath = (context: string) => `${context.split(process.cwd())[1].substring(1).replace(/\\\\/g, '/')}`;\n",
      'get/index.ts':
        "import { handlerPath } from '@shop/lambda';\nexport default { handler: `${handlerPath(__dirname)}/handler.main` };\n",
    };
    const text = `import get from './get/index';\nmodule.exports = { ${provider}, functions: { get } };\n`;
    await check('serverless.ts', text, files, ['get "get/handler.main" at 1:27-65 /orders/serverless.ts']);
  });

  test('only under the Framework’s names', () => {
    const names = ['serverless.ts', 'serverless.cjs', 'serverless.mjs', 'serverless.offline.js', 'myserverless.ts', 'serverless-stack.ts'];
    expect(names.filter((name) => serverlessReader.isCandidate(name))).toEqual(names.slice(0, 4));
  });
});

test('what only an execution environment heeds: layers of the service, concurrency, retries and targets', async () => {
  const { execution } = await one(
    `handler: a.b, layers: [{Ref: SharedDashlibsLambdaLayer}, !Ref Plain, arn:aws:x, {Ref: ZippedLambdaLayer}], reservedConcurrency: 3, snapStart: true, maximumRetryAttempts: 1,
     maximumEventAge: 120, destinations: {onSuccess: done, onFailure: {type: sqs, arn: !GetAtt Failed.Arn}}, onError: arn:aws:sns:x`,
    'layers:\n  shared-libs: {path: layers/shared}\n  zipped: {package: {artifact: out/zipped.zip}}',
  );
  expect(execution).toMatchObject({
    layers: [
      { kind: 'folder', name: 'SharedDashlibsLambdaLayer', path: `${folder}/orders/layers/shared` },
      { kind: 'elsewhere', name: 'Plain' },
      { kind: 'elsewhere', name: 'arn:aws:x' },
      { kind: 'archive', name: 'ZippedLambdaLayer', path: `${folder}/orders/out/zipped.zip` },
    ],
    reservedConcurrency: { value: 3 },
    snapStart: true,
    asynchronous: {
      maximumRetryAttempts: { value: 1 },
      maximumEventAgeSeconds: { value: 120 },
      onSuccess: 'done',
      onFailure: 'Failed',
      deadLetterTarget: 'arn:aws:sns:x',
    },
  });
});
