import { invalidLogs } from './awsError.ts';

type Condition = (event: unknown) => boolean;

/** `{ ($.level = "err*" || $.code >= 500) && $.user.id NOT EXISTS }`: lines that aren't JSON never match. */
export function parseJsonFilter(text: string): (message: string) => boolean {
  const tokens = tokenize(text);
  const condition = readAlternatives(tokens, 0);
  if (tokens.next() !== undefined) throw invalidPattern();
  return (message) => {
    try {
      return condition(JSON.parse(message));
    } catch {
      return false;
    }
  };
}

interface Tokens {
  peek(): string | undefined;
  next(): string | undefined;
}

const TOKEN = /\s*(\$[\w.[\]-]+|"(?:[^"\\]|\\.)*"|&&|\|\||!=|<=|>=|[=<>()]|[^\s=<>()&|!"]+)\s*/y;

function tokenize(text: string): Tokens {
  if (!text.endsWith('}')) throw invalidPattern();
  const inner = text.slice(1, -1).trim();
  const scanner = new RegExp(TOKEN);
  const tokens: string[] = [];
  while (scanner.lastIndex < inner.length) {
    const match = scanner.exec(inner);
    if (match?.[1] === undefined) throw invalidPattern();
    tokens.push(match[1]);
  }
  let at = 0;
  return { peek: () => tokens[at], next: () => tokens[at++] };
}

function readAlternatives(tokens: Tokens, depth: number): Condition {
  const alternatives = [readConjunction(tokens, depth)];
  while (tokens.peek() === '||') {
    tokens.next();
    alternatives.push(readConjunction(tokens, depth));
  }
  return (event) => alternatives.some((condition) => condition(event));
}

function readConjunction(tokens: Tokens, depth: number): Condition {
  const conditions = [readCondition(tokens, depth)];
  while (tokens.peek() === '&&') {
    tokens.next();
    conditions.push(readCondition(tokens, depth));
  }
  return (event) => conditions.every((condition) => condition(event));
}

function readCondition(tokens: Tokens, depth: number): Condition {
  if (depth > 20) throw invalidPattern();
  const token = tokens.next();
  if (token === '(') {
    const inner = readAlternatives(tokens, depth + 1);
    if (tokens.next() !== ')') throw invalidPattern();
    return inner;
  }
  if (token === undefined || !token.startsWith('$')) throw invalidPattern();
  const select = selector(token);
  const operator = tokens.next();
  const operand = tokens.next();
  if (operator === undefined || operand === undefined) throw invalidPattern();
  if (operator === 'IS') return isCondition(select, operand);
  if (operator === 'NOT' && operand === 'EXISTS') return (event) => select(event) === undefined;
  return comparison(select, operator, operand);
}

function isCondition(select: (event: unknown) => unknown, operand: string): Condition {
  const expected = new Map<string, unknown>([
    ['NULL', null],
    ['TRUE', true],
    ['FALSE', false],
  ]);
  if (!expected.has(operand)) throw invalidPattern();
  return (event) => select(event) === expected.get(operand);
}

function comparison(select: (event: unknown) => unknown, operator: string, operand: string): Condition {
  const text = operand.startsWith('"') ? operand.slice(1, -1).replace(/\\(.)/g, '$1') : operand;
  const number = operand.startsWith('"') ? Number.NaN : Number(operand);
  const equals = (value: unknown): boolean =>
    typeof value === 'number' ? value === number : typeof value === 'string' && matchesWildcard(value, text);
  const ordered = (holds: (value: number) => boolean): Condition => {
    if (Number.isNaN(number)) throw invalidPattern();
    return (event) => {
      const value = select(event);
      return typeof value === 'number' && holds(value);
    };
  };
  switch (operator) {
    case '=':
      return (event) => equals(select(event));
    case '!=':
      return (event) => {
        const value = select(event);
        return value !== undefined && !equals(value);
      };
    case '<':
      return ordered((value) => value < number);
    case '<=':
      return ordered((value) => value <= number);
    case '>':
      return ordered((value) => value > number);
    case '>=':
      return ordered((value) => value >= number);
    default:
      throw invalidPattern();
  }
}

/** `$.a.b[0]`. */
function selector(path: string): (event: unknown) => unknown {
  const keys = path
    .slice(1)
    .split(/[.[\]]/)
    .filter((key) => key !== '');
  return (event) => {
    let value = event;
    for (const key of keys)
      value =
        typeof value === 'object' && value !== null && Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined;
    return value;
  };
}

/** `*` stands for anything. Each part is looked for after the one before it: no backtracking. */
function matchesWildcard(value: string, pattern: string): boolean {
  const parts = pattern.split('*');
  const first = parts[0] ?? '';
  if (parts.length === 1) return value === pattern;
  if (!value.startsWith(first)) return false;
  let at = first.length;
  for (const part of parts.slice(1, -1)) {
    const found = value.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  const last = parts.at(-1) ?? '';
  return value.length - last.length >= at && value.endsWith(last);
}

function invalidPattern(): Error {
  return invalidLogs('Invalid filter pattern');
}
