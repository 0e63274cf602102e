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

/** A REST API's way: base64 for its binary media types, text for all others. A body without a type counts as JSON. */
export function byMediaTypes(body: Uint8Array, type: string | undefined, binaryMediaTypes: readonly string[]): EventBody {
  if (body.byteLength === 0 || !matchesMedia(type ?? 'application/json', binaryMediaTypes)) return asText(body);
  return { body: Buffer.from(body).toString('base64'), isBase64Encoded: true };
}

/** The first of the media types in a header, against a list in which a star stands for any half. */
export function matchesMedia(header: string, mediaTypes: readonly string[]): boolean {
  const [kind = '', form = ''] = (header.split(',', 1)[0] ?? '').split(';', 1).join('').trim().toLowerCase().split('/');
  return mediaTypes.some((media) => {
    const [wantedKind, wantedForm] = media.toLowerCase().split('/');
    return (wantedKind === '*' || wantedKind === kind) && (wantedForm === '*' || wantedForm === form);
  });
}

function asText(body: Uint8Array): EventBody {
  return { body: body.byteLength === 0 ? undefined : Buffer.from(body).toString('utf8'), isBase64Encoded: false };
}

const TEXT = /^\s*(?:text\/[^;]*|application\/(?:json|xml|javascript|[^;]*\+(?:json|xml)))\s*(?:;|$)/i;
