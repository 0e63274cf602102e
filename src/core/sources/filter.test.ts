import { expect, test } from 'vitest';
import { passesFilters } from './filter.ts';

const record = {
  body: { kind: 'order', total: 12.5, tags: ['a', 'b'], note: '', by: null, isNew: true, at: { city: 'Graz' } },
  eventName: 'INSERT',
};

test.each<[unknown, boolean]>([
  [{ eventName: ['INSERT'] }, true],
  [{ eventName: ['REMOVE', 'MODIFY'] }, false],
  [{ body: { kind: ['order'], isNew: [true] } }, true],
  [{ body: { kind: ['order'], isNew: [false] } }, false],
  [{ body: { by: [null], note: [''] } }, true],
  [{ body: { tags: ['b'] } }, true],
  [{ body: { tags: ['c'] } }, false],
  [{ body: { at: { city: [{ prefix: 'Gr' }] } } }, true],
  [{ body: { at: { city: [{ suffix: 'az' }] } } }, true],
  [{ body: { at: { city: [{ prefix: 'az' }] } } }, false],
  [{ body: { kind: [{ 'equals-ignore-case': 'ORDER' }] } }, true],
  [{ body: { kind: [{ prefix: { 'equals-ignore-case': 'OR' } }] } }, true],
  [{ body: { kind: [{ 'anything-but': ['order', 'x'] }] } }, false],
  [{ body: { kind: [{ 'anything-but': 'x' }] } }, true],
  [{ body: { kind: [{ 'anything-but': { prefix: 'or' } }] } }, false],
  [{ body: { missing: [{ 'anything-but': 'x' }] } }, false],
  [{ body: { total: [12.5] } }, true],
  [{ body: { total: [{ numeric: ['>', 10, '<=', 12.5] }] } }, true],
  [{ body: { total: [{ numeric: ['<', 10] }] } }, false],
  [{ body: { kind: [{ numeric: ['=', 1] }] } }, false],
  [{ body: { total: [{ exists: true }], missing: [{ exists: false }] } }, true],
  [{ body: { missing: [{ exists: true }] } }, false],
  [{ body: { $or: [{ kind: ['x'] }, { total: [{ numeric: ['>', 12] }] }] } }, true],
  [{ body: { $or: [{ kind: ['x'] }, { total: [1] }] } }, false],
  // What isn't a pattern lets nothing through.
  [{ body: 'order' }, false],
  ['order', false],
  [{ body: { kind: [{ unheard: 'of' }] } }, false],
])('%j: %s', (pattern, expected) => {
  expect(passesFilters(record, [pattern])).toBe(expected);
});

test('one pattern of several is enough, and none lets all through', () => {
  expect([passesFilters(record, [{ a: [1] }, { eventName: ['INSERT'] }]), passesFilters(record, [])]).toEqual([true, true]);
});
