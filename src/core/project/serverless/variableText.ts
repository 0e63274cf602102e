/** A text as the Serverless Framework reads it: words, and variables that are replaced. */
export type TextPart = { readonly kind: 'words'; readonly text: string } | { readonly kind: 'variable'; readonly variable: Variable };

/** `${source(argument):address, fallback, …}`; each part may hold variables itself. */
export interface Variable {
  /** As it is written, with its braces. */
  readonly written: string;
  /** What it may stand for, the first one first: `self:a.b`, `'text'`, `12`, or a variable in braces. */
  readonly candidates: readonly string[];
}

/** `self:custom.x`, `file(./a.yml):b`, `ssm(us-east-1):/path`. */
export interface Reference {
  readonly source: string;
  readonly argument: string | undefined;
  readonly address: string;
}

/** The parts of a text; `${…}` without a source that the Framework knows by its colon is CloudFormation's, and stays. */
export function partsOf(text: string): readonly TextPart[] {
  const parts: TextPart[] = [];
  let end = 0;
  for (let start = text.indexOf('${'); start !== -1; start = text.indexOf('${', start + 2)) {
    const close = closingBrace(text, start + 2);
    if (close === undefined) break;
    const inner = text.slice(start + 2, close);
    if (!/^\s*[\w-]+(?:\(|:(?!:))/.test(inner)) continue;
    if (start > end) parts.push({ kind: 'words', text: text.slice(end, start) });
    const written = text.slice(start, close + 1);
    parts.push({ kind: 'variable', variable: { written, candidates: splitOutside(inner, ',').map((candidate) => candidate.trim()) } });
    end = close + 1;
    start = close - 1;
  }
  if (end < text.length || parts.length === 0) parts.push({ kind: 'words', text: text.slice(end) });
  return parts;
}

export function referenceOf(candidate: string): Reference | undefined {
  const head = /^([\w-]+)(?=[(:])/.exec(candidate)?.[1];
  if (head === undefined) return undefined;
  const rest = candidate.slice(head.length);
  if (!rest.startsWith('(')) return { source: head, argument: undefined, address: rest.slice(1).trim() };
  const close = closingParenthesis(rest);
  if (close === undefined) return undefined;
  const after = rest.slice(close + 1).trim();
  if (after !== '' && !after.startsWith(':')) return undefined;
  return { source: head, argument: rest.slice(1, close).trim(), address: after.slice(1).trim() };
}

/** The text between quotes; undefined where it isn't quoted. */
export function quotedText(candidate: string): string | undefined {
  return /^(["'])([\s\S]*)\1$/.exec(candidate)?.[2];
}

function closingBrace(text: string, from: number): number | undefined {
  let depth = 1;
  for (let at = from; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === '{' && text.charAt(at - 1) === '$') depth++;
    else if (character === '}' && --depth === 0) return at;
  }
  return undefined;
}

function closingParenthesis(text: string): number | undefined {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === '(') depth++;
    else if (character === ')' && --depth === 0) return at;
  }
  return undefined;
}

/** Splits where the separator isn't in quotes, braces or parentheses. */
function splitOutside(text: string, separator: string): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let quote: string | undefined;
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (quote !== undefined) quote = character === quote ? undefined : quote;
    else if (character === '"' || character === "'") quote = character;
    else if (character === '{' || character === '(') depth++;
    else if (character === '}' || character === ')') depth--;
    else if (character === separator && depth === 0) {
      parts.push(text.slice(start, at));
      start = at + 1;
    }
  }
  return [...parts, text.slice(start)];
}
