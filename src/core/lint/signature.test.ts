import { afterAll, describe, expect, test } from 'vitest';
import { Archives } from '../handler/packaged/archives.ts';
import { functionAt } from '../handler/testing/functionAt.ts';
import { resolveIn } from '../handler/testing/summary.ts';
import { testSyntax } from '../syntax/testing.ts';
import { memoryFiles } from '../testing/memoryFiles.ts';
import { examineCode } from './facts/index.ts';
import { lintFunction } from './index.ts';
import { applied, inWords } from './testing.ts';

const { syntax, dispose } = testSyntax();
afterAll(dispose);

async function findings(name: string, text: string, runtime: string) {
  const definition = functionAt('app.handler', runtime, {
    triggers: text.includes('/* s3 */') ? [{ name: 'E', type: 'S3', properties: {} }] : [],
    invokers: text.includes('/* api */')
      ? [{ kind: 'api', api: 'rest', at: { path: '/w/template.yaml', range: functionAt('', '').range } }]
      : [],
  });
  const files = { 'template.yaml': '', [name]: text };
  const resolution = await resolveIn(files, definition, syntax);
  const context = {
    files: memoryFiles(Object.fromEntries(Object.entries(files).map(([path, each]) => [`/w/${path}`, each]))),
    syntax,
    archives: new Archives(),
  };
  const facts = await examineCode({ definition, resolution }, context);
  return lintFunction({ definition, resolution, facts, today: '2026-11-26' }).filter(({ code }) => code === 'handler.signature');
}

describe('Node.js', () => {
  async function check(runtime: string, text: string, expected: RegExp | undefined, name = 'app.js'): Promise<void> {
    const found = inWords(await findings(name, text, runtime), 'handler.signature');
    expect(found, text).toEqual(expected === undefined ? [] : [expect.stringMatching(expected)]);
  }

  test('24 has no callbacks', async () => {
    const used = 'exports.handler = (event, context, callback) => { callback(null, event); };';
    await check(
      'nodejs24.x',
      used,
      /^error: From Node\.js 24 on Lambda has no callbacks: a handler with 3 parameters is refused when it is loaded\..*answer\.$/,
    );
    await check('nodejs22.x', used, undefined);
    await check(
      'nodejs24.x',
      'exports.handler = async function (event, context, cb) { return 1; };',
      /\* Remove the callback, which is not used$/,
    );
    await check('nodejs24.x', 'export const handler: Handler = async (event: E, context?: C, cb?: D) => 1;', /3 parameters/, 'app.ts');
    await check('nodejs24.x', 'export async function handler(event, context, callback) { return 1; }', /3 parameters/, 'app.mjs');
    for (const fine of [
      'exports.handler = async (event, context) => 1;',
      'exports.handler = async (event, context, callback = () => 1) => 1;',
      'exports.handler = async (event, ...more) => 1;',
      'exports.handler = awslambda.streamifyResponse(async (event, stream, context) => { stream.end(); });',
      'exports.handler = wrap((event, context, callback) => callback());',
    ]) {
      await check('nodejs24.x', fine, undefined);
    }
  });

  test('the fix leaves a function that is right', async () => {
    const text = 'exports.handler = async (event, context, callback) => 1;';
    const [found] = await findings('app.js', text, 'nodejs24.x');
    expect(applied(text, found)).toBe('exports.handler = async (event, context) => 1;');
  });

  test('an end without an answer', async () => {
    const silent = 'exports.handler = (event) => { console.log(event); };';
    await check('nodejs22.x', silent, /^information: .*whoever calls it gets null\.$/);
    await check('nodejs22.x', `/* s3 */ ${silent}`, undefined);
    await check('nodejs22.x', `/* api */ ${silent}`, /^warning: .*null, which API Gateway has no use for\.$/);
    await check('nodejs22.x', 'exports.handler = function (event, context, callback) { run(event).then(() => 1); };', /gets null/);
    for (const fine of [
      'exports.handler = async () => {};',
      'exports.handler = (event) => run(event);',
      'exports.handler = (event) => { return run(event); };',
      'exports.handler = (event) => { if (event.a) { return run(event); } };',
      'exports.handler = (event, context, callback) => { run(event, callback); };',
      'exports.handler = (event, context, callback) => { run().then((x) => callback(null, x)); };',
      'exports.handler = (event, context) => { context.succeed(1); };',
      'exports.handler = (event, context) => { run(event, context); };',
      'exports.handler = (event, { done }) => { done(); };',
      'exports.handler = function () { run(arguments); };',
      'exports.handler = (event, context) => { throw new Error("no"); };',
      'exports.handler = (event, ...rest) => { rest[1](null, 1); };',
    ]) {
      await check('nodejs22.x', fine, undefined);
    }
    await check('nodejs22.x', 'exports.handler = (event, context) => { console.log(context.awsRequestId); };', /gets null/);
  });
});

describe('Python', () => {
  async function check(text: string, expected: RegExp | undefined): Promise<void> {
    const found = inWords(await findings('app.py', text, 'python3.13'), 'handler.signature');
    expect(found, text).toEqual(expected === undefined ? [] : [expect.stringMatching(expected)]);
  }

  test('a handler takes two arguments', async () => {
    await check('def handler(event):\n    return 1\n', /^error: This handler takes one argument, .*\* Take the context too$/);
    await check('def handler():\n    return 1\n', /takes no argument, .*\* Take the event and the context$/);
    await check('def handler(event, context, more):\n    return 1\n', /needs 3 arguments, .*fails\.$/);
    await check('async def handler(event, context):\n    return 1\n', /^error: This handler is a coroutine/);
    for (const fine of [
      'def handler(event, context):\n    return 1\n',
      'def handler(event: dict, context: Any) -> dict:\n    return 1\n',
      'def handler(event, context=None, more=1):\n    return 1\n',
      'def handler(*args):\n    return 1\n',
      'def handler(event, *more: str, **rest):\n    return 1\n',
      'def handler(event: Dict[str, Any], context, /):\n    return 1\n',
      '@tracer.capture\ndef handler(event):\n    return 1\n',
      'handler = make()\n',
      'class handler:\n    pass\n',
    ]) {
      await check(fine, undefined);
    }
  });

  test('the fix', async () => {
    const text = 'def handler(event):\n    return 1\n';
    const [found] = await findings('app.py', text, 'python3.13');
    expect(applied(text, found)).toBe('def handler(event, context):\n    return 1\n');
  });
});
