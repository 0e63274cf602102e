import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Bench, openBench, summary } from './testing.ts';

/** Cases of Lambda's two Node.js runtimes, recorded from the runtimes' own clients: see lambda.md, 7.2. */
const FILES = {
  'core.js': `
    exports.echo = async (event) => event;
    exports.nested = { deep: { handler: async () => 'OK' } };
    exports.notfn = 7;
    exports.sync = () => ({ a: 1 });
    exports.nothing = async () => undefined;
    exports.callback = (e, c, cb) => cb(null, 'x');
    exports.callbackError = (e, c, cb) => cb(new Error('cb'));
    exports.callbackNever = (e, c, cb) => {};
    exports.succeed = (e, c) => c.succeed('s');
    exports.done = (e, c) => c.done(null, 'd');
    exports.fail = (e, c) => c.fail('f');
    exports.never = () => new Promise(() => {});
    exports.asyncNever = async () => { await new Promise(() => {}); };
    exports.typeError = async () => { throw new TypeError('t'); };
    exports.rangeError = () => { throw new RangeError('r'); };
    exports.throwString = async () => { throw 'plain'; };
    exports.throwUndefined = async () => { throw undefined; };
    exports.custom = async () => { const e = new Error('m'); e.name = 'MyErr'; throw e; };
    exports.circular = async () => { const a = {}; a.a = a; return a; };
    exports.bigint = async () => 1n;
    exports.fnResult = async () => () => 1;
    exports.values = async () => [Buffer.from('a'), new Date(0), NaN];
    exports.exit0 = async () => process.exit(0);
    exports.exit3 = async () => process.exit(3);
    exports.unawaited = async () => { Promise.reject(new Error('u')); await new Promise((r) => setTimeout(r, 500)); return 1; };
    exports.later = async () => { setTimeout(() => { throw new Error('later'); }, 1); await new Promise((r) => setTimeout(r, 500)); };
    exports.big = async () => 'x'.repeat(7 * 1024 * 1024);
    exports.large = async () => ({ length: 'y'.repeat(5.9 * 1024 * 1024).length, s: 'y'.repeat(5.9 * 1024 * 1024) }).length;
    exports.longMessage = async () => { throw new Error('m'.repeat(40000)); };
    exports.probe = async () => [process.env.TZ, new Date().getTimezoneOffset(), process.cwd() === process.env.LAMBDA_TASK_ROOT,
      /^Root=1-[0-9a-f]{8}-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=0$/.test(process.env._X_AMZN_TRACE_ID)];
    exports.contextKeys = async (e, c) => Object.keys(c).sort().join(' ');
    exports.stream = awslambda.streamifyResponse(async (e, s) => { s.write('a'); s.write('b'); s.end(); });
    exports.streamMeta = awslambda.streamifyResponse(async (e, s) => {
      const r = awslambda.HttpResponseStream.from(s, { statusCode: 201 }); r.write('body'); r.end(); });
    exports.streamThrow = awslambda.streamifyResponse(async (e, s) => { throw new Error('before'); });
    exports.streamPart = awslambda.streamifyResponse(async (e, s) => { s.write('part'); throw new Error('mid'); });
  `,
  'sub/dir/mod.js': `exports.handler = async () => 'OK';`,
  'esm.mjs': `export const handler = async () => 'OK'; export default async () => 'default';`,
  'tla.mjs': `await new Promise((r) => setTimeout(r, 5)); export const handler = async () => 'OK';`,
  'cjs.cjs': `exports.handler = async () => 'OK';`,
  noext: `exports.handler = async () => 'extensionless';`,
  'noext.js': `exports.handler = async () => 'js';`,
  'both.js': `exports.handler = async () => 'js';`,
  'both.mjs': `export const handler = async () => 'mjs';`,
  'mc.mjs': `export const handler = async () => 'mjs';`,
  'mc.cjs': `exports.handler = async () => 'cjs';`,
  'dirmod/index.js': `exports.handler = async () => 'OK';`,
  'node_modules/pkgh/index.js': `exports.handler = async () => 'OK';`,
  'tsonly.ts': `export const handler = async () => 'OK';`,
  'syntax.js': `exports.handler = async () => {`,
  'initboom.js': `throw new Error('init boom');`,
  'missingdep.js': `require('no-such-package');`,
  'esmmissing.mjs': `import 'no-such-package'; export const handler = async () => 1;`,
  'tlareject.mjs': `class E2 extends Error { name = 'E2' } await Promise.reject(new E2('x'));`,
  'exit7.js': `process.exit(7);`,
  'esminjs.js': `export const handler = async () => 'OK';`,
  'unhandled.js': `Promise.reject(new Error('lost')); exports.handler = async () => 1;`,
  'typed/package.json': `{"type":"module"}`,
  'typed/esm.js': `export const handler = async () => 'OK';`,
  'typed/cjs.js': `exports.handler = async () => 'OK';`,
  'typed/ok.cjs': `exports.handler = async () => 'OK';`,
};

const NO_REASON = 'ERROR Runtime.ExitError: Error: Runtime exited without providing a reason';
const EXIT_1 = 'ERROR Runtime.ExitError: Error: Runtime exited with error: exit status 1';
const NO_CALLBACKS = 'INIT Runtime.CallbackHandlerDeprecated: ERROR: AWS Lambda has removed';

/** Handler, what Node.js 22 answers, Node.js 24 where it answers otherwise, and the event. Of failures, the beginning. */
const CASES: readonly (readonly [handler: string, expected22: string, expected24?: string, event?: string])[] = [
  ['core.echo', '{"k":1}'],
  ['core.echo', '"str"', '"str"', '"str"'],
  ['core.echo', 'null', 'null', 'null'],
  ['core.echo', 'ERROR SyntaxError:', EXIT_1, '{bad'],
  ['core.nested.deep.handler', '"OK"'],
  ['sub/dir/mod.handler', '"OK"'],
  ['./core.echo', '{"k":1}'],
  ['esm.handler', '"OK"'],
  ['esm.default', '"default"'],
  ['tla.handler', '"OK"'],
  ['cjs.handler', '"OK"'],
  ['noext.handler', '"extensionless"'],
  ['both.handler', '"js"'],
  ['mc.handler', '"mjs"'],
  ['dirmod.handler', '"OK"', 'INIT Error: Directory import'],
  ['pkgh.handler', '"OK"'],
  ['tsonly.handler', "INIT Runtime.ImportModuleError: Error: Cannot find module 'tsonly'"],
  ['core', 'INIT Runtime.MalformedHandlerName: Bad handler'],
  ['..core.echo', "INIT Runtime.MalformedHandlerName: '..core.echo' is not a valid handler name."],
  ['core.', 'INIT Runtime.HandlerNotFound: core. is undefined or not exported'],
  ['.echo', 'INIT Runtime.ImportModuleError:', 'INIT Error: Directory import'],
  ['', 'INIT Runtime.MalformedHandlerName: Bad handler', EXIT_1.replace('ERROR', 'INIT')],
  ['core.missing', 'INIT Runtime.HandlerNotFound: core.missing is undefined or not exported'],
  ['core.notfn', 'INIT Runtime.HandlerNotFound: core.notfn is not a function'],
  ['core.nested.deep', 'INIT Runtime.HandlerNotFound: core.nested.deep is not a function'],
  ['syntax.handler', 'INIT Runtime.UserCodeSyntaxError: SyntaxError: Unexpected end of input'],
  ['initboom.handler', 'INIT Error: init boom'],
  ['missingdep.handler', "INIT Runtime.ImportModuleError: Error: Cannot find module 'no-such-package'"],
  ['esmmissing.handler', "INIT Error: Cannot find package 'no-such-package'"],
  ['tlareject.handler', 'INIT E2: x'],
  ['exit7.handler', 'INIT Runtime.ExitError: Error: Runtime exited with error: exit status 7'],
  ['esminjs.handler', "INIT Runtime.UserCodeSyntaxError: SyntaxError: Unexpected token 'export'", '"OK"'],
  ['unhandled.handler', 'INIT Runtime.UnhandledPromiseRejection: Error: lost', EXIT_1.replace('ERROR', 'INIT')],
  ['core.sync', 'null', '{"a":1}'],
  ['core.nothing', 'null'],
  ['core.callback', '"x"', NO_CALLBACKS],
  ['core.callbackError', 'ERROR Error: cb', NO_CALLBACKS],
  ['core.callbackNever', 'null', NO_CALLBACKS],
  ['core.succeed', '"s"', 'ERROR TypeError: c.succeed is not a function'],
  ['core.done', '"d"', 'ERROR TypeError: c.done is not a function'],
  ['core.fail', 'ERROR string: f', 'ERROR TypeError: c.fail is not a function'],
  ['core.never', 'null', NO_REASON],
  ['core.asyncNever', 'ERROR Runtime.NodeJsExit:', NO_REASON],
  ['core.typeError', 'ERROR TypeError: t'],
  ['core.rangeError', 'ERROR RangeError: r'],
  ['core.throwString', 'ERROR string: plain'],
  ['core.throwUndefined', 'ERROR string: handled', 'ERROR undefined: undefined'],
  ['core.custom', 'ERROR MyErr: m'],
  [
    'core.circular',
    'ERROR Error: Unable to stringify response body',
    'ERROR Runtime.JSONStringifyError: Unable to stringify response body',
  ],
  ['core.bigint', 'ERROR Error: Unable to stringify response body', 'ERROR Runtime.JSONStringifyError: Unable to stringify response body'],
  ['core.fnResult', 'ERROR TypeError: Wrong arguments'],
  ['core.values', '[{"type":"Buffer","data":[97]},"1970-01-01T00:00:00.000Z",null]'],
  ['core.exit0', NO_REASON],
  ['core.exit3', 'ERROR Runtime.ExitError: Error: Runtime exited with error: exit status 3'],
  ['core.unawaited', 'ERROR Runtime.UnhandledPromiseRejection: Error: u', EXIT_1],
  ['core.later', 'ERROR Error: later', EXIT_1],
  ['core.big', 'ERROR Function.ResponseSizeTooLarge: Response payload size exceeded maximum allowed payload size (6291556 bytes).'],
  ['core.large', String((5.9 * 1024 * 1024) >> 0)],
  ['core.longMessage', 'ERROR Error: mmmm'],
  ['core.probe', process.platform === 'win32' ? '["UTC",0,true,true]' : '[":UTC",0,true,true]'],
  [
    'core.contextKeys',
    '"awsRequestId callbackWaitsForEmptyEventLoop clientContext done fail functionName functionVersion getRemainingTimeInMillis identity invokedFunctionArn logGroupName logStreamName memoryLimitInMB succeed tenantId"',
    '"awsRequestId clientContext functionName functionVersion getRemainingTimeInMillis identity invokedFunctionArn logGroupName logStreamName memoryLimitInMB tenantId xRayTraceId"',
  ],
  ['typed/esm.handler', '"OK"'],
  ['typed/cjs.handler', 'INIT ReferenceError: exports is not defined in ES module scope'],
  ['typed/ok.handler', '"OK"'],
  ['core.stream', 'ab'],
  ['core.streamMeta', '{"statusCode":201}\0\0\0\0\0\0\0\0body'],
  ['core.streamThrow', 'ERROR Error: before'],
  ['core.streamPart', 'ERROR Error: mid'],
];

let bench: Bench;
beforeAll(async () => {
  bench = await openBench(FILES);
});
afterAll(() => bench.end());

for (const [handler, expected22, expected24 = expected22, event] of CASES) {
  for (const [runtime, expected] of [
    ['nodejs22.x', expected22],
    ['nodejs24.x', expected24],
  ] as const) {
    test(`${runtime} ${handler || '(empty)'} ${event ?? ''}`, async () => {
      const said = summary(await bench.invoke(handler, runtime, event));
      expect(/^(ERROR|INIT) /.test(expected) ? said.slice(0, expected.length) : said).toBe(expected);
      bench.runner.retire('shop');
    });
  }
}
