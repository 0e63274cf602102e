import { isNothing, optionOf, type ProgramValue } from '../../program/index.ts';
import { plainOf } from '../apis/plain.ts';
import { cdkCallee } from '../names.ts';
import { patternOf } from './filters.ts';

/** `{ kind: sns.SubscriptionFilter.stringFilter({ allowlist: ['order'] }) }`, nested in `FilterOrPolicy` for bodies; undefined where there is none. */
export function policyOf(value: ProgramValue | undefined): unknown {
  if (isNothing(value)) return undefined;
  const policy = membersOf(value, 0);
  return policy === undefined ? 'unknown' : policy;
}

function membersOf(value: ProgramValue | undefined, depth: number): Readonly<Record<string, unknown>> | undefined {
  if (value?.kind !== 'object' || depth > 8) return undefined;
  const { entries, gap } = value.entries();
  const members = entries.map((entry) => [entry.key, conditionsOf(entry.value, depth)] as const);
  return gap !== undefined || members.some(([, member]) => member === undefined) ? undefined : Object.fromEntries(members);
}

function conditionsOf(value: ProgramValue, depth: number): unknown {
  if (value.kind !== 'call') return undefined;
  const name = (cdkCallee(value) ?? '').replace(/^aws-sns\./, '');
  const [first] = value.arguments;
  const options = value.keywords ?? first;
  if (name === 'FilterOrPolicy.policy') return membersOf(first, depth + 1);
  if (name === 'FilterOrPolicy.filter') return first === undefined ? undefined : conditionsOf(first, depth + 1);
  if (name === 'SubscriptionFilter.existsFilter') return [{ exists: true }];
  if (name === 'SubscriptionFilter.notExistsFilter') return [{ exists: false }];
  if (name === 'SubscriptionFilter.stringFilter') return from(options, TEXTS);
  return name === 'SubscriptionFilter.numericFilter' ? from(options, NUMBERS) : undefined;
}

type Readers = Readonly<Record<string, (given: unknown) => readonly unknown[]>>;

/** Each option gives conditions; one that isn't known leaves all of it open. */
function from(options: ProgramValue | undefined, readers: Readers): readonly unknown[] | undefined {
  if (options?.kind !== 'object') return undefined;
  const conditions: unknown[] = [];
  for (const { key } of options.entries().entries) {
    const name = key.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
    const given = plainOf(optionOf(options, key)) === undefined ? undefined : patternOf(optionOf(options, key), 0);
    const reader = Object.hasOwn(readers, name) ? readers[name] : undefined;
    if (reader === undefined || given === undefined) return undefined;
    conditions.push(...reader(given));
  }
  return conditions;
}

const listOf = (given: unknown): readonly unknown[] => (Array.isArray(given) ? given : [given]);
const allowed = listOf;
const denied = (given: unknown) => [{ 'anything-but': listOf(given) }];

const TEXTS: Readers = {
  allowlist: allowed,
  whitelist: allowed,
  denylist: denied,
  blacklist: denied,
  matchPrefixes: (given) => listOf(given).map((prefix) => ({ prefix })),
  matchSuffixes: (given) => listOf(given).map((suffix) => ({ suffix })),
};

const compared = (operator: string) => (given: unknown) => [{ numeric: [operator, given] }];
const between = (first: string, second: string) => (given: unknown) => {
  const { start, stop } = given as { readonly start?: unknown; readonly stop?: unknown };
  return [{ numeric: [first, start, second, stop] }];
};

const NUMBERS: Readers = {
  allowlist: (given) => listOf(given).map((number) => ({ numeric: ['=', number] })),
  between: between('>=', '<='),
  betweenStrict: between('>', '<'),
  greaterThan: compared('>'),
  greaterThanOrEqualTo: compared('>='),
  lessThan: compared('<'),
  lessThanOrEqualTo: compared('<='),
};
