import type { ArrayItem, Expression, ObjectEntry } from './model.ts';
import type { ArrayValue, ObjectMember, ObjectValue, Place, ProgramValue, Site } from './values.ts';
import { reasonOf } from './values.ts';

type Evaluate = (expression: Expression) => ProgramValue;
type ObjectExpression = Extract<Expression, { readonly kind: 'object' }>;

/** An object literal: the last mention of a key holds, and what is spread into it may hold any. */
export function objectOf(expression: ObjectExpression, site: Site, evaluate: Evaluate): ObjectValue {
  const { source } = site.module;
  return {
    kind: 'object',
    place: { source, span: expression.span },
    get(key) {
      for (const entry of expression.entries.toReversed()) {
        const found = fromEntry(entry, key, evaluate);
        if (found !== undefined) return found;
      }
      return undefined;
    },
    entries() {
      const members = new Map<string, ObjectMember>();
      let gap: string | undefined;
      for (const entry of expression.entries) {
        const read = entriesOf(entry, evaluate);
        gap ??= read.gap;
        for (const member of read.entries) members.set(member.key, member);
      }
      return { entries: [...members.values()], gap };
    },
  };
}

/** What an entry has under `key`; undefined where it certainly has nothing. */
function fromEntry(entry: ObjectEntry, key: string, evaluate: Evaluate): ProgramValue | undefined {
  if (entry.kind === 'entry') return entry.key === key ? evaluate(entry.value) : undefined;
  if (entry.kind === 'spread') return fromSpread(evaluate(entry.value), key);
  const name = evaluate(entry.key);
  if (name.kind === 'text') return name.text === key ? evaluate(entry.value) : undefined;
  return { kind: 'unknown', reason: 'a key that is computed', place: name.place };
}

function fromSpread(value: ProgramValue, key: string): ProgramValue | undefined {
  if (value.kind === 'object') return value.get(key);
  if (value.kind === 'nothing' || value.kind === 'boolean') return undefined;
  if (value.kind === 'unknown') return value;
  if (value.kind !== 'choice') return { kind: 'unknown', reason: reasonOf(value), place: value.place };
  const found = value.options.map((option) => fromSpread(option, key)).filter((option) => option !== undefined);
  const [first] = found;
  if (first === undefined) return undefined;
  const unknown = found.find((option) => option.kind === 'unknown');
  return unknown ?? { kind: 'unknown', reason: 'a condition', place: first.place };
}

function entriesOf(entry: ObjectEntry, evaluate: Evaluate): ReturnType<ObjectValue['entries']> {
  if (entry.kind === 'entry') {
    const { key, keySpan, value } = entry;
    return { entries: [{ key, keySpan, value: evaluate(value) }], gap: undefined };
  }
  if (entry.kind === 'spread') {
    const value = evaluate(entry.value);
    if (value.kind === 'object') return value.entries();
    return { entries: [], gap: value.kind === 'nothing' ? undefined : reasonOf(value) };
  }
  const key = evaluate(entry.key);
  if (key.kind !== 'text') return { entries: [], gap: 'a key that is computed' };
  return { entries: [{ key: key.text, keySpan: key.place.span, value: evaluate(entry.value) }], gap: undefined };
}

export function arrayOf(items: readonly ArrayItem[], place: Place, evaluate: Evaluate): ArrayValue {
  const values: ProgramValue[] = [];
  let gap: string | undefined;
  for (const { spread, value } of items) {
    const item = evaluate(value);
    if (!spread) values.push(item);
    else if (item.kind === 'array') {
      values.push(...item.items);
      gap ??= item.gap;
    } else gap ??= reasonOf(item);
  }
  return { kind: 'array', items: values, gap, place };
}

/** What a call is given, for as far as it is known. */
export function argumentsOf(value: ArrayValue): readonly ProgramValue[] {
  if (value.gap === undefined) return value.items;
  return [...value.items, { kind: 'unknown', reason: value.gap, place: value.place }];
}

/** What is left of an object, as `...rest` in a pattern. */
export function withoutKeys(value: ProgramValue, keys: readonly string[]): ProgramValue {
  if (value.kind !== 'object') return value;
  const entries: ObjectValue['entries'] = () => {
    const all = value.entries();
    return { entries: all.entries.filter(({ key }) => !keys.includes(key)), gap: all.gap };
  };
  return { kind: 'object', get: (key) => (keys.includes(key) ? undefined : value.get(key)), entries, place: value.place };
}

/** Members that are assigned later can't be told. */
export function withChanges(value: ProgramValue, changed: readonly string[]): ProgramValue {
  if (value.kind !== 'object' || changed.length === 0) return value;
  const all = changed.includes('*');
  const reason = 'what is assigned later';
  const get = (key: string): ProgramValue | undefined =>
    all || changed.includes(key) ? { kind: 'unknown', reason, place: value.place } : value.get(key);
  const entries: ObjectValue['entries'] = () => {
    const known = value.entries();
    return { entries: known.entries.filter(({ key }) => !all && !changed.includes(key)), gap: known.gap ?? reason };
  };
  return { kind: 'object', get, entries, place: value.place };
}
