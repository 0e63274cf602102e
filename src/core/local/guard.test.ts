import { connect } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { nodeFiles } from '../../node/files.ts';
import { createLocalCloud } from './index.ts';
import { send, signature, startTestCloud, type TestCloud } from './testing.ts';

let aws: TestCloud;

beforeEach(async () => {
  aws = await startTestCloud();
});
afterEach(() => aws[Symbol.asyncDispose]());

test.each<[string, (port: number) => Record<string, string>, number, string | undefined]>([
  ['127.0.0.1', (port) => ({ host: `127.0.0.1:${port}`, ...signature }), 200, undefined],
  ['localhost', (port) => ({ host: `localhost:${port}`, ...signature }), 200, undefined],
  ['another host name', (port) => ({ host: `evil.example:${port}`, ...signature }), 403, 'AccessDeniedException'],
  ['another port', () => ({ host: '127.0.0.1:1', ...signature }), 403, 'AccessDeniedException'],
  ['a web page', (port) => ({ host: `localhost:${port}`, origin: 'http://localhost:3000', ...signature }), 403, 'AccessDeniedException'],
  ['no signature', (port) => ({ host: `localhost:${port}` }), 403, 'MissingAuthenticationTokenException'],
  ['another scheme', (port) => ({ host: `localhost:${port}`, authorization: 'Bearer x' }), 403, 'MissingAuthenticationTokenException'],
])('a request with %s', async (_what, headers, status, code) => {
  const answer = await send(aws.port, 'GET', '/2015-03-31/functions', undefined, headers(aws.port));
  expect([answer.status, answer.headers['x-amzn-errortype']]).toEqual([status, code]);
  expect(answer.headers['access-control-allow-origin']).toBeUndefined();
});

const JSON_TARGET = { 'x-amz-target': 'DynamoDB_20120810.ListTables' };
const FORM = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' };
const WORDS = /The service "[a-z0-9-]+" is not served here, only Lambda and CloudWatch Logs are/;

test.each<[string, string, string, Record<string, string>, string, RegExp]>([
  [
    's3',
    'GET',
    '/',
    {},
    'text/xml',
    /^<\?xml.*\n<Error><Code>UnknownOperationException<\/Code><Message>The.*<RequestId>[\w-]+<\/RequestId><\/Error>$/,
  ],
  ['s3', 'PUT', '/bucket/key', {}, 'text/xml', /<Error><Code>/],
  ['dynamodb', 'POST', '/', JSON_TARGET, 'application/x-amz-json-1.1', /^\{"__type":"UnknownOperationException","message":"The/],
  ['sts', 'POST', '/', FORM, 'text/xml', /<ErrorResponse><Error><Type>Sender<\/Type><Code>UnknownOperationException<\/Code>/],
  ['ec2', 'POST', '/', FORM, 'text/xml', /<Response><Errors><Error><Code>Unknown.*<\/Error><\/Errors><RequestID>/],
  ['route53', 'GET', '/2013-04-01/hostedzone', {}, 'text/xml', /<ErrorResponse>/],
  ['apigateway', 'GET', '/restapis', {}, 'application/json', /^\{"Type":"User","message":"The/],
  [
    'monitoring',
    'POST',
    '/service/X/operation/Y',
    { 'smithy-protocol': 'rpc-v2-cbor' },
    'application/cbor',
    /__type.{3}UnknownOperationException.*message/,
  ],
])('a request of %s, %s %s, is refused in the form its clients read', async (service, method, path, headers, type, body) => {
  const authorization = `AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=0`;
  const answer = await aws.call(method, path, undefined, { ...headers, authorization });
  expect([answer.status, answer.headers['content-type']]).toEqual([400, type]);
  expect(answer.text).toMatch(body);
  expect(answer.text.replaceAll('\\', '')).toMatch(WORDS);
});

test('what is not there is an AWS-shaped 404, never HTML', async () => {
  for (const [method, path] of [
    ['GET', '/'],
    ['GET', '/2015-03-31/functions/f/policy'],
    ['PATCH', '/2015-03-31/functions'],
    ['GET', '/favicon.ico'],
  ] as const) {
    const answer = await aws.call(method, path);
    expect([answer.status, answer.headers['x-amzn-errortype'], answer.headers['content-type']]).toEqual([
      404,
      'UnknownOperationException',
      'application/json',
    ]);
    expect(answer.json.Message).toContain(`${method} ${path}`);
  }
});

test('a body that is not JSON is a SerializationException', async () => {
  for (const body of ['{', '[]', '1', 'null']) {
    const answer = await aws.call('POST', '/2015-03-31/functions', body);
    expect([answer.status, answer.headers['x-amzn-errortype']], body).toEqual([400, 'SerializationException']);
  }
});

test('listens on loopback only, and says when a port is taken', async () => {
  const other = createLocalCloud({
    runner: { invoke: () => Promise.reject(new Error('never')), retire() {}, dispose: async () => {} },
    files: nodeFiles(),
    clock: { now: () => 0, monotonic: () => 0, schedule: () => () => {} },
    logger: { debug() {}, info() {}, warn() {}, error() {} },
    environment: {},
    directory: '/nowhere',
  });
  await expect(other.listen({ port: aws.port })).rejects.toMatchObject({
    code: 'port-in-use',
    message: `Port ${aws.port} is taken: another program listens on it.`,
    advice: 'End that one, or choose another port; 0 takes a free one.',
  });
  expect((await other.listen({ port: 0 })).endpoint).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  await other.close();
});

test('a caller that goes away in mid-request harms nobody', async () => {
  await new Promise<void>((resolve) => {
    const socket = connect(aws.port, '127.0.0.1', () => {
      socket.write(
        `POST /2015-03-31/functions HTTP/1.1\r\nHost: 127.0.0.1:${aws.port}\r\nAuthorization: ${signature.authorization}\r\nContent-Length: 100\r\n\r\n{`,
      );
      socket.end(() => socket.destroy());
    });
    socket.on('close', () => resolve());
  });
  expect((await aws.call('GET', '/2015-03-31/functions')).status).toBe(200);
  expect(aws.errors).toEqual([]);
});
