import { expect, it } from 'vitest';
import type { InvocationOutcome } from '../../core/runner/model.ts';
import { resultStatus } from './resultStatus.ts';

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

it('says what became of the answer, where the function itself has succeeded', () => {
  const check = (outcome: InvocationOutcome, status: 'success' | 'error', word: string, tone: string) =>
    expect(resultStatus({ ...finished, status, outcome })).toEqual({ word, tone, running: false });
  check({ kind: 'http', status: 201 }, 'success', 'HTTP 201', 'good');
  check({ kind: 'http', status: 404 }, 'success', 'HTTP 404', 'warn');
  check({ kind: 'http', status: 502 }, 'success', 'HTTP 502', 'bad');
  check({ kind: 'http', status: 502 }, 'error', 'Failed', 'bad');
  check({ kind: 'batch', back: 1, of: 1 }, 'success', '1 of 1 comes back', 'warn');
  check({ kind: 'batch', back: 2, of: 3 }, 'success', '2 of 3 come back', 'warn');
});

const finished = {
  kind: 'finished',
  payload: '{}',
  payloadLanguage: 'json',
  payloadBytes: 2,
  isDebugged: false,
  error: undefined,
  report: { requestId: 'r', durationMs: 1, billedDurationMs: 1, memorySizeMb: 128, maxMemoryUsedMb: 40 },
  requestId: 'r',
  coldStart: false,
  elapsedMs: 1,
  notes: [],
} as const;
