import { expect, it } from 'vitest';
import { capped, plainText, rowText } from './rowText.ts';
import { recordOf } from './testing.ts';

it('shows a plain line as it is', () => {
  expect(rowText(recordOf({ text: 'placing order' }))).toEqual({ main: 'placing order', tail: '', expandable: false });
});

it('shows the first line of several, and that there is more', () => {
  expect(rowText(recordOf({ text: 'Error: no\n    at f' }))).toEqual({ main: 'Error: no', tail: '…', expandable: true });
});

it('puts the message of a JSON line first, and leaves out what the columns show', () => {
  const json = { timestamp: '2026-11-21', level: 'INFO', message: 'placed', orderId: 'o-1', requestId: 'r' };
  expect(rowText(recordOf({ text: JSON.stringify(json), message: 'placed', json }))).toEqual({
    main: 'placed',
    tail: '{ orderId: "o-1" }',
    expandable: true,
  });
});

it('shows JSON without a message in short', () => {
  const json = { orderId: 'o-1' };
  expect(rowText(recordOf({ text: JSON.stringify(json), json })).main).toBe('{ orderId: "o-1" }');
});

it('keeps the words before JSON in a message', () => {
  expect(rowText(recordOf({ text: 'order {"id":1}', json: { id: 1 } }))).toEqual({ main: 'order {"id":1}', tail: '', expandable: true });
});

it('caps very long lines', () => {
  const row = rowText(recordOf({ text: 'x'.repeat(100_000) }));
  expect([row.main.length, row.expandable]).toEqual([600, true]);
  expect(capped('x'.repeat(6000), false)).toEqual({ text: 'x'.repeat(5000), rest: 1000 });
  expect(capped('x'.repeat(6000), true).rest).toBe(0);
});

it('copies without escape codes', () => expect(plainText(recordOf({ text: '\u001b[31mred\u001b[0m' }))).toBe('red'));
