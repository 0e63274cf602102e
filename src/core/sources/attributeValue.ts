import type { Item } from './tables.ts';

/** DynamoDB's types of values. */
const TYPES = new Set(['S', 'N', 'B', 'SS', 'NS', 'BS', 'M', 'L', 'NULL', 'BOOL']);

/** An item in DynamoDB's own form, of one that is written so or as plain JSON. */
export function itemOf(value: Readonly<Record<string, unknown>>): Item {
  const members = Object.values(value);
  return members.length > 0 && members.every(isTyped)
    ? value
    : Object.fromEntries(Object.entries(value).map(([name, member]) => [name, typed(member)]));
}

/** Why a text can't be put into a table; undefined where it can. */
export function itemProblem(text: string): string | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? undefined : 'An item is a JSON object.';
  } catch {
    return 'An item is a JSON object: {"id": "1"}';
  }
}

function isTyped(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const [type, ...more] = Object.keys(value);
  return more.length === 0 && TYPES.has(type ?? '');
}

function typed(value: unknown): unknown {
  if (typeof value === 'string') return { S: value };
  if (typeof value === 'number') return { N: String(value) };
  if (typeof value === 'boolean') return { BOOL: value };
  if (Array.isArray(value)) return { L: value.map(typed) };
  if (typeof value !== 'object' || value === null) return { NULL: true };
  return { M: Object.fromEntries(Object.entries(value).map(([name, member]) => [name, typed(member)])) };
}
