import { expect, test } from 'vitest';
import { RecentEvents } from './recentEvents.ts';

function eventOf(id: number) {
  return { id: String(id), source: { target: 'local', functionName: 'f' }, logStream: 's', timestamp: 0, text: '' } as const;
}

test('the newest are kept, in order, and given away once', () => {
  const recent = new RecentEvents(3);
  for (let id = 1; id <= 10; id++) {
    recent.add(eventOf(id));
    expect(recent.all().map((event) => Number(event.id))).toEqual([id - 2, id - 1, id].filter((kept) => kept > 0));
  }
  expect(recent.take().length).toBe(3);
  expect(recent.all()).toEqual([]);
});
