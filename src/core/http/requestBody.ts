import { Buffer, isUtf8 } from 'node:buffer';
import type { HeaderValues } from './requestHeaders.ts';
import { headerValue } from './requestHeaders.ts';

export interface EventBody {
  /** Undefined where there is none. */
  readonly body: string | undefined;
  readonly isBase64Encoded: boolean;
}

/**
 * A body as HTTP APIs and function URLs hand it on: text where its type says so, all else in base64; forms of both kinds too.
 * What says it is text but isn't UTF-8 goes in base64 as well, so that no byte is lost.
 */
export function textOrBase64(body: Uint8Array, headers: ReadonlyMap<string, HeaderValues>): EventBody {
  if (body.byteLength === 0) return { body: undefined, isBase64Encoded: false };
  const isPlain = headerValue(headers, 'content-encoding') === undefined;
  if (isPlain && TEXT.test(headerValue(headers, 'content-type') ?? '') && isUtf8(body)) return asText(body);
  return { body: Buffer.from(body).toString('base64'), isBase64Encoded: true };
}

/** A REST API's way with a body of any type but its binary media types, which aren't read here. */
export function asText(body: Uint8Array): EventBody {
  return { body: body.byteLength === 0 ? undefined : Buffer.from(body).toString('utf8'), isBase64Encoded: false };
}

const TEXT = /^\s*(?:text\/[^;]*|application\/(?:json|xml|javascript|[^;]*\+(?:json|xml)))\s*(?:;|$)/i;
