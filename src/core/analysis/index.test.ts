import { afterAll, expect, test } from 'vitest';
import type { Finding } from '../lint/model.ts';
import type { Logger } from '../ports.ts';
import { testSyntax } from '../syntax/testing.ts';
import { memoryFiles } from '../testing/memoryFiles.ts';
import { LineMap } from '../text.ts';
import { createAnalysis } from './index.ts';

const { syntax, dispose } = testSyntax();
afterAll(dispose);

const quiet: Logger = { debug() {}, info() {}, warn() {}, error() {} };

const template = `Transform: AWS::Serverless-2016-10-31
Globals:
  Function: {Runtime: nodejs22.x, CodeUri: src, LoggingConfig: {LogGroup: shop}}
Resources:
  Checkout:
    Type: AWS::Serverless::Function
    Properties: {Handler: checkout.handle}
  Resize:
    Type: AWS::Serverless::Function
    Properties: {Runtime: python3.13, Handler: resize.lambda_handler}
`;

test('a wrong handler is found, and fixing the export in an unsaved source clears it', async () => {
  const files = memoryFiles({
    '/shop/template.yaml': template,
    '/shop/src/checkout.mjs': 'export const handler = async () => {};\n',
    '/shop/src/resize.py': 'def lambda_handler(event, context):\n    return {}\n',
  });
  const analysis = createAnalysis({ files, logger: quiet, clock: { now: () => 0 }, syntax, exclude: [] });
  const findings = async () =>
    (await analysis.snapshot('/shop')).findings.map(({ code, at, functionId }) => `${code} ${functionId} ${at.range.start.line}`);

  expect(await findings()).toEqual(['handler.export-not-found template.yaml#Checkout 6']);

  files.takeCalls();
  analysis.documentChanged('/shop/src/checkout.mjs', 'export const handle = async () => {};\n');
  expect(await findings()).toEqual([]);
  // Nothing of the other function, and no template, is read again.
  expect(files.takeCalls().filter((call) => /resize|template|node_modules/.test(call))).toEqual([]);

  analysis.documentChanged('/shop/src/checkout.mjs', undefined);
  expect(await findings()).toHaveLength(1);
});

test('a template that is broken is a finding among the others, until it can be read', async () => {
  const files = memoryFiles({ '/shop/a.yaml': 'Resources:\n  F: [AWS::x', '/shop/template.yaml': template });
  const analysis = createAnalysis({ files, logger: quiet, clock: { now: () => 0 }, syntax, exclude: [] });
  const findings = async () => (await analysis.snapshot('/shop')).findings.map(({ code, functionId }) => `${code} ${functionId}`);
  expect(await findings()).toEqual(['template.broken null']);
  analysis.documentChanged('/shop/a.yaml', 'Resources:\n  F: [AWS::x]');
  expect(await findings()).toEqual([]);
});

test('what may not be read is unknown, and no finding; beside it all is as before', async () => {
  const files = memoryFiles({
    '/shop/template.yaml': template.replace('CodeUri: src', 'CodeUri: .').replace('checkout.handle', 'src/checkout.handle'),
    '/shop/src/checkout.mjs': 'export const handler = async () => {};\n',
    '/shop/resize.py': 'def lambda_handler(event, context):\n    return {}\n',
    '/shop/secret/template.yaml': template,
    '/shop/broken.yaml': 'Resources:\n  F: [AWS::x',
  });
  const unreadable = ['/shop/src', '/shop/secret', '/shop/broken.yaml'];
  for (const path of unreadable) files.setReadable(path, false);
  const analysis = createAnalysis({ files, logger: quiet, clock: { now: () => 0 }, syntax, exclude: [] });
  const resolutions = async () =>
    (await analysis.snapshot('/shop')).templates.flatMap((each) =>
      each.kind === 'broken'
        ? []
        : each.functions.map(({ resolution }) => (resolution.kind === 'unknown' ? resolution.reason : resolution.kind)),
    );
  expect((await resolutions()).map((text) => text.replaceAll('\\', '/'))).toEqual([
    'the permissions of /shop/src don’t allow reading it',
    'resolved',
  ]);
  expect((await analysis.snapshot('/shop')).findings).toEqual([]);

  files.setReadable('/shop/src', true);
  analysis.fileChanged('/shop/src');
  expect(await resolutions()).toEqual(['unresolved', 'resolved']);
});

test('a folder beside the code that may not be read takes no certainty away', async () => {
  const files = memoryFiles({
    '/shop/template.yaml': template.replace('CodeUri: src', 'CodeUri: .'),
    '/shop/checkout.mjs': 'export const handle = async () => {};\n',
    '/shop/resise.py': 'def lambda_handler(event, context):\n    return {}\n',
    '/shop/database/1': '',
  });
  files.setReadable('/shop/database', false);
  const analysis = createAnalysis({ files, logger: quiet, clock: { now: () => 0 }, syntax, exclude: [] });
  expect((await analysis.snapshot('/shop')).findings.map(({ code }) => code)).toEqual(['handler.file-not-found']);
});

test.each([
  ['source_file = "${path.module}/src/order.mjs"', '${path.module}/src/order.mjs'],
  ['source {\n    filename = "order.mjs"\n    content = file("${path.module}/src/order.mjs")\n  }', '${path.module}/src/order.mjs'],
])('a file of a package that isn’t there is wrong where it is written: %s', async (archive, written) => {
  const text = `resource "aws_lambda_function" "order" {
  function_name = "order"
  handler       = "order.handler"
  runtime       = "nodejs22.x"
  filename      = data.archive_file.order.output_path
}
data "archive_file" "order" {
  type        = "zip"
  output_path = "order.zip"
  ${archive}
}
`;
  const files = memoryFiles({ '/shop/main.tf': text, '/shop/lib/order.mjs': 'export const handler = async () => 1;\n' });
  const analysis = createAnalysis({ files, logger: quiet, clock: { now: () => 0 }, syntax, exclude: [] });
  const found = (await analysis.snapshot('/shop')).findings.filter(({ code }) => code === 'handler.file-not-found');
  expect(found.map(({ message, functionId }) => `${functionId} ${message}`)).toEqual([
    'main.tf#aws_lambda_function.order order: The package is made of src/order.mjs, which isn’t there. There is lib/order.mjs.',
  ]);
  const { start, end } = (found[0] as Finding).at.range;
  const lines = new LineMap(text);
  expect(text.slice(lines.offset(start), lines.offset(end))).toBe(written);
});

test('what a call makes of a module’s function is listed with the call, as long as there is one', async () => {
  const files = memoryFiles({
    '/shop/main.tf': 'module "orders" {\n  source = "./fn"\n  handler = "orders.handle"\n}\n',
    '/shop/fn/main.tf': 'variable "handler" {}\nresource "aws_lambda_function" "this" {\n  handler = var.handler\n}\n',
  });
  const analysis = createAnalysis({ files, logger: quiet, clock: { now: () => 0 }, syntax, exclude: [] });
  const ids = async () =>
    (await analysis.snapshot('/shop')).templates.flatMap((each) =>
      each.kind === 'template' ? each.functions.map((fn) => fn.definition.id) : [],
    );
  expect(await ids()).toEqual(['main.tf#module.orders']);
  analysis.documentChanged('/shop/main.tf', '');
  expect(await ids()).toEqual(['fn/main.tf#aws_lambda_function.this']);
  analysis.documentChanged('/shop/main.tf', undefined);
  expect(await ids()).toEqual(['main.tf#module.orders']);
});

test('a comment silences a finding, in an unsaved document too, and a fix writes one', async () => {
  const files = memoryFiles({ '/shop/template.yaml': template, '/shop/src/checkout.mjs': 'export const handler = async () => {};\n' });
  const analysis = createAnalysis({ files, logger: quiet, clock: { now: () => 0 }, syntax, exclude: [] });
  const found = async () => (await analysis.snapshot('/shop')).findings;
  const [finding] = await found();
  expect(finding?.fixes.map(({ title }) => title).at(-1)).toBe('Suppress handler.export-not-found with a comment');
  const line = '    Properties: {Handler: checkout.handle}\n';
  analysis.documentChanged('/shop/template.yaml', template.replace(line, `    # lambda-workbench-ignore handler.\n${line}`));
  expect((await found()).map(({ code }) => code)).toEqual([]);
  analysis.documentChanged('/shop/template.yaml', template.replace(line, `    # lambda-workbench-ignore handlers.x\n${line}`));
  expect((await found()).map(({ code }) => code)).toEqual(['suppression.unknown-code', 'handler.export-not-found']);
  analysis.documentChanged('/shop/template.yaml', template.replace(line, '    # lambda-workbench-ignore x.y\n'));
  expect((await found()).map(({ code }) => code)).toEqual(['function.incomplete', 'suppression.unknown-code']);
  analysis.documentChanged('/shop/template.yaml', undefined);
  expect(await found()).toEqual([finding]);
});

test('the files of a module are read once for all of them', async () => {
  const named = (name: string) => `resource "aws_lambda_function" "${name}" {\n  handler = "${name}.h"\n  runtime = var.runtime\n}\n`;
  const names = ['a', 'b', 'c', 'd'];
  const files = memoryFiles(Object.fromEntries(names.map((name) => [`/shop/${name}.tf`, named(name)])));
  const analysis = createAnalysis({ files, logger: quiet, clock: { now: () => 0 }, syntax, exclude: [] });
  const snapshot = await analysis.snapshot('/shop');
  expect(snapshot.templates).toHaveLength(4);
  expect(files.takeCalls().filter((call) => call === 'readText /shop/b.tf')).toHaveLength(1);

  analysis.documentChanged('/shop/a.tf', `${named('a')}variable "runtime" { default = "nodejs22.x" }\n`);
  const changed = await analysis.snapshot('/shop');
  const runtimes = changed.templates.flatMap((each) => (each.kind === 'template' ? each.functions : [])).map((fn) => fn.definition.runtime);
  expect(runtimes.map((value) => value.kind === 'unknown' && value.assumed?.value)).toEqual(names.map(() => 'nodejs22.x'));

  analysis.documentChanged('/shop/a.tf', `${named('a')}variable "runtime" { default = "nodejs22.x" }\n# more\n`);
  const again = await analysis.snapshot('/shop');
  // What stays as it was is the same object, so that nobody draws it again.
  expect(again.templates.slice(1)).toEqual(changed.templates.slice(1));
  expect(again.templates.slice(1).every((each, index) => each === changed.templates[index + 1])).toBe(true);
});
