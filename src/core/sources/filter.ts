/**
 * Whether one of the patterns of an event source mapping matches, by Lambda's filter rules: each member must be there with one of the
 * values, or fulfil one of the conditions. Without patterns everything does.
 */
export function passesFilters(record: unknown, filters: readonly unknown[]): boolean {
  return filters.length === 0 || filters.some((pattern) => matches(record, pattern));
}

type Mapping = Readonly<Record<string, unknown>>;

function matches(value: unknown, pattern: unknown): boolean {
  if (!isMapping(pattern)) return false;
  return Object.entries(pattern).every(([name, wanted]) => {
    if (name === '$or') return Array.isArray(wanted) && wanted.some((each) => matches(value, each));
    const member = isMapping(value) && Object.hasOwn(value, name) ? value[name] : undefined;
    if (Array.isArray(wanted)) return wanted.some((condition) => fulfils(member, condition));
    return matches(member, wanted);
  });
}

/** Of a list in the record one item is enough. */
function fulfils(value: unknown, condition: unknown): boolean {
  if (isMapping(condition) && 'exists' in condition) return (value !== undefined) === condition['exists'];
  if (Array.isArray(value)) return value.some((item) => fulfils(item, condition));
  if (!isMapping(condition)) return value === condition;
  const [[operator, operand] = ['', undefined]] = Object.entries(condition);
  switch (operator) {
    case 'prefix':
      return hasEnd(value, operand, (text, end) => text.startsWith(end));
    case 'suffix':
      return hasEnd(value, operand, (text, end) => text.endsWith(end));
    case 'equals-ignore-case':
      return typeof value === 'string' && typeof operand === 'string' && value.toLowerCase() === operand.toLowerCase();
    case 'anything-but':
      return value !== undefined && !listed(operand).some((unwanted) => fulfils(value, unwanted));
    case 'numeric':
      return typeof value === 'number' && Array.isArray(operand) && isWithin(value, operand);
    default:
      return false;
  }
}

function hasEnd(value: unknown, operand: unknown, has: (text: string, end: string) => boolean): boolean {
  if (typeof value !== 'string') return false;
  if (typeof operand === 'string') return has(value, operand);
  const other = isMapping(operand) ? operand['equals-ignore-case'] : undefined;
  return typeof other === 'string' && has(value.toLowerCase(), other.toLowerCase());
}

function listed(operand: unknown): readonly unknown[] {
  return Array.isArray(operand) ? operand : [operand];
}

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

function isMapping(value: unknown): value is Mapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
