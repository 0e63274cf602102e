export type JsonTokenKind = 'key' | 'string' | 'number' | 'literal' | 'punctuation' | 'summary';

export interface JsonToken {
  readonly kind: JsonTokenKind;
  readonly text: string;
}

/** A line of formatted JSON. */
export interface JsonLine {
  readonly depth: number;
  /** JSON pointer of the value on this line. */
  readonly pointer: string;
  /** Absent where nothing folds. */
  readonly fold?: 'open' | 'closed';
  readonly tokens: readonly JsonToken[];
}

/** Formats a JSON value over lines, objects and arrays in `folded` (by JSON pointer) on one line each. */
export function jsonLines(value: unknown, folded: ReadonlySet<string>): readonly JsonLine[] {
  const lines: JsonLine[] = [];
  write(lines, { value, folded, pointer: '', depth: 0, lead: [], comma: false });
  return lines;
}

/** The object or array on one line, as the folded form and as a row's tail: `{ id: "o-1", items: [3] }`, at most `limit` characters. */
export function compactJson(value: unknown, limit: number): string {
  const text = compact(value, limit, 0);
  return text.length > limit ? `${text.slice(0, limit)}…` : text;
}

/** Deeper than any person reads; keeps hostile nesting off the stack. */
const maxDepth = 64;

interface Place {
  readonly value: unknown;
  readonly folded: ReadonlySet<string>;
  readonly pointer: string;
  readonly depth: number;
  readonly lead: readonly JsonToken[];
  readonly comma: boolean;
}

function write(lines: JsonLine[], place: Place): void {
  const { value, folded, pointer, depth, lead } = place;
  const tail: readonly JsonToken[] = place.comma ? [punctuation(',')] : [];
  if (typeof value !== 'object' || value === null) {
    lines.push({ depth, pointer, tokens: [...lead, scalar(value), ...tail] });
    return;
  }
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  const entries = Object.entries(value);
  if (entries.length === 0) {
    lines.push({ depth, pointer, tokens: [...lead, punctuation(open + close), ...tail] });
    return;
  }
  if (folded.has(pointer) || depth >= maxDepth) {
    const tokens = [
      ...lead,
      punctuation(open),
      { kind: 'summary', text: summary(value, entries.length) } as const,
      punctuation(close),
      ...tail,
    ];
    lines.push({ depth, pointer, fold: 'closed', tokens });
    return;
  }
  lines.push({ depth, pointer, fold: 'open', tokens: [...lead, punctuation(open)] });
  for (const [index, [key, item]] of entries.entries()) {
    write(lines, {
      value: item,
      folded,
      pointer: `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`,
      depth: depth + 1,
      lead: Array.isArray(value) ? [] : [{ kind: 'key', text: JSON.stringify(key) }, punctuation(': ')],
      comma: index + 1 < entries.length,
    });
  }
  lines.push({ depth, pointer, tokens: [punctuation(close), ...tail] });
}

function summary(value: object, count: number): string {
  if (Array.isArray(value)) return ` ${count} ${count === 1 ? 'item' : 'items'} `;
  return ` ${count} ${count === 1 ? 'key' : 'keys'} `;
}

function scalar(value: unknown): JsonToken {
  if (typeof value === 'string') return { kind: 'string', text: JSON.stringify(value) };
  if (typeof value === 'number') return { kind: 'number', text: String(value) };
  return { kind: 'literal', text: String(value) };
}

function punctuation(text: string): JsonToken {
  return { kind: 'punctuation', text };
}

function compact(value: unknown, budget: number, depth: number): string {
  if (typeof value !== 'object' || value === null) return scalar(value).text.slice(0, budget + 1);
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  const entries = Object.entries(value);
  if (entries.length === 0) return open + close;
  if (depth >= 4) return `${open}…${close}`;
  const parts: string[] = [];
  let used = 2;
  for (const [key, item] of entries) {
    if (used > budget) break;
    const part = (Array.isArray(value) ? '' : `${key}: `) + compact(item, budget - used, depth + 1);
    parts.push(part);
    used += part.length + 2;
  }
  return Array.isArray(value) ? `[${parts.join(', ')}]` : `{ ${parts.join(', ')} }`;
}
