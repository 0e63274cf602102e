import type { ApiType } from '../project/apis/model.ts';
import type { Header, Mapped } from './model.ts';
import { headersOf, isObject, isScalar, malformed, parsed, responseOf, shown, textBody } from './result.ts';

/**
 * A result in payload format 1.0: always an object with a status code and a text for a body; nothing is inferred.
 * A REST API refuses members it doesn't know and decodes base64 only where the caller accepts one of its binary media types (`binary`);
 * an HTTP API overlooks the former and always decodes.
 */
export function response1(payload: Uint8Array, type: ApiType, binary: boolean): Mapped {
  const value = parsed(payload)?.value;
  if (!isObject(value)) return malformed('it must be an object with statusCode, headers and body');
  const surplus = type === 'Api' ? Object.keys(value).find((name) => !MEMBERS.has(name)) : undefined;
  if (surplus !== undefined) return malformed(`a REST API knows no member ${shown(surplus)} of a response`);
  const { statusCode, headers, multiValueHeaders, body, isBase64Encoded } = value;
  if (typeof body !== 'string' && body !== undefined && body !== null) {
    return malformed('body must be a text: JSON.stringify it, or json.dumps');
  }
  const single = headersOf(headers);
  if (single === undefined) return malformed('headers must be an object of texts');
  const multiple = multipleOf(multiValueHeaders);
  if (multiple === undefined) return malformed('multiValueHeaders must be an object of lists of texts');
  return responseOf(statusCode, merged(single, multiple), textBody(body ?? '', (binary || type !== 'Api') && isBase64Encoded === true));
}

/** `base64Encoded` is a former name. */
const MEMBERS = new Set(['statusCode', 'headers', 'multiValueHeaders', 'body', 'isBase64Encoded', 'base64Encoded']);

function multipleOf(headers: unknown): readonly Header[] | undefined {
  if (headers === undefined || headers === null) return [];
  if (!isObject(headers)) return undefined;
  const entries = Object.entries(headers).filter(([, values]) => values !== null);
  if (!entries.every(([, values]) => Array.isArray(values) && values.every(isScalar))) return undefined;
  return entries.flatMap(([name, values]) => (values as readonly unknown[]).map((value): Header => [name, String(value)]));
}

/** Both go out; a pair that is in both goes out once. */
function merged(single: readonly Header[], multiple: readonly Header[]): readonly Header[] {
  const isRepeated = ([name, value]: Header) =>
    multiple.some(([other, values]) => other.toLowerCase() === name.toLowerCase() && values === value);
  return [...single.filter((header) => !isRepeated(header)), ...multiple];
}
