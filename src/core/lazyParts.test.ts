import { expect, test } from 'vitest';
import { lazyRunner } from './lazyParts.ts';
import type { InvocationResult, RunnableFunction, Runner } from './runner/model.ts';

const told: string[] = [];
let loads = 0;
const open = async (): Promise<Runner> => {
  loads += 1;
  return {
    invoke: async ({ name }) => {
      told.push(`invoke ${name}`);
      return {} as InvocationResult;
    },
    retire: (name) => told.push(`retire ${name}`),
    dispose: async () => void told.push('dispose'),
  };
};
const shop = { name: 'shop' } as RunnableFunction;

test('what a runner is for is loaded once, with the first invocation; what comes after its end is told to it', async () => {
  const runner = lazyRunner(open);
  runner.retire('shop');
  expect([loads, told]).toEqual([0, []]);
  await Promise.all([runner.invoke(shop, Buffer.from('')), runner.invoke(shop, Buffer.from(''))]);
  runner.retire('shop');
  await runner.dispose();
  expect([loads, told.splice(0)]).toEqual([1, ['invoke shop', 'invoke shop', 'retire shop', 'dispose']]);
});

test('a runner that ends before its first invocation has ended for that', async () => {
  const runner = lazyRunner(open);
  await runner.dispose();
  expect(told.splice(0)).toEqual([]);
  await runner.invoke(shop, Buffer.from(''));
  expect(told.splice(0)).toEqual(['dispose', 'invoke shop']);
});
