import { Buffer } from 'node:buffer';
import type { GatewayResponse } from '../project/apis/model.ts';
import { headerOf } from './cors.ts';
import type { Call, Header, HttpResponse } from './model.ts';
import { type Refusal, refusal } from './refusals.ts';

type Answered = Pick<Call, 'front' | 'request' | 'arrival'>;

/** What a front answers by itself. A REST API may be set up to do so with headers for browsers of other sites, or in words of its own. */
export function refuse(call: Answered, why: Refusal, response = refusal(call.front.type, why)): HttpResponse {
  const { gatewayResponses } = call.front;
  return gatewayResponses === undefined ? response : asSetUp(response, why, call, gatewayResponses);
}

function asSetUp(
  response: HttpResponse,
  why: Refusal,
  call: Answered,
  gatewayResponses: Readonly<Record<string, GatewayResponse>>,
): HttpResponse {
  const type = TYPES[why];
  const own = gatewayResponses[type] ?? gatewayResponses[response.status < 500 ? 'DEFAULT_4XX' : 'DEFAULT_5XX'];
  if (own === undefined) return response;
  const added = Object.entries(own.headers).flatMap(([name, value]): readonly Header[] => {
    const text = headerValue(value, call);
    return text === undefined ? [] : [[name, text]];
  });
  const names = new Set(added.map(([name]) => name.toLowerCase()));
  return {
    status: own.status ?? response.status,
    headers: [...response.headers.filter(([name]) => !names.has(name.toLowerCase())), ...added],
    body: own.body === undefined ? response.body : Buffer.from(filledIn(own.body, type, response, call)),
  };
}

/** A constant in quotes, or a header of the request. */
function headerValue(value: GatewayResponse['headers'][string], { request }: Answered): string | undefined {
  const constant = /^'(.*)'$/s.exec(value)?.[1];
  const header = /^method\.request\.header\.(.+)$/.exec(value)?.[1];
  return constant ?? (header === undefined ? undefined : headerOf(request, header));
}

function filledIn(template: string, type: string, { body }: HttpResponse, { arrival }: Answered): string {
  const message = messageIn(body);
  const variables: Readonly<Record<string, string>> = {
    'error.messageString': JSON.stringify(message),
    'error.message': message ?? '',
    'error.responseType': type,
    requestId: arrival.requestId,
    extendedRequestId: arrival.requestId,
  };
  return template.replace(/\$context\.([\w.]*\w)/g, (_variable, name: string) => variables[name] ?? '');
}

function messageIn(body: HttpResponse['body']): string | null {
  if (!(body instanceof Uint8Array)) return null;
  const { message, Message = message } = JSON.parse(Buffer.from(body).toString()) as { message?: string | null; Message?: string | null };
  return Message ?? null;
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html */
const TYPES: Readonly<Record<Refusal, string>> = {
  'not-found': 'MISSING_AUTHENTICATION_TOKEN',
  failed: 'DEFAULT_5XX',
  'timed-out': 'INTEGRATION_TIMEOUT',
  'too-large': 'REQUEST_TOO_LARGE',
  unauthorized: 'UNAUTHORIZED',
  expired: 'EXPIRED_TOKEN',
  forbidden: 'INVALID_API_KEY',
  denied: 'ACCESS_DENIED',
  'denied-explicitly': 'ACCESS_DENIED',
  unsigned: 'MISSING_AUTHENTICATION_TOKEN',
  'authorizer-failed': 'AUTHORIZER_CONFIGURATION_ERROR',
  'invalid-body': 'BAD_REQUEST_BODY',
  'missing-parameters': 'BAD_REQUEST_PARAMETERS',
};
