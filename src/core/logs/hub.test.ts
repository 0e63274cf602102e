import { expect, test } from 'vitest';
import { createLogHub } from './hub.ts';
import type { LogSource, RawLogEvent } from './model.ts';

const AWS: LogSource = { target: 'aws', functionName: 'f', region: 'eu-west-1' };

function event(id: string, source: LogSource = AWS): RawLogEvent {
  return { id, source, logStream: 's', timestamp: 1, text: id };
}

test('tells listeners of each event once', () => {
  const hub = createLogHub({ maxRecords: 10 });
  const heard: string[] = [];
  const stop = hub.onAppend((records) => heard.push(...records.map((record) => record.message)));
  hub.add(event('a'));
  hub.add(event('a'));
  hub.add(event('a', { target: 'local', functionName: 'f' }));
  stop();
  hub.add(event('b'));
  expect(heard).toEqual(['a', 'a']);
  expect(hub.records().map((record) => record.message)).toEqual(['a', 'a', 'b']);
});

test('holds the newest and no more than it may', () => {
  const hub = createLogHub({ maxRecords: 5 });
  for (let i = 0; i < 100; i++) {
    hub.add(event(String(i)));
    expect(hub.records().length).toBeLessThanOrEqual(5);
  }
  expect(hub.records().map((record) => record.id)).toEqual(['95', '96', '97', '98', '99']);
});

test('a clear forgets the records but not that they were there', () => {
  const hub = createLogHub({ maxRecords: 5 });
  let cleared = 0;
  hub.onClear(() => cleared++);
  hub.add(event('a'));
  hub.clear();
  hub.add(event('a'));
  expect(hub.records()).toEqual([]);
  expect(cleared).toBe(1);
});

test('an event that comes late is new, once', () => {
  const hub = createLogHub({ maxRecords: 50 });
  for (const id of ['10', '20', '30', '20', '15', '15', '40', '30', '35', '40']) hub.add(event(id));
  expect(hub.records().map(({ id }) => id)).toEqual(['10', '20', '30', '15', '40', '35']);
});
