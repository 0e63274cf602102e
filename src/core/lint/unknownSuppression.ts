import { nearest, standsOut } from '../handler/near.ts';
import type { TextRange } from '../text.ts';
import type { Finding, Fix } from './model.ts';
import type { Rule } from './rule.ts';
import { type SuppressionNote, type SuppressionWord, suppressionNotes } from './suppressions.ts';

/** A file that functions are defined in, or that shows findings. */
export interface CheckedText {
  /** Absolute. */
  readonly path: string;
  readonly text: string;
  /** Of all rules. */
  readonly codes: readonly string[];
}

/** A comment that is to silence something and silences nothing: it is mistyped, or the code has another name by now. */
export const unknownSuppression: Rule<CheckedText> = {
  code: 'suppression.unknown-code',
  check({ path, text, codes }) {
    const told = (range: TextRange, message: string, fixes: readonly Fix[]): Omit<Finding, 'code'> => ({
      severity: 'warning',
      message,
      at: { path, range },
      functionId: null,
      fixes,
      related: [],
    });
    return suppressionNotes(text).flatMap((note) => {
      const wrong = wrongWords(note, codes);
      if (wrong.length === 0 && !note.words.some(({ word }) => isKnown(word, codes)))
        return [
          told(
            note.range,
            `This ${note.kind} names no code of a finding, so it silences nothing: write the code ${note.kind === 'comment' ? 'behind it' : 'into it'}.`,
            [],
          ),
        ];
      return wrong.map(({ word, range }) => {
        const meant = nearest(word, codes);
        const fixes = meant.map((code, index) => ({
          title: `Change it to ${code}`,
          preferred: index === 0 && standsOut(word, meant),
          edits: [{ kind: 'replace' as const, path, range, text: code }],
        }));
        const advice = meant[0] === undefined ? 'The message of a finding ends with its code.' : `Is ${meant[0]} meant?`;
        return told(range, `“${word}” is no code of a finding, so this ${note.kind} doesn’t silence it. ${advice}`, fixes);
      });
    });
  },
};

/** Where one word is a code, another is taken for a mistyped one only if it begins as codes do: the rest may be the reason. */
function wrongWords({ kind, words }: SuppressionNote, codes: readonly string[]): readonly SuppressionWord[] {
  if (kind === 'Metadata') return words.filter(({ word }) => word !== '' && !isKnown(word, codes));
  const families = new Set(codes.map((code) => code.slice(0, code.indexOf('.'))));
  const someKnown = words.some(({ word }) => isKnown(word, codes));
  return words.filter(({ word }) => {
    const dot = word.indexOf('.');
    return dot > 0 && dot < word.length - 1 && !isKnown(word, codes) && (!someKnown || families.has(word.slice(0, dot)));
  });
}

function isKnown(word: string, codes: readonly string[]): boolean {
  return codes.some((code) => code === word || code.startsWith(word.endsWith('.') ? word : `${word}.`));
}
