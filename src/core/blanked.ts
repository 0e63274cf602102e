/** How a language writes what isn't code. */
export interface Lexical {
  /** `"${a}"` holds code with braces of its own. */
  readonly templates: boolean;
  /** A comment may hold another. */
  readonly nestedComments: boolean;
}

/**
 * The text with spaces for what is in comments, strings and characters, so that braces and words in it are code, at their places.
 * Undefined where that can't be told: a string or comment that doesn't end.
 */
export function blanked(text: string, { templates, nestedComments }: Lexical): string | undefined {
  const out = text.split('');
  const blank = (start: number, end: number): void => {
    for (let index = start; index < end; index += 1) if (out[index] !== '\n' && out[index] !== '\r') out[index] = ' ';
  };
  let index = 0;
  while (index < text.length) {
    const end = endOfNoncode(text, index, templates, nestedComments);
    if (end === undefined) return undefined;
    if (end > index) blank(index, end);
    index = Math.max(end, index + 1);
  }
  return out.join('');
}

/** Where the comment, string or character that begins here ends; `start` itself where none begins; undefined where it has no end. */
function endOfNoncode(text: string, start: number, templates: boolean, nested: boolean): number | undefined {
  if (text.startsWith('//', start)) {
    const end = text.indexOf('\n', start);
    return end === -1 ? text.length : end;
  }
  if (text.startsWith('/*', start)) return endOfComment(text, start, nested);
  if (text.startsWith('"""', start)) {
    const end = /"""+/g;
    end.lastIndex = start + 3;
    return end.exec(text) === null ? undefined : end.lastIndex;
  }
  if (text[start] === '"') return endOfString(text, start, templates);
  if (text[start] === "'") return start + (/^'(?:\\u[\da-fA-F]{4}|\\.|[^\\'\n])'/.exec(text.slice(start, start + 9))?.[0].length ?? 0);
  return start;
}

function endOfComment(text: string, start: number, nested: boolean): number | undefined {
  const marks = /\/\*|\*\//g;
  marks.lastIndex = start;
  let depth = 0;
  for (let mark = marks.exec(text); mark !== null; mark = marks.exec(text)) {
    if (mark[0] === '*/') depth -= 1;
    else if (nested || depth === 0) depth += 1;
    if (depth === 0) return marks.lastIndex;
  }
  return undefined;
}

/** A string's `${…}` may hold strings again. */
function endOfString(text: string, start: number, templates: boolean): number | undefined {
  let depth = 0;
  for (let index = start + 1; index < text.length; index += 1) {
    const character = text[index];
    if (character === '\n') return undefined;
    if (character === '\\') index += 1;
    else if (templates && character === '{' && (depth > 0 || text[index - 1] === '$')) depth += 1;
    else if (templates && character === '}' && depth > 0) depth -= 1;
    else if (character === '"') {
      if (depth === 0) return index + 1;
      const inner = endOfString(text, index, templates);
      if (inner === undefined) return undefined;
      index = inner - 1;
    }
  }
  return undefined;
}
