import type { ProgramValue } from '../../program/index.ts';
import { cdkCallee } from '../names.ts';

/** The patterns of `filters: [lambda.FilterCriteria.filter({ body: { kind: lambda.FilterRule.isEqual('order') } })]`; undefined where one can't be told. */
export function filtersIn(value: ProgramValue | undefined): readonly { readonly pattern: unknown }[] | undefined {
  if (value === undefined) return [];
  if (value.kind !== 'array' || value.gap !== undefined) return undefined;
  const patterns = value.items.map((item) =>
    item.kind === 'call' && cdkCallee(item) === 'aws-lambda.FilterCriteria.filter' ? patternOf(item.arguments[0], 0) : undefined,
  );
  return patterns.includes(undefined) ? undefined : patterns.map((pattern) => ({ pattern }));
}

/** Undefined where a part of it can't be told. */
export function patternOf(value: ProgramValue | undefined, depth: number): unknown {
  if (value === undefined || depth > 12) return undefined;
  switch (value.kind) {
    case 'text':
      return value.text;
    case 'number':
    case 'boolean':
      return value.value;
    case 'nothing':
      return null;
    case 'array':
      return value.gap === undefined ? wholeList(value.items.map((item) => patternOf(item, depth + 1))) : undefined;
    case 'object': {
      const { entries, gap } = value.entries();
      const members = entries.map((entry) => [entry.key, patternOf(entry.value, depth + 1)] as const);
      return gap !== undefined || members.some(([, member]) => member === undefined) ? undefined : Object.fromEntries(members);
    }
    case 'call':
      return ruleOf(value.arguments, cdkCallee(value) ?? '', depth);
    default:
      return undefined;
  }
}

function ruleOf(args: readonly ProgramValue[], name: string, depth: number): unknown {
  const values = args.map((argument) => patternOf(argument, depth + 1));
  const rule = RULES[/^aws-lambda\.FilterRule\.(\w+)$/.exec(name)?.[1] ?? ''];
  return rule === undefined || values.includes(undefined) ? undefined : rule(values);
}

const RULES: Readonly<Record<string, (values: readonly unknown[]) => unknown>> = {
  null: () => [null],
  empty: () => [''],
  isEqual: ([value]) => (typeof value === 'number' ? [{ numeric: ['=', value] }] : [value]),
  or: (values) => values,
  notEquals: (values) => [{ 'anything-but': values }],
  between: ([from, to]) => [{ numeric: ['>', from, '<=', to] }],
  exists: () => [{ exists: true }],
  notExists: () => [{ exists: false }],
  beginsWith: ([prefix]) => [{ prefix }],
};

function wholeList(items: readonly unknown[]): readonly unknown[] | undefined {
  return items.includes(undefined) ? undefined : items;
}
