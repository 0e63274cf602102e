import { describe, expect, test } from 'vitest';
import type { ScheduleDialect } from './dialect.ts';
import { checkSchedule, nextRuns } from './index.ts';

describe('what EventBridge takes', () => {
  const valid: readonly string[] = [
    'cron(0 12 * * ? *)',
    'cron(0 18 ? * MON-FRI *)',
    'cron(0/15 * * * ? *)',
    'cron(0/5 8-17 ? * MON-FRI *)',
    'cron(15 10 ? * 6L 2026-2030)',
    'cron(0 9 ? * 2#1 *)',
    'cron(0 9 ? * FRI#2 *)',
    'cron(0 8 L * ? *)',
    'cron(0 8 LW * ? *)',
    'cron(0 8 15W JAN,jul ? *)',
    'cron(0 8 1,15 1-6 ? *)',
    ' cron(0  12 * * ?  *) ',
    'cron(0 0 ? * L *)',
    'cron(* ? * * * *)',
    'rate(1 minute)',
    'rate(5 minutes)',
    'rate(1 hour)',
    'rate(7 days)',
  ];
  test.each(valid)('%s', (expression) => {
    expect(checkSchedule(expression, 'rule')).toEqual({ kind: 'valid' });
    expect(checkSchedule(expression, 'scheduler')).toEqual({ kind: 'valid' });
  });
});

describe('what it refuses, and what was meant', () => {
  const invalid: readonly (readonly [string, RegExp, string?])[] = [
    ['cron(0 12 * * *)', /six fields.*here are 5 fields/, 'cron(0 12 * * ? *)'],
    ['cron(0 12 * * 1-5)', /six fields/, 'cron(0 12 ? * 2-6 *)'],
    ['cron(0 12 1 * *)', /six fields/, 'cron(0 12 1 * ? *)'],
    ['cron(0 12 1 * 3)', /six fields/],
    ['cron()', /here are no fields/],
    ['cron(0 12 * * * *)', /both given/, 'cron(0 12 * * ? *)'],
    ['cron(0 12 * * MON *)', /both given/, 'cron(0 12 ? * MON *)'],
    ['cron(0 12 1 * MON *)', /both given/],
    ['cron(0 12 ? * ? *)', /both “\?”/, 'cron(0 12 * * ? *)'],
    ['cron(60 12 * * ? *)', /60 is no value of the minutes field: it takes 0 to 59/],
    ['cron(0 24 * * ? *)', /hours field/],
    ['cron(0 0 32 * ? *)', /day-of-month field/],
    ['cron(0 0 ? * 0 *)', /0 is no value of the day-of-week field: it takes 1 to 7/],
    ['cron(0 0 ? * MON#6 *)', /takes 1 to 5/],
    ['cron(0 0 ? * 3#1,6#3 *)', /one day only/],
    ['cron(0 0 1 FOO ? *)', /“FOO” can’t be read in the month field/],
    ['cron(0 0 1 * ? 1969)', /year field/],
    ['cron(0 -1 * * ? *)', /hours field/],
    ['rate(1 minutes)', /“minute”/, 'rate(1 minute)'],
    ['rate(5 minute)', /“minutes”/, 'rate(5 minutes)'],
    ['rate(0 minutes)', /above 0/],
    ['rate(1.5 hours)', /whole number/],
    ['rate(30 seconds)', /minutes, hours or days/],
    ['rate(10 mins)', /minutes, hours or days/, 'rate(10 minutes)'],
    ['rate(5minutes)', /a number and a unit/],
    ['0 12 * * ? *', /neither cron/, 'cron(0 12 * * ? *)'],
    ['0 12 * * *', /neither cron/, 'cron(0 12 * * ? *)'],
    ['5 minutes', /neither cron/, 'rate(5 minutes)'],
    ['every day', /neither cron/],
    ['at(2027-01-31T08:00:00)', /EventBridge Scheduler/],
  ];
  for (const [expression, problem, suggestion] of invalid) {
    test(expression, () => {
      const check = checkSchedule(expression, 'rule');
      expect(check.kind === 'invalid' ? check.problem : check.kind).toMatch(problem);
      expect(check.kind === 'invalid' ? check.suggestion : undefined).toBe(suggestion);
      if (suggestion !== undefined) expect(checkSchedule(suggestion, 'rule')).toEqual({ kind: 'valid' });
    });
  }

  test('the Scheduler has more', () => {
    const kinds = (expressions: readonly string[], dialect: ScheduleDialect) =>
      expressions.map((each) => checkSchedule(each, dialect).kind);
    expect(kinds(['at(2027-01-31T08:00:00)', 'rate(1 minutes)', 'at(tomorrow)'], 'scheduler')).toEqual(['valid', 'valid', 'invalid']);
  });
});

describe('the next runs', () => {
  function check(expression: string, from: string, expected: readonly string[]): void {
    const runs = nextRuns(expression, Date.parse(`${from}Z`), expected.length || 3);
    expect(runs.map((run) => new Date(run).toISOString().slice(0, 16))).toEqual(expected);
  }

  test('of fields', () => {
    check('cron(0 12 * * ? *)', '2026-11-26T12:00', ['2026-11-27T12:00', '2026-11-28T12:00']);
    check('cron(0/20 8,9 ? * MON-FRI *)', '2026-11-27T09:30', ['2026-11-27T09:40', '2026-11-30T08:00', '2026-11-30T08:20']);
    check('cron(5 0 1 1/6 ? *)', '2026-11-26T00:00', ['2027-01-01T00:05', '2027-07-01T00:05']);
    check('cron(0 ? * * * *)', '2026-11-26T00:00', ['2026-11-26T01:00', '2026-11-26T02:00']);
    check('cron(0 0 29 2 ? *)', '2026-11-26T00:00', ['2028-02-29T00:00', '2032-02-29T00:00']);
    check('cron(0 0 ? * FRI-MON *)', '2026-11-26T00:00', [
      '2026-11-27T00:00',
      '2026-11-28T00:00',
      '2026-11-29T00:00',
      '2026-11-30T00:00',
      '2026-12-04T00:00',
    ]);
  });

  test('of the last days, weekdays and days of a week', () => {
    check('cron(0 8 L * ? *)', '2026-11-26T00:00', ['2026-11-30T08:00', '2026-12-31T08:00', '2027-01-31T08:00', '2027-02-28T08:00']);
    check('cron(0 8 LW * ? *)', '2026-12-31T09:00', ['2027-01-29T08:00', '2027-02-26T08:00']);
    check('cron(0 8 L-2 * ? *)', '2026-12-01T00:00', ['2026-12-29T08:00']);
    check('cron(0 8 1W * ? *)', '2026-12-02T00:00', [
      '2027-01-01T08:00',
      '2027-02-01T08:00',
      '2027-03-01T08:00',
      '2027-04-01T08:00',
      '2027-05-03T08:00',
    ]);
    check('cron(0 8 15W 8 ? *)', '2026-01-01T00:00', ['2026-08-14T08:00', '2027-08-16T08:00']);
    check('cron(0 8 ? * 6L *)', '2026-11-01T00:00', ['2026-11-27T08:00', '2026-12-25T08:00']);
    check('cron(0 8 ? * TUE#2 *)', '2026-11-01T00:00', ['2026-11-10T08:00', '2026-12-08T08:00']);
    check('cron(0 8 ? * MON#5 *)', '2026-11-01T00:00', ['2026-11-30T08:00', '2027-03-29T08:00']);
    check('cron(0 0 ? * L *)', '2026-11-26T00:00', ['2026-11-28T00:00']);
  });

  test('of a rate, of one moment, of nothing', () => {
    check('rate(5 minutes)', '2026-11-26T00:00', ['2026-11-26T00:05', '2026-11-26T00:10']);
    check('at(2027-01-31T08:00:00)', '2026-11-26T00:00', ['2027-01-31T08:00']);
    check('at(2020-01-31T08:00:00)', '2026-11-26T00:00', []);
    check('cron(0 0 31 2 ? *)', '2026-11-26T00:00', []);
    check('cron(0 0 1 1 ? 2020)', '2026-11-26T00:00', []);
    check('nonsense', '2026-11-26T00:00', []);
  });
});
