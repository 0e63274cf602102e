import { expect, it } from 'vitest';
import { resultStatus, timeShares } from './resultStatus.ts';

it('has a word for each state', () => {
  expect((['building', 'running', 'debugging'] as const).map((kind) => resultStatus({ kind }))).toEqual([
    { word: 'Building…', tone: 'busy', running: true },
    { word: 'Running…', tone: 'busy', running: true },
    { word: 'Debugging…', tone: 'busy', running: true },
  ]);
  expect(resultStatus({ kind: 'building', detail: 'Compiling serde' }).word).toBe('Building… Compiling serde');
  expect(resultStatus({ kind: 'failed', message: 'no node', advice: undefined })).toEqual({
    word: 'Could not run',
    tone: 'bad',
    running: false,
  });
});

it('shares the time out, also when the clocks disagree', () => {
  expect(timeShares(200, 50, 50)).toEqual({ before: 0.5, init: 0.25, handler: 0.25 });
  expect(timeShares(80, 50, 50)).toEqual({ before: 0, init: 0.5, handler: 0.5 });
  expect(timeShares(0, 0, 0)).toEqual({ before: 1, init: 0, handler: 0 });
});
