import { invalidLogs } from './awsError.ts';
import { parseJsonFilter } from './jsonFilter.ts';

/**
 * CloudWatch's filter patterns: terms that must all occur (`ERROR "out of memory"`), of which one must (`?ERROR ?WARN`), that mustn't
 * (`-DEBUG`), and conditions on JSON lines (`{ $.level = "error" }`). Patterns of space-separated columns and regular expressions
 * are refused.
 */
export function parseFilterPattern(pattern: string): (message: string) => boolean {
  const text = pattern.trim();
  if (text === '') return () => true;
  if (text.length > 1024) throw invalidLogs('The filter pattern must have at most 1024 characters.');
  if (text.startsWith('{')) return parseJsonFilter(text);
  if (text.startsWith('[') || text.startsWith('%')) {
    throw invalidLogs('The local cloud takes terms and JSON conditions as filter patterns: no columns and no regular expressions.');
  }
  const terms = parseTerms(text);
  const oneOf = terms.filter((term) => term.sign === '?');
  return (message) =>
    terms.every((term) => term.sign === '?' || message.includes(term.text) !== (term.sign === '-')) &&
    // Beside required terms, CloudWatch doesn't look at optional ones.
    (oneOf.length < terms.length || oneOf.some((term) => message.includes(term.text)));
}

interface Term {
  readonly sign: '' | '?' | '-';
  readonly text: string;
}

const TERM = /([?-]?)(?:"((?:[^"\\]|\\.)*)"|([^\s"]+))\s*/y;

function parseTerms(text: string): readonly Term[] {
  const terms: Term[] = [];
  const scanner = new RegExp(TERM);
  while (scanner.lastIndex < text.length) {
    const match = scanner.exec(text);
    if (match === null) throw invalidLogs('Invalid filter pattern');
    const quoted = match[2]?.replace(/\\(.)/g, '$1');
    terms.push({ sign: match[1] as Term['sign'], text: quoted ?? match[3] ?? '' });
  }
  return terms;
}
