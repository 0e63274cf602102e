import { Buffer } from 'node:buffer';
import type { Mapped } from './model.ts';
import { cookieHeaders } from './response2.ts';
import { headersOf, isObject, malformed, parsed, responseOf } from './result.ts';

/**
 * A result that was streamed, once it is whole: status, headers and cookies as JSON before eight zero bytes, where the function
 * wrote them, then the body. Without them all of it is the body.
 */
export function streamed(payload: Uint8Array): Mapped {
  const end = Buffer.from(payload).indexOf(DELIMITER);
  const prelude = end < 0 ? undefined : parsed(payload.subarray(0, end))?.value;
  if (!isObject(prelude)) return responseOf(200, BYTES, payload);
  const headers = headersOf(prelude.headers);
  const cookies = cookieHeaders(prelude.cookies);
  if (headers === undefined || cookies === undefined) return malformed('headers and cookies of a streamed response must be texts');
  const type = headers.some(([name]) => name.toLowerCase() === 'content-type') ? [] : BYTES;
  return responseOf(prelude.statusCode ?? 200, [...type, ...headers, ...cookies], payload.subarray(end + DELIMITER.byteLength));
}

export const DELIMITER = new Uint8Array(8);
const BYTES = [['content-type', 'application/octet-stream']] as const;
