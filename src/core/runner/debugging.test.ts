import { afterAll, beforeAll, expect, test } from 'vitest';
import { attachToNode, type Bench, openBench, textOf } from './testing.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench({
    'app.js': `exports.handler = async (e, c) => { console.error('mine'); return c.getRemainingTimeInMillis() > 3600000; };`,
    'app.py': `def handler(e, c): return c.get_remaining_time_in_millis() > 3600000`,
    // Stands in for debugpy: what our bootstrap asks of it.
    'fake/debugpy.py': `def listen(address): return ("127.0.0.1", 4711)\ndef wait_for_client(): pass`,
  });
});
afterAll(() => bench.end());

test('Node.js waits for its debugger, has no deadline, and ends after the event', async () => {
  const result = await bench.invoke('app.handler', 'nodejs22.x', '{}', { timeoutSeconds: 1 }, { debug: { onListening: attachToNode } });
  expect([result.status, textOf(result.payload)]).toEqual(['success', 'true']);
  expect(result.logs.map(({ text }) => text).filter((text) => /debugger/i.test(text))).toEqual([]);
  // Whoever shows its times can tell that they say nothing.
  expect(result.logs.every(({ source }) => source.isDebugged)).toBe(true);
  expect((await bench.invoke('app.handler', 'nodejs22.x', '{}', { timeoutSeconds: 1 })).coldStart).toBe(true);
});

test('who keeps an environment debugs the next event in it, until the function changes', async () => {
  const seen: string[] = [];
  const keeper = { onEnd: () => seen.push('ended') };
  const debug = {
    keeper,
    onListening: async (port: number) => {
      seen.push('attached');
      await attachToNode(port);
    },
  };
  const run = (codeDigest: string) => bench.invoke('app.handler', 'nodejs22.x', '{}', { codeDigest }, { debug });
  const cold = async (digest: string) => (await run(digest)).coldStart;
  expect([await cold('one'), await cold('one'), seen]).toEqual([true, false, ['attached']]);
  expect((await bench.invoke('app.handler', 'nodejs22.x', '{}', {})).coldStart, 'without a debugger').toBe(true);
  expect([await cold('two'), await cold('two'), seen]).toEqual([true, false, ['attached', 'ended', 'attached']]);
  bench.runner.retire('shop');
  expect([await cold('two'), seen]).toEqual([true, ['attached', 'ended', 'attached', 'ended', 'attached']]);
});

test('a debugger that can’t attach ends the run', async () => {
  const onListening = () => Promise.reject(new Error('no session'));
  expect((await bench.invoke('app.handler', 'nodejs22.x', '{}', {}, { debug: { onListening } })).status).toBe('cancelled');
});

test('Python tells the port of debugpy', async () => {
  const ports: number[] = [];
  const debug = { debugpyPath: `${bench.root}/fake`, onListening: async (port: number) => void ports.push(port) };
  const result = await bench.invoke('app.handler', 'python3.11', '{}', {}, { debug });
  expect([result.status, textOf(result.payload), ports]).toEqual(['success', 'true', [4711]]);
});

test('a Python without debugpy is told, with advice', async () => {
  // A folder whose debugpy can't be imported hides one that the machine may have.
  const hiding = await openBench({ 'app.py': 'def handler(e, c): return 1', 'debugpy.py': 'raise ImportError("none here")' });
  const run = hiding.invoke('app.handler', 'python3.11', '{}', {}, { debug: { onListening: async () => {} } });
  await expect(run).rejects.toMatchObject({ code: 'debugger-missing', advice: expect.stringContaining('pip install debugpy') });
  await hiding.end();
});
