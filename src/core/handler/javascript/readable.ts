/**
 * A source without what the grammars can't read and what says nothing of its exports: import attributes (`with { type: 'json' }`, and
 * `assert` as it was called first), and types that are passed on (`export type * from`). Every offset stays what it was.
 */
export function readable(text: string): string {
  if (!UNREAD.test(text)) return text;
  return text
    .replace(ATTRIBUTES, (_, before: string, _quote: string, attributes: string) => before + blank(attributes))
    .replace(TYPE_STARS, blank);
}

/** A quick look, which may err on the side of yes. */
const UNREAD = /\b(?:assert|with)\s*\{|\bexport\s+type\s*\*/;

const ATTRIBUTES = /^([ \t]*(?:import|export)\b[^;'"]{0,600}(['"])[^'"\r\n]{1,500}\2[ \t]*)((?:assert|with)\s*\{[^{}]{0,500}\})/gm;
const TYPE_STARS = /^[ \t]*export\s+type\s*\*[^;'"]{0,80}(['"])[^'"\r\n]{1,500}\1;?/gm;

function blank(text: string): string {
  return text.replace(/[^\r\n]/g, ' ');
}
