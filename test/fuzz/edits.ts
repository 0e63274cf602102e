import { mutations } from './mutations.ts';
import type { Random } from './random.ts';

/** What changes how YAML around it is read, and what doesn't. */
const pieces: readonly string[] = [
  ...['x', '1', ' ', '  ', '\n', '\n\n', '\r\n', '\r', '\t', '\0', '~', '%', '@', '`', '\u00a0', '\u2028', '\uFEFF'],
  ...[':', '-', '- ', '? ', '#', "'", '"', '|', '>', '|+\n', '>-\n', '{', '}', '[', ']', ',', '---\n', '...\n', '%YAML 1.2\n'],
  ...[
    '# x\n',
    '\n# c\n',
    '\n  # c\n',
    '\n    # c\n',
    '&a ',
    '*a',
    '!Ref x',
    '!Sub ',
    '<<: {a: b}',
    'null',
    'Key: ',
    '\nKey:\n',
    '\n  Key:\n',
  ],
];

const lines: readonly string[] = [
  '# c',
  '#',
  'Key: value',
  'Key:',
  '"Key": |',
  'Fn::If: [a, b]',
  'Ref: a',
  '',
  '- a',
  '-',
  'x',
  "'q",
  '"q"',
];

/** The text after one thing that somebody does to it: mostly small. */
export function edited(text: string, random: Random): string {
  const at = random.below(text.length + 1);
  switch (random.below(10)) {
    case 0:
      return mutated(text, random);
    case 1:
    case 2:
    case 3:
      return text.slice(0, at) + text.slice(at + 1 + random.below(3));
    case 4: {
      const from = random.below(text.length + 1);
      return text.slice(0, at) + text.slice(from, from + random.below(200)) + text.slice(at);
    }
    case 5:
    case 6: {
      const line = text.indexOf('\n', at) + 1;
      return `${text.slice(0, line)}${' '.repeat(random.below(9))}${random.pick(lines)}\n${text.slice(line)}`;
    }
    default:
      return text.slice(0, at) + random.pick(pieces) + text.slice(at);
  }
}

function mutated(text: string, random: Random): string {
  const made = mutations[random.pick(Object.keys(mutations))]?.(text, random);
  return typeof made === 'string' && made.length < 2 * text.length + 1000 ? made : text;
}
