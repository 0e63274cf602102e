import { type AnsiStyle, parseAnsi } from './ansi.ts';
import { findSourceLinks, type SourceLink } from './frames.ts';

/** A stretch of a line with one look and one meaning. */
export interface Span {
  readonly text: string;
  readonly style: AnsiStyle;
  /** The whole link, where this stretch is (a part of) one. */
  readonly link: SourceLink | undefined;
  /** Part of what the filter looks for. */
  readonly match: boolean;
}

/** Cuts text into spans: escape codes become looks, source places links, and each `needle` (any case) is marked. */
export function toSpans(text: string, needle: string): readonly Span[] {
  const runs = parseAnsi(text);
  const plain = runs.map((run) => run.text).join('');
  const links = findSourceLinks(plain);
  const matches = findMatches(plain, needle);
  const spans: Span[] = [];
  let start = 0;
  for (const run of runs) {
    const end = start + run.text.length;
    const cuts = new Set([start, end]);
    for (const range of [...links, ...matches]) {
      if (range.start > start && range.start < end) cuts.add(range.start);
      if (range.end > start && range.end < end) cuts.add(range.end);
    }
    const sorted = [...cuts].sort((a, b) => a - b);
    for (let index = 0; index + 1 < sorted.length; index += 1) {
      const from = sorted[index] ?? 0;
      spans.push({
        text: plain.slice(from, sorted[index + 1]),
        style: run.style,
        link: links.find((link) => from >= link.start && from < link.end),
        match: matches.some((match) => from >= match.start && from < match.end),
      });
    }
    start = end;
  }
  return spans;
}

/** Where `needle` is, in any case, without overlaps. */
export function findMatches(text: string, needle: string): readonly { readonly start: number; readonly end: number }[] {
  if (needle === '') return [];
  const found: { start: number; end: number }[] = [];
  const [haystack, sought] = [text.toLowerCase(), needle.toLowerCase()];
  for (let at = haystack.indexOf(sought); at !== -1 && found.length < 500; at = haystack.indexOf(sought, at + sought.length)) {
    found.push({ start: at, end: at + sought.length });
  }
  return found;
}
