import { describe, expect, test } from 'vitest';
import { readTemplate } from '../project/cloudformation/index.ts';
import { frontsOf } from './fronts.ts';

/** The fronts of functions with these `Events` or other properties, by name. */
function check(
  functions: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
  expected: readonly unknown[],
  notes: readonly RegExp[] = [],
) {
  const Resources = Object.fromEntries(
    Object.entries(functions).map(([name, Properties]) => [name, { Type: 'AWS::Serverless::Function', Properties }]),
  );
  const result = readTemplate('/w/template.json', JSON.stringify({ Transform: 'AWS::Serverless-2016-10-31', Resources }), '/w');
  const fronts = frontsOf(result.kind === 'template' ? result.functions : []);
  const lines = fronts.fronts.map(({ type, name, routes }) => [
    `${type} ${name}`,
    ...routes.map((route) => `${route.method} ${route.path} ${route.functionName} ${route.payloadFormat} ${route.timeoutMs ?? '-'}`),
  ]);
  expect(lines).toEqual(expected);
  expect(fronts.notes).toEqual(notes.map((note) => expect.stringMatching(note)));
}

const http = (Properties: unknown) => ({ Type: 'HttpApi', Properties });
const rest = (Properties: unknown) => ({ Type: 'Api', Properties });

describe('routes', () => {
  test('of the APIs that SAM implies, each one in front of all functions', () =>
    check(
      {
        A: { Events: { Get: http({ Method: 'get', Path: '/a' }), Old: rest({ Method: 'any', Path: '/{proxy+}' }) } },
        B: { FunctionName: 'bee', Events: { Post: http({ Method: 'POST', Path: '/b/{id}' }), Queue: { Type: 'SQS' } } },
      },
      [
        ['HttpApi ServerlessHttpApi', 'GET /a A 2.0 30000', 'POST /b/{id} bee 2.0 30000'],
        ['Api ServerlessRestApi', 'ANY /{proxy+} A 1.0 29000'],
      ],
    ));

  test('of the APIs that events refer to', () =>
    check(
      {
        A: {
          Events: {
            One: http({ Method: 'GET', Path: '/a', ApiId: { Ref: 'Public' } }),
            Two: http({ Method: 'GET', Path: '/a', ApiId: { Ref: 'Private' } }),
            Three: rest({ Method: 'GET', Path: '/a', RestApiId: { 'Fn::ImportValue': 'Shared' } }),
          },
        },
      },
      [
        ['HttpApi Public', 'GET /a A 2.0 30000'],
        ['HttpApi Private', 'GET /a A 2.0 30000'],
        ['Api {"Fn::ImportValue":"Shared"}', 'GET /a A 1.0 29000'],
      ],
    ));

  test('without a path, of every method, of the other payload format and with a time of their own', () =>
    check(
      {
        A: {
          Events: {
            Rest: http(undefined),
            Any: http({ Path: '/any', Method: 'x-amazon-apigateway-any-method' }),
            Old: http({ Path: '/old', Method: 'GET', PayloadFormatVersion: '1.0', TimeoutInMillis: 500 }),
          },
        },
      },
      [['HttpApi ServerlessHttpApi', 'ANY $default A 2.0 30000', 'ANY /any A 2.0 30000', 'GET /old A 1.0 500']],
    ));

  test('that cannot be told, or are taken, are said', () =>
    check(
      {
        A: {
          Events: {
            Sub: http({ Path: { 'Fn::Sub': '/${Stage}' }, Method: 'GET' }),
            NoMethod: rest({ Path: '/a' }),
            First: http({ Path: '/a', Method: 'GET' }),
          },
        },
        B: { Events: { Second: http({ Path: '/a', Method: 'GET' }) } },
      },
      [['HttpApi ServerlessHttpApi', 'GET /a A 2.0 30000']],
      [/The route Sub of A is not served/, /The route NoMethod of A/, /^GET \/a goes to A: .* B /],
    ));
});

test('a function URL takes everything, after the APIs; what is not obeyed is said', () =>
  check(
    {
      A: { FunctionUrlConfig: { AuthType: 'AWS_IAM', Cors: { AllowOrigins: ['*'] } } },
      B: { Events: { Get: http({ Path: '/', Method: 'GET', Auth: { Authorizer: 'Mine' } }) } },
    },
    [
      ['HttpApi ServerlessHttpApi', 'GET / B 2.0 30000'],
      ['FunctionUrl A', 'ANY $default A 2.0 -'],
    ],
    [/URL of A is open/, /URL of A has CORS/, /route Get of B is open/],
  ));
