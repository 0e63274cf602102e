/** One field of a cron expression: what it may hold, by EventBridge's rules. */
export interface FieldSpec {
  readonly name: string;
  readonly least: number;
  readonly most: number;
  /** Of `least` and up: `JAN`, `SUN`. */
  readonly names: readonly string[];
  /** Wildcards besides `, - * /`. */
  readonly special: 'none' | 'day-of-month' | 'day-of-week';
}

export const MINUTES: FieldSpec = { name: 'minutes', least: 0, most: 59, names: [], special: 'none' };
export const HOURS: FieldSpec = { name: 'hours', least: 0, most: 23, names: [], special: 'none' };
export const DAY_OF_MONTH: FieldSpec = { name: 'day-of-month', least: 1, most: 31, names: [], special: 'day-of-month' };
export const MONTH: FieldSpec = {
  name: 'month',
  least: 1,
  most: 12,
  names: words('JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC'),
  special: 'none',
};
export const DAY_OF_WEEK: FieldSpec = {
  name: 'day-of-week',
  least: 1,
  most: 7,
  names: words('SUN MON TUE WED THU FRI SAT'),
  special: 'day-of-week',
};
export const YEAR: FieldSpec = { name: 'year', least: 1970, most: 2199, names: [], special: 'none' };

/** A part of a field, between its commas. */
export type FieldPart =
  | { readonly kind: 'values'; readonly values: ReadonlySet<number> }
  /** `L`, `L-3`: so many days before the month's last; on a weekday with `W`. */
  | { readonly kind: 'last-day'; readonly before: number; readonly weekday: boolean }
  /** `15W`: the weekday nearest to a day, in the same month. */
  | { readonly kind: 'nearest-weekday'; readonly day: number }
  /** `6L`: the month's last such day of the week; `3#2`: its second. */
  | { readonly kind: 'last-of-week'; readonly day: number }
  | { readonly kind: 'nth-of-week'; readonly day: number; readonly nth: number };

export type ParsedField =
  | { readonly kind: 'parts'; readonly parts: readonly FieldPart[] }
  | { readonly kind: 'any' }
  | { readonly kind: 'invalid'; readonly problem: string };

export function parseField(text: string, spec: FieldSpec): ParsedField {
  if (text === '?') return { kind: 'any' };
  const parts: FieldPart[] = [];
  const items = text.split(',');
  for (const item of items) {
    const part = parsePart(item.toUpperCase(), spec);
    if (typeof part === 'string') return invalid(part);
    if (part.kind === 'nth-of-week' && items.length > 1) return invalid('With “#” the day-of-week field holds one day only.');
    parts.push(part);
  }
  return { kind: 'parts', parts };
}

/** A string says what is wrong. */
function parsePart(text: string, spec: FieldSpec): FieldPart | string {
  const special =
    spec.special === 'day-of-month' ? dayOfMonth(text, spec) : spec.special === 'day-of-week' ? dayOfWeek(text, spec) : undefined;
  if (special !== undefined) return special;
  const [, from = '', to, step] = /^([^/-]*)(?:-([^/-]+))?(?:\/(\d+))?$/.exec(text) ?? [];
  if (from === '') return `“${text}” can’t be read in the ${spec.name} field.`;
  if (from === '*') {
    if (to !== undefined) return `“${text}” can’t be read in the ${spec.name} field.`;
    return { kind: 'values', values: range(spec.least, spec.most, Number(step ?? 1), spec) };
  }
  const first = numberOf(from, spec);
  const last = to === undefined ? first : numberOf(to, spec);
  if (typeof first === 'string') return first;
  if (typeof last === 'string') return last;
  const end = to === undefined && step !== undefined ? spec.most : last;
  return { kind: 'values', values: range(first, end, Number(step ?? 1), spec) };
}

function dayOfMonth(text: string, spec: FieldSpec): FieldPart | string | undefined {
  const last = /^L(?:-(\d+))?(W)?$/.exec(text);
  if (last !== null) return { kind: 'last-day', before: Number(last[1] ?? 0), weekday: last[2] !== undefined };
  const near = /^(\d+)W$/.exec(text);
  if (near === null) return undefined;
  const day = numberOf(near[1] ?? '', spec);
  return typeof day === 'string' ? day : { kind: 'nearest-weekday', day };
}

function dayOfWeek(text: string, spec: FieldSpec): FieldPart | string | undefined {
  // Alone it is the week's last day.
  if (text === 'L') return { kind: 'values', values: new Set([spec.most]) };
  const [, name = '', mark = '', nth = ''] = /^(\w+?)(L|#)(\d*)$/.exec(text) ?? [];
  if (mark === '') return undefined;
  const day = numberOf(name, spec);
  if (typeof day === 'string') return day;
  if (mark === 'L') return nth === '' ? { kind: 'last-of-week', day } : `“${text}” can’t be read in the ${spec.name} field.`;
  if (!/^[1-5]$/.test(nth)) return `A month has no ${nth === '' ? 'such' : `${nth}th`} day of the week: “#” takes 1 to 5.`;
  return { kind: 'nth-of-week', day, nth: Number(nth) };
}

function numberOf(text: string, spec: FieldSpec): number | string {
  const named = spec.names.indexOf(text);
  if (named !== -1) return spec.least + named;
  if (!/^\d{1,4}$/.test(text)) return `“${text}” can’t be read in the ${spec.name} field.`;
  const value = Number(text);
  const inside = value >= spec.least && value <= spec.most;
  return inside ? value : `${value} is no value of the ${spec.name} field: it takes ${spec.least} to ${spec.most}.`;
}

/** `FRI-MON` goes on at the beginning. */
function range(from: number, to: number, step: number, { least, most }: FieldSpec): ReadonlySet<number> {
  const size = most - least + 1;
  const values = new Set<number>();
  const end = from <= to ? to : to + size;
  for (let value = from; value <= end; value += Math.max(1, step)) values.add(value > most ? value - size : value);
  return values;
}

function invalid(problem: string): ParsedField {
  return { kind: 'invalid', problem };
}

function words(text: string): readonly string[] {
  return text.split(' ');
}
