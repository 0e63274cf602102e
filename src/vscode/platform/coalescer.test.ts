import { expect, test } from 'vitest';
import { FakeClock } from '../testing/fakeClock.ts';
import { Coalescer } from './coalescer.ts';

function setUp() {
  const clock = new FakeClock();
  const runs: number[] = [];
  return { clock, runs, coalescer: new Coalescer(clock, 150, () => runs.push(clock.now())) };
}

test('a burst runs once, 150 ms after its first call', () => {
  const { clock, runs, coalescer } = setUp();
  for (let i = 0; i < 5; i++) {
    coalescer.schedule();
    clock.advance(20);
  }
  clock.advance(100);
  expect(runs).toEqual([150]);
});

test('typing without a pause runs again and again', () => {
  const { clock, runs, coalescer } = setUp();
  for (let i = 0; i < 10; i++) {
    coalescer.schedule();
    clock.advance(50);
  }
  expect(runs).toEqual([150, 300, 450]);
});

test('flush runs what waits, and only that', () => {
  const { clock, runs, coalescer } = setUp();
  coalescer.flush();
  coalescer.schedule();
  coalescer.flush();
  clock.advance(1000);
  expect(runs).toEqual([0]);
});

test('nothing runs after dispose', () => {
  const { clock, runs, coalescer } = setUp();
  coalescer.schedule();
  coalescer.dispose();
  clock.advance(1000);
  expect(runs).toEqual([]);
});
