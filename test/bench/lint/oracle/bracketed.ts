/** Where the bracket that opens at or after `offset` closes, in a program or in HCL: texts and comments are stepped over. */
export function closing(text: string, offset: number): number {
  let depth = 0;
  for (let at = offset; at < text.length; at++) {
    const character = text[at] ?? '';
    if (character === '"' || character === "'" || character === '`') at = endOfText(text, at);
    else if (text.startsWith('//', at) || (character === '#' && /\s/.test(text[at - 1] ?? ' '))) at = endOfLine(text, at);
    else if (text.startsWith('/*', at)) at = Math.max(at, text.indexOf('*/', at + 2)) + 1;
    else if ('([{'.includes(character)) depth++;
    else if (')]}'.includes(character) && --depth <= 0) return at;
  }
  return text.length;
}

function endOfText(text: string, start: number): number {
  const quote = text.slice(start, start + 3) === '"""' ? '"""' : (text[start] ?? '');
  for (let at = start + quote.length; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text.startsWith(quote, at)) return at + quote.length - 1;
    else if (text[at] === '\n' && quote.length === 1 && quote !== '`') return at;
  }
  return text.length;
}

function endOfLine(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end === -1 ? text.length : end;
}

export function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}
