import { describe, expect, it } from 'vitest';
import type { LogRecord } from '../../core/logs/model.ts';
import { effectiveLevel, type Filter, isFiltering, matcher, noFilter, sourceKey } from './filter.ts';
import { recordOf } from './testing.ts';

const report = { requestId: 'r', durationMs: 1, billedDurationMs: 1, memorySizeMb: 128, maxMemoryUsedMb: 60 };
const records: readonly LogRecord[] = [
  recordOf({ text: 'START', kind: { kind: 'start' } }),
  recordOf({ text: 'cache hit', level: 'debug' }),
  recordOf({ text: 'Placing order', level: 'info' }),
  recordOf({ text: 'slow', level: 'warn', source: { target: 'aws', functionName: 'resize', region: 'eu-west-1' } }),
  recordOf({ text: 'broken', level: 'fatal', source: { target: 'local-cloud', functionName: 'order-api' } }),
  recordOf({ text: 'Task timed out', kind: { kind: 'platform' } }),
  recordOf({ text: 'REPORT fine', kind: { kind: 'report', report } }),
  recordOf({ text: 'REPORT timeout', kind: { kind: 'report', report: { ...report, status: 'timeout' } } }),
];

function check(filter: Partial<Filter>, ...expected: readonly string[]): void {
  expect(records.filter(matcher({ ...noFilter, ...filter })).map((record) => record.text)).toEqual(expected);
}

describe('filter', () => {
  it('lets all through when there is none', () => {
    expect(records.filter(matcher(noFilter))).toEqual(records);
    expect(isFiltering(noFilter)).toBe(false);
  });
  it('by text, in any case', () => check({ text: 'placing ORDER' }, 'Placing order'));
  it('by level, counting what Lambda says of failures as errors', () => {
    check({ level: 'warn' }, 'slow', 'broken', 'Task timed out', 'REPORT timeout');
    check({ level: 'error' }, 'broken', 'Task timed out', 'REPORT timeout');
  });
  it('hides only debug lines from info on', () =>
    check({ level: 'info' }, ...records.map((record) => record.text).filter((text) => text !== 'cache hit')));
  it('by function, wherever it runs', () => check({ sources: { kind: 'function', name: 'resize' } }, 'slow'));
  it('by picked sources', () =>
    check({ sources: { kind: 'picked', keys: [sourceKey({ target: 'local-cloud', functionName: 'order-api' })] } }, 'broken'));
});

it('gives each line the level it counts as', () => {
  expect(records.map(effectiveLevel)).toEqual(['info', 'debug', 'info', 'warn', 'error', 'error', 'info', 'error']);
});
