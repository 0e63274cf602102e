import { BlockList, isIP } from 'node:net';

/** A value as it must be, or a mapping of one operator to what it is given. */
export type Condition = unknown;

/** Whether a member of a message or event does what one condition asks; undefined where it isn't there. Of a list one item is enough. */
export function fulfils(value: unknown, condition: Condition, depth = 0): boolean {
  const [operator, operand] = operationOf(condition);
  if (operator === 'exists') return (value !== undefined) === operand;
  if (Array.isArray(value)) return depth < DEEPEST && value.some((item) => fulfils(item, condition, depth + 1));
  if (operator === undefined) return value === condition;
  return Object.hasOwn(OPERATORS, operator) && OPERATORS[operator]?.(value, operand) === true;
}

/** Of lists in lists: one that is deeper has nothing that a pattern could mean. */
const DEEPEST = 100;

function operationOf(condition: Condition): readonly [operator?: string, operand?: unknown] {
  if (typeof condition !== 'object' || condition === null || Array.isArray(condition)) return [];
  return Object.entries(condition)[0] ?? [''];
}

type Operator = (value: unknown, operand: unknown) => boolean;

const OPERATORS: Readonly<Record<string, Operator>> = {
  prefix: (value, operand) => hasEnd(value, operand, (text, end) => text.startsWith(end)),
  suffix: (value, operand) => hasEnd(value, operand, (text, end) => text.endsWith(end)),
  'equals-ignore-case': bothTexts((text, other) => text.toLowerCase() === other.toLowerCase()),
  wildcard: bothTexts(isLike),
  cidr: bothTexts(isInBlock),
  numeric: (value, operand) => typeof value === 'number' && Array.isArray(operand) && isWithin(value, operand),
  'anything-but': (value, operand) => value !== undefined && !unwantedIn(operand).some((unwanted) => fulfils(value, unwanted)),
};

function bothTexts(holds: (text: string, operand: string) => boolean): Operator {
  return (value, operand) => typeof value === 'string' && typeof operand === 'string' && holds(value, operand);
}

/** A value or several; an operator may have several, too: `{"prefix": ["a", "b"]}`. */
function unwantedIn(operand: unknown): readonly Condition[] {
  const [operator, inner] = operationOf(operand);
  if (operator !== undefined) return listed(inner).map((each) => ({ [operator]: each }));
  return listed(operand);
}

function listed(operand: unknown): readonly unknown[] {
  return Array.isArray(operand) ? operand : [operand];
}

function hasEnd(value: unknown, operand: unknown, has: (text: string, end: string) => boolean): boolean {
  if (typeof value !== 'string') return false;
  if (typeof operand === 'string') return has(value, operand);
  const [operator, end] = operationOf(operand);
  return operator === 'equals-ignore-case' && typeof end === 'string' && has(value.toLowerCase(), end.toLowerCase());
}

/** `*` stands for any text, `\*` for itself. In steps of the text's length for each part, whatever the wildcard is. */
function isLike(text: string, wildcard: string): boolean {
  const parts = [''];
  for (const [piece] of wildcard.matchAll(/\\[*\\]|[\s\S]/g)) {
    if (piece === '*') parts.push('');
    else parts.push(`${parts.pop() ?? ''}${piece.length === 2 ? piece[1] : piece}`);
  }
  const [first = '', ...others] = parts;
  const last = others.pop();
  if (last === undefined) return text === first;
  if (!text.startsWith(first)) return false;
  let at = first.length;
  for (const part of others) {
    const found = text.indexOf(part, at);
    if (found === -1) return false;
    at = found + part.length;
  }
  return text.length - at >= last.length && text.endsWith(last);
}

/** `10.0.0.0/24`, or an address alone. */
function isInBlock(address: string, block: string): boolean {
  const [network = '', length] = block.split('/');
  const family = isIP(network);
  const bits = length === undefined ? BITS[family] : Number(length);
  if (family === 0 || isIP(address) !== family || bits === undefined || !(bits >= 0 && bits <= (BITS[family] ?? 0))) return false;
  const type = family === 4 ? 'ipv4' : 'ipv6';
  const blocks = new BlockList();
  blocks.addSubnet(network, bits, type);
  return blocks.check(address, type);
}

const BITS: Readonly<Record<number, number>> = { 4: 32, 6: 128 };

/** `[">", 0, "<=", 5]`. */
function isWithin(value: number, bounds: readonly unknown[]): boolean {
  for (let at = 0; at < bounds.length; at += 2) {
    const [operator, bound] = [bounds[at], Number(bounds[at + 1])];
    const holds = COMPARISONS[String(operator)]?.(value, bound) ?? false;
    if (!holds) return false;
  }
  return bounds.length > 0;
}

const COMPARISONS: Readonly<Record<string, (value: number, bound: number) => boolean>> = {
  '=': (value, bound) => value === bound,
  '<': (value, bound) => value < bound,
  '<=': (value, bound) => value <= bound,
  '>': (value, bound) => value > bound,
  '>=': (value, bound) => value >= bound,
};
