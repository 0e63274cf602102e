import { expect, it } from 'vitest';
import type { InvocationResult } from '../../../core/runner/model.ts';
import { finishedState } from './invocationView.ts';

const report = { requestId: 'r-1', durationMs: 3.2, billedDurationMs: 4, memorySizeMb: 128, maxMemoryUsedMb: 40 };

function result(more: Partial<InvocationResult> & { readonly payload: Uint8Array }): InvocationResult {
  return { requestId: 'r-1', status: 'success', logs: [], report, logStream: 's', coldStart: true, notes: [], ...more };
}

const course = { elapsedMs: 12, isDebugged: false };

function check(payload: string, expected: { readonly payload: string; readonly payloadLanguage: 'json' | 'plaintext' }): void {
  const { payload: shown, payloadLanguage } = finishedState(result({ payload: new TextEncoder().encode(payload) }), course, []);
  expect({ payload: shown, payloadLanguage }).toEqual(expected);
}

it('lays JSON out', () => check('{"a":[1]}', { payload: '{\n  "a": [\n    1\n  ]\n}', payloadLanguage: 'json' }));
it('leaves what is no JSON as it is', () => check('<p>hello</p>\n', { payload: '<p>hello</p>\n', payloadLanguage: 'plaintext' }));
it('leaves nothing as nothing', () => check('', { payload: '', payloadLanguage: 'plaintext' }));
it('changes no number, and no member', () =>
  check('{"id":12345678901234567890,"x":1.0,"y":1e400,"x":2}', {
    payload: '{\n  "id": 12345678901234567890,\n  "x": 1.0,\n  "y": 1e400,\n  "x": 2\n}',
    payloadLanguage: 'json',
  }));
it('shows strings as text, whatever they hold', () =>
  check(String.raw`["\u00e9 {\"a\": [1, 2]}", ""]`, {
    payload: String.raw`[
  "é {\"a\": [1, 2]}",
  ""
]`,
    payloadLanguage: 'json',
  }));
it('keeps what is empty on its line', () =>
  check(' { "a" : { } , "b":[ [],{}], "c":null}', {
    payload: '{\n  "a": {},\n  "b": [\n    [],\n    {}\n  ],\n  "c": null\n}',
    payloadLanguage: 'json',
  }));
it('shows a bare value', () => check(' "done" ', { payload: '"done"', payloadLanguage: 'json' }));

it('shows the beginning of what is large, without laying it out', () => {
  const text = `{"text":"${'é'.repeat(200_000)}"}`;
  const { payload, ...state } = finishedState(result({ payload: new TextEncoder().encode(text) }), course, []);
  expect(text.startsWith(payload)).toBe(true);
  expect(state).toMatchObject({ payloadLanguage: 'plaintext', payloadBytes: 400_011, shownBytes: 262_144 });
});

it('tells how it ended, and what the function threw', () => {
  const error = {
    errorType: 'TypeError',
    errorMessage: 'no such order',
    stack: ['at handler (file:///work/shop/src/order.mjs:2:9)', 'at run (/work/shop/src/run.mjs:1:1)', 'at /work/shop2/x.mjs:1:1'],
  };
  const shown = finishedState(
    result({ payload: new Uint8Array(), status: 'error', error, coldStart: false, notes: ['another Node.js'] }),
    course,
    ['/work/shop'],
  );
  expect(shown).toMatchObject({
    kind: 'finished',
    status: 'error',
    error: {
      type: 'TypeError',
      message: 'no such order',
      stack: ['at handler (src/order.mjs:2:9)', 'at run (src/run.mjs:1:1)', 'at /work/shop2/x.mjs:1:1'],
    },
    coldStart: false,
    elapsedMs: 12,
    notes: ['another Node.js'],
    requestId: 'r-1',
    report,
  });
});
