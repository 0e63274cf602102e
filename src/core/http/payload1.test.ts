import { expect, test } from 'vitest';
import { payload1 } from './payload1.ts';
import { callOf, requestOf } from './testing.ts';

test('a REST API sends the whole event', () => {
  const headers = [
    ['Accept', 'text/html'],
    ['X-Twice', 'one'],
    ['x-twice', 'two'],
    ['Cookie', 'a=1; b=2'],
    ['Content-Length', '4'],
  ] as const;
  // Encoding as AWS was seen to do it: LocalStack's snapshot "invocation-payload-with-path-encoded-email" and "-params-encoding".
  const request = requestOf('PUT /api/test%2Balias@x/?e=test%2Balias@x&p=test+alias@x&p=2', headers, 'ü&=1');
  const call = callOf('Api', request, '/{proxy+}', { proxy: 'api/test%2Balias@x' });
  expect(payload1(call)).toEqual({
    resource: '/{proxy+}',
    path: '/api/test%2Balias@x/',
    httpMethod: 'PUT',
    headers: {
      Host: '127.0.0.1:9002',
      Accept: 'text/html',
      'X-Twice': 'two',
      Cookie: 'a=1; b=2',
      'X-Forwarded-For': '127.0.0.1',
      'X-Forwarded-Port': '9002',
      'X-Forwarded-Proto': 'http',
      'X-Amzn-Trace-Id': 'Root=1-69b30e1e-111111112222433384445555',
    },
    multiValueHeaders: expect.objectContaining({ Accept: ['text/html'], 'X-Twice': ['one', 'two'] }),
    queryStringParameters: { e: 'test+alias@x', p: '2' },
    multiValueQueryStringParameters: { e: ['test+alias@x'], p: ['test alias@x', '2'] },
    pathParameters: { proxy: 'api/test%2Balias@x' },
    stageVariables: null,
    requestContext: {
      accountId: '000000000000',
      apiId: 'Shop',
      domainName: '127.0.0.1:9002',
      domainPrefix: 'Shop',
      extendedRequestId: '11111111-2222-4333-8444-555555555555',
      httpMethod: 'PUT',
      identity: expect.objectContaining({ sourceIp: '127.0.0.1', userAgent: null, user: null }),
      path: '/Prod/api/test%2Balias@x/',
      protocol: 'HTTP/1.1',
      requestId: '11111111-2222-4333-8444-555555555555',
      requestTime: '12/Mar/2026:19:03:58 +0000',
      requestTimeEpoch: 1773342238000,
      resourcePath: '/{proxy+}',
      stage: 'Prod',
    },
    body: 'ü&=1',
    isBase64Encoded: false,
  });
});

test('what there is none of is null', () => {
  expect(payload1(callOf('Api', requestOf('GET /'), '/'))).toMatchObject({
    queryStringParameters: null,
    multiValueQueryStringParameters: null,
    pathParameters: null,
    body: null,
    isBase64Encoded: false,
  });
});

test('an HTTP API says the version, decodes paths, has no stage in them, and sends base64', () => {
  const call = callOf('HttpApi', requestOf('POST /a%20b', [], 'x'), '/{id}', { id: 'a%20b' });
  expect(payload1(call)).toMatchObject({
    version: '1.0',
    path: '/a b',
    pathParameters: { id: 'a b' },
    requestContext: { stage: '$default', path: '/a b' },
    body: 'eA==',
    isBase64Encoded: true,
  });
});
