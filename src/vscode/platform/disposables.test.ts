import { expect, test } from 'vitest';
import { DisposableStore } from './disposables.ts';

test('disposes what it owns, newest first, once', () => {
  const log: string[] = [];
  const store = new DisposableStore();
  store.add({ dispose: () => log.push('a') });
  store.add({ dispose: () => log.push('b') });
  store.dispose();
  store.dispose();
  expect(log).toEqual(['b', 'a']);
});

test('disposes a late arrival at once', () => {
  const log: string[] = [];
  const store = new DisposableStore();
  store.dispose();
  store.add({ dispose: () => log.push('late') });
  expect(log).toEqual(['late']);
});

test('one failure leaves the others disposed, and is told', () => {
  const log: string[] = [];
  const store = new DisposableStore();
  store.add({ dispose: () => log.push('a') });
  store.add({
    dispose: () => {
      throw new Error('b');
    },
  });
  expect(() => store.dispose()).toThrow(AggregateError);
  expect(log).toEqual(['a']);
});
