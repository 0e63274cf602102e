import { Buffer } from 'node:buffer';
import type { Header, Mapped } from './model.ts';
import { headersOf, isObject, malformed, parsed, type Result, responseOf, textBody } from './result.ts';

/** A result in payload format 2.0: an object with a status code is the response, all else is the body of a response with 200. */
export function response2(payload: Uint8Array): Mapped {
  const json = parsed(payload);
  if (json === undefined) return malformed('it is not JSON');
  const { value } = json;
  if (isObject(value) && 'statusCode' in value) return fromObject(value);
  // A text stands without its quotes; everything else as the function wrote it.
  return responseOf(200, [], typeof value === 'string' ? Buffer.from(value) : payload);
}

function fromObject({ statusCode, headers, cookies, body, isBase64Encoded }: Result): Mapped {
  const named = headersOf(headers);
  if (named === undefined) return malformed('headers must be an object of texts');
  const setCookies = cookieHeaders(cookies);
  if (setCookies === undefined) return malformed('cookies must be a list of texts');
  return responseOf(statusCode, [...named, ...setCookies], bodyOf(body, isBase64Encoded === true));
}

export function cookieHeaders(cookies: unknown): readonly Header[] | undefined {
  if (cookies === undefined || cookies === null) return [];
  if (!Array.isArray(cookies) || !cookies.every((cookie) => typeof cookie === 'string')) return undefined;
  return cookies.map((cookie): Header => ['set-cookie', cookie]);
}

function bodyOf(body: unknown, isBase64: boolean): Uint8Array {
  if (body === undefined || body === null) return new Uint8Array();
  return typeof body === 'string' ? textBody(body, isBase64) : Buffer.from(JSON.stringify(body));
}
