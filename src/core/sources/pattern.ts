import { type Condition, fulfils } from './patternOperators.ts';

/**
 * Whether a value has what a pattern asks of it: each member must be there with one of the values, or fulfil one of the conditions. The
 * rules are one for EventBridge, the filters of event source mappings and SNS; `refusedOperators` tells which of them takes what.
 */
export function matchesPattern(value: unknown, pattern: unknown): boolean {
  if (!isMapping(pattern)) return false;
  return Object.entries(pattern).every(([name, wanted]) => {
    if (isAlternative(name, wanted)) return wanted.some((each) => matchesPattern(value, each));
    const member = isMapping(value) && Object.hasOwn(value, name) ? value[name] : undefined;
    if (Array.isArray(wanted)) return wanted.some((condition: Condition) => fulfils(member, condition));
    // Of a list of objects one has to have all that is asked.
    if (Array.isArray(member)) return member.some((item) => matchesPattern(item, wanted));
    return matchesPattern(member, wanted);
  });
}

/** Who reads a pattern: an event source mapping, a rule of EventBridge, or a subscription of SNS. */
export type PatternReader = 'mapping' | 'rule' | 'subscription';

/** The operators of a pattern that AWS's documentation doesn't have for this reader. */
export function unheardOperators(pattern: unknown, reader: PatternReader): readonly string[] {
  return [...new Set(operatorsIn(pattern))].filter((operator) => !OPERATORS[reader].has(operator));
}

const SHARED = ['prefix', 'suffix', 'equals-ignore-case', 'anything-but', 'numeric', 'exists'];
const NESTED = ['anything-but prefix', 'anything-but suffix', 'anything-but wildcard'];

/**
 * https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html,
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html,
 * https://docs.aws.amazon.com/sns/latest/dg/sns-subscription-filter-policies.html
 */
const OPERATORS: Readonly<Record<PatternReader, ReadonlySet<string>>> = {
  // AWS's own samples filter messages by addresses.
  mapping: new Set([...SHARED, 'cidr', 'prefix equals-ignore-case', 'suffix equals-ignore-case']),
  rule: new Set([
    ...[...SHARED, ...NESTED, 'wildcard', 'cidr', 'anything-but equals-ignore-case'],
    ...['prefix equals-ignore-case', 'suffix equals-ignore-case'],
  ]),
  subscription: new Set([...SHARED, ...NESTED, 'wildcard', 'cidr']),
};

/** Whether a part of a template's pattern is only known when it is deployed: `{"Ref": "Bucket"}`, `{"Fn::If": […]}`. */
export function isOpen(pattern: unknown, depth = 0): boolean {
  if (typeof pattern !== 'object' || pattern === null || depth > 40) return false;
  return Object.entries(pattern).some(([key, value]) => key === 'Ref' || key.startsWith('Fn::') || isOpen(value, depth + 1));
}

function operatorsIn(pattern: unknown): readonly string[] {
  if (!isMapping(pattern)) return [];
  return Object.entries(pattern).flatMap(([name, wanted]) => {
    if (isAlternative(name, wanted)) return wanted.flatMap(operatorsIn);
    return Array.isArray(wanted) ? wanted.flatMap(operatorsOf) : operatorsIn(wanted);
  });
}

/** `anything-but prefix` of `{"anything-but": {"prefix": "a"}}`. */
function operatorsOf(condition: unknown): readonly string[] {
  if (!isMapping(condition)) return [];
  return Object.entries(condition).map(([operator, operand]) =>
    isMapping(operand) ? `${operator} ${Object.keys(operand).join(' ')}` : operator,
  );
}

function isAlternative(name: string, wanted: unknown): wanted is readonly unknown[] {
  return name === '$or' && Array.isArray(wanted) && wanted.every(isMapping);
}

function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
