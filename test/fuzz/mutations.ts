import type { Random } from './random.ts';

/** One way to break a file. Answers text, or bytes that are no text. */
export type Mutation = (text: string, random: Random) => string | Uint8Array;

/** Pieces that have a meaning in some format, most of them in the wrong place. */
const pieces: readonly string[] = [
  ...[
    '{',
    '}',
    '[',
    ']',
    '(',
    ')',
    '"',
    "'",
    '`',
    ':',
    ',',
    '\\',
    '#',
    '//',
    '/*',
    '<<EOT\n',
    '---\n',
    '...\n',
    '\t',
    '\r',
    '\0',
    '\u2028',
    '\uFEFF',
    '😀',
  ],
  ...[
    '${',
    '${self:',
    '${file(./a.yml):b}',
    '${file(serverless.yml)}',
    '{{ x }}',
    '{% if %}',
    '<% %>',
    '&a ',
    '*a',
    '<<: *a',
    '!Sub ',
    '!Ref ',
    '? ',
    '- ',
    '| \n',
  ],
  ...[
    '../',
    '..',
    '.',
    '/',
    '//',
    'null',
    'true',
    '1e999',
    '-1',
    '99999999999999999999',
    'handler: ',
    'Handler: .',
    'export * from "./"',
    'import *',
    'from . import *',
  ],
  ...[
    'each.value',
    'local.a',
    'for_each = {}',
    'dynamic "x" {',
    'def ',
    'class ',
    'module.exports = ',
    'exports.',
    '__proto__',
    'constructor',
    'toString',
    'async ',
  ],
];

const encoder = new TextEncoder();

export const mutations: Readonly<Record<string, Mutation>> = {
  truncated: (text, random) => text.slice(0, random.below(text.length + 1)),
  'without its beginning': (text, random) => text.slice(random.below(text.length + 1)),
  'a line left out': (text, random) => editLines(text, (lines) => lines.splice(random.below(lines.length), 1)),
  'a line doubled': (text, random) => editLines(text, (lines) => lines.splice(random.below(lines.length), 0, random.pick(lines))),
  'lines swapped': (text, random) =>
    editLines(text, (lines) => {
      const [a, b] = [random.below(lines.length), random.below(lines.length)];
      [lines[a], lines[b]] = [lines[b] ?? '', lines[a] ?? ''];
    }),
  'indented otherwise': (text, random) =>
    editLines(text, (lines) => {
      const at = random.below(lines.length);
      lines[at] = random.pick(['', ' ', '\t', '      ']) + (lines[at] ?? '').trimStart();
    }),
  'a piece put in': (text, random) => spliced(text, random.below(text.length + 1), 0, random.pick(pieces)),
  'a piece in place of text': (text, random) => spliced(text, random.below(text.length + 1), random.below(12), random.pick(pieces)),
  'a character changed': (text, random) => spliced(text, random.below(text.length + 1), 1, String.fromCharCode(random.below(0x2fff))),
  'a word repeated without end': (text, random) => spliced(text, random.below(text.length + 1), 0, random.pick(pieces).repeat(20_000)),
  'nested deeply': (text, random) =>
    spliced(text, random.below(text.length + 1), 0, random.pick(['[', '{', '(', '- ', '{a: ', 'a(', '!Sub ', '-']).repeat(5_000)),
  'one long line': (text, random) => text.replaceAll('\n', random.pick([' ', '', '\r', ';'])),
  'line ends of Windows': (text) => text.replaceAll('\n', '\r\n'),
  'bytes that are no UTF-8': (text, random) => {
    const bytes = encoder.encode(text);
    for (let count = 0; count < 8 && bytes.length > 0; count += 1) bytes[random.below(bytes.length)] = 0x80 + random.below(0x80);
    return bytes;
  },
  'UTF-16': (text) => new Uint8Array(Buffer.from(`\uFEFF${text}`, 'utf16le')),
  binary: (_, random) => Uint8Array.from({ length: 1 + random.below(4096) }, () => random.below(256)),
  empty: () => '',
};

function editLines(text: string, edit: (lines: string[]) => void): string {
  const lines = text.split('\n');
  edit(lines);
  return lines.join('\n');
}

function spliced(text: string, at: number, length: number, piece: string): string {
  return text.slice(0, at) + piece + text.slice(at + length);
}
