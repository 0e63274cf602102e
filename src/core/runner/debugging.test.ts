import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Bench, openBench, textOf } from './testing.ts';

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

/** Does what a debugger does first: attaches, and lets the process go. */
async function attach(port: number): Promise<void> {
  const [target] = (await (await fetch(`http://127.0.0.1:${port}/json/list`)).json()) as readonly { webSocketDebuggerUrl: string }[];
  const socket = new WebSocket(target?.webSocketDebuggerUrl ?? '');
  await new Promise((resolve) => socket.addEventListener('open', resolve));
  for (const [id, method] of ['Runtime.enable', 'Debugger.enable', 'Runtime.runIfWaitingForDebugger'].entries()) {
    socket.send(JSON.stringify({ id, method }));
  }
  socket.addEventListener('message', ({ data }) => {
    const { method } = JSON.parse(String(data)) as { readonly method?: string };
    if (method === 'Debugger.paused') socket.send(JSON.stringify({ id: 9, method: 'Debugger.resume' }));
  });
}

test('Node.js waits for its debugger, has no deadline, and ends after the event', async () => {
  const result = await bench.invoke('app.handler', 'nodejs22.x', '{}', { timeoutSeconds: 1 }, { debug: { onListening: attach } });
  expect([result.status, textOf(result.payload)]).toEqual(['success', 'true']);
  expect(result.logs.map(({ text }) => text).filter((text) => /debugger/i.test(text))).toEqual([]);
  expect((await bench.invoke('app.handler', 'nodejs22.x', '{}', { timeoutSeconds: 1 })).coldStart).toBe(true);
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
