import { Buffer } from 'node:buffer';
import { MAX_PAYLOAD_BYTES } from '../runner/limits.ts';
import type { FrontType, HttpResponse } from './model.ts';

/** Why a request gets no answer from a function: there is no route, the function failed, it took too long, the request is too large. */
export type Refusal = 'not-found' | 'failed' | 'timed-out' | 'too-large';

/** What each front says then, to the letter. A function URL has every path and no time of its own. */
export function refusal(type: FrontType, why: Refusal): HttpResponse {
  const [status, body] = RESPONSES[type][why];
  const contentType = body.startsWith('{') ? 'application/json' : 'text/plain';
  return { status, headers: [['content-type', contentType]], body: Buffer.from(body) };
}

const URL_FAILED = [502, 'Internal Server Error'] as const;

const RESPONSES: Readonly<Record<FrontType, Readonly<Record<Refusal, readonly [status: number, body: string]>>>> = {
  HttpApi: {
    'not-found': [404, '{"message":"Not Found"}'],
    failed: [500, '{"message":"Internal Server Error"}'],
    'timed-out': [503, '{"message":"Service Unavailable"}'],
    'too-large': [413, '{"message":"Request Entity Too Large"}'],
  },
  Api: {
    'not-found': [403, '{"message":"Missing Authentication Token"}'],
    failed: [502, '{"message":"Internal server error"}'],
    'timed-out': [504, '{"message":"Endpoint request timed out"}'],
    'too-large': [413, '{"message":"Request Too Long"}'],
  },
  FunctionUrl: {
    'not-found': URL_FAILED,
    failed: URL_FAILED,
    'timed-out': URL_FAILED,
    'too-large': [413, `{"Message":"Request must be smaller than ${MAX_PAYLOAD_BYTES} bytes for the InvokeFunction operation"}`],
  },
};
