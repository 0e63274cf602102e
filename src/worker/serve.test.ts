import { expect, test } from 'vitest';
import type { Analysis, FolderSnapshot } from '../core/analysis/model.ts';
import type { FromAnalysisWorker } from '../shared/analysisProtocol.ts';
import { readWorkerData } from './messages.ts';
import { createMessageHandler, createPostingLogger } from './serve.ts';

const empty: FolderSnapshot = { folder: '/shop', templates: [], findings: [] };

function setUp(snapshot: Analysis['snapshot'] = async () => empty) {
  const told: unknown[] = [];
  const posted: FromAnalysisWorker[] = [];
  const analysis: Analysis = {
    snapshot,
    fileChanged: (path) => void told.push(['fileChanged', path]),
    documentChanged: (path, text) => void told.push(['documentChanged', path, text]),
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

test('a snapshot is answered under the number of its question', async () => {
  const { receive, posted } = setUp();
  receive({ type: 'snapshot', requestId: 7, folder: '/shop' });
  await Promise.resolve();
  expect(posted).toEqual([{ type: 'snapshot', requestId: 7, snapshot: empty }]);
});

test('a failure is an answer too', async () => {
  const failed = Promise.reject(new Error('EIO'));
  const { receive, posted } = setUp(() => failed);
  receive({ type: 'snapshot', requestId: 8, folder: '/shop' });
  await failed.catch(() => {});
  expect(posted).toMatchObject([{ type: 'failed', requestId: 8, message: expect.stringContaining('EIO') }]);
});

test('what is not a message is logged and does nothing', () => {
  const { told, receive, posted } = setUp();
  const bad = [undefined, null, 'x', {}, { type: 'fileChanged' }, { type: 'snapshot', requestId: '1', folder: '/' }, { type: 'toString' }];
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
