import { afterAll, describe, expect, test } from 'vitest';
import type { FunctionDefinition } from '../project/model.ts';
import { testSyntax } from '../syntax/testing.ts';
import { functionAt } from './testing/functionAt.ts';
import { gitIndexOf } from './testing/gitIndex.ts';
import { resolveIn, summary } from './testing/summary.ts';

const { syntax, dispose } = testSyntax();
afterAll(dispose);

type Files = Readonly<Record<string, string | Uint8Array>>;

/** `expected` as `summary` writes it. The runtime is nodejs22.x. */
function check(title: string, files: Files | string, handler: string, expected: string, changes: Partial<FunctionDefinition> = {}): void {
  test(title, async () => {
    const tree = typeof files === 'string' ? { 'index.js': files } : files;
    expect(summary(await resolveIn(tree, functionAt(handler, 'nodejs22.x', changes), syntax))).toBe(expected);
  });
}

function check24(title: string, files: Files, handler: string, expected: string): void {
  test(`${title} (Node.js 24)`, async () => {
    expect(summary(await resolveIn(files, functionAt(handler, 'nodejs24.x'), syntax))).toBe(expected);
  });
}

const at = (path: string): Partial<FunctionDefinition> => ({ code: { kind: 'directory', path: `/w/${path}` } });
const esbuild = (...entryPoints: string[]): Partial<FunctionDefinition> => ({
  build: { kind: 'esbuild', entryPoints, external: [], format: undefined },
});
const layered: Partial<FunctionDefinition> = {
  layers: { kind: 'literal', value: ['arn:aws:lambda:eu-west-1:1:layer:x:1'], path: '/w/template.yaml', range: functionAt('', '').range },
};
const bundler: Partial<FunctionDefinition> = { build: { kind: 'bundler', by: 'serverless-esbuild' } };
const fn = 'exports.handler = async () => 1;';
const esm = 'export const handler = async () => 1;';

describe('the handler string', () => {
  check('no dot', fn, 'index', 'malformed -> index.handler');
  check('the export without its file', fn, 'handler', 'malformed -> index.handler');
  check(
    'no dot, several functions',
    'exports.lambdaHandler = () => 1;\nexports.zz = () => 1;',
    'index',
    'malformed -> index.lambdaHandler',
  );
  check('two dots', fn, 'index..handler', 'malformed -> index.handler');
  check('a parent folder', fn, '../index.handler', 'malformed');
  check('colons for the dot', fn, 'index::handler', 'malformed -> index.handler');
  check('no export after the dot', fn, 'index.', 'malformed -> index.handler');
  check('no file before the dot', fn, '.handler', 'malformed -> index.handler');
  check('empty', fn, '', 'malformed');
  check('a space', fn, 'index.handler ', 'malformed -> index.handler');
  check('a leading ./', fn, './index.handler', 'ok index.js:1');
  check('split at the first dot: nested exports', 'exports.a = { b: { c: () => 1 } };', 'index.a.b.c', 'ok index.js:1');
  check('a nested export that is missing', 'exports.a = { b: () => 1 };', 'index.a.c', 'export-not-found -> index.a.b');
  check('a file name as handler', fn, 'index.js', 'export-not-found -> index.handler');
  check(
    'a file name as handler, several exports',
    'exports.a = () => 1;\nexports.b = () => 1;',
    'index.js',
    'export-not-found -> index.a, index.b',
  );
  check(
    'a file name as handler: the one of the function itself',
    'exports.get = () => 1;\nexports.createOrder = () => 1;',
    'index.ts',
    'export-not-found -> index.createOrder, index.get',
    { logicalId: 'CreateOrderFunction' },
  );
  check('a renamed export', 'exports.getV2 = exports.put = () => 1;', 'index.get', 'export-not-found -> index.getV2');
  check('folders', { 'src/api/order.js': fn }, 'src/api/order.handler', 'ok src/api/order.js:1');
  for (const handler of [
    '${Fn}.handler',
    '{{name}}.handler',
    '<%= name %>.handler',
    'run.sh',
    '/opt/nodejs/node_modules/datadog-lambda-js/handler.handler',
    '__HANDLER__',
  ]) {
    check(`silent: ${handler}`, fn, handler, '?');
  }
});

describe('ways to export', () => {
  check('export const', esm, 'index.handler', 'ok index.js:1');
  check('export function', '\nexport async function handler() {}', 'index.handler', 'ok index.js:2');
  check('a class that is replaced', 'export let handler = class {};\nhandler = make(handler);', 'index.handler', 'ok index.js:1');
  check('a decorated class', { 'index.ts': '@handles()\nexport class handler {}' }, 'index.handler', 'ok index.ts:2');
  check('a list', 'const handler = () => 1;\nexport { handler };', 'index.handler', 'ok index.js:1');
  check('a rename', 'const main = () => 1;\nexport { main as handler };', 'index.handler', 'ok index.js:1');
  check(
    'a rename: the inner name is not exported',
    'const main = () => 1;\nexport { main as handler };',
    'index.main',
    'export-not-found -> index.handler',
  );
  check('a string as name', 'const main = () => 1;\nexport { main as "handler" };', 'index.handler', 'ok index.js:1');
  check('default', 'export default async () => 1;', 'index.default', 'ok index.js:1');
  const attributes = "import {\n  a } from './a.json' assert { type: 'json' };\nexport { b } from './b.js' with { type: 'json' };\n";
  check('with import attributes', `${attributes}export const main = () => a;`, 'index.handler', 'export-not-found -> index.main');
  check(
    'with types that are passed on',
    { 'index.ts': "export type * from './types';\nexport const main = () => 1;" },
    'index.handler',
    'export-not-found -> index.main',
  );
  check('default for named', 'export default async function handler() {}', 'index.handler', 'export-not-found -> index.default');
  check('default of a name', 'const h = () => 1;\nexport default h;', 'index.default', 'ok index.js:1');
  check('destructuring', 'export const { handler, other: [second] } = make();', 'index.second', 'ok index.js:1');
  check('exports.x', fn, 'index.handler', 'ok index.js:1');
  check("exports['x']", "exports['handler'] = () => 1;", 'index.handler', 'ok index.js:1');
  check('module.exports.x', 'module.exports.handler = () => 1;', 'index.handler', 'ok index.js:1');
  check('a chain', 'exports.handler = exports.main = module.exports.third = () => 1;', 'index.main', 'ok index.js:1');
  check('module.exports = {…}', 'module.exports = { handler: async () => 1 };', 'index.handler', 'ok index.js:1');
  check('shorthand', 'const handler = () => 1;\nmodule.exports = { handler };', 'index.handler', 'ok index.js:1');
  check('a method', 'module.exports = { async handler() {} };', 'index.handler', 'ok index.js:1');
  check('a variable', 'const api = { handler() {} };\nmodule.exports = api;', 'index.handler', 'ok index.js:1');
  check('a variable that grows', 'const api = {};\napi.handler = () => 1;\nmodule.exports = api;', 'index.handler', '?');
  check('a spread of an object', 'const a = { handler() {} };\nmodule.exports = { ...a };', 'index.handler', 'ok index.js:1');
  check('a spread of a package', "module.exports = { ...require('x') };", 'index.handler', '?');
  check('exports = module.exports = {…}', 'exports = module.exports = { handler() {} };', 'index.handler', 'ok index.js:1');
  check('a function with members', 'module.exports = fn;\nfn.handler = fn;\nfunction fn() {}', 'index.handler', '?');
  check('a bare function', 'module.exports = async () => 1;', 'index.handler', 'export-not-found');
  check('Object.assign', 'Object.assign(exports, { handler() {} });', 'index.handler', 'ok index.js:1');
  check('Object.defineProperty', 'Object.defineProperty(exports, "handler", { get: () => f });', 'index.handler', 'ok index.js:1');
  check('a helper', 'makeApi(exports);', 'index.handler', '?');
  check('a loop', 'for (const n of names) exports[n] = make(n);', 'index.handler', '?');
  check('a condition', 'if (process.env.X) { exports.handler = () => 1; }', 'index.handler', 'ok index.js:1');
  check('UMD', '(function (root, f) { f(exports); })(this, function (e) { e.handler = 1; });', 'index.handler', '?');
  check('the top this', 'this.handler = () => 1;', 'index.handler', 'ok index.js:1');
  check(
    'the this of a class is another',
    'class A { m() { this.handler = 1; } }\nexports.main = new A();',
    'index.handler',
    'export-not-found -> index.main',
  );
  check(
    'reading exports is no doubt',
    'exports.main = () => exports.other();\nexports.other = () => 1;',
    'index.handler',
    'export-not-found -> index.main',
  );
  check(
    'main check is no doubt',
    'exports.main = () => 1;\nif (require.main === module) exports.main();',
    'index.man',
    'export-not-found -> index.main',
  );
  check(
    'compiled: void 0 first',
    'exports.handler = void 0;\nconst handler = () => 1;\nexports.handler = handler;',
    'index.handler',
    'ok index.js:2',
  );
  check('compiled: esbuild', '__export(x, { handler: () => handler });\nmodule.exports = __toCommonJS(x);', 'index.handler', '?');
  check(
    'compiled: esbuild, annotated',
    'module.exports = __toCommonJS(x);\nvar handler = () => 1;\n0 && (module.exports = { handler });',
    'index.handler',
    'ok index.js:2',
  );
  check('compiled: swc', '_export(exports, { handler: function() { return f; } });', 'index.handler', 'ok index.js:1');
  check('compiled: swc, without it', '_export(exports, { main: () => f });', 'index.handler', 'export-not-found -> index.main');
  check(
    'compiled: __exportStar',
    { 'index.js': "tslib_1.__exportStar(require('./a'), exports);", 'a.js': fn },
    'index.handler',
    'ok index.js at a.js:1',
  );
  check('compiled: destructuring', '({ handler: exports.handler, b: exports.b } = f());', 'index.handler', 'ok index.js:1');
  check('an array pattern', '[exports.handler] = f();', 'index.handler', 'ok index.js:1');
  check('a class with static members', 'class A { static handler() {} }\nmodule.exports = A;', 'index.handler', '?');
  check('an instance', 'module.exports = new Api();', 'index.handler', '?');
  check('a frozen object', 'module.exports = Object.freeze({ handler() {} });', 'index.handler', '?');
  check('an accessor', 'module.exports = { get handler() { return f; } };', 'index.handler', 'ok index.js:1');
  check('a name that is no identifier', "exports['a-b'] = () => 1;", 'index.a-b', 'ok index.js:1');
  check('a string as name that is no identifier', 'const main = () => 1;\nexport { main as "a-b" };', 'index.a-b', 'ok index.js:1');
  check('default of a wrapped name', 'const h = () => 1;\nexport default middy(h);', 'index.default', 'ok index.js:2');
  check('named for default', 'export const handler = () => 1;', 'index.default', 'export-not-found -> index.handler');
  check('a list with default', 'const h = () => 1;\nexport { h as default };', 'index.default', 'ok index.js:1');
  check(
    'spreads of files',
    { 'index.js': "module.exports = { ...require('./a'), ...require('./b') };", 'a.js': 'exports.x = 1;', 'b.js': fn },
    'index.handler',
    'ok index.js at b.js:1',
  );
  check(
    'spreads of files that lack it',
    { 'index.js': "const a = require('./a');\nmodule.exports = { ...a };", 'a.js': 'exports.main = () => 1;' },
    'index.handler',
    'export-not-found -> index.main',
  );
  check(
    'Object.assign of a file',
    { 'index.js': "Object.assign(module.exports, require('./a'));", 'a.js': fn },
    'index.handler',
    'ok index.js at a.js:1',
  );
  check('minified', 'var e=()=>1;exports.a=e,exports.handler=e;', 'index.handler', 'ok index.js:1');
  check(
    'words in comments and strings',
    '// exports of this module\nexports.main = () => "exports";',
    'index.mian',
    'export-not-found -> index.main',
  );
  check('a syntax error', 'export const handler = () => {', 'index.missing', '?');
  check('a syntax error elsewhere', 'export const handler = () => 1;\nconst = ;', 'index.handler', 'ok index.js:1');
});

describe('what wraps a handler is never wrong', () => {
  for (const value of [
    'middy(base).use(x())',
    'awslambda.streamifyResponse(async () => 1)',
    'Sentry.AWSLambda.wrapHandler(base)',
    'api.handler.bind(api)',
    'new Api().handler',
    'async () => 1',
    'await make()',
    'a ?? b',
    'serverlessExpress({ app })',
    '(() => () => 1)()',
  ]) {
    check(value, `export const handler = ${value};`, 'index.handler', 'ok index.js:1');
  }
  check('a cast', { 'index.ts': 'export const handler = base as Handler;' }, 'index.handler', 'ok index.ts:1');
  check('satisfies', { 'index.ts': 'export const handler = (async () => 1) satisfies Handler;' }, 'index.handler', 'ok index.ts:1');
  check('let', 'export let handler = null;\nhandler = () => 1;', 'index.handler', 'ok index.js:1');
});

describe('not a function', () => {
  for (const value of ['1', '"x"', '`x`', '[]', '{ a: 1 }', 'null', 'undefined', 'true', '/x/']) {
    check(value, `export const handler = ${value};`, 'index.handler', 'not-a-function');
    check(`exports.x = ${value}`, `exports.handler = ${value};`, 'index.handler', 'not-a-function');
  }
  check(
    'the only function is meant',
    'export const handler = 1;\nexport const main = () => 1;',
    'index.handler',
    'not-a-function -> index.main',
  );
  check('an object that holds the function', 'exports.api = { get: () => 1 };', 'index.api', 'not-a-function -> index.api.get');
});

describe('classes', () => {
  check('exported', 'export class handler {}', 'index.handler', 'not-a-function');
  check('assigned', 'exports.handler = class extends Base {};', 'index.handler', 'not-a-function');
  check('by its name', 'class Orders {}\nmodule.exports = { handler: Orders };', 'index.handler', 'not-a-function');
  check('by a constant', { 'index.ts': 'const handler = class {};\nexport { handler };' }, 'index.handler', 'not-a-function');
  check('the only function is meant', 'export class Api {}\nexport const main = () => 1;', 'index.Api', 'not-a-function -> index.main');
  check('silent: replaced', 'export let handler = class {};\nhandler = make(handler);', 'index.handler', 'ok index.js:1');
  check('silent: declared, then replaced', 'class A {}\nA = wrap(A);\nexports.handler = A;', 'index.handler', 'ok index.js:1');
  check('silent: decorated', { 'index.ts': '@handles()\nexport class handler {}' }, 'index.handler', 'ok index.ts:2');
  check('silent: a member', 'export class Api { static get() {} }', 'index.Api.get', '?');
});

describe('CommonJS in an ES module', () => {
  const manifest = '{"type": "module"}';
  check('by package.json', { 'index.js': fn, 'package.json': manifest }, 'index.handler', 'export-not-found');
  check(
    'by package.json above',
    { 'a/index.js': 'module.exports = { handler() {} };', 'package.json': manifest },
    'a/index.handler',
    'export-not-found',
  );
  check('by its extension', { 'index.mjs': fn }, 'index.handler', 'export-not-found');
  const silent: readonly (readonly [string, Files, Partial<FunctionDefinition>?])[] = [
    ['no type', { 'index.js': fn, 'package.json': '{}' }],
    ['a nearer package.json', { 'a/index.js': fn, 'a/package.json': '{}', 'package.json': manifest }],
    ['a package.json that is not in the package', { 'a/index.js': fn, 'package.json': manifest }, at('a')],
    ['a bundler', { 'index.js': fn, 'package.json': manifest }, bundler],
    ['a bundler that a script runs', { 'index.js': fn, 'package.json': '{"type": "module", "scripts": {"build": "esbuild x"}}' }],
    ['an exports of its own', { 'index.mjs': `const exports = {};\n${fn}\n` }],
    ['both kinds', { 'index.mjs': `import x from 'x';\n${fn}` }],
  ];
  for (const [title, files, changes] of silent) {
    const [first = ''] = Object.keys(files);
    check(
      `silent: ${title}`,
      files,
      changes?.code === undefined ? `${first.replace(/\.m?js$/, '')}.handler` : 'index.handler',
      `ok ${first}:${String(files[first]).startsWith('exports') ? 1 : 2}`,
      changes,
    );
  }

  test('the message says why', async () => {
    const resolution = await resolveIn({ 'index.js': fn, 'package.json': manifest }, functionAt('index.handler', 'nodejs22.x'), syntax);
    expect(resolution).toMatchObject({
      problem: {
        message: `index.js sets exports as CommonJS does, but "type": "module" in package.json makes it an ES module, which has none: loading it fails. Write 'export const handler = …' there.`,
      },
    });
  });
});

describe('what Node.js 24 finds on the default export', () => {
  const made = (text: string): Files => ({ 'index.mjs': text });
  check24('a member', made('export default { handler: async () => 1 };'), 'index.handler', 'ok index.mjs:1');
  check24('silent: what a call makes', made('export default middy(async () => 1);'), 'index.handler', '?');
  const streams = 'export default awslambda.streamifyResponse(async (event, stream) => {});';
  check24('none on what Lambda itself makes', made(streams), 'index.handler', 'export-not-found -> index.default');
  const sst = "import { ApiHandler as make } from 'sst/node/api';\nexport default make(async () => 1);";
  check24('none on what a known library makes', made(sst), 'index.handler', 'export-not-found -> index.default');
  check24('silent: of a library that is not known', made(sst.replace('sst/node/api', './api')), 'index.handler', '?');
});

describe('through files', () => {
  check(
    'a name',
    { 'index.mjs': "export { handler } from './src/app.mjs';", 'src/app.mjs': esm },
    'index.handler',
    'ok index.mjs at src/app.mjs:1',
  );
  check(
    'a rename',
    { 'index.ts': "export { main as handler } from './app';", 'app.ts': 'export const main = () => 1;' },
    'index.handler',
    'ok index.ts at app.ts:1',
  );
  check(
    'an import, then a list',
    { 'index.ts': "import { main } from './app.js';\nexport { main as handler };", 'app.ts': 'export const main = () => 1;' },
    'index.handler',
    'ok index.ts at app.ts:1',
  );
  check(
    'export *',
    { 'index.ts': "export * from './a';\nexport * from './b';", 'a.ts': 'export const x = 1;', 'b/index.ts': esm },
    'index.handler',
    'ok index.ts at b/index.ts:1',
  );
  check('export * that lacks it', { 'index.ts': "export * from './a';", 'a.ts': esm }, 'index.handlr', 'export-not-found -> index.handler');
  check('export * of a package', "export * from 'pkg';", 'index.handler', '?');
  check('export * of an alias', "export * from '@/handlers';", 'index.handler', '?');
  check('export * as', { 'index.mjs': "export * as api from './a.mjs';", 'a.mjs': esm }, 'index.api.handler', 'ok index.mjs at a.mjs:1');
  check('a circle', { 'index.ts': "export * from './a';", 'a.ts': "export * from './index';" }, 'index.handler', 'export-not-found');
  check(
    'require passed on',
    { 'index.js': "module.exports = require('./lib/app');", 'lib/app.js': fn },
    'index.handler',
    'ok index.js at lib/app.js:1',
  );
  check(
    'a member of require',
    { 'index.js': "exports.handler = require('./app').main;", 'app.js': 'exports.main = () => 1;' },
    'index.handler',
    'ok index.js at app.js:1',
  );
  check(
    'require, destructured',
    { 'index.js': "const { main } = require('./app');\nmodule.exports = { handler: main };", 'app.js': 'exports.main = () => 1;' },
    'index.handler',
    'ok index.js at app.js:1',
  );
  check(
    'a re-export that the other file lacks is its own problem',
    { 'index.ts': "export { handler } from './a';", 'a.ts': '' },
    'index.handler',
    'ok index.ts:1',
  );
});

describe('TypeScript', () => {
  check('export =', { 'index.ts': 'export = { handler() {} };' }, 'index.handler', 'ok index.ts:1');
  check('an interface', { 'index.ts': 'export interface handler {}' }, 'index.handler', 'export-not-found');
  check('export type', { 'index.ts': "export type { handler } from './a';", 'a.ts': esm }, 'index.handler', 'export-not-found');
  check(
    'a type in a list',
    { 'index.ts': "import type { handler } from './a';\nexport { handler };" },
    'index.handler',
    'export-not-found',
  );
  check('declare', { 'index.ts': 'export declare const handler: string;' }, 'index.handler', 'export-not-found');
  check(
    'an overload',
    { 'index.ts': 'export function handler(a: string): void;\nexport function handler(a: any) {}' },
    'index.handler',
    'ok index.ts:2',
  );
  check('export import', { 'index.ts': 'export import handler = api.handler;' }, 'index.handler', 'ok index.ts:1');
  check('a namespace', { 'index.ts': 'export namespace api { export const get = () => 1; }' }, 'index.api.get', 'ok index.ts:1');
  check(
    'a namespace for a function',
    { 'index.ts': 'export namespace api { export const get = () => 1; }' },
    'index.api',
    'not-a-function -> index.api.get',
  );
  check(
    'a function that a namespace adds to',
    { 'index.ts': 'export function f() {}\nexport namespace f { export const a = 1; }' },
    'index.f',
    'ok index.ts:1',
  );
  check(
    'export = of a require',
    { 'index.ts': "import h = require('./h');\nexport = h;", 'h.ts': esm },
    'index.handler',
    'ok index.ts at h.ts:1',
  );
  check(
    'export default as',
    { 'index.ts': "export { default as handler } from './h';", 'h.ts': 'export default () => 1;' },
    'index.handler',
    'ok index.ts at h.ts:1',
  );
  check('a cast of exports', { 'index.ts': '(exports as any).handler = f();' }, 'index.handler', '?');
  check('a constant where not all was understood', 'export const handler = 5 5;', 'index.handler', 'ok index.js:1');
  check('an enum', { 'index.ts': 'export enum handler { A }' }, 'index.handler', 'ok index.ts:1');
  check('compiled in place: the source is shown', { 'index.ts': esm, 'index.js': fn }, 'index.handler', 'ok index.ts:1');
  check(
    'an export that only the compiled file has',
    { 'index.ts': 'export const a = 1;', 'index.js': fn },
    'index.handler',
    'ok index.js:1',
  );
  check(
    'outDir and rootDir',
    { 'tsconfig.json': '{ // c\n"compilerOptions": { "outDir": "dist", "rootDir": "src" } }', 'src/api/a.ts': esm },
    'dist/api/a.handler',
    'ok src/api/a.ts:1',
  );
  check(
    'outDir, rootDir inferred',
    { 'tsconfig.json': '{"compilerOptions":{"outDir":"dist"}}', 'src/a.ts': esm },
    'dist/a.handler',
    'ok src/a.ts:1',
  );
  check(
    'outDir as CodeUri',
    { 'tsconfig.json': '{"compilerOptions":{"outDir":"dist"}}', 'src/a.ts': esm },
    'a.handler',
    'ok src/a.ts:1',
    at('dist'),
  );
  check(
    'outDir, wrong export',
    { 'tsconfig.json': '{"compilerOptions":{"outDir":"dist"}}', 'src/a.ts': esm },
    'dist/a.handlr',
    'export-not-found -> dist/a.handler',
  );
  check(
    'silent: outDir that a bundler writes to as well',
    { 'tsconfig.json': '{"compilerOptions":{"outDir":"dist"}}', 'src/a.ts': esm, 'package.json': '{"scripts":{"build":"esbuild x"}}' },
    'dist/a.main',
    '?',
  );
  check('silent: outDir of a package', { 'tsconfig.json': '{"extends":"@x/base"}', 'src/a.ts': esm }, 'dist/a.handler', '?');
  check(
    'composite',
    { 'tsconfig.json': '{"compilerOptions":{"composite":true,"outDir":"./dist/","rootDir":"./src/"}}', 'src/a/b.ts': esm },
    'dist/a/b.handler',
    'ok src/a/b.ts:1',
  );
  check(
    'extends',
    { 'tsconfig.json': '{"extends":"./base"}', 'base.json': '{"compilerOptions":{"outDir":"./dist","rootDir":"./lib"}}', 'lib/a.ts': esm },
    'dist/a.handler',
    'ok lib/a.ts:1',
  );
  for (const extension of ['mts', 'cts', 'tsx'])
    check(`.${extension}`, { [`index.${extension}`]: esm }, 'index.handler', `ok index.${extension}:1`);
});

describe('load order', () => {
  check('.js before .mjs', { 'a.js': 'exports.x = () => 1;', 'a.mjs': esm }, 'a.handler', 'export-not-found -> a.x');
  check('.mjs before .cjs', { 'a.mjs': esm, 'a.cjs': '' }, 'a.handler', 'ok a.mjs:1');
  check('a folder', { 'a/index.js': fn }, 'a.handler', 'ok a/index.js:1');
  check('a package', { 'package.json': '{"dependencies":{"pkg":"1"}}', 'index.js': fn }, 'pkg.handler', '?');
  check('the code folder is on NODE_PATH', { 'order.js': fn }, 'src/order.handler', 'ok order.js:1');
  check('the code folder is on NODE_PATH: TypeScript', { 'order.ts': esm }, 'src/order.handler', 'ok order.ts:1');
  check('NODE_PATH finds nothing but .js', { 'order.mjs': esm }, 'src/order.handler', 'file-not-found -> order.handler');
  check('silent: another NODE_PATH', { 'order.js': fn }, 'src/order.handler', '?', { environment: { NODE_PATH: { kind: 'absent' } } });
  check('a file in node_modules', { 'index.js': fn }, 'node_modules/datadog/handler.handler', '?');
  check24('a folder', { 'a/index.js': fn }, 'a.handler', 'file-not-found -> a/index.handler');
  check24('a member of the default export', { 'a.mjs': 'export default { handler() {} };' }, 'a.handler', 'ok a.mjs:1');
  check24(
    'a default export that is a function has no members',
    { 'a.mjs': 'export default async (event) => 1;' },
    'a.handler',
    'export-not-found -> a.default',
  );
  check24(
    'a named default export has no members',
    { 'a.mjs': 'export default async function run() {}' },
    'a.handler',
    'export-not-found -> a.default',
  );
  check24(
    'a default export that is given members',
    { 'a.mjs': 'export default run;\nfunction run() {}\nrun.handler = f;' },
    'a.handler',
    '?',
  );
  check24('maybe a member of the default export', { 'a.mjs': 'export default make();' }, 'a.handler', '?');
  check(
    'a member of the default export',
    { 'a.mjs': 'export default { handler() {} };' },
    'a.handler',
    'export-not-found -> a.default.handler',
  );
});

describe('esbuild', () => {
  check('an entry point', { 'src/app.ts': esm }, 'app.handler', 'ok src/app.ts:1', esbuild('src/app.ts'));
  check('the handler keeps its folder', { 'src/app.ts': esm }, 'src/app.handler', 'ok src/app.ts:1', esbuild('src/app.ts'));
  check('another output', { 'src/app.ts': esm }, 'ap.handler', 'file-not-found -> app.handler', esbuild('src/app.ts'));
  check('no export', { 'src/app.ts': esm }, 'app.hanlder', 'export-not-found -> app.handler', esbuild('src/app.ts'));
  check(
    'another output behind a folder',
    { 'src/app.ts': esm },
    'src/ap.handler',
    'file-not-found -> src/app.handler',
    esbuild('src/app.ts'),
  );
  check(
    'another case behind a folder',
    { 'src/app.ts': esm },
    'src/App.handler',
    'case-mismatch -> src/app.handler',
    esbuild('src/app.ts'),
  );
  check('an entry point that is not there', { 'lib2/app.ts': esm }, 'app.handler', 'file-not-found', esbuild('src2/app.ts'));
  check('silent: an entry point that a build makes', { 'src/app.ts': esm }, 'app.handler', '?', esbuild('dist/app.js'));
  check('silent: the entry point is missing', {}, 'app.handler', '?', esbuild('src/app.ts'));
  check('silent: a pattern', { 'src/app.ts': esm }, 'b.handler', '?', esbuild('src/*.ts'));
});

describe('a bundler that keeps paths', () => {
  check('a source', { 'src/app.ts': esm }, 'src/app.handler', 'ok src/app.ts:1', bundler);
  check('a source with JSX', { 'src/app.jsx': esm }, 'src/app.handler', 'ok src/app.jsx:1', bundler);
  check('a wrong export', { 'src/app.ts': esm }, 'src/app.hanlder', 'export-not-found -> src/app.handler', bundler);
  check('a wrong file', { 'src/app.ts': esm }, 'src/zzzzz.handler', 'file-not-found -> src/app.handler', bundler);
  test('the message names the files that it takes', async () => {
    const lookedFor = async (changes: Partial<FunctionDefinition>) => {
      const resolution = await resolveIn({ 'src/app.js': esm }, functionAt('src/zzzzz.handler', 'nodejs22.x', changes), syntax);
      return resolution.kind === 'unresolved' ? /looked for (.*?)\. /.exec(resolution.problem.message)?.[1] : resolution.kind;
    };
    expect(await lookedFor({})).toBe('zzzzz, zzzzz.js, zzzzz.mjs or zzzzz.cjs');
    expect(await lookedFor(bundler)).toBe('zzzzz.ts, .tsx, .mts, .cts, .js, .jsx, .mjs or .cjs');
  });
  const packages = { 'packages/api/app.ts': esm };
  check(
    'a wrong file in a package of a monorepo',
    packages,
    'packages/api/zzzzz.handler',
    'file-not-found -> packages/api/app.handler',
    bundler,
  );
  check('a package that was renamed', packages, 'packages/apis/app.handler', 'file-not-found -> packages/api/app.handler', bundler);
  check('a package that is not there', packages, 'packages/other/zzzzz.handler', '?', bundler);
  check('a wrong file, nothing like it', { 'src/app.ts': 'export const x = 1;' }, 'api/zzzzz.handler', 'file-not-found', bundler);
  check('another folder', { 'src/app.ts': esm }, 'api/app.handler', 'file-not-found -> src/app.handler', bundler);
  check(
    'the folder of the compiler does not count',
    { 'tsconfig.json': '{"compilerOptions":{"outDir":"."}}', 'a.ts': esm },
    'b.handler',
    'file-not-found -> a.handler',
    bundler,
  );
  check('silent: what another build makes', { 'src/app.ts': esm }, 'dist/app.handler', '?', bundler);
  check('silent: a package', { 'package.json': '{"dependencies":{"pkg":"1"}}', 'a.ts': esm }, 'pkg.handler', '?', bundler);
});

describe('files that are not there', () => {
  check('a near name', { 'src/order.js': fn }, 'src/ordr.handler', 'file-not-found -> src/order.handler');
  check('another case', { 'src/Order.js': fn }, 'src/order.handler', 'case-mismatch -> src/Order.handler');
  check('folders in another case', { 'Src/api/order.ts': esm }, 'src/API/order.handler', 'case-mismatch -> Src/api/order.handler');
  check('another case, in TypeScript behind a bundler', { 'Order.ts': esm }, 'order.handler', 'case-mismatch -> Order.handler', bundler);
  check('a slash after the code folder', { 'src/Order.js': fn }, 'order.handler', 'case-mismatch -> Order.handler', at('src/'));
  check('two that differ in case', { 'a/Order.ts': esm, 'a/ORDER.ts': '' }, 'a/order.handler', 'file-not-found -> a/Order.handler');
  check('an export in another case', { 'a.js': 'exports.Handler = exports.b = () => 1;' }, 'a.handler', 'export-not-found -> a.Handler');
  check('a code folder in another case', { 'Orders/index.js': fn }, 'index.handler', 'case-mismatch', at('orders'));
  check('another folder', { 'lib2/order.js': fn }, 'src/order.handler', 'file-not-found -> lib2/order.handler');
  check('the export of a neighbour', { 'app.js': fn }, 'main.handler', 'file-not-found -> app.handler');
  check('nothing like it', { 'app.js': 'exports.x = () => 1;' }, 'zzzzzzz.handler', 'file-not-found');
  check('a leading ./ stays', { 'src/order.js': fn }, './src/ordr.handler', 'file-not-found -> ./src/order.handler');
  check(
    'a folder of nearly that name, in TypeScript',
    { 'api/new/order.ts': esm, 'api/old-x/order.ts': esm },
    'api/old/order.handler',
    'file-not-found -> api/old-x/order.handler, api/new/order.handler',
  );
  check(
    'nothing like it, beside TypeScript sources',
    { 'src/order.ts': esm, '.gitignore': '*.js' },
    'src/zzzzzz.handler',
    'file-not-found -> src/order.handler',
  );
  check('a dot in the file name', { 'order.api.js': fn, 'a.js': '' }, 'order.api.handler', 'file-not-found');
  check('a code folder of nearly that name', { 'orders/index.js': fn }, 'index.handler', 'file-not-found', at('ordrs'));
  check('silent: a code folder that is nowhere', { 'x.js': fn }, 'index.handler', '?', at('somewhere'));
  check('silent: dist', { 'src/index.js': fn }, 'dist/index.handler', '?');
  check('silent: CodeUri dist', { 'src/index.js': fn }, 'index.handler', '?', at('dist'));
  check(
    'a folder called by what it does',
    { 'build-report/index.js': fn },
    'index.handlr',
    'export-not-found -> index.handler',
    at('build-report'),
  );
  check('silent: the same, ignored', { 'build-report/index.js': fn, '.gitignore': 'build-*' }, 'index.handlr', '?', at('build-report'));
  check('silent: what a build makes', { 'build-output/index.js': fn }, 'index.handlr', '?', at('build-output'));
  check('the same in another case', { 'build_report.js': fn }, 'Build_report.handler', 'case-mismatch -> build_report.handler');
  check('a file called by what it does', { 'build_report.js': fn }, 'build_report.handlr', 'export-not-found -> build_report.handler');
  check('silent: .aws-sam', { 'index.js': fn }, 'index.handlr', '?', at('.aws-sam/build/F'));
  check('silent: stale output', { 'dist/index.js': fn }, 'index.handlr', '?', at('dist'));
  check(
    'moved, rather than the near name beside it',
    { 'onconnect.js': fn, 'moved/ondisconnect.js': fn },
    'ondisconnect.handler',
    'file-not-found -> moved/ondisconnect.handler, onconnect.handler',
  );
  check(
    'a letter, rather than the same name elsewhere',
    { 'orders.js': fn, 'x/order.js': fn },
    'order.handler',
    'file-not-found -> orders.handler, x/order.handler',
  );
  check('silent: git-ignored', { '.gitignore': '/gen-*\n', 'index.js': fn }, 'gen-a/index.handler', '?');
  check(
    'a near file of another extension than git ignores',
    { '.gitignore': '*.js\n', 'src/idex.mjs': esm },
    'src/index.handler',
    'file-not-found -> src/idex.handler',
  );
  check('silent: git-ignored by extension', { '.gitignore': '*.js\n!jest.config.js', 'src/zebra.mjs': '' }, 'src/index.handler', '?');
  const inPlace = { '.gitignore': '*.js\n', 'tsconfig.json': '{}', 'fn/order.ts': esm };
  check(
    'nothing near, where the compiler writes beside the sources',
    inPlace,
    'zebra.handler',
    'file-not-found -> order.handler',
    at('fn'),
  );
  check(
    'silent: it may write there from another folder',
    { ...inPlace, 'tsconfig.json': '{"compilerOptions": {"outDir": "fn"}}' },
    'zebra.handler',
    '?',
    at('fn'),
  );
  check('silent: so may a bundler', { ...inPlace, 'package.json': '{"scripts": {"build": "esbuild x"}}' }, 'zebra.handler', '?', at('fn'));
  check('silent: no settings of the compiler', { '.gitignore': '*.js\n', 'fn/order.ts': esm }, 'zebra.handler', '?', at('fn'));
  check('silent: no source beside it', inPlace, 'zebra.handler', '?');
  const ignored = { '.gitignore': '*.js\n', 'bin/app.ts': '' };
  check(
    'a near name of what is committed all the same',
    { ...ignored, 'src/order.js': fn },
    'ordr.handler',
    'file-not-found -> order.handler',
    at('src'),
  );
  check(
    'an export of what is committed all the same',
    { ...ignored, 'src/order.js': fn },
    'order.handlr',
    'export-not-found -> order.handler',
    at('src'),
  );
  const tracked = { '.git/index': gitIndexOf(['src/order.js']) };
  const committed = { ...ignored, ...tracked, 'src/order.js': fn };
  check('nothing near what git tracks', committed, 'zzzzzz.handler', 'file-not-found -> order.handler', at('src'));
  check('silent: beside what git does not track', { ...committed, 'src/made.js': '' }, 'zzzzzz.handler', '?', at('src'));
  check('silent: in another folder', { ...committed, 'src/a/x.mjs': '' }, 'a/zzzzzz.handler', '?', at('src'));
  check('silent: nothing near what is committed', { ...ignored, 'src/order.js': fn }, 'zzzzzz.handler', '?', at('src'));
  check('silent: committed beside TypeScript', { ...ignored, 'src/order.js': fn, 'src/a.ts': '' }, 'order.handlr', '?', at('src'));
  check('silent: in a folder that git ignores', { '.gitignore': 'src/\n', 'src/order.js': fn }, 'order.handlr', '?', at('src'));
  const bundled = { 'package.json': '{"scripts":{"build":"esbuild lib/a.ts --outfile=src/order.js"}}' };
  check('silent: a bundler writes what git ignores', { ...ignored, ...bundled, 'src/order.js': fn }, 'order.handlr', '?', at('src'));
  check(
    'silent: a bundler makes it',
    { 'package.json': '{"scripts":{"build":"esbuild src/index.ts --outfile=index.js"}}', 'src/index.ts': esm },
    'index.handler',
    '?',
  );
  check(
    'silent: a bundler may make it of a source elsewhere, whatever is near',
    { 'package.json': '{"scripts":{"build":"esbuild"}}', 'orders.ts': esm, 'src/order.ts': esm },
    'order.handler',
    '?',
  );
  check(
    'silent: a bundler, and a name as short as the one that is meant',
    { 'package.json': '{"scripts":{"build":"esbuild"}}', 'api.ts': esm },
    'app.handler',
    '?',
  );
  check(
    'a bundler, but a near neighbour',
    { 'package.json': '{"scripts":{"build":"esbuild"}}', 'order.js': fn },
    'ordr.handler',
    'file-not-found -> order.handler',
  );
  check('silent: TypeScript elsewhere, no bundler declared', { 'src/index.ts': esm }, 'index.handler', '?');
  check('silent: no source at all', { 'README.md': '' }, 'index.handler', '?');
  check('silent: another language', { 'index.py': '' }, 'index.handler', '?');
  check('silent: a layer may hold it', { 'app.js': 'exports.x = () => 1;' }, 'wrapper.handler', '?', layered);
  check('a layer, but a near neighbour', { 'app.js': fn }, 'ap.handler', 'file-not-found -> app.handler', layered);
  const wrapped = { environment: { DD_LAMBDA_HANDLER: { kind: 'absent' } } } as const;
  check('silent: a wrapper', { 'app.js': fn }, 'ap.handler', '?', wrapped);
  const gap = { environmentGap: 'a condition' } as const;
  check('variables that are not told', { 'app.js': fn }, 'ap.handler', 'file-not-found -> app.handler', { ...layered, ...gap });
  check('the same, and a file without its extension', { 'app.js': fn }, 'app', 'malformed -> app.handler', gap);
  check('silent: the same with a layer, which may take it for a command', { 'app.js': fn }, 'app', '?', { ...layered, ...gap });
  check('silent: the same with a layer and a script', { 'app.js': fn }, 'app.js', '?', { ...layered, ...gap });
  const tracer = { value: '/opt/otel-handler', path: '/w/template.yaml', range: functionAt('', '').range };
  check('a wrapper that traces', { 'app.js': fn }, 'ap.handler', 'file-not-found -> app.handler', {
    ...layered,
    environment: { AWS_LAMBDA_EXEC_WRAPPER: { kind: 'literal', ...tracer } },
  });
  check('silent: a wrapper that may do anything', { 'app.js': fn }, 'ap.handler', '?', {
    ...layered,
    environment: { AWS_LAMBDA_EXEC_WRAPPER: { kind: 'literal', ...tracer, value: '/opt/bootstrap' } },
  });
  const adapter = { environment: { AWS_LAMBDA_EXEC_WRAPPER: { kind: 'absent' } } } as const;
  check('silent: a command of the Lambda Web Adapter', { 'app.js': fn }, 'server', '?', adapter);
  for (const handler of [
    'newrelic-lambda-wrapper.handler',
    'node_modules/datadog-lambda-js/dist/handler.handler',
    '/opt/nodejs/node_modules/datadog-lambda-js/handler.handler',
    'node_modules/@lumigo/tracer/auto.handler',
    'instana-aws-lambda-auto-wrap.handler',
    'otel-wrapper.handler',
    's_orders.handler',
  ]) {
    check(`silent: ${handler}`, { 'app.js': fn }, handler, '?');
  }
  check(
    'a mistyped name where git ignores what is compiled',
    { '.gitignore': '*.js', 'order.ts': esm },
    'ordr.handler',
    'file-not-found -> order.handler',
  );
  check(
    'a renamed folder where git ignores what is compiled',
    { '.gitignore': '*.js', 'todos-x/list.ts': esm },
    'todos/list.handler',
    'file-not-found -> todos-x/list.handler',
  );
  check('silent: a wrapper, wrong export', { 'app.js': fn }, 'app.x', '?', wrapped);
});

describe('what can not be told', () => {
  const silent = (title: string, changes: Partial<FunctionDefinition>) => check(`silent: ${title}`, fn, 'index.nope', '?', changes);
  silent('an image', { packageType: 'Image' });
  silent('a custom runtime', { runtime: { kind: 'literal', value: 'provided.al2023', path: '', range: functionAt('', '').range } });
  silent('no runtime', { runtime: { kind: 'absent' } });
  silent('a dynamic runtime', { runtime: { kind: 'unknown', reason: 'a parameter' } });
  silent('a dynamic handler', { handler: { kind: 'unknown', reason: 'a parameter' } });
  silent('code in S3', { code: { kind: 'unknown', reason: 'in S3' } });
  silent('an archive', { code: { kind: 'archive', path: '/w/a.zip' } });
  silent('a makefile', { build: { kind: 'other', method: 'makefile' } });
  silent('a placeholder in the path', { code: { kind: 'directory', path: '/w/{{cookiecutter.name}}' } });
  silent('a file as code', { code: { kind: 'directory', path: '/w/index.js' } });

  const because = 'the default of the parameter P';
  const assumed = <const T>(value: T) => ({ kind: 'unknown', reason: 'the parameter P', assumed: { value, because } }) as const;
  const leadsTo = (title: string, path: string | undefined, changes: Partial<FunctionDefinition>) =>
    test(`unknown all the same, but where to look is told: ${title}`, async () => {
      const resolution = await resolveIn({ 'src/order.ts': fn }, functionAt('src/order.handler', 'nodejs22.x', changes), syntax);
      expect(resolution.kind === 'unknown' ? resolution.path?.replaceAll('\\', '/') : 'certain').toBe(path);
    });
  leadsTo('a runtime with a default', '/w/src/order.ts', { runtime: assumed('nodejs22.x') });
  leadsTo('a handler with a default', '/w/src/order.ts', { handler: assumed('src/order.handler') });
  leadsTo('a default that is wrong', undefined, { handler: assumed('src/order.nope') });
  leadsTo('a folder with a default', '/w/src/order.ts', {
    code: assumed({ kind: 'directory', path: '/w/src' }),
    handler: assumed('order.handler'),
  });
  leadsTo('a makefile', '/w/src/order.ts', { build: { kind: 'other', method: 'makefile' } });
});

describe('sources that no person wrote', () => {
  check('larger than 1 MB', `exports.main = 1;//${'x'.repeat(1_000_000)}`, 'index.handler', '?');
  check('nested without end', `${'exports.a = '.repeat(20_000)}1;`, 'index.handler', '?');
  check('a bundle', `exports.main = 1;${'f(() => exports.x);'.repeat(2000)}`, 'index.handler', '?');
});
