import { expect, it } from 'vitest';
import { type FromPanel, parseFromPanel, parseToPanel } from './panelProtocol.ts';

it('takes every message of the page as it is', () => {
  const messages: readonly FromPanel[] = [
    { type: 'ready' },
    { type: 'clear' },
    { type: 'open', path: 'a.ts', line: 3, column: undefined },
    { type: 'open', path: 'a.ts', line: 3, column: 7 },
    { type: 'rerun', invocationId: 'i', debug: true },
    { type: 'cancel', invocationId: 'i' },
    { type: 'openAsDocument', text: 'START' },
    { type: 'openPayload', invocationId: 'i' },
  ];
  for (const message of messages) expect(parseFromPanel(message)).toEqual(message);
});

it('refuses what the page would never send', () => {
  const bad: readonly unknown[] = [
    undefined,
    'ready',
    {},
    { type: 'format-disk' },
    { type: 'open', path: 'a.ts' },
    { type: 'open', path: 'a.ts', line: '3' },
    { type: 'open', path: 'a.ts', line: 3, column: -1 },
    { type: 'rerun', invocationId: 'i' },
    { type: 'cancel' },
    { type: 'openAsDocument', text: 1 },
  ];
  for (const message of bad) expect(parseFromPanel(message)).toBeUndefined();
});

it('looks at what the editor sends', () => {
  const good: readonly unknown[] = [
    { type: 'reset', records: [], invocation: undefined, maxLines: 10 },
    { type: 'append', records: [{}] },
    { type: 'invocation', invocation: { state: { kind: 'running' } } },
    { type: 'show', functionName: 'f' },
    { type: 'notice', text: undefined },
  ];
  for (const message of good) expect(parseToPanel(message)).toBe(message);
  const bad: readonly unknown[] = [
    null,
    { type: 'append' },
    { type: 'append', records: [1] },
    { type: 'invocation', invocation: {} },
    { type: 'x' },
  ];
  for (const message of bad) expect(parseToPanel(message)).toBeUndefined();
});
