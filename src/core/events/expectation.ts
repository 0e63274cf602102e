import { WorkbenchError } from '../errors.ts';
import type { InvocationResult } from '../runner/model.ts';
import { jsonFault, parseJson } from './json.ts';

/**
 * What `<event>.expected.json` says of the result; every member may be left out.
 * Objects in `payload` are held against the keys they name, everything else exactly.
 */
export interface Expectation {
  readonly status?: InvocationResult['status'];
  readonly payload?: unknown;
  readonly errorType?: string;
}

const statuses: readonly string[] = ['success', 'error', 'timeout', 'init-error'] satisfies readonly InvocationResult['status'][];

/** Rejects with `event-unreadable` for anything that isn't an expectation. */
export async function readExpectation(text: string, path: string): Promise<Expectation> {
  const parsed = parseJson(text);
  if (parsed.kind === 'invalid') {
    const { problem, at } = await jsonFault(text);
    throw unreadable(`${path}:${at.line + 1}:${at.character + 1} isn’t valid JSON: ${problem}.`);
  }
  const value = parsed.value;
  if (!isRecord(value)) throw unreadable(`${path} isn’t a JSON object.`);
  const unknown = Object.keys(value).find((key) => !['status', 'payload', 'errorType'].includes(key));
  if (unknown !== undefined) throw unreadable(`${path} has an unknown member "${unknown}".`);
  if (value['status'] !== undefined && !statuses.includes(String(value['status']))) {
    throw unreadable(`${path}: "status" is none of ${statuses.join(', ')}.`);
  }
  return value as Expectation;
}

/** What differs, a sentence each; empty when the result is as expected. Without an expectation the run must succeed. */
export function differences(expectation: Expectation | undefined, result: InvocationResult): readonly string[] {
  const expected = expectation ?? {};
  const status = expected.status ?? (expected.errorType === undefined ? 'success' : undefined);
  const found: string[] = [];
  if (status !== undefined && result.status !== status) {
    const because = result.error === undefined ? '' : ` (${result.error.errorType}: ${result.error.errorMessage})`;
    found.push(`status: expected ${status}, got ${result.status}${because}`);
  }
  if (expected.errorType !== undefined && result.error?.errorType !== expected.errorType) {
    found.push(`errorType: expected ${expected.errorType}, got ${result.error?.errorType ?? 'no error'}`);
  }
  if ('payload' in expected) compare(expected.payload, payloadValue(result.payload), 'payload', found);
  return found;
}

function compare(expected: unknown, actual: unknown, path: string, found: string[]): void {
  if (isRecord(expected) && isRecord(actual)) {
    for (const [key, value] of Object.entries(expected)) compare(value, actual[key], `${path}.${key}`, found);
  } else if (Array.isArray(expected) && Array.isArray(actual) && expected.length === actual.length) {
    for (const [index, value] of expected.entries()) compare(value, actual[index], `${path}[${index}]`, found);
  } else if (JSON.stringify(expected) !== JSON.stringify(actual)) {
    found.push(`${path}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(actual) ?? 'nothing'}`);
  }
}

function payloadValue(bytes: Uint8Array): unknown {
  const text = new TextDecoder().decode(bytes);
  const parsed = parseJson(text);
  return parsed.kind === 'valid' ? parsed.value : text;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function unreadable(message: string): WorkbenchError {
  return new WorkbenchError('event-unreadable', message, 'An expectation holds "status", "payload" or "errorType".');
}
