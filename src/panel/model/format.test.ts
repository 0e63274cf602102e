import { expect, it } from 'vitest';
import { bytes, clockTime, count, duration, elapsed, fullTime } from './format.ts';

it('writes local time to the millisecond', () => {
  expect(clockTime(new Date(2026, 10, 21, 4, 2, 7, 18).getTime())).toBe('04:02:07.018');
});

it('writes the date, the zone and UTC for the hover', () => {
  const text = fullTime(Date.UTC(2026, 10, 21, 4, 2, 7, 18));
  expect(text).toContain('2026-11-21T04:02:07.018Z UTC');
  expect(text).toContain(new Intl.DateTimeFormat().resolvedOptions().timeZone);
  expect(text).toMatch(/Nov 2026/);
});

it('writes durations as they are read', () => {
  expect([0.84, 2, 38.4, 2130, 9999, 12_400].map(duration)).toEqual(['0.8 ms', '2 ms', '38 ms', '2,130 ms', '9,999 ms', '12.4 s']);
  expect([-3, 430, 12_140, 125_000].map(elapsed)).toEqual(['0.0 s', '0.4 s', '12.1 s', '2 min 05 s']);
  expect([300, 262_144, 6_186_598].map(bytes)).toEqual(['0.3 KB', '256 KB', '5.9 MB']);
  expect(count(12_345)).toBe('12,345');
});
