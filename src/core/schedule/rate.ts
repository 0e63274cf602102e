import type { ScheduleDialect } from './dialect.ts';

export type ParsedRate =
  | { readonly kind: 'rate'; readonly milliseconds: number }
  | { readonly kind: 'invalid'; readonly problem: string; readonly suggestion?: string };

const UNITS: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/** What stands in `rate(…)`: a whole number and minutes, hours or days, in the singular exactly where the number is 1. */
export function parseRate(text: string, dialect: ScheduleDialect): ParsedRate {
  const [, number = '', unit = ''] = /^\s*(\S+)\s+(\S+)\s*$/.exec(text) ?? [];
  const singular = unit.replace(/s$/, '');
  const milliseconds = UNITS[singular];
  if (number === '') return invalid(`rate(${text}) is not a number and a unit, such as rate(5 minutes).`);
  if (milliseconds === undefined) {
    const near = singular.toLowerCase().replace(/^min$/, 'minute').replace(/^hr$/, 'hour');
    const suggestion = near in UNITS && /^[1-9]\d*$/.test(number) ? spell(number, near) : undefined;
    return invalid(`EventBridge counts in minutes, hours or days, not in “${unit}”.`, suggestion);
  }
  if (!/^\d+$/.test(number) || Number(number) === 0) return invalid(`A rate takes a whole number above 0, not “${number}”.`);
  const wanted = spell(number, singular);
  if (dialect === 'rule' && wanted !== `${number} ${unit}`) {
    return invalid(`After ${number} the unit is “${wanted.slice(number.length + 1)}”: EventBridge refuses “${unit}”.`, wanted);
  }
  return { kind: 'rate', milliseconds: Number(number) * milliseconds };
}

function spell(number: string, unit: string): string {
  return `${number} ${unit}${Number(number) === 1 ? '' : 's'}`;
}

function invalid(problem: string, suggestion?: string): ParsedRate {
  return suggestion === undefined ? { kind: 'invalid', problem } : { kind: 'invalid', problem, suggestion };
}
