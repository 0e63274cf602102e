import type { CreateFunctionRequest } from '@aws-sdk/client-lambda';

/**
 * What Lambda itself said to a call or to a function's end, as LocalStack's suite has recorded it on AWS (`test_lambda_api`, `test_lambda`
 * and `test_lambda_common`, March 2026). Facts only: the functions are ours. Left out: Jackson's words about broken JSON, and the text
 * of a variable that is too large, which AWS shows and we don't.
 */

/** A call that is refused, and how. */
export interface Refusal {
  readonly title: string;
  readonly operation:
    | 'CreateFunction'
    | 'DeleteFunction'
    | 'GetFunction'
    | 'GetFunctionConcurrency'
    | 'GetFunctionConfiguration'
    | 'Invoke'
    | 'PublishVersion'
    | 'PutFunctionConcurrency'
    | 'TagResource'
    | 'UntagResource';
  readonly input: object;
  /** HTTP status, type of the error, and its message. */
  readonly said: readonly [status: number, code: string, message: string];
}

/** A function’s end. */
export interface Ending {
  readonly title: string;
  readonly handler: string;
  readonly runtime: 'nodejs22.x' | 'nodejs24.x' | 'python3.11';
  readonly event?: unknown;
  readonly settings?: Partial<CreateFunctionRequest>;
  readonly failed?: true;
  readonly payload: unknown;
}

export const Role = 'arn:aws:iam::000000000000:role/any';
/** The function that is there. */
export const RECORDED = 'recorded';

const ARN = 'arn:aws:lambda:us-east-1:000000000000:function:';
const MISSING = (name: string): Refusal['said'] => [404, 'ResourceNotFoundException', `Function not found: ${ARN}${name}`];
const INVALID = (message: string): Refusal['said'] => [400, 'ValidationException', `1 validation error detected: ${message}`];
const NAME_PATTERN =
  '(arn:(aws[a-zA-Z-]*)?:lambda:)?((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:)?(\\d{12}:)?(function:)?([a-zA-Z0-9-_\\.]+)(:(\\$LATEST(\\.PUBLISHED)?|[a-zA-Z0-9-_]+))?';
const NEW = { FunctionName: 'new', Role, Runtime: 'nodejs22.x', Handler: 'index.handler', Code: { ZipFile: Buffer.from('PK') } };

const OF_A_FUNCTION = ['GetFunction', 'GetFunctionConfiguration', 'DeleteFunction', 'GetFunctionConcurrency'] as const;

export const REFUSALS: readonly Refusal[] = [
  ...OF_A_FUNCTION.map(
    (operation): Refusal => ({ title: `${operation} of none`, operation, input: { FunctionName: 'none' }, said: MISSING('none') }),
  ),
  ...[...OF_A_FUNCTION, 'Invoke' as const].map(
    (operation): Refusal => ({
      title: `${operation} in another region`,
      operation,
      input: { FunctionName: ARN.replace('us-east-1', 'eu-west-1') + RECORDED },
      said: [404, 'ResourceNotFoundException', "Functions from 'eu-west-1' are not reachable in this region ('us-east-1')"],
    }),
  ),
  ...(['GetFunction', 'GetFunctionConfiguration'] as const).map(
    (operation): Refusal => ({
      title: `${operation} of a version that isn’t there`,
      operation,
      input: { FunctionName: RECORDED, Qualifier: '1221' },
      said: MISSING(`${RECORDED}:1221`),
    }),
  ),
  { title: 'Invoke of none', operation: 'Invoke', input: { FunctionName: 'none' }, said: MISSING('none') },
  {
    title: 'Invoke by what is no ARN',
    operation: 'Invoke',
    input: { FunctionName: 'arn:aws:lambda:us-east-1:123400000000@function:myfn' },
    said: INVALID(
      `Value 'arn:aws:lambda:us-east-1:123400000000@function:myfn' at 'functionName' failed to satisfy constraint: Member must satisfy regular expression pattern: ${NAME_PATTERN}`,
    ),
  },
  {
    title: 'DeleteFunction of a version of none',
    operation: 'DeleteFunction',
    input: { FunctionName: 'none', Qualifier: '1' },
    said: MISSING('none'),
  },
  {
    title: 'PublishVersion of another revision',
    operation: 'PublishVersion',
    input: { FunctionName: RECORDED, RevisionId: 'wrong' },
    said: [
      412,
      'PreconditionFailedException',
      'The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias API to retrieve the latest Revision Id',
    ],
  },
  {
    title: 'PublishVersion of other code',
    operation: 'PublishVersion',
    input: { FunctionName: RECORDED, CodeSha256: 'somenonexistentsha256' },
    said: [
      400,
      'InvalidParameterValueException',
      'CodeSHA256 (somenonexistentsha256) is different from current CodeSHA256 in $LATEST (SHA256). Please try again with the CodeSHA256 in $LATEST.',
    ],
  },
  {
    title: 'PutFunctionConcurrency of none',
    operation: 'PutFunctionConcurrency',
    input: { FunctionName: 'none', ReservedConcurrentExecutions: 1 },
    said: MISSING('none:$LATEST'),
  },
  {
    title: 'PutFunctionConcurrency of a version',
    operation: 'PutFunctionConcurrency',
    input: { FunctionName: `${ARN}${RECORDED}:1`, ReservedConcurrentExecutions: 1 },
    said: [
      400,
      'InvalidParameterValueException',
      'This operation is permitted on Lambda functions only. Aliases and versions do not support this operation. Please specify either a function name or an unqualified function ARN.',
    ],
  },
  {
    title: 'CreateFunction with what is no role',
    operation: 'CreateFunction',
    input: { ...NEW, Role: 'r1' },
    said: INVALID(
      "Value 'r1' at 'role' failed to satisfy constraint: Member must satisfy regular expression pattern: arn:(aws[a-zA-Z-]*)?:iam::\\d{12}:role/?[a-zA-Z_0-9+=,.@\\-_/]+",
    ),
  },
  {
    title: 'CreateFunction with what is no zip',
    operation: 'CreateFunction',
    input: { ...NEW, Code: { ZipFile: Buffer.from('this is not a zipfile, just a random string') } },
    said: [400, 'InvalidParameterValueException', 'Could not unzip uploaded file. Please check your file, then try to upload again.'],
  },
  {
    title: 'CreateFunction for two architectures',
    operation: 'CreateFunction',
    input: { ...NEW, Architectures: ['x86_64', 'arm64'] },
    said: INVALID(
      "Value '[x86_64, arm64]' at 'architectures' failed to satisfy constraint: Member must have length less than or equal to 1",
    ),
  },
  {
    title: 'CreateFunction for an architecture in capitals',
    operation: 'CreateFunction',
    input: { ...NEW, Architectures: ['X86_64'] },
    said: INVALID(
      "Value '[X86_64]' at 'architectures' failed to satisfy constraint: Member must satisfy constraint: [Member must satisfy enum value set: [x86_64, arm64], Member must not be null]",
    ),
  },
  ...(['TagResource', 'UntagResource'] as const).map(
    (operation): Refusal => ({
      title: `${operation} of none`,
      operation,
      input: { Resource: `${ARN}none`, ...(operation === 'TagResource' ? { Tags: { a: 'b' } } : { TagKeys: ['a'] }) },
      said: MISSING('none'),
    }),
  ),
  {
    title: 'TagResource of an alias',
    operation: 'TagResource',
    input: { Resource: `${ARN}${RECORDED}:alias`, Tags: { a: 'b' } },
    said: [
      400,
      'InvalidParameterValueException',
      'Tags on function aliases and versions are not supported. Please specify a function ARN.',
    ],
  },
];

export const FILES: Readonly<Record<string, string>> = {
  'index.js': `
exports.echo = async (event) => event;
exports.fail = async (event) => { throw Error('Error: ' + event.error_msg); };
exports.nothing = async () => {};
exports.variables = async () => process.env;
exports.context = async (event, context) => context;
exports.large = async () => 'x'.repeat(7 * 1024 * 1024);
`,
  'function.py': `
import os, sys, time
def echo(event, context): return event
def fail(event, context): raise Exception('Failed: ' + event['error_msg'])
def nothing(event, context): pass
def leave(event, context): sys.exit(0)
def variables(event, context): return dict(os.environ)
def slow(event, context): time.sleep(60)
def large(event, context): return 'x' * 7 * 1024 * 1024
`,
  'failing.py': "raise Exception('Runtime startup fails')\n",
  'leaving.py': 'import sys\nsys.exit(0)\n',
};

const EXIT = (how: string): unknown => ({ errorType: 'Runtime.ExitError', errorMessage: `RequestId: UUID Error: Runtime exited ${how}` });
const TOO_LARGE = {
  errorType: 'Function.ResponseSizeTooLarge',
  errorMessage: 'Response payload size exceeded maximum allowed payload size (6291556 bytes).',
};
const event = { error_msg: 'some_error_msg' };
const NODE_FAILS = { errorType: 'Error', errorMessage: 'Error: some_error_msg', trace: 'STACK' };

/** Ids are `UUID` here, the function's name is `NAME`. */
export const ENDINGS: readonly Ending[] = [
  { title: 'throws', handler: 'index.fail', runtime: 'nodejs22.x', event, failed: true, payload: NODE_FAILS },
  { title: 'throws', handler: 'index.fail', runtime: 'nodejs24.x', event, failed: true, payload: NODE_FAILS },
  {
    title: 'throws',
    handler: 'function.fail',
    runtime: 'python3.11',
    event,
    failed: true,
    payload: { errorType: 'Exception', errorMessage: 'Failed: some_error_msg', requestId: 'UUID', stackTrace: 'STACK' },
  },
  {
    title: 'throws-at-init',
    handler: 'failing.handler',
    runtime: 'python3.11',
    failed: true,
    payload: { errorType: 'Exception', errorMessage: 'Runtime startup fails', requestId: '', stackTrace: 'STACK' },
  },
  {
    title: 'exits-at-init',
    handler: 'leaving.handler',
    runtime: 'python3.11',
    failed: true,
    payload: EXIT('without providing a reason'),
  },
  { title: 'exits', handler: 'function.leave', runtime: 'python3.11', failed: true, payload: EXIT('without providing a reason') },
  {
    title: 'has-no-wrapper',
    handler: 'function.echo',
    runtime: 'python3.11',
    settings: { Environment: { Variables: { AWS_LAMBDA_EXEC_WRAPPER: '/idontexist.sh' } } },
    failed: true,
    payload: EXIT('with error: exit status 127'),
  },
  {
    title: 'times-out',
    handler: 'function.slow',
    runtime: 'python3.11',
    settings: { Timeout: 1 },
    failed: true,
    payload: { errorType: 'Sandbox.Timedout', errorMessage: 'RequestId: UUID Error: Task timed out after 1.00 seconds' },
  },
  { title: 'answers-too-much', handler: 'index.large', runtime: 'nodejs22.x', failed: true, payload: TOO_LARGE },
  { title: 'answers-too-much', handler: 'function.large', runtime: 'python3.11', failed: true, payload: TOO_LARGE },
  { title: 'answers-nothing', handler: 'index.nothing', runtime: 'nodejs22.x', payload: null },
  { title: 'answers-nothing', handler: 'index.nothing', runtime: 'nodejs24.x', payload: null },
  { title: 'answers-nothing', handler: 'function.nothing', runtime: 'python3.11', payload: null },
  {
    title: 'answers-its-context',
    handler: 'index.context',
    runtime: 'nodejs22.x',
    payload: {
      callbackWaitsForEmptyEventLoop: true,
      functionVersion: '$LATEST',
      functionName: 'NAME',
      memoryLimitInMB: '1024',
      logGroupName: '/aws/lambda/NAME',
      logStreamName: 'STREAM',
      clientContext: { custom: { foo: 'bar' }, client: { snap: ['crackle', 'pop'] }, env: { fizz: 'buzz' } },
      invokedFunctionArn: `${ARN}NAME`,
      awsRequestId: 'UUID',
    },
  },
];

/** The names of a function's environment, and the values that are the same wherever it runs. */
const VARIABLES: Readonly<Record<string, string>> = {
  AWS_ACCESS_KEY_ID: '',
  AWS_DEFAULT_REGION: 'us-east-1',
  AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '1024',
  AWS_LAMBDA_FUNCTION_NAME: '',
  AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
  AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
  AWS_LAMBDA_LOG_GROUP_NAME: '',
  AWS_LAMBDA_LOG_STREAM_NAME: '',
  AWS_LAMBDA_RUNTIME_API: '',
  AWS_REGION: 'us-east-1',
  AWS_SECRET_ACCESS_KEY: '',
  AWS_SESSION_TOKEN: '',
  AWS_XRAY_CONTEXT_MISSING: 'LOG_ERROR',
  AWS_XRAY_DAEMON_ADDRESS: '',
  LAMBDA_RUNTIME_DIR: '',
  LAMBDA_TASK_ROOT: '',
  LANG: 'en_US.UTF-8',
  LD_LIBRARY_PATH: '',
  PATH: '',
  PWD: '',
  SHLVL: '0',
  TEST_KEY: 'TEST_VAL',
  TZ: ':UTC',
  _AWS_XRAY_DAEMON_ADDRESS: '',
  _AWS_XRAY_DAEMON_PORT: '2000',
  _X_AMZN_TRACE_ID: '',
};

export const ENVIRONMENTS: readonly Pick<Ending, 'handler' | 'runtime'>[] = [
  { handler: 'index.variables', runtime: 'nodejs22.x' },
  { handler: 'index.variables', runtime: 'nodejs24.x' },
  { handler: 'function.variables', runtime: 'python3.11' },
];

/** PYTHONPATH is where Lambda's own packages are: there are none here. */
export function recordedVariables({ handler, runtime }: (typeof ENVIRONMENTS)[number]): Readonly<Record<string, string>> {
  const own: Readonly<Record<string, string>> = runtime.startsWith('nodejs') ? { NODE_PATH: '' } : {};
  return { ...VARIABLES, ...own, _HANDLER: handler, AWS_EXECUTION_ENV: `AWS_Lambda_${runtime}` };
}

/** What only a function of ours has: folders of the machine, the address of the local cloud, and UTF-8 where a machine lacks Lambda's locale. */
export const OURS: readonly string[] = ['AWS_ENDPOINT_URL_LAMBDA', 'HOME', 'LC_CTYPE', 'TMPDIR'];
