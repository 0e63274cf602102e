import { expect, test } from 'vitest';
import { passesFilters } from './filter.ts';
import { matchesPattern, unheardOperators } from './pattern.ts';

const record = {
  body: {
    kind: 'order',
    total: 12.5,
    tags: ['a', 'b'],
    note: '',
    by: null,
    isNew: true,
    at: { city: 'Graz' },
    from: '10.0.1.7',
    by6: '2001:db8::1',
    file: 'a/lib/*.ts',
    items: [
      { sku: 'x', n: 1 },
      { sku: 'y', n: 2 },
    ],
  },
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
  [{ body: { kind: [{ 'anything-but': { prefix: ['x', 'or'] } }] } }, false],
  [{ body: { kind: [{ 'anything-but': { suffix: 'er' } }], at: { city: [{ 'anything-but': { suffix: 'x' } }] } } }, false],
  [{ body: { at: { city: [{ 'anything-but': { suffix: ['x', 'y'] } }] } } }, true],
  [{ body: { kind: [{ 'anything-but': { 'equals-ignore-case': ['ORDER', 'x'] } }] } }, false],
  [{ body: { file: [{ 'anything-but': { wildcard: '*/lib/*' } }] } }, false],
  [{ body: { file: [{ 'anything-but': { wildcard: '*/bin/*' } }] } }, true],
  [{ body: { total: [{ 'anything-but': [1, 2] }] } }, true],
  // Of a list one item that isn't unwanted is enough.
  [{ body: { tags: [{ 'anything-but': ['a'] }] } }, true],
  [{ body: { tags: [{ 'anything-but': ['a', 'b'] }] } }, false],
  [{ body: { file: [{ wildcard: 'a/*.ts' }] } }, true],
  [{ body: { file: [{ wildcard: 'a/*/\\*.ts' }] } }, true],
  [{ body: { file: [{ wildcard: '\\*' }] } }, false],
  [{ body: { kind: [{ wildcard: 'ord*der' }] } }, false],
  [{ body: { kind: [{ wildcard: 'o*d*r' }] } }, true],
  [{ body: { kind: [{ wildcard: 'order' }] } }, true],
  [{ body: { from: [{ cidr: '10.0.0.0/23' }] } }, true],
  [{ body: { from: [{ cidr: '10.0.0.0/24' }] } }, false],
  [{ body: { from: [{ cidr: '10.0.1.7' }], by6: [{ cidr: '2001:db8::/32' }] } }, true],
  [{ body: { from: [{ cidr: '2001:db8::/32' }] } }, false],
  [{ body: { from: [{ cidr: '10.0.0.0/99' }] } }, false],
  [{ body: { kind: [{ cidr: '10.0.0.0/8' }] } }, false],
  // All that is asked of an object in a list must be in one of them.
  [{ body: { items: { sku: ['x'], n: [1] } } }, true],
  [{ body: { items: { sku: ['x'], n: [2] } } }, false],
  // Only objects are alternatives: anything else is a member of that name.
  [{ body: { $or: ['x'] } }, false],
  // What isn't a pattern lets nothing through.
  [{ body: 'order' }, false],
  ['order', false],
  [{ body: { kind: [{ unheard: 'of' }] } }, false],
])('%j: %s', (pattern, expected) => {
  expect(matchesPattern(record, pattern)).toBe(expected);
});

test('of lists in lists no more are looked into than a pattern could mean', () => {
  const deep: unknown = JSON.parse(`${'['.repeat(60_000)}"x"${']'.repeat(60_000)}`);
  expect([matchesPattern({ a: deep }, { a: ['x'] }), matchesPattern({ a: [[['x']]] }, { a: ['x'] })]).toEqual([false, true]);
});

test('one pattern of several is enough, and none lets all through', () => {
  expect([passesFilters(record, [{ a: [1] }, { eventName: ['INSERT'] }]), passesFilters(record, [])]).toEqual([true, true]);
});

test.each<[unknown, readonly string[], readonly string[], readonly string[]]>([
  [{ a: ['x', 1, null, { prefix: 'a' }, { 'anything-but': ['x'] }], b: { c: [{ exists: false }] } }, [], [], []],
  [{ $or: [{ a: [{ wildcard: '*' }] }, { a: [{ cidr: '10.0.0.0/8' }] }] }, ['wildcard'], [], []],
  [{ a: [{ 'anything-but': { prefix: 'a' } }] }, ['anything-but prefix'], [], []],
  [{ a: [{ prefix: { 'equals-ignore-case': 'a' } }] }, [], [], ['prefix equals-ignore-case']],
  [
    { a: [{ 'anything-but': { 'equals-ignore-case': 'a' } }] },
    ['anything-but equals-ignore-case'],
    [],
    ['anything-but equals-ignore-case'],
  ],
  [{ a: [{ like: 'a' }] }, ['like'], ['like'], ['like']],
  ['no pattern', [], [], []],
])('%j has operators that AWS doesn’t have in a mapping: %j, a rule: %j, a subscription: %j', (pattern, mapping, rule, subscription) => {
  expect([unheardOperators(pattern, 'mapping'), unheardOperators(pattern, 'rule'), unheardOperators(pattern, 'subscription')]).toEqual([
    mapping,
    rule,
    subscription,
  ]);
});
