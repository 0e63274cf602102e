import { Buffer } from 'node:buffer';
import type { ApiType } from '../project/apis/model.ts';
import { MAX_PAYLOAD_BYTES } from '../runner/limits.ts';
import type { HttpResponse } from './model.ts';

/** Why a request gets no answer from a function. */
export type Refusal =
  /** There is no route. */
  | 'not-found'
  /** The function failed, or its result can't be sent. */
  | 'failed'
  | 'timed-out'
  | 'too-large'
  /** What the authorizer asks for isn't there, or it said `Unauthorized`. */
  | 'unauthorized'
  /** A token that was good once. */
  | 'expired'
  /** The authorizer said no; a policy without a word on this route; one that denies it. */
  | 'forbidden'
  | 'denied'
  | 'denied-explicitly'
  /** No signature where one is needed. */
  | 'unsigned'
  /** The authorizer itself failed, or its answer is none. */
  | 'authorizer-failed'
  /** The body isn't as the method's schema has it. */
  | 'invalid-body'
  | 'missing-parameters';

/** Of a REST API's method: what isn't there, or is blank. */
export function missingParameters(names: readonly string[]): HttpResponse {
  const body = JSON.stringify({ message: `Missing required request parameters: [${names.join(', ')}]` });
  return { ...refusal('Api', 'missing-parameters'), body: Buffer.from(body) };
}

/** What each front says then, to the letter. */
export function refusal(type: ApiType, why: Refusal): HttpResponse {
  const [status, body, errorType] = { ...COMMON[type], ...OWN[type] }[why] ?? COMMON[type].failed;
  const contentType = body.startsWith('{') ? 'application/json' : 'text/plain';
  return {
    status,
    headers: [['content-type', contentType], ...(errorType === undefined ? [] : [['x-amzn-ErrorType', errorType] as const])],
    body: Buffer.from(body),
  };
}

/** As where a function fails, with the words for the developer: it can't be built or run on this machine. */
export function unusable(type: ApiType, words: string): HttpResponse {
  const { status, headers } = refusal(type, 'failed');
  return { status, headers, body: Buffer.from(type === 'FunctionUrl' ? `${words}\n` : JSON.stringify({ message: words })) };
}

type Answer = readonly [status: number, body: string, errorType?: string];

/** A function URL has every path and no time of its own. */
const COMMON: Readonly<Record<ApiType, Readonly<Record<'not-found' | 'failed' | 'timed-out' | 'too-large', Answer>>>> = {
  HttpApi: {
    'not-found': [404, '{"message":"Not Found"}'],
    failed: [500, '{"message":"Internal Server Error"}'],
    'timed-out': [503, '{"message":"Service Unavailable"}'],
    'too-large': [413, '{"message":"Request Entity Too Large"}'],
  },
  Api: {
    'not-found': [403, '{"message":"Missing Authentication Token"}', 'MissingAuthenticationTokenException'],
    failed: [502, '{"message":"Internal server error"}', 'InternalServerErrorException'],
    'timed-out': [504, '{"message":"Endpoint request timed out"}', 'InternalServerErrorException'],
    'too-large': [413, '{"message":"Request Too Long"}', 'RequestTooLargeException'],
  },
  FunctionUrl: {
    'not-found': [502, 'Internal Server Error'],
    failed: [502, 'Internal Server Error'],
    'timed-out': [502, 'Internal Server Error'],
    'too-large': [
      413,
      `{"Message":"Request must be smaller than ${MAX_PAYLOAD_BYTES} bytes for the InvokeFunction operation"}`,
      'RequestEntityTooLargeException',
    ],
  },
};

const OWN: Readonly<Record<ApiType, Readonly<Partial<Record<Refusal, Answer>>>>> = {
  HttpApi: {
    unauthorized: [401, '{"message":"Unauthorized"}'],
    expired: [401, '{"message":"Unauthorized"}'],
    forbidden: [403, '{"message":"Forbidden"}'],
    denied: [403, '{"message":"Forbidden"}'],
    'denied-explicitly': [403, '{"message":"Forbidden"}'],
    unsigned: [403, '{"message":"Forbidden"}'],
    'authorizer-failed': [500, '{"message":"Internal Server Error"}'],
  },
  Api: {
    unauthorized: [401, '{"message":"Unauthorized"}', 'UnauthorizedException'],
    expired: [401, '{"message":"The incoming token has expired"}', 'UnauthorizedException'],
    forbidden: [403, '{"message":"Forbidden"}', 'ForbiddenException'],
    denied: [403, '{"Message":"User is not authorized to access this resource"}', 'AccessDeniedException'],
    'denied-explicitly': [
      403,
      '{"Message":"User is not authorized to access this resource with an explicit deny"}',
      'AccessDeniedException',
    ],
    unsigned: [403, '{"message":"Missing Authentication Token"}', 'MissingAuthenticationTokenException'],
    'authorizer-failed': [500, '{"message":null}', 'AuthorizerConfigurationException'],
    'invalid-body': [400, '{"message":"Invalid request body"}', 'BadRequestException'],
    'missing-parameters': [400, '{"message":"Missing required request parameters"}', 'BadRequestException'],
  },
  FunctionUrl: {
    unsigned: [403, '{"Message":"Forbidden"}', 'AccessDeniedException'],
  },
};
