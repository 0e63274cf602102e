import type { RuntimeCase } from './case.ts';

/** Functions of one folder, for both of Lambda's Node.js runtimes. */
export const NODE_FILES: Readonly<Record<string, string>> = {
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
    exports.large = async () => 'y'.repeat(5.9 * 1024 * 1024);
    exports.longMessage = async () => { throw new Error('m'.repeat(40000)); };
    exports.probe = async () => [process.env.TZ, new Date().getTimezoneOffset(), process.cwd() === process.env.LAMBDA_TASK_ROOT,
      /^Root=1-[0-9a-f]{8}-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=0/.test(process.env._X_AMZN_TRACE_ID)];
    exports.contextKeys = async (e, c) => Object.keys(c).sort().join(' ');
    exports.global = async () => Object.keys(awslambda).sort().join(' ');
    exports.stream = awslambda.streamifyResponse(async (e, s) => { s.write('a'); s.write('b'); s.end(); });
    exports.streamType = awslambda.streamifyResponse(async (e, s) => { s.setContentType('text/plain'); s.write('ab'); s.end(); });
    exports.streamMeta = awslambda.streamifyResponse(async (e, s) => {
      const r = awslambda.HttpResponseStream.from(s, { statusCode: 201 }); r.write('body'); r.end(); });
    exports.streamThrow = awslambda.streamifyResponse(async (e, s) => { throw new Error('before'); });
    exports.streamPart = awslambda.streamifyResponse(async (e, s) => { s.write('part'); throw new Error('mid'); });
    exports.streamOpen = awslambda.streamifyResponse(async (e, s) => { s.write('part'); });
    exports.streamSyncOpen = awslambda.streamifyResponse((e, s) => { s.write('ab'); });
    exports.streamSync = awslambda.streamifyResponse((e, s) => { s.write('ab'); s.end(); });
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
  'badpackage/package.json': `{"type":`,
  'badpackage/app.js': `exports.handler = async () => 'OK';`,
};

const NO_REASON = 'ERROR Runtime.ExitError: Error: Runtime exited without providing a reason';
const EXIT_1 = 'ERROR Runtime.ExitError: Error: Runtime exited with error: exit status 1';
const INIT_EXIT_1 = EXIT_1.replace('ERROR', 'INIT');
const NO_CALLBACKS = 'INIT Runtime.CallbackHandlerDeprecated: ERROR: AWS Lambda has removed';
const UNSTRINGIFIED = 'Unable to stringify response body';
const TIME_UP = 'TIMEOUT Sandbox.Timedout: Error: Task timed out after 1.00 seconds';
const CLASSIC_MEMBERS =
  '"awsRequestId callbackWaitsForEmptyEventLoop clientContext done fail functionName functionVersion getRemainingTimeInMillis identity ' +
  'invokedFunctionArn logGroupName logStreamName memoryLimitInMB succeed tenantId"';
const MODERN_MEMBERS =
  '"awsRequestId clientContext functionName functionVersion getRemainingTimeInMillis identity invokedFunctionArn logGroupName ' +
  'logStreamName memoryLimitInMB tenantId xRayTraceId"';

const UNPUBLISHED = 'Lambda’s runtime has it since August 2025; the package of the client was not published again';
const COMPLAINT = 'its native code complains of the refusal';
const NO_SYNC_STREAM = 'Streaming does not support non-async handlers.';
const SAYS_LESS = { expected: /^INIT Runtime\./, why: 'ours says where in the function’s files it is, too' };
const LONGER_TEXT = { expected: /^INIT Runtime\.CallbackHandlerDeprecated: /, why: 'its text goes on with advice' };

const ASKS_EARLY = {
  why: 'it asks for the next event beside its stream: where that comes first, Lambda gives the same event, and its log is twice as long',
};

type Row = Omit<RuntimeCase, 'expected' | 'client'> & {
  /** Node.js 22 and before. */
  readonly classic: string;
  /** Node.js 24, where it is another. */
  readonly modern?: string;
  readonly classicClient?: RuntimeCase['client'];
  readonly modernClient?: RuntimeCase['client'];
};

/** Recorded from the runtimes' own clients: lambda.md, 7.2, whose order it keeps. */
const ROWS: readonly Row[] = [
  { handler: 'core.echo', classic: '{"k":1}' },
  { handler: 'core.nested.deep.handler', classic: '"OK"' },
  { handler: 'sub/dir/mod.handler', classic: '"OK"' },
  { handler: './core.echo', classic: '{"k":1}' },
  { handler: 'esm.handler', classic: '"OK"' },
  { handler: 'esm.default', classic: '"default"' },
  { handler: 'tla.handler', classic: '"OK"' },
  { handler: 'cjs.handler', classic: '"OK"' },
  { handler: 'noext.handler', classic: '"extensionless"' },
  { handler: 'both.handler', classic: '"js"' },
  { handler: 'mc.handler', classic: '"mjs"' },
  { handler: 'dirmod.handler', classic: '"OK"', modern: 'INIT Error: Directory import' },
  { handler: 'pkgh.handler', classic: '"OK"' },
  { handler: 'tsonly.handler', classic: "INIT Runtime.ImportModuleError: Error: Cannot find module 'tsonly'" },
  { handler: 'core', classic: 'INIT Runtime.MalformedHandlerName: Bad handler' },
  { handler: '..core.echo', classic: "INIT Runtime.MalformedHandlerName: '..core.echo' is not a valid handler name." },
  { handler: 'core..echo', classic: "INIT Runtime.MalformedHandlerName: 'core..echo' is not a valid handler name." },
  { handler: 'core.', classic: 'INIT Runtime.HandlerNotFound: core. is undefined or not exported' },
  { handler: '.echo', classic: 'INIT Runtime.ImportModuleError:', modern: 'INIT Error: Directory import' },
  { handler: '', classic: 'INIT Runtime.MalformedHandlerName: Bad handler', modern: INIT_EXIT_1 },
  { handler: 'nomod.handler', classic: "INIT Runtime.ImportModuleError: Error: Cannot find module 'nomod'" },
  { handler: 'core.missing', classic: 'INIT Runtime.HandlerNotFound: core.missing is undefined or not exported' },
  { handler: 'core.notfn', classic: 'INIT Runtime.HandlerNotFound: core.notfn is not a function' },
  { handler: 'core.nested.deep', classic: 'INIT Runtime.HandlerNotFound: core.nested.deep is not a function' },
  {
    handler: 'syntax.handler',
    classic: 'INIT Runtime.UserCodeSyntaxError: SyntaxError: Unexpected end of input',
    classicClient: SAYS_LESS,
    modernClient: SAYS_LESS,
  },
  { handler: 'initboom.handler', classic: 'INIT Error: init boom' },
  {
    handler: 'missingdep.handler',
    classic: "INIT Runtime.ImportModuleError: Error: Cannot find module 'no-such-package'",
    classicClient: SAYS_LESS,
    modernClient: SAYS_LESS,
  },
  { handler: 'esmmissing.handler', classic: "INIT Error: Cannot find package 'no-such-package'" },
  { handler: 'tlareject.handler', classic: 'INIT E2: x' },
  { handler: 'exit7.handler', classic: 'INIT Runtime.ExitError: Error: Runtime exited with error: exit status 7' },
  {
    handler: 'esminjs.handler',
    classic: "INIT Runtime.UserCodeSyntaxError: SyntaxError: Unexpected token 'export'",
    modern: '"OK"',
    classicClient: SAYS_LESS,
  },
  {
    handler: 'unhandled.handler',
    classic: 'INIT Runtime.UnhandledPromiseRejection: Error: lost',
    modern: INIT_EXIT_1,
    modernClient: {
      expected: /^(INIT|ERROR) Runtime\.ExitError: .* exit status 1$/,
      why: 'it may have asked for its first event before it ends',
    },
  },
  { handler: 'core.sync', classic: 'null', modern: '{"a":1}' },
  { handler: 'core.nothing', classic: 'null' },
  { handler: 'core.callback', classic: '"x"', modern: NO_CALLBACKS, classicClient: { why: UNPUBLISHED }, modernClient: LONGER_TEXT },
  {
    handler: 'core.callbackError',
    classic: 'ERROR Error: cb',
    modern: NO_CALLBACKS,
    classicClient: { why: UNPUBLISHED },
    modernClient: LONGER_TEXT,
  },
  { handler: 'core.succeed', classic: '"s"', modern: 'ERROR TypeError: c.succeed is not a function' },
  { handler: 'core.done', classic: '"d"', modern: 'ERROR TypeError: c.done is not a function' },
  { handler: 'core.fail', classic: 'ERROR string: f', modern: 'ERROR TypeError: c.fail is not a function' },
  { handler: 'core.callbackNever', classic: 'null', modern: NO_CALLBACKS, classicClient: { why: UNPUBLISHED }, modernClient: LONGER_TEXT },
  { handler: 'core.never', classic: 'null', modern: NO_REASON },
  {
    handler: 'core.asyncNever',
    classic: 'ERROR Runtime.NodeJsExit:',
    modern: NO_REASON,
    classicClient: {
      expected: 'null',
      why: UNPUBLISHED,
    },
  },
  { handler: 'core.typeError', classic: 'ERROR TypeError: t' },
  { handler: 'core.rangeError', classic: 'ERROR RangeError: r' },
  { handler: 'core.throwString', classic: 'ERROR string: plain' },
  { handler: 'core.throwUndefined', classic: 'ERROR string: handled', modern: 'ERROR undefined: undefined' },
  { handler: 'core.custom', classic: 'ERROR MyErr: m' },
  { handler: 'core.circular', classic: `ERROR Error: ${UNSTRINGIFIED}`, modern: `ERROR Runtime.JSONStringifyError: ${UNSTRINGIFIED}` },
  { handler: 'core.bigint', classic: `ERROR Error: ${UNSTRINGIFIED}`, modern: `ERROR Runtime.JSONStringifyError: ${UNSTRINGIFIED}` },
  { handler: 'core.fnResult', classic: 'ERROR TypeError: Wrong arguments' },
  { handler: 'core.values', classic: '[{"type":"Buffer","data":[97]},"1970-01-01T00:00:00.000Z",null]' },
  { handler: 'core.exit0', classic: NO_REASON },
  { handler: 'core.exit3', classic: 'ERROR Runtime.ExitError: Error: Runtime exited with error: exit status 3' },
  { handler: 'core.unawaited', classic: 'ERROR Runtime.UnhandledPromiseRejection: Error: u', modern: EXIT_1 },
  { handler: 'core.later', classic: 'ERROR Error: later', modern: EXIT_1 },
  { handler: 'core.echo', event: '{bad', classic: 'ERROR SyntaxError:', modern: EXIT_1 },
  { handler: 'core.echo', event: '', classic: 'ERROR SyntaxError:', modern: EXIT_1 },
  { handler: 'core.echo', event: '"str"', classic: '"str"' },
  { handler: 'core.echo', event: 'null', classic: 'null' },
  { handler: 'typed/esm.handler', classic: '"OK"' },
  { handler: 'typed/cjs.handler', classic: 'INIT ReferenceError: exports is not defined in ES module scope' },
  { handler: 'typed/ok.handler', classic: '"OK"' },
  { handler: 'badpackage/app.handler', classic: 'INIT Error: Invalid package config' },
  { handler: 'core.stream', classic: 'ab', contentType: 'application/octet-stream' },
  { handler: 'core.streamType', classic: 'ab', contentType: 'text/plain' },
  {
    handler: 'core.streamMeta',
    classic: '{"statusCode":201}\0\0\0\0\0\0\0\0body',
    contentType: 'application/vnd.awslambda.http-integration-response',
  },
  { handler: 'core.streamPart', classic: 'ERROR Error: mid', body: 'part', modernClient: ASKS_EARLY },
  { handler: 'core.streamThrow', classic: 'ERROR Error: before', modernClient: ASKS_EARLY },
  { handler: 'core.streamOpen', classic: TIME_UP, changes: { timeoutSeconds: 1 } },
  { handler: 'core.streamSync', classic: 'ab', modernClient: ASKS_EARLY },
  {
    handler: 'core.streamSyncOpen',
    classic: `ERROR string: ${NO_SYNC_STREAM}`,
    modern: `ERROR Error: ${NO_SYNC_STREAM}`,
    body: 'ab',
    modernClient: ASKS_EARLY,
  },
  { handler: 'core.probe', classic: process.platform === 'win32' ? '["UTC",0,true,true]' : '[":UTC",0,true,true]' },
  { handler: 'core.longMessage', classic: `ERROR Error: ${'m'.repeat(40_000)}` },
  { handler: 'core.large', classic: `"${'y'.repeat(5.9 * 1024 * 1024)}"` },
  {
    handler: 'core.big',
    classic: 'ERROR Function.ResponseSizeTooLarge: Response payload size exceeded maximum allowed payload size',
    classicClient: { why: COMPLAINT },
    modernClient: { why: COMPLAINT },
  },
  { handler: 'core.contextKeys', classic: CLASSIC_MEMBERS, modern: MODERN_MEMBERS },
  {
    handler: 'core.global',
    classic: '"HttpResponseStream streamifyResponse"',
    modern: '"HttpResponseStream InvokeStore streamifyResponse"',
  },
];

export const CLASSIC_CASES: readonly RuntimeCase[] = ROWS.map(({ classic, classicClient, modern: _, modernClient: __, ...row }) => ({
  ...row,
  expected: classic,
  ...(classicClient && { client: classicClient }),
}));

export const MODERN_CASES: readonly RuntimeCase[] = ROWS.map(({ classic, modern, classicClient: _, modernClient, ...row }) => ({
  ...row,
  expected: modern ?? classic,
  ...(modernClient && { client: modernClient }),
}));
