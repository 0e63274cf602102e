import { Buffer } from 'node:buffer';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { requestBody } from '../requestBody.ts';
import type { ApiResponse } from './api.ts';
import { AwsError } from './awsError.ts';

/** The whole body, or a 413 where it has more than `maxBytes`. */
export async function readBody(request: IncomingMessage, maxBytes: number, operation: string): Promise<Uint8Array> {
  return checkedBody(await requestBody(request, maxBytes, MAX_DROPPED_BYTES), maxBytes, operation);
}

/** The body, unless there is none since it has more than `maxBytes`. */
export function checkedBody(body: Uint8Array | undefined, maxBytes: number, operation: string): Uint8Array {
  if (body && body.byteLength <= maxBytes) return body;
  throw new AwsError(
    413,
    'RequestEntityTooLargeException',
    `Request must be smaller than ${maxBytes} bytes for the ${operation} operation`,
  );
}

const MAX_DROPPED_BYTES = 64 * 1024 * 1024;

/** A body that comes bit by bit; a caller who goes away ends it. */
export async function sendStream(response: ServerResponse, answer: ApiResponse, body: Readable, requestId: string): Promise<void> {
  response.writeHead(answer.status, { 'x-amzn-RequestId': requestId, ...answer.headers });
  response.flushHeaders();
  await pipeline(body, response).catch(() => response.destroy());
}

/** Lambda's REST protocol. */
export function sendJson(response: ServerResponse, answer: ApiResponse, requestId: string): void {
  const { headers, bytes } = jsonParts(answer, requestId);
  response.writeHead(answer.status, headers);
  response.end(bytes);
}

/** Headers and body of an answer that is sent whole. */
export function jsonParts(
  answer: ApiResponse,
  requestId: string,
): { readonly headers: Readonly<Record<string, string>>; readonly bytes: Uint8Array } {
  const isBytes = answer.body instanceof Uint8Array;
  const bytes = encode(answer.body);
  const headers = {
    ...(answer.status === 204 ? {} : { 'Content-Length': String(bytes.byteLength) }),
    ...(bytes.byteLength > 0 ? { 'Content-Type': isBytes ? 'application/octet-stream' : 'application/json' } : {}),
    'x-amzn-RequestId': requestId,
    ...answer.headers,
  };
  return { headers, bytes };
}

export const LOGS_CONTENT_TYPE = 'application/x-amz-json-1.1';

function encode(body: unknown): Uint8Array {
  if (body === undefined) return new Uint8Array();
  return body instanceof Uint8Array ? body : Buffer.from(JSON.stringify(body));
}
