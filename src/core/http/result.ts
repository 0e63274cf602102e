import { Buffer } from 'node:buffer';
import type { Header, Mapped } from './model.ts';

/** What the two payload formats have in common on the way back. */
export interface Result {
  readonly statusCode?: unknown;
  readonly headers?: unknown;
  readonly multiValueHeaders?: unknown;
  readonly cookies?: unknown;
  readonly body?: unknown;
  readonly isBase64Encoded?: unknown;
  readonly base64Encoded?: unknown;
}

/** The JSON of a payload; undefined where it is none. */
export function parsed(payload: Uint8Array): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(Buffer.from(payload).toString('utf8')) };
  } catch {
    return undefined;
  }
}

export function isObject(value: unknown): value is Result & Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function malformed(reason: string): Mapped {
  return { kind: 'malformed', reason };
}

/** A response, once it is certain that HTTP can carry it. `application/json` where no type is given. */
export function responseOf(statusCode: unknown, headers: readonly Header[], body: Uint8Array): Mapped {
  const status = statusOf(statusCode);
  if (status === undefined) return malformed(`statusCode must be a whole number from 200 to 599, not ${shown(statusCode)}`);
  const wrong = headers.find(([name, value]) => !NAME.test(name) || !VALUE.test(value));
  if (wrong !== undefined) return malformed(`HTTP has no header ${shown(wrong[0])} with such a value`);
  const kept = headers.filter(([name]) => !OURS.has(name.toLowerCase()));
  const hasType = kept.some(([name]) => name.toLowerCase() === 'content-type');
  const response = {
    status,
    headers: hasType ? kept : ([['content-type', 'application/json'], ...kept] satisfies readonly Header[]),
    body,
  };
  return { kind: 'response', response };
}

/** Names and values of a map of headers; those without a value are left out. Undefined where a value is no scalar. */
export function headersOf(headers: unknown): readonly Header[] | undefined {
  if (headers === undefined || headers === null) return [];
  if (!isObject(headers)) return undefined;
  const entries = Object.entries(headers).filter(([, value]) => value !== undefined && value !== null);
  return entries.every(([, value]) => isScalar(value)) ? entries.map(([name, value]) => [name, String(value)]) : undefined;
}

export function isScalar(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

export function textBody(text: string, isBase64: boolean): Uint8Array {
  return Buffer.from(text, isBase64 ? 'base64' : 'utf8');
}

/** For a message: the beginning of a value's JSON. */
export function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'undefined';
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

/** A number as text counts: AWS's own blueprints return `'200'`. */
function statusOf(value: unknown): number | undefined {
  const status = typeof value === 'string' && /^\d{3}$/.test(value) ? Number(value) : value;
  return typeof status === 'number' && Number.isInteger(status) && status >= 200 && status <= 599 ? status : undefined;
}

/** What Node.js takes for a header. */
const NAME = /^[\w!#$%&'*+.^`|~-]+$/;
const VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

/** Decided by the connection, not by the function. */
const OURS = new Set(['connection', 'content-length', 'keep-alive', 'trailer', 'transfer-encoding', 'upgrade']);
