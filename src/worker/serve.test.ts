import { expect, test } from 'vitest';
import type { SnapshotDelta } from '../core/analysis/delta.ts';
import type { AnalysedFunction, AnalysedTemplate, Analysis, FolderSnapshot } from '../core/analysis/model.ts';
import type { FromAnalysisWorker } from '../shared/analysisProtocol.ts';
import { readWorkerData } from './messages.ts';
import { createMessageHandler, createPostingLogger } from './serve.ts';

const empty: FolderSnapshot = { folder: '/shop', templates: [], findings: [] };
const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } };

function setUp(snapshot: Analysis['snapshot'] = async () => empty) {
  const told: unknown[] = [];
  const posted: FromAnalysisWorker[] = [];
  const analysis: Analysis = {
    snapshot,
    fileChanged: (path) => void told.push(['fileChanged', path]),
    documentChanged: (path, text) => void told.push(['documentChanged', path, text]),
    ask: async (folders, question) => {
      told.push([folders, question]);
      return { kind: 'references', answer: [] };
    },
    dispose: () => {},
  };
  return { told, posted, receive: createMessageHandler(analysis, (message) => void posted.push(message)) };
}

test('messages reach the analysis', () => {
  const { told, receive, posted } = setUp();
  receive({ type: 'fileChanged', path: '/a' });
  receive({ type: 'documentChanged', path: '/b', text: 'x' });
  receive({ type: 'documentChanged', path: '/b', text: undefined });
  expect(told).toEqual([
    ['fileChanged', '/a'],
    ['documentChanged', '/b', 'x'],
    ['documentChanged', '/b', undefined],
  ]);
  expect(posted).toEqual([]);
});

test('what changed is answered under the number of its question: all at first, then what is different, and all again to a newcomer', async () => {
  const broken = (message: string): FolderSnapshot => ({ ...empty, templates: [{ kind: 'broken', path: '/shop/t.yaml', message, range }] });
  const states = [broken('first'), broken('first'), broken('second'), broken('second')];
  const { receive, posted } = setUp(async () => states.shift() ?? empty);
  const told: unknown[] = [];
  for (const since of [undefined, 1, 2, 7]) {
    receive({ type: 'changes', requestId: 40 + told.length, folder: '/shop', since });
    await new Promise(setImmediate);
    const last = posted.at(-1);
    if (last?.type !== 'changes') throw new Error(last?.type);
    const { since: from, version, delta, more } = last.changes;
    const messages = delta.templates.map(
      ({ path, ...change }) => 'template' in change && 'message' in change.template && change.template.message,
    );
    told.push([last.requestId, from, version, messages, more]);
  }
  expect(told).toEqual([
    [40, undefined, 1, ['first'], false],
    [41, 1, 2, [], false],
    [42, 2, 3, ['second'], false],
    [43, undefined, 4, ['second'], false],
  ]);
});

test('a large answer comes in parts, however many functions a template has', async () => {
  const functions = Array.from({ length: 120 }, (_, n) => ({ definition: { id: `f${n}` } }) as AnalysedFunction);
  const templates = ['a', 'b'].map((name): AnalysedTemplate => ({ kind: 'template', path: `/shop/${name}`, format: 'sam', functions }));
  const now = { ...empty, templates };
  const { receive, posted } = setUp(async () => now);
  for (const since of [undefined, 1, 2, 3, 4, 5, 6]) {
    receive({ type: 'changes', requestId: 1, folder: '/shop', since });
    await new Promise(setImmediate);
  }
  const parts = posted.map((message) => message.type === 'changes' && [functionsIn(message.changes.delta), message.changes.more]);
  expect(parts).toEqual([
    [50, true],
    [50, true],
    [20, true],
    [50, true],
    [50, true],
    [20, false],
    [0, false],
  ]);
});

function functionsIn({ templates }: SnapshotDelta): number {
  const counts = templates.map((change) => {
    if (change.kind === 'functions') return change.changed.length;
    return change.template.kind === 'template' ? change.template.functions.length : 0;
  });
  return counts.reduce((sum, count) => sum + count, 0);
}

test('a question about a place is passed on, if it is one', async () => {
  const { told, receive, posted } = setUp();
  const at = { path: '/shop/t.yaml', position: { line: 1, character: 2 } };
  const right = [
    { kind: 'hover', at },
    { kind: 'links', path: '/shop/t.yaml' },
    { kind: 'rename', at, newName: 'run' },
  ];
  const wrong = [{ kind: 'hover', at: { path: '/shop' } }, { kind: 'links', at }, { kind: 'rename', at }, { kind: 'shout', at }, undefined];
  for (const question of [...right, ...wrong]) receive({ type: 'ask', requestId: 5, folders: ['/shop'], question });
  await new Promise(setImmediate);
  expect(told).toEqual(right.map((question) => [['/shop'], question]));
  expect(posted.filter(({ type }) => type === 'answer')).toEqual(
    right.map(() => ({ type: 'answer', requestId: 5, answer: { kind: 'references', answer: [] } })),
  );
  expect(posted.filter(({ type }) => type === 'log')).toHaveLength(wrong.length);
});

test('a failure is an answer too', async () => {
  const failed = Promise.reject(new Error('EIO'));
  const { receive, posted } = setUp(() => failed);
  receive({ type: 'changes', requestId: 8, folder: '/shop', since: undefined });
  await failed.catch(() => {});
  expect(posted).toMatchObject([{ type: 'failed', requestId: 8, message: expect.stringContaining('EIO') }]);
});

test('what is not a message is logged and does nothing', () => {
  const { told, receive, posted } = setUp();
  const bad = [
    undefined,
    null,
    'x',
    {},
    { type: 'fileChanged' },
    { type: 'changes', requestId: '1', folder: '/' },
    { type: 'changes', requestId: 1, folder: '/', since: '1' },
    { type: 'toString' },
  ];
  for (const value of [...bad, { type: 'documentChanged', path: '/a', text: 3 }]) receive(value);
  expect(told).toEqual([]);
  expect(posted.map(({ type }) => type)).toEqual(Array(bad.length + 1).fill('log'));
});

test('log lines carry their details as text', () => {
  const lines: FromAnalysisWorker[] = [];
  const logger = createPostingLogger((message) => void lines.push(message));
  const cyclic: { self?: unknown } = {};
  cyclic.self = cyclic;
  logger.info('read');
  logger.warn('failed', new Error('boom'));
  logger.debug('odd', cyclic);
  expect(lines).toEqual([
    { type: 'log', level: 'info', message: 'read' },
    { type: 'log', level: 'warn', message: expect.stringContaining('failed: Error: boom') },
    { type: 'log', level: 'debug', message: 'odd: [object Object]' },
  ]);
});

test('the thread’s data is held to its shape', () => {
  expect(readWorkerData({ grammars: '/g', exclude: ['**/x'], more: 1 })).toEqual({ grammars: '/g', exclude: ['**/x'] });
  for (const value of [undefined, {}, { grammars: '/g' }, { grammars: '/g', exclude: [1] }])
    expect(() => readWorkerData(value)).toThrow('without its data');
});
