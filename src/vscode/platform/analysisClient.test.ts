import { expect, test } from 'vitest';
import type { Logger } from '../../core/ports.ts';
import type { ToAnalysisWorker } from '../../shared/analysisProtocol.ts';
import { FakeClock } from '../testing/fakeClock.ts';
import { AnalysisClient, type AnalysisThread } from './analysisClient.ts';

/** A worker that answers nothing by itself, and records what it is told. */
class FakeThread implements AnalysisThread {
  readonly told: ToAnalysisWorker[] = [];
  stopped = false;
  send: (message: unknown) => void = () => {};
  end: (reason: string) => void = () => {};

  post(message: ToAnalysisWorker): void {
    this.told.push(message);
  }
  onMessage(listener: (message: unknown) => void): void {
    this.send = listener;
  }
  onEnd(listener: (reason: string) => void): void {
    this.end = listener;
  }
  stop(): void {
    this.stopped = true;
  }
}

function setUp() {
  const threads: FakeThread[] = [];
  const log: string[] = [];
  const clock = new FakeClock();
  const note = (level: string) => (message: string) => void log.push(`${level}: ${message}`);
  const logger: Logger = { debug: note('debug'), info: note('info'), warn: note('warn'), error: note('error') };
  const start = () => {
    const thread = new FakeThread();
    threads.push(thread);
    return thread;
  };
  const last = () => threads[threads.length - 1] as FakeThread;
  return { client: new AnalysisClient(start, clock, logger), threads, last, log, clock };
}

const changes = { since: undefined, version: 1, delta: { templates: [], gone: [], findings: [] }, more: false };

test('starts a worker with the first question, and matches answers to questions', async () => {
  const { client, threads, last } = setUp();
  expect(threads).toHaveLength(0);
  const first = client.changes('/shop', undefined);
  const second = client.changes('/bank', 4);
  last().send({ type: 'changes', requestId: 2, changes: { ...changes, since: 4, version: 5 } });
  last().send({ type: 'changes', requestId: 1, changes });
  expect((await first).version).toBe(1);
  expect((await second).version).toBe(5);
  expect(threads).toHaveLength(1);
});

test('a question about a place is answered by what it asked for', async () => {
  const { client, last, log } = setUp();
  const at = { path: '/shop/t.yaml', position: { line: 1, character: 2 } };
  const asked = client.ask(['/shop'], { kind: 'references', at });
  expect(last().told).toEqual([{ type: 'ask', requestId: 1, folders: ['/shop'], question: { kind: 'references', at } }]);
  last().send({ type: 'answer', requestId: 1, answer: { kind: 'references', answer: [{ path: '/shop/t.yaml' }] } });
  expect(log).toHaveLength(1);
  const answer = { kind: 'references', answer: [{ path: '/shop/t.yaml', range: { start: at.position, end: at.position } }] };
  last().send({ type: 'answer', requestId: 1, answer });
  expect(await asked).toEqual(answer);
});

test('a failed question rejects with what the worker said', async () => {
  const { client, last } = setUp();
  const asked = client.changes('/shop', undefined);
  last().send({ type: 'failed', requestId: 1, message: 'EACCES', stack: undefined });
  await expect(asked).rejects.toThrow('EACCES');
});

test('a worker that dies is replaced: unsaved documents and open questions move over', async () => {
  const { client, threads, last, log } = setUp();
  const asked = client.changes('/shop', undefined);
  client.documentChanged('/shop/a.js', 'a');
  client.documentChanged('/shop/b.js', 'b');
  client.documentChanged('/shop/b.js', undefined);
  last().end('exit code 1');
  expect(threads).toHaveLength(2);
  expect(last().told).toEqual([
    { type: 'documentChanged', path: '/shop/a.js', text: 'a' },
    { type: 'changes', requestId: 1, folder: '/shop', since: undefined },
  ]);
  last().send({ type: 'changes', requestId: 1, changes });
  expect(await asked).toEqual(changes);
  expect(log).toEqual(['error: The analysis worker ended: exit code 1']);
});

test('the third death within a minute is the last, until the minute is over', async () => {
  const { client, threads, last, clock } = setUp();
  const asked = client.changes('/shop', undefined);
  for (let i = 0; i < 3; i++) last().end('out of memory');
  await expect(asked).rejects.toThrow('three times');
  expect(threads).toHaveLength(3);
  await expect(client.changes('/shop', undefined)).rejects.toThrow('three times');
  clock.advance(60_001);
  const again = client.changes('/shop', undefined);
  last().send({ type: 'changes', requestId: 3, changes });
  expect(await again).toEqual(changes);
});

test('restart stops the worker, asks again, and forgives deaths', async () => {
  const { client, threads, last } = setUp();
  const asked = client.changes('/shop', undefined);
  for (let i = 0; i < 2; i++) last().end('crash');
  client.restart();
  expect(threads.map(({ stopped }) => stopped)).toEqual([false, false, true, false]);
  last().end('crash');
  last().send({ type: 'changes', requestId: 1, changes });
  expect(await asked).toEqual(changes);
});

test('what is not a message is logged, not believed', () => {
  const { client, last, log } = setUp();
  void client.changes('/shop', undefined);
  const delta = (part: object) => ({ type: 'changes', requestId: 1, changes: { ...changes, delta: { ...changes.delta, ...part } } });
  const bad = [
    undefined,
    'hello',
    { type: 'changes', requestId: 1 },
    delta({ gone: [1] }),
    delta({
      templates: [
        { kind: 'whole', path: '/t', template: { kind: 'template', path: '/t', format: 'sam', functions: [{ definition: {} }] } },
      ],
    }),
    delta({ templates: [{ kind: 'functions', path: '/t', changed: [], ids: [1] }] }),
    delta({ findings: [{ path: '/t', findings: [{ code: 'x' }] }] }),
    { type: 'log', level: 'shout', message: 'x' },
  ];
  for (const message of bad) last().send(message);
  last().send({ type: 'log', level: 'info', message: 'read 3 templates' });
  expect(log.filter((line) => line.startsWith('error'))).toHaveLength(bad.length);
  expect(log.at(-1)).toBe('info: read 3 templates');
});

test('dispose stops the worker and lets nobody wait', async () => {
  const { client, last } = setUp();
  const asked = client.changes('/shop', undefined);
  client.dispose();
  await expect(asked).rejects.toThrow('ended');
  await expect(client.changes('/shop', undefined)).rejects.toThrow('ended');
  expect(last().stopped).toBe(true);
});
