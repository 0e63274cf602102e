import {
  DAY_OF_MONTH,
  DAY_OF_WEEK,
  type FieldPart,
  type FieldSpec,
  HOURS,
  MINUTES,
  MONTH,
  type ParsedField,
  parseField,
  YEAR,
} from './fields.ts';

/** What stands in `cron(…)`; a day matches where the one of its two fields says so that isn't `?`. */
export interface Cron {
  readonly kind: 'cron';
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  readonly months: ReadonlySet<number>;
  readonly years: ReadonlySet<number>;
  readonly days: { readonly field: 'month' | 'week'; readonly parts: readonly FieldPart[] };
}

export type ParsedCron = Cron | { readonly kind: 'invalid'; readonly problem: string; readonly suggestion?: string };

const FIELDS: readonly FieldSpec[] = [MINUTES, HOURS, DAY_OF_MONTH, MONTH, DAY_OF_WEEK, YEAR];

/** Six fields, UTC: minutes, hours, day-of-month, month, day-of-week, year. */
export function parseCron(text: string): ParsedCron {
  const words = text.trim().split(/\s+/);
  if (words.length !== FIELDS.length) {
    const count = text.trim() === '' ? 'no fields' : `${words.length} ${words.length === 1 ? 'field' : 'fields'}`;
    const problem = `EventBridge reads six fields (minutes, hours, day-of-month, month, day-of-week, year); here are ${count}.`;
    return invalid(problem, words.length === 5 ? fromUnix(words) : undefined);
  }
  const fields = words.map((word, index) => parseField(word, FIELDS[index] ?? MINUTES));
  const wrong = fields.find((field) => field.kind === 'invalid');
  if (wrong?.kind === 'invalid') return invalid(wrong.problem);
  const [minutes, hours, monthDays, months, weekDays, years] = fields;
  // A “?” where the documentation has none is taken all the same: AWS's own templates have one in the hours.
  const lenient = [minutes, hours, months, years].some((field) => field?.kind === 'any');
  if (monthDays?.kind === weekDays?.kind && !lenient) {
    const problem =
      monthDays?.kind === 'any'
        ? 'Day-of-month and day-of-week are both “?”: one of them has to say on which days.'
        : 'Day-of-month and day-of-week are both given: one of them has to be “?”.';
    return invalid(problem, withQuestionMark(words));
  }
  const days =
    monthDays?.kind === 'parts'
      ? ({ field: 'month', parts: monthDays.parts } as const)
      : ({ field: 'week', parts: partsOf(weekDays) } as const);
  return {
    kind: 'cron',
    minutes: sorted(valuesOf(minutes, MINUTES)),
    hours: sorted(valuesOf(hours, HOURS)),
    months: valuesOf(months, MONTH),
    years: valuesOf(years, YEAR),
    days,
  };
}

/** More days than that without a run: it runs once in a blue moon, or never. */
const MOST_DAYS = 366 * 60;
const DAY_MS = 86_400_000;

/** The moments after `from`, in UTC. */
export function cronRuns(cron: Cron, from: number, count: number): readonly number[] {
  const runs: number[] = [];
  const first = Math.floor(from / DAY_MS);
  for (let day = first; day < first + MOST_DAYS && runs.length < count; day += 1) {
    const date = new Date(day * DAY_MS);
    if (!cron.years.has(date.getUTCFullYear()) || !cron.months.has(date.getUTCMonth() + 1)) continue;
    if (!cron.days.parts.some((part) => falls(part, date, cron.days.field))) continue;
    for (const hour of cron.hours) {
      for (const minute of cron.minutes) {
        const run = day * DAY_MS + hour * 3_600_000 + minute * 60_000;
        if (run > from && runs.length < count) runs.push(run);
      }
    }
  }
  return runs;
}

function falls(part: FieldPart, date: Date, field: 'month' | 'week'): boolean {
  const day = date.getUTCDate();
  const weekday = date.getUTCDay() + 1;
  const last = lastDay(date);
  switch (part.kind) {
    case 'values':
      return part.values.has(field === 'month' ? day : weekday);
    case 'last-day':
      return day === (part.weekday ? nearestWeekday(date, last - part.before) : last - part.before);
    case 'nearest-weekday':
      return part.day <= last && day === nearestWeekday(date, part.day);
    case 'last-of-week':
      return weekday === part.day && day > last - 7;
    case 'nth-of-week':
      return weekday === part.day && Math.ceil(day / 7) === part.nth;
  }
}

/** Monday to Friday, never in another month. */
function nearestWeekday(month: Date, day: number): number {
  const weekday = new Date(Date.UTC(month.getUTCFullYear(), month.getUTCMonth(), day)).getUTCDay();
  if (weekday === 6) return day === 1 ? 3 : day - 1;
  if (weekday === 0) return day === lastDay(month) ? day - 2 : day + 1;
  return day;
}

function lastDay(date: Date): number {
  return new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
}

/** What the five fields of Unix mean here, where Sunday is 1 and one of the days has to be left open. */
function fromUnix(words: readonly string[]): string | undefined {
  const [minutes = '', hours = '', monthDay = '', month = '', weekDay = ''] = words;
  const days = weekDay.replace(/\d+/g, (digit) => String((Number(digit) % 7) + 1));
  if (/\/|#|L/.test(weekDay)) return undefined;
  return withQuestionMark([minutes, hours, monthDay, month, days, '*']);
}

/** The one that says nothing is left open; undefined where both say something. */
function withQuestionMark(words: readonly string[]): string | undefined {
  const [, , monthDay, , weekDay] = words;
  const open = weekDay === '*' || weekDay === '?' ? 4 : monthDay === '*' || monthDay === '?' ? 2 : undefined;
  if (open === undefined) return undefined;
  const changed = words.map((word, index) => (index === open ? '?' : (index === 2 || index === 4) && word === '?' ? '*' : word)).join(' ');
  return parseCron(changed).kind === 'cron' ? changed : undefined;
}

function partsOf(field: ParsedField | undefined): readonly FieldPart[] {
  return field?.kind === 'parts' ? field.parts : [];
}

function valuesOf(field: ParsedField | undefined, { least, most }: FieldSpec): ReadonlySet<number> {
  if (field?.kind === 'any') return new Set(Array.from({ length: most - least + 1 }, (_, index) => least + index));
  return new Set(partsOf(field).flatMap((part) => (part.kind === 'values' ? [...part.values] : [])));
}

function sorted(values: ReadonlySet<number>): readonly number[] {
  return [...values].sort((a, b) => a - b);
}

function invalid(problem: string, suggestion?: string): ParsedCron {
  return suggestion === undefined ? { kind: 'invalid', problem } : { kind: 'invalid', problem, suggestion };
}
