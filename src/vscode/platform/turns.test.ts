import { expect, test } from 'vitest';
import { Turns } from './turns.ts';

test('parts are done with the loop turning in between, until none is left', async () => {
  const done: string[] = [];
  let left = 3;
  const turns = new Turns(() => {
    done.push(`part ${left}`);
    left -= 1;
    return left === 0;
  });
  await turns.settled();
  turns.run();
  setImmediate(() => done.push('something else'));
  const settled = turns.settled().then(() => done.push('settled'));
  expect(done).toEqual(['part 3']);
  await settled;
  expect(done).toEqual(['part 3', 'part 2', 'something else', 'part 1', 'settled']);
});

test('whoever asks again goes on with what is left; whoever is done with it waits for nothing', async () => {
  let left = 9;
  const turns = new Turns(() => --left === 0);
  turns.run();
  turns.run();
  expect(left).toBe(7);
  const settled = turns.settled();
  turns.dispose();
  await settled;
  await new Promise(setImmediate);
  expect(left).toBe(7);
});
