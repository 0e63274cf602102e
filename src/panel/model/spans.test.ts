import { expect, it } from 'vitest';
import { toSpans } from './spans.ts';

/** Rendered as `[match]`, `<link>`, `{color:text}`. */
function check(text: string, needle: string, expected: string): void {
  const rendered = toSpans(text, needle).map((span) => {
    const matched = span.match ? `[${span.text}]` : span.text;
    const linked = span.link === undefined ? matched : `<${matched}>`;
    return span.style.color === undefined ? linked : `{${span.style.color}:${linked}}`;
  });
  expect(rendered.join('')).toBe(expected);
}

it('marks matches in any case', () => check('Order order', 'ORDER', '[Order] [order]'));
it('marks a match inside a link', () => check('at src/pay.ts:41', 'pay', 'at <src/><[pay]><.ts:41>'));
it('finds matches and links across escape codes', () =>
  check('\u001b[31mtimed\u001b[0m out src/a.ts:1', 'timed out', '{red:[timed]}[ out] <src/a.ts:1>'));
it('has no spans for no text', () => check('', 'x', ''));
