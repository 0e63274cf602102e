import { expect, test } from 'vitest';
import type { RunnableFunction } from './model.ts';
import { Turns } from './turns.ts';

const fn = {} as RunnableFunction;

/** Turns for two at once, of a function whose latest invocations took these times, ms; `pass` lets time go by until all timers are due. */
function turnsAfter(...durations: readonly number[]) {
  const due = new Set<() => void>();
  const clock = {
    now: () => 0,
    monotonic: () => 0,
    schedule(_delayMs: number, callback: () => void) {
      due.add(callback);
      return () => due.delete(callback);
    },
  };
  const turns = new Turns(clock, 2);
  for (const duration of durations) {
    turns.take(fn);
    turns.end(fn, duration);
  }
  const begun: string[] = [];
  const begin = (...names: readonly string[]) => {
    for (const name of names) void (turns.take(fn) ?? Promise.resolve()).then(() => begun.push(name));
  };
  const turn = () => new Promise((resolve) => setImmediate(resolve));
  const pass = async () => {
    for (const callback of due) callback();
    due.clear();
    await turn();
    await turn();
  };
  return { turns, begun, begin, turn, pass };
}

const QUICK = new Array<number>(16).fill(1);

test('of a quick function as many run at once as there are cores, the others one after the other in the order they came', async () => {
  const { turns, begun, begin, turn } = turnsAfter(...QUICK);
  begin('a', 'b', 'c', 'd');
  await turn();
  expect(begun).toEqual(['a', 'b']);
  turns.end(fn, 1);
  await turn();
  expect(begun).toEqual(['a', 'b', 'c']);
  turns.end(fn, 1);
  await turn();
  expect(begun).toEqual(['a', 'b', 'c', 'd']);
});

test('who has waited for a moment waits no longer: those before may wait for this one', async () => {
  const { begun, begin, pass } = turnsAfter(...QUICK);
  begin('a', 'b', 'c', 'd');
  await pass();
  expect(begun).toEqual(['a', 'b', 'c', 'd']);
  begin('e');
  await pass();
  expect(begun.at(-1)).toBe('e');
});

test('after more have run at once, as many as there are cores do again', async () => {
  const { turns, begun, begin, turn, pass } = turnsAfter(...QUICK);
  begin('a', 'b', 'c', 'd');
  await pass();
  begin('e', 'f');
  for (const expected of [[], [], ['e'], ['e', 'f']]) {
    turns.end(fn, 1);
    await turn();
    expect(begun.slice(4)).toEqual(expected);
  }
});

test('a function that is quick no longer keeps none waiting', async () => {
  const { turns, begun, begin, turn } = turnsAfter(...QUICK, 50, 50, 50, 50);
  begin('a', 'b', 'c');
  turns.end(fn, 50);
  await turn();
  expect(begun).toEqual(['a', 'b', 'c']);
});

test.each([
  ['was never run', []],
  ['is slow', new Array<number>(16).fill(50)],
  ['was quick too seldom', [...QUICK, 50, 50, 50, 50, 50]],
  ['was run too seldom', QUICK.slice(5)],
])('a function that %s gets all it asks for at once', async (_why, durations) => {
  const { begun, begin, turn } = turnsAfter(...durations);
  begin('a', 'b', 'c');
  await turn();
  expect(begun).toEqual(['a', 'b', 'c']);
});

test('each function has turns of its own', () => {
  const { turns } = turnsAfter(...QUICK);
  turns.take(fn);
  turns.take(fn);
  expect([turns.take(fn), turns.take({} as RunnableFunction)]).toEqual([expect.any(Promise), undefined]);
});
