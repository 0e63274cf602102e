import path from 'node:path';
import {
  certain,
  decided,
  type Evaluated,
  type Made,
  missing,
  type Place,
  reasonOf,
  resolved,
  together,
  type Uses,
  unknown,
  unknownAs,
  unknownText,
  using,
} from './value.ts';

/** What one of Terraform's functions gives for these arguments; unknown for those that aren't read, or need what isn't known. */
export function callFunction(name: string, args: readonly Evaluated[], place: Place): Evaluated {
  const own = passing.get(name);
  if (own !== undefined) return own(args, place);
  const made = making.get(name);
  if (made !== undefined) return unknownText(`the function ${name}`, () => made(args), together(...args));
  const compute = computed.get(name);
  if (compute === undefined) return unknown(`the function ${name}`, together(...args));
  const values = args.map(resolved);
  const plain = values.map(toPlain);
  const open = values.find((_, index) => plain[index] === undefined);
  if (open !== undefined) return unknownAs(open, together(...values));
  if (plain.includes(null)) return missing('a value', `the arguments of ${name}`, together(...values));
  const result = compute(plain as readonly Plain[]);
  return result === undefined ? unknown(`the function ${name}`, together(...values)) : fromPlain(result, place, together(...values));
}

type Scalar = string | number | boolean | null;
/** Of which nothing but what it says matters: its places get lost. */
type Plain = Scalar | readonly Plain[];

type Passing = (args: readonly Evaluated[], place: Place) => Evaluated;

/** Functions that hand on what they are given, with its place. */
const passing: ReadonlyMap<string, Passing> = table({
  try: (args) => {
    const usable = args.find((arg) => !isMissing(arg));
    return usable === undefined ? unknown('the function try') : using(usable, decided(...args.slice(0, args.indexOf(usable))));
  },
  coalesce: (args) => firstOf(args, (value) => value.kind === 'scalar' && (value.value === null || value.value === '')),
  coalescelist: (args) => firstOf(args, (value) => value.kind === 'list' && value.items.length === 0),
  merge: (args) => merged(args.map(resolved)),
  concat: (args) => concatenated(args.map(resolved)),
  lookup: ([map, key, otherwise]) => lookedUp(map, key, otherwise),
  element: ([list, index]) => elementOf(list, index),
  one: ([list]) => elementOf(list, undefined),
  keys: ([map], place) => {
    const from = resolvedOr(map);
    if (from.kind !== 'map' || from.gap !== undefined) return from.kind === 'map' ? unknown(from.gap ?? '', from) : unknownAs(from);
    const items = [...from.entries.keys()].sort().map((value): Evaluated => ({ kind: 'scalar', value, place, ...certain }));
    return { kind: 'list', items, ...usesOf(from) };
  },
  values: ([map]) => {
    const from = resolvedOr(map);
    if (from.kind !== 'map' || from.gap !== undefined) return from.kind === 'map' ? unknown(from.gap ?? '', from) : unknownAs(from);
    return { kind: 'list', items: [...from.entries.keys()].sort().flatMap((key) => from.entries.get(key) ?? []), ...usesOf(from) };
  },
  flatten: ([list]) => flattened(resolvedOr(list)),
  compact: ([list]) => {
    const from = resolvedOr(list);
    if (from.kind !== 'list') return unknownAs(from, from);
    const items = from.items.map(resolved);
    return { ...from, items: items.filter((item) => item.kind !== 'scalar' || (item.value !== null && item.value !== '')) };
  },
  toset: ([list]) => distinctOf(resolvedOr(list)),
  distinct: ([list]) => distinctOf(resolvedOr(list)),
  length: ([list], place) => {
    const from = resolvedOr(list);
    const count =
      from.kind === 'list'
        ? from.items.length
        : from.kind === 'map' && from.gap === undefined
          ? from.entries.size
          : from.kind === 'scalar' && typeof from.value === 'string'
            ? from.value.length
            : undefined;
    return count === undefined ? unknownAs(from, from) : { kind: 'scalar', value: count, place, ...usesOf(from) };
  },
  zipmap: ([keys, items]) => {
    const [names, values] = [resolvedOr(keys), resolvedOr(items)];
    if (names.kind !== 'list' || values.kind !== 'list') return unknown('the function zipmap', together(names, values));
    const entries = names.items.flatMap((name, index): [string, Evaluated][] => {
      const [key, value] = [resolved(name), values.items[index]];
      return key.kind === 'scalar' && key.value !== null && value !== undefined ? [[String(key.value), value]] : [];
    });
    return { kind: 'map', entries: new Map(entries), ...together(names, values) };
  },
  ...Object.fromEntries(['tolist', 'tomap', 'tostring', 'tonumber', 'tobool', 'sensitive', 'nonsensitive'].map((name) => [name, handOn])),
});

/** Functions whose text isn't told, but what it is made of. */
const making: ReadonlyMap<string, (args: readonly Evaluated[]) => Made> = table({
  jsonencode: ([value = unknown('nothing')]) => ({ kind: 'data', value }),
  yamlencode: ([value = unknown('nothing')]) => ({ kind: 'data', value }),
  file: ([path = unknown('nothing')]) => ({ kind: 'file', path, variables: undefined }),
  templatefile: ([path = unknown('nothing'), variables]) => ({ kind: 'file', path, variables }),
});

function handOn([value]: readonly Evaluated[]): Evaluated {
  return value ?? unknown('a function without arguments');
}

/** Functions of plain texts, numbers and lists of them. */
const computed: ReadonlyMap<string, (args: readonly Plain[]) => Plain | undefined> = table({
  format: ([pattern, ...values]) => formatted(text(pattern), values),
  join: ([separator, ...lists]) => {
    const items = lists.flatMap((list) => (Array.isArray(list) ? (list as readonly Plain[]) : [list]));
    return items.some((item) => item === undefined || typeof item === 'object') ? undefined : items.map(String).join(text(separator));
  },
  split: ([separator, whole]) => text(whole).split(text(separator)),
  lower: ([value]) => text(value).toLowerCase(),
  upper: ([value]) => text(value).toUpperCase(),
  title: ([value]) => text(value).replace(/(^|\s)\p{L}/gu, (start) => start.toUpperCase()),
  chomp: ([value]) => text(value).replace(/[\r\n]+$/, ''),
  trimspace: ([value]) => text(value).trim(),
  trimprefix: ([value, prefix]) => (text(value).startsWith(text(prefix)) ? text(value).slice(text(prefix).length) : text(value)),
  trimsuffix: ([value, suffix]) =>
    text(suffix) !== '' && text(value).endsWith(text(suffix)) ? text(value).slice(0, -text(suffix).length) : text(value),
  // In slashes it is a pattern of Go's.
  replace: ([value, what, by]) => (/^\/.+\/$/.test(text(what)) ? undefined : text(value).replaceAll(text(what), () => text(by))),
  substr: ([value, offset, length]) => {
    const from = Number(offset) < 0 ? text(value).length + Number(offset) : Number(offset);
    return text(value).slice(from, Number(length) < 0 ? undefined : from + Number(length));
  },
  basename: ([value]) => path.posix.basename(slashes(value)),
  dirname: ([value]) => path.posix.dirname(slashes(value)),
  abspath: ([value]) => text(value),
  pathexpand: ([value]) => (text(value).startsWith('~') ? undefined : text(value)),
  startswith: ([value, prefix]) => text(value).startsWith(text(prefix)),
  endswith: ([value, suffix]) => text(value).endsWith(text(suffix)),
  contains: ([list, value]) => (Array.isArray(list) ? list.includes(value) : undefined),
  min: (values) => Math.min(...values.map(Number)),
  max: (values) => Math.max(...values.map(Number)),
  ceil: ([value]) => Math.ceil(Number(value)),
  floor: ([value]) => Math.floor(Number(value)),
  sort: ([list]) => (Array.isArray(list) ? [...(list as readonly Plain[])].map(String).sort() : undefined),
  reverse: ([list]) => (Array.isArray(list) ? [...(list as readonly Plain[])].reverse() : undefined),
});

/** By name; not as an object, which has names of its own. */
function table<T>(entries: Readonly<Record<string, T>>): ReadonlyMap<string, T> {
  return new Map(Object.entries(entries));
}

function text(value: Plain | undefined): string {
  return value === undefined || value === null || typeof value === 'object' ? '' : String(value);
}

function slashes(value: Plain | undefined): string {
  return text(value).replaceAll('\\', '/');
}

/** `%s`, `%d`, `%v`, `%q` and padded numbers; undefined where there is more to it. */
function formatted(pattern: string, values: readonly Plain[]): string | undefined {
  let next = 0;
  let complete = true;
  const result = pattern.replace(/%(%|0?\d*[a-zA-Z]|.)/g, (_, verb: string) => {
    if (verb === '%') return '%';
    const value = values[next++];
    const padded = /^(0?)(\d*)([sdv])$/.exec(verb);
    if (padded === null || value === undefined || typeof value === 'object') {
      complete = false;
      return '';
    }
    return String(value).padStart(Number(padded[2]), padded[1] === '0' ? '0' : ' ');
  });
  return complete && next === values.length ? result : undefined;
}

function toPlain(value: Evaluated): Plain | undefined {
  if (value.kind === 'scalar') return value.value;
  if (value.kind !== 'list') return undefined;
  const items = value.items.map((item) => toPlain(resolved(item)));
  return items.some((item) => item === undefined) ? undefined : (items as readonly Plain[]);
}

function fromPlain(plain: Plain, place: Place, uses: Uses): Evaluated {
  if (Array.isArray(plain))
    return { kind: 'list', items: (plain as readonly Plain[]).map((item) => fromPlain(item, place, certain)), ...uses };
  return { kind: 'scalar', value: plain as Scalar, place, ...uses };
}

function isMissing(value: Evaluated): boolean {
  return value.kind === 'unknown' && value.missing === true;
}

function firstOf(args: readonly Evaluated[], isEmpty: (value: Evaluated) => boolean): Evaluated {
  const passed: Evaluated[] = [];
  for (const arg of args) {
    const value = resolved(arg);
    if (!isEmpty(value)) return using(value.kind === 'unknown' ? arg : value, decided(...passed));
    passed.push(value);
  }
  return unknown('the function coalesce', together(...args));
}

function merged(maps: readonly Evaluated[]): Evaluated {
  const entries = new Map<string, Evaluated>();
  let gap: string | undefined;
  for (const map of maps) {
    if (map.kind === 'scalar' && map.value === null) continue;
    if (map.kind !== 'map') {
      gap ??= reasonOf(map);
      continue;
    }
    gap ??= map.gap;
    for (const [key, value] of map.entries) entries.set(key, using(value, map));
  }
  // What can't be told may also have set again what stands before it.
  return { kind: 'map', entries, ...(gap === undefined ? {} : { gap }), ...together(...maps) };
}

function concatenated(lists: readonly Evaluated[]): Evaluated {
  const open = lists.find((list) => list.kind !== 'list');
  if (open !== undefined) return unknownAs(open, together(...lists));
  return { kind: 'list', items: lists.flatMap((list) => (list.kind === 'list' ? list.items : [])), ...together(...lists) };
}

function lookedUp(map: Evaluated | undefined, key: Evaluated | undefined, otherwise: Evaluated | undefined): Evaluated {
  const [from, name] = [resolvedOr(map), resolvedOr(key)];
  if (name.kind !== 'scalar' || from.kind !== 'map') return unknownAs(name.kind === 'scalar' ? from : name, together(from, name));
  const found = from.entries.get(String(name.value));
  if (found !== undefined) return using(found, together(from, name));
  if (from.gap !== undefined || otherwise === undefined) return unknown(from.gap ?? 'the function lookup', together(from, name));
  return using(otherwise, together(from, name));
}

function elementOf(list: Evaluated | undefined, index: Evaluated | undefined): Evaluated {
  const from = resolvedOr(list);
  const at = index === undefined ? undefined : resolved(index);
  if (from.kind !== 'list' || (at !== undefined && at.kind !== 'scalar'))
    return unknownAs(from.kind === 'list' && at !== undefined ? at : from, from);
  const item = from.items[at === undefined ? 0 : Number(at.value) % Math.max(1, from.items.length)];
  return item === undefined ? unknown('an element of an empty list', from) : using(item, from);
}

function flattened(list: Evaluated): Evaluated {
  if (list.kind !== 'list') return unknownAs(list, list);
  const inner = list.items.map((item) => {
    const value = resolved(item);
    return value.kind === 'list' ? flattened(value) : item;
  });
  const open = inner.find((item) => item.kind === 'unknown');
  if (open !== undefined) return unknownAs(open, together(list, open));
  return { ...list, items: inner.flatMap((item) => (item.kind === 'list' ? item.items.map((each) => using(each, item)) : [item])) };
}

function distinctOf(list: Evaluated): Evaluated {
  if (list.kind !== 'list') return list.kind === 'map' ? list : unknownAs(list, list);
  const seen = new Set<unknown>();
  const items = list.items.filter((item) => {
    const value = resolved(item);
    if (value.kind !== 'scalar') return true;
    const isNew = !seen.has(value.value);
    seen.add(value.value);
    return isNew;
  });
  return { ...list, items };
}

function resolvedOr(value: Evaluated | undefined): Evaluated {
  return value === undefined ? unknown('an argument that isn’t there') : resolved(value);
}

function usesOf({ depths, assumed }: Uses): Uses {
  return { depths, assumed };
}
