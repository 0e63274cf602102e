import { describe, expect, it } from 'vitest';
import { type AnsiRun, parseAnsi, stripAnsi } from './ansi.ts';

function check(text: string, expected: readonly AnsiRun[]): void {
  expect(parseAnsi(text)).toEqual(expected);
  expect(stripAnsi(text)).toBe(expected.map((run) => run.text).join(''));
}

describe('escape codes', () => {
  it('leaves plain text alone', () => check('plain [31m', [{ text: 'plain [31m', style: {} }]));

  it('colours and resets', () =>
    check('\u001b[31mred\u001b[0m plain', [
      { text: 'red', style: { color: 'red' } },
      { text: ' plain', style: {} },
    ]));

  it('adds weights, and takes them away one by one', () =>
    check('\u001b[1;92mok\u001b[22m still green\u001b[m.', [
      { text: 'ok', style: { bold: true, color: 'brightGreen' } },
      { text: ' still green', style: { color: 'brightGreen' } },
      { text: '.', style: {} },
    ]));

  it('reads the palette of 256 for its first sixteen, and skips other colours whole', () =>
    check('\u001b[38;5;4mblue\u001b[38;2;1;2;31mx\u001b[48;5;1mbackground', [
      { text: 'blue', style: { color: 'blue' } },
      { text: 'x', style: { color: 'blue' } },
      { text: 'background', style: { color: 'blue' } },
    ]));

  it('takes out cursor moves and hyperlinks', () =>
    check('\u001b[2Ka\u001b]8;;x:y\u0007b', [
      { text: 'a', style: {} },
      { text: 'b', style: {} },
    ]));
});
