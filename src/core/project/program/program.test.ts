import { dirname } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { testSyntax } from '../../syntax/testing.ts';
import { memoryFiles } from '../../testing/memoryFiles.ts';
import { type TemplateNode, toPlain } from '../tree/model.ts';
import { Evaluator, loadProgram, type ProgramValue, readExportedTree, reasonOf } from './index.ts';

const { syntax, dispose } = testSyntax();
afterAll(dispose);

const folder = '/work/shop';

/** What `x` is in a file, other files beside it. */
async function evaluated(text: string, name = 'lib/stack.ts', others: Readonly<Record<string, string>> = {}): Promise<ProgramValue> {
  const path = `${folder}/${name}`;
  const files = memoryFiles(Object.fromEntries(Object.entries(others).map(([other, content]) => [`${folder}/${other}`, content])));
  const module = await loadProgram({ path, text }, { folder, files, syntax });
  const declared = module?.program.scopes[0]?.names.has('x');
  if (module === undefined || declared !== true) throw new Error('no x');
  const evaluator = new Evaluator({ workingDirectory: folder });
  return evaluator.evaluate({ kind: 'name', name: 'x', span: { start: 0, end: 0 } }, { module, scope: 0, frame: undefined });
}

/** A value in short: a text with what stands at its place, where that isn't the text itself. */
function brief(value: ProgramValue, text: string): unknown {
  switch (value.kind) {
    case 'text': {
      const at = text.slice(value.place.span.start, value.place.span.end);
      return value.written && at !== value.text ? `${value.text} at ${at}` : slashed(value.text);
    }
    case 'number':
    case 'boolean':
      return value.value;
    case 'object':
      return Object.fromEntries(value.entries().entries.map((entry) => [entry.key, brief(entry.value, text)]));
    case 'array':
      return value.items.map((item) => brief(item, text));
    case 'symbol':
      return `<${[value.from, ...value.path].join(' ')}>`;
    default:
      return `? ${reasonOf(value)}`;
  }
}

function slashed(path: string): string {
  return path.replaceAll('\\', '/').replace(/^[A-Za-z]:/, '');
}

const check = async (text: string, expected: unknown, others: Readonly<Record<string, string>> = {}, name?: string) => {
  const value = await evaluated(text, name, others);
  expect(brief(value, text), text).toEqual(expected);
};

describe('JavaScript and TypeScript', () => {
  test('literals and what is put together of them', async () => {
    await check(`const x = 'a.b';`, 'a.b');
    await check('const x = `a\\n`;', 'a\n at a\\n');
    await check(`const a = 'src'; const x = a + '/' + \`\${a}.b\`;`, 'src/src.b');
    await check(`const a = { H: { b: 'c' } } as const; const x = a.H['b'];`, 'c');
    await check(`enum E { A = 'y' } const x = E.A;`, 'y');
    await check(`const { a, ...x } = { a: 1, b: 'c' };`, { b: 'c' });
    await check(`const { a: { b: x = 'c' } } = { a: {} };`, 'c');
    await check(`const { x = 'c' } = { x: 'd' };`, 'd');
    await check(`const { ...x } = f();`, '? what f gives');
    await check(`const { a: { b } } = { a: { b: 1 } }; const x = b;`, 1);
    await check(`const a = ['p', 'q']; const x = a[1];`, 'q');
    await check(`const x = ['p', ...['q']].join('/');`, 'p/q');
    await check(`const x = undefined ?? ('' || 'z');`, 'z');
    await check(`const f = (n: string, m = 'd') => ({ n, m }); const x = f('k');`, { n: 'k', m: 'd' });
    await check(`class C { static readonly H = 'h'; } const x = C.H;`, 'h');
    await check(`class C { h; constructor(private a: string) { this.h = a + '!'; } } const x = new C('v').h;`, 'v!');
  });

  test('objects: the last mention holds, and spreads are followed', async () => {
    await check(`const c = { a: 1, b: 2 }; const x = { ...c, b: 3, ...{ d: 4 } };`, { a: 1, b: 3, d: 4 });
    await check(`const x = { a: 'l', ...props }.a;`, '? props');
    await check(`const x = { ...props, a: 'l' }.a;`, 'l');
    await check(`const x = { a: 'l', ...(y && { b: 1 }) }.a;`, 'l');
    await check(`const x = { a: 'l', ...(y ? { a: 'm' } : {}) }.a;`, '? a condition');
    await check(`const c = { a: 'l', b: 'm' }; c.a = f(); const x = [c.a, c.b];`, ['? what is assigned later', 'm']);
  });

  test('paths of the file and of the folder that the program runs in', async () => {
    const here = `${folder}/lib`;
    await check(`import * as path from 'path'; const x = path.join(__dirname, '..', 'src');`, `${folder}/src`);
    await check(`import { join as j } from 'node:path'; const x = j('a', '../b');`, 'b');
    await check(`const p = require('path'); const x = p.resolve('a');`, `${folder}/a`);
    await check(`import path from 'path'; const x = path.resolve(process.cwd(), 'a');`, `${folder}/a`);
    await check(`const x = import.meta.dirname;`, here);
    await check(`import { fileURLToPath } from 'url'; const x = fileURLToPath(import.meta.url);`, `${here}/stack.ts`);
    await check(`import { fileURLToPath as f } from 'url'; const x = f(new URL('../a', import.meta.url));`, `${folder}/a`);
    await check(`const x = new URL('a', import.meta.url).pathname;`, `${here}/a`);
  });

  test('other files of the project, one step', async () => {
    const others = {
      'lib/names.ts': `import { B } from './b'; export const A = 'a1'; export { B }; export default { c: 'c1' };`,
      'lib/b.ts': `export const B = 'b1';`,
      'lib/all.ts': `export * from './names'; export { B as D } from './b';`,
      'lib/uses.ts': `import { B } from './b'; export const Z = B;`,
      'lib/plain.js': `const q = 'q1'; module.exports = { q };`,
    };
    await check(`import { A } from './names'; const x = A + '';`, 'a1', others);
    await check(`import * as n from './names.js'; const x = n.default.c + n.A;`, 'c1a1', others);
    await check(`import { A, D } from './all'; const x = A + D;`, 'a1b1', others);
    await check(`import { q } from './plain'; const x = require('./plain').q + '';`, 'q1', others);
    await check(`import { B } from './names'; const x = B + '';`, 'b1', others);
    await check(`import { Z } from './uses'; const x = Z + '';`, '? B of ./b', others);
    await check(`import { A } from './gone'; const x = A + '';`, '? A of ./gone', others);
  });

  test('what is not certain says why', async () => {
    await check(`let x = 'a'; x = 'b';`, '? x, which is assigned more than once');
    await check('const x = `${process.env.STAGE}.b`;', '? the environment variable STAGE');
    await check(`function f(a) { return g(a); } const x = f(1);`, '? what g gives');
    await check(`const a = b; const b = a; const x = a;`, '? what takes too many steps to follow');
    await check(
      `import { Runtime } from 'aws-cdk-lib/aws-lambda'; const x = Runtime.NODEJS_20_X;`,
      '<aws-cdk-lib/aws-lambda Runtime NODEJS_20_X>',
    );
    await check(`import lambda = require('@aws-cdk/aws-lambda'); const x = lambda.Code;`, '<@aws-cdk/aws-lambda Code>');
  });
});

describe('a configuration that a program exports', () => {
  const tree = async (text: string, others: Readonly<Record<string, string>> = {}) => {
    const files = memoryFiles(Object.fromEntries(Object.entries(others).map(([name, content]) => [`${folder}/${name}`, content])));
    const read = await readExportedTree({ path: `${folder}/serverless.ts`, text }, { folder, files, syntax });
    if (read === undefined) throw new Error('nothing is exported');
    return read;
  };
  const plain = async (text: string, others?: Readonly<Record<string, string>>) => toPlain((await tree(text, others)).root);

  test('is read as a tree, in all forms', async () => {
    const expected = { service: 's', functions: { f: { handler: 'a.b', timeout: 3 } } };
    const literal = `{ service: 's', functions: { f: { handler: 'a.b', timeout: 3 } } }`;
    expect(await plain(`const config: AWS = ${literal}; module.exports = config;`)).toEqual(expected);
    expect(await plain(`export default ${literal} satisfies AWS;`)).toEqual(expected);
    expect(await plain(`module.exports = async () => (${literal});`)).toEqual(expected);
    expect(await plain(`export = ${literal} as AWS;`)).toEqual(expected);
  });

  test('says what can not be told, and where things are', async () => {
    const text = `import { f } from './f'; export default { functions: { f, g: { handler: \`\${__dirname}.b\` } }, ...more };`;
    const { root, sourceOf, isWritten } = await tree(text, { 'f.ts': `export const f = { handler: 'a.b' };` });
    const at = (node: TemplateNode | undefined, ...keys: readonly string[]) =>
      keys.reduce((of, key) => (of?.kind === 'mapping' ? of.entries.get(key)?.value : undefined), node);
    const [inFile, made] = [at(root, 'functions', 'f', 'handler'), at(root, 'functions', 'g', 'handler')];
    if (inFile === undefined || made === undefined) throw new Error('no handler');
    expect(slashed(sourceOf(inFile).path)).toBe(`${folder}/f.ts`);
    expect(inFile.range).toEqual({ start: { line: 0, character: 29 }, end: { line: 0, character: 32 } });
    expect(slashed(dirname(sourceOf(made).path))).toBe(folder);
    expect([isWritten(inFile), isWritten(made)]).toEqual([true, true]);
    expect(toPlain(at(root, '...') ?? root)).toEqual({ 'Fn::Unknown': 'more' });
  });
});
