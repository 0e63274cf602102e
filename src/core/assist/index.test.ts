import { afterAll, describe, expect, test } from 'vitest';
import { createAnalysis } from '../analysis/index.ts';
import type { Logger } from '../ports.ts';
import { testSyntax } from '../syntax/testing.ts';
import { memoryFiles } from '../testing/memoryFiles.ts';
import { LineMap, type TextRange } from '../text.ts';
import type { AssistAnswers, AssistQuestion, Place } from './model.ts';

const { syntax, dispose } = testSyntax();
afterAll(dispose);

const quiet: Logger = { debug() {}, info() {}, warn() {}, error() {} };

const order = `import { find } from './store.mjs';

/** Looks an order up. */
export const handler = async (event) => find(event.id);
export const list = async () => [];
export const api = { get: async () => 1 };
`;
const resize = `import os

def sizes(handler):
    return [handler]


def lambda_handler(event, context):
    """Works out sizes.

    And more."""
    return sizes(lambda_handler)
`;
const shop: Readonly<Record<string, string>> = {
  '/w/src/order.mjs': order,
  '/w/src/order.test.mjs': '',
  '/w/src/nested/report.ts': 'export async function handler(event: unknown) {}\nexport type Row = string;\n',
  '/w/src/store.mjs': 'export const find = () => undefined;\n',
  '/w/py/resize.py': resize,
  '/w/py/pkg/__init__.py': '',
  '/w/py/pkg/mod.py': 'def go(event, context):\n    pass\n',
  '/w/rb/app.rb': 'def handler(event:, context:)\nend\n',
};

/** A function a handler: `order src src/order.handler` is one in the folder src. `|` is the cursor. */
function template(...functions: readonly string[]): string {
  const resources = functions.map((fn, n) => {
    const [folder = '', handler = '', runtime = 'nodejs22.x'] = fn.split(' ');
    return `  F${n}:\n    Type: AWS::Serverless::Function\n    Properties:\n      CodeUri: ${folder}\n      Runtime: ${runtime}\n      Handler: ${handler}\n`;
  });
  return `Transform: AWS::Serverless-2016-10-31\nResources:\n${resources.join('')}`;
}

/** Files with one cursor among them; questions are about its place. */
function setUp(files: Readonly<Record<string, string>>) {
  const [path = '', marked = ''] = Object.entries(files).find(([, text]) => text.includes('|')) ?? [];
  const texts = { ...shop, ...files, ...(path === '' ? {} : { [path]: marked.replace('|', '') }) };
  const at: Place = { path, position: new LineMap(marked.replace('|', '')).position(marked.indexOf('|')) };
  const clock = { now: () => Date.parse('2026-11-26T12:00:00Z') };
  const analysis = createAnalysis({ files: memoryFiles(texts), logger: quiet, clock, syntax, exclude: [] });
  const ask = async <Kind extends AssistQuestion['kind']>(
    question: AssistQuestion & { readonly kind: Kind },
  ): Promise<AssistAnswers[Kind]> => (await analysis.ask(['/w'], question)).answer as AssistAnswers[Kind];
  const textAt = (file: string, { start, end }: TextRange) => {
    const text = texts[file] ?? '';
    const lines = new LineMap(text);
    return text.slice(lines.offset(start), lines.offset(end));
  };
  return { at, ask, textAt, texts };
}

/** Each as `label -> what the string is then`. */
async function completions(files: Readonly<Record<string, string>>, expected: readonly string[]): Promise<void> {
  const { at, ask, texts } = setUp(files);
  const found = await ask({ kind: 'completions', at });
  const text = texts[at.path] ?? '';
  const lines = new LineMap(text);
  const shown = [...found]
    .sort((a, b) => a.rank - b.rank)
    .map(({ label, range, text: insert }) => {
      const after = `${text.slice(0, lines.offset(range.start))}${insert}${text.slice(lines.offset(range.end))}`.split('\n')[
        at.position.line
      ];
      return `${label} -> ${after?.replace(/^.*andler: /, '')}`;
    });
  expect(shown).toEqual(expected);
}

describe('completion', () => {
  const inTemplate = (...functions: readonly string[]) => ({ '/w/template.yaml': template(...functions) });

  test('of files, nearest first: no tests', () =>
    completions(inTemplate('src o|'), ['order -> order.', 'store -> store.', 'nested/report -> nested/report.']));
  test('of files, where nothing is written yet', () =>
    completions(inTemplate('src |'), ['order -> order.', 'store -> store.', 'nested/report -> nested/report.']));
  test('within quotes', () => completions(inTemplate('py "|" python3.13'), ['resize -> "resize."', 'pkg/mod -> "pkg/mod."']));
  test('of exports, behind the dot', () =>
    completions(inTemplate('src order.|'), ['handler -> order.handler', 'list -> order.list', 'api.get -> order.api.get']));
  test('of exports, where one is half typed or complete: it is replaced', () =>
    completions(inTemplate('src order.ha|ndler'), ['handler -> order.handler', 'list -> order.list', 'api.get -> order.api.get']));
  test('of TypeScript behind a folder', () => completions(inTemplate('src nested/report.|'), ['handler -> nested/report.handler']));
  test('of Python modules, dotted and slashed', async () => {
    await completions(inTemplate('py resize.| python3.13'), ['sizes -> resize.sizes', 'lambda_handler -> resize.lambda_handler']);
    await completions(inTemplate('py pkg/mod.| python3.13'), ['go -> pkg/mod.go']);
    await completions(inTemplate('py pkg.mod.| python3.13'), ['go -> pkg.mod.go']);
  });
  const java = {
    '/w/java/pom.xml': '<project/>',
    '/w/java/src/main/java/com/shop/Money.java':
      'package com.shop;\npublic class Money {\n  public int cents() { return 1; }\n  private int half() { return 2; }\n}\n',
    '/w/java/src/main/java/com/shop/Orders.java':
      'package com.shop;\nimport com.amazonaws.services.lambda.runtime.*;\npublic class Orders implements RequestHandler<String, String> {\n  public String handleRequest(String in, Context c) { return in; }\n}\n',
  };
  test('of Java: classes, those that are handlers first, then public methods', async () => {
    const whole = ['com.shop.Orders::handleRequest', 'com.shop.Money::cents'];
    await completions(
      { ...java, ...inTemplate('java com.sh| java21') },
      whole.map((each) => `${each} -> ${each}`),
    );
    await completions({ ...java, ...inTemplate('java "com.shop.Money::|" java21') }, ['cents -> "com.shop.Money::cents"']);
    await completions({ ...java, ...inTemplate('java com.shop.Orders::handle|Request java21') }, [
      'handleRequest -> com.shop.Orders::handleRequest',
    ]);
    await completions({ ...java, ...inTemplate('java "com.shop.None::|" java21') }, []);
  });
  test('of .NET: types with their assembly, then methods', async () => {
    const net = {
      '/w/net/Shop.csproj': '<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><AssemblyName>Shop</AssemblyName></PropertyGroup></Project>',
      '/w/net/Orders.cs':
        'namespace Shop.Api;\npublic class Orders {\n  public string Handle(string s) => s;\n  public string Handle(string s, int n) => s;\n}\n',
    };
    await completions({ ...net, ...inTemplate('net Sh| dotnet8') }, ['Shop::Shop.Api.Orders::Handle -> Shop::Shop.Api.Orders::Handle']);
    await completions({ ...net, ...inTemplate('net "Shop::Shop.Api.Orders::|" dotnet8') }, ['Handle -> "Shop::Shop.Api.Orders::Handle"']);
  });
  test('of inline code, which is always the module index', async () => {
    const inline = (handler: string, runtime: string, code: string) => ({
      '/w/template.yaml': `Resources:\n  F:\n    Type: AWS::Lambda::Function\n    Properties:\n      Handler: ${handler}\n      Runtime: ${runtime}\n      Code:\n        ZipFile: |\n          ${code}\n`,
    });
    await completions(inline('index.|', 'nodejs22.x', 'exports.list = async () => 1; exports.size = 2;'), ['list -> index.list']);
    await completions(inline('in|', 'python3.13', 'def go(event, context): pass'), ['index -> index.']);
    await completions(inline('index.|', 'python3.13', 'def go(event, context): pass'), ['go -> index.go']);
    await completions(inline('other.|', 'python3.13', 'def go(event, context): pass'), ['index -> index.']);
  });
  test('of Ruby', () => completions(inTemplate('rb app.| ruby3.3'), ['handler -> app.handler']));
  test('nothing for what needs a build, nor beside a handler', async () => {
    await completions(inTemplate('src com.shop.| java21'), []);
    await completions({ '/w/template.yaml': template('src order.handler').replace('CodeUri: src', 'CodeUri: src|') }, []);
  });
});

describe('definition', () => {
  const check = async (text: string, expected: readonly string[]) => {
    const { at, ask, textAt } = setUp({ '/w/template.yaml': text });
    const found = await ask({ kind: 'definitions', at });
    expect(found.map(({ from, to }) => `${textAt(at.path, from)} -> ${to.path} ${textAt(to.path, to.range)}`)).toEqual(expected);
  };
  test('from anywhere in the string to the export', async () => {
    await check(template('src |order.handler'), ['order.handler -> /w/src/order.mjs handler']);
    await check(template('src order.api.get|'), ['order.api.get -> /w/src/order.mjs get']);
    await check(template('py resize.lam|bda_handler python3.13'), ['resize.lambda_handler -> /w/py/resize.py lambda_handler']);
  });
  test('to the file, where the export is missing', () => check(template('src ord|er.nope'), ['order.nope -> /w/src/order.mjs ']));
  test('none elsewhere', () => check(template('src order.handler').replace('Runtime', 'Run|time'), []));
});

describe('references', () => {
  const check = async (files: Readonly<Record<string, string>>, expected: readonly string[]) => {
    const { at, ask, textAt } = setUp(files);
    const found = await ask({ kind: 'references', at });
    expect(found.map(({ path, range }) => `${path}:${range.start.line} ${textAt(path, range)}`)).toEqual(expected);
  };
  const templates = { '/w/a.yaml': template('src order.handler', 'src order.list'), '/w/b.yaml': template('. src/order.handler') };
  const all = ['/w/a.yaml:7 order.handler', '/w/b.yaml:7 src/order.handler'];
  test('from an export to every template that names it', () =>
    check({ ...templates, '/w/src/order.mjs': order.replace('const handler', 'const han|dler') }, all));
  test('from one string to the others', () => check({ ...templates, '/w/b.yaml': template('. src/ord|er.handler') }, all));
  test('none from another place of the source', () =>
    check({ ...templates, '/w/src/order.mjs': order.replace('event.id', 'event|.id') }, []));
});

test('hover tells the file, the signature and the first line of the documentation, or the reason why nothing is known', async () => {
  const check = async (fn: string, expected: object | undefined) => {
    const { at, ask } = setUp({ '/w/template.yaml': template(fn) });
    const hover = await ask({ kind: 'hover', at });
    if (expected === undefined) expect(hover).toBeUndefined();
    else expect(hover).toMatchObject(expected);
  };
  await check('src order.h|andler', {
    kind: 'resolved',
    shownPath: 'src/order.mjs',
    exportName: 'handler',
    signature: 'handler = async (event)',
    documentation: 'Looks an order up.',
  });
  await check('py resize.l|ambda_handler python3.13', { kind: 'resolved', documentation: 'Works out sizes.' });
  await check('src com.shop.Or|ders provided.al2023', { kind: 'unknown', reason: expect.stringContaining('custom runtime') });
  await check('src order.no|pe', undefined);
});

test('over a schedule: the next five runs', async () => {
  const withSchedule = (expression: string) =>
    `${template('src order.handler')}      Events:\n        E:\n          Type: Schedule\n          Properties:\n            Schedule: ${expression}\n`;
  const check = async (expression: string, expected: readonly string[], counted = false) => {
    const { at, ask } = setUp({ '/w/template.yaml': withSchedule(expression) });
    const hover = await ask({ kind: 'hover', at });
    const runs = hover?.kind === 'schedule' ? hover.runs.map((run) => new Date(run).toISOString().slice(0, 16)) : [];
    expect(runs).toEqual(expected);
    expect(hover?.kind === 'schedule' && hover.counted).toBe(counted);
  };
  await check('cron(0 2 * |* ? *)', ['27', '28', '29', '30'].map((day) => `2026-11-${day}T02:00`).concat('2026-12-01T02:00'));
  await check('rate(1 |day)', ['27', '28', '29', '30'].map((day) => `2026-11-${day}T12:00`).concat('2026-12-01T12:00'), true);
  await check('cron(no|)', []);
});

test('links lead from the file part to the source, and from paths to what is there', async () => {
  const path = '/w/template.yaml';
  const { ask, textAt } = setUp({ [path]: template('src order.handler', 'nowhere x.y', 'py/ pkg/mod.go python3.13') });
  const links = await ask({ kind: 'links', path });
  expect(links.map(({ range, target }) => `${textAt(path, range)} -> ${target.kind} ${target.path}`)).toEqual([
    'order -> file /w/src/order.mjs',
    'pkg/mod -> file /w/py/pkg/mod.py',
    'src -> folder /w/src',
    'py/ -> folder /w/py',
  ]);
});

test('links in Terraform lead from the module’s folder, in programs of the CDK from where it runs or from the file', async () => {
  const terraform =
    'data "archive_file" "z" {\n  type = "zip"\n  source_dir = "${path.module}/../src"\n  output_path = "${path.module}/z.zip"\n}\nresource "aws_lambda_function" "f" {\n  filename = data.archive_file.z.output_path\n  handler = "order.handler"\n  runtime = "nodejs22.x"\n}\n';
  const program = [
    "import { Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';",
    "import { join } from 'node:path';",
    'const runtime = Runtime.NODEJS_22_X;',
    "new Function(this, 'A', { runtime, handler: 'order.handler', code: Code.fromAsset('src') });",
    "new Function(this, 'B', { runtime, handler: 'order.handler', code: Code.fromAsset(join(__dirname, '..', 'src')) });",
    "new Function(this, 'C', { runtime, handler: 'order.handler', code: Code.fromAsset('nowhere') });",
  ].join('\n');
  const files = {
    '/w/infra/main.tf': terraform,
    '/w/lib/stack.ts': program,
    '/w/cdk.json': '{"app": "npx ts-node bin/app.ts"}',
    '/w/package.json': '{}',
  };
  const check = async (path: string, expected: readonly string[]) => {
    const { ask, textAt } = setUp(files);
    const links = (await ask({ kind: 'links', path })).filter(({ target }) => target.kind === 'folder');
    expect(links.map(({ range, target }) => `${textAt(path, range)} -> ${target.path}`)).toEqual(expected);
  };
  await check('/w/infra/main.tf', ['${path.module}/../src -> /w/src']);
  await check('/w/lib/stack.ts', ['src -> /w/src', "..', 'src -> /w/src"]);
});

describe('rename', () => {
  /** Edits as `file:line text before the edit`, or why not. */
  const check = async (files: Readonly<Record<string, string>>, newName: string, expected: readonly string[] | string) => {
    const { at, ask, textAt } = setUp(files);
    const answer = await ask({ kind: 'rename', at, newName });
    const shown =
      answer?.kind === 'rename'
        ? [...answer.strings, ...answer.source].map(
            ({ path, range, text }) => `${path}:${range.start.line} ${textAt(path, range)} -> ${text}`,
          )
        : answer?.message;
    expect(shown).toEqual(expected);
  };
  const both = { '/w/a.yaml': template('src order.handler', 'src order.list'), '/w/b.yaml': template('. src/order.handler') };
  const strings = ['/w/a.yaml:7 handler -> run', '/w/b.yaml:7 handler -> run'];

  test('of an export: the strings follow', () =>
    check({ ...both, '/w/src/order.mjs': order.replace('const handler', 'const han|dler') }, 'run', strings));
  test('of the export part of a string: the others follow, and the declaration is told', async () => {
    const files = { ...both, '/w/b.yaml': template('. src/order.han|dler') };
    await check(files, 'run', strings);
    const { at, ask, textAt } = setUp(files);
    const answer = await ask({ kind: 'rename', at, newName: 'run' });
    const declaration = answer?.kind === 'rename' ? answer.declaration : undefined;
    expect(declaration && textAt(declaration.path, declaration.range)).toBe('handler');
    const target = await ask({ kind: 'renameable', at });
    expect(target && [target.name, textAt(at.path, target.range)]).toEqual(['handler', 'handler']);
  });
  test('of a nested export: its last part', () =>
    check({ '/w/a.yaml': template('src order.api.g|et') }, 'read', ['/w/a.yaml:7 get -> read']));
  test('of a Python function: all that means it, and no parameter of the same name', () =>
    check({ '/w/a.yaml': template('py resize.lambda_h|andler python3.13') }, 'main', [
      '/w/a.yaml:7 lambda_handler -> main',
      '/w/py/resize.py:6 lambda_handler -> main',
      '/w/py/resize.py:10 lambda_handler -> main',
    ]));
  test('is refused where the name can’t be one, or isn’t written out', async () => {
    await check({ '/w/a.yaml': template('src order.han|dler') }, 'no-name', "'no-name' can’t be the name of an export.");
    await check(
      { '/w/a.yaml': template('src order.default|'), '/w/src/order.mjs': 'const run = async () => 1;\nexport default run;\n' },
      'main',
      'What is exported as default is declared under another name, run: rename it in the source.',
    );
  });
  test('the file part is nothing to rename, nor is another name of the source', async () => {
    const { at, ask } = setUp({ '/w/a.yaml': template('src or|der.handler') });
    expect(await ask({ kind: 'renameable', at })).toBeUndefined();
    await check({ ...both, '/w/src/order.mjs': order.replace('event.id', 'ev|ent.id') }, 'x', undefined as unknown as string);
  });
});
