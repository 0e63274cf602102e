import { expect, test } from 'vitest';
import { FakeClock } from '../testing/fakeClock.ts';
import { Turns } from './turns.ts';

function setUp(parts: number) {
  let left = parts;
  const clock = new FakeClock();
  const done: string[] = [];
  const turns = new Turns(clock, () => {
    if (left < 0) throw new Error('none is left');
    done.push(`part ${left} at ${clock.now()}`);
    left -= 1;
    return left === 0;
  });
  const settle = () => turns.settled().then(() => void done.push('settled'));
  return { clock, done, turns, settle };
}

test('parts are done with pauses in between, until none is left', async () => {
  const { clock, done, turns, settle } = setUp(3);
  turns.run();
  const settled = settle();
  expect(done).toEqual(['part 3 at 0']);
  clock.advance(100);
  await settled;
  await settle();
  expect(done).toEqual(['part 3 at 0', 'part 2 at 5', 'part 1 at 10', 'settled', 'settled']);
});

test('whoever asks again goes on with what is left', async () => {
  const { clock, done, turns, settle } = setUp(9);
  turns.run();
  clock.advance(4);
  turns.run();
  clock.advance(4);
  expect(done).toEqual(['part 9 at 0', 'part 8 at 4']);
  const settled = settle();
  turns.dispose();
  await settled;
  clock.advance(100);
  expect(done).toEqual(['part 9 at 0', 'part 8 at 4', 'settled']);
});

test('a turn that fails is the last one', async () => {
  const { turns, settle } = setUp(-1);
  expect(() => turns.run()).toThrow('none is left');
  await settle();
});
