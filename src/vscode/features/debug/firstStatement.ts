import type { TextPosition } from '../../../core/text.ts';

/**
 * The line where a function that is declared at `declaration` does its first work, for a breakpoint that stops inside it rather than
 * where it is declared. The declaration's own line where the body can't be found (a reference, a wrapper).
 */
export function firstStatementLine(lines: readonly string[], declaration: TextPosition): number {
  return /^\s*(async\s+)?def\s/.test(lines[declaration.line] ?? '') ? inPython(lines, declaration.line) : inBraces(lines, declaration);
}

/** Behind the line that ends the parameters with a colon, past comments and the docstring. */
function inPython(lines: readonly string[], declaration: number): number {
  let line = declaration;
  while (line < lines.length && !/:\s*(#.*)?$/.test(lines[line] ?? '')) line++;
  let docstring: string | undefined;
  for (line++; line < lines.length; line++) {
    const code = (lines[line] ?? '').trim();
    const quote = /^[rRuU]?("{3}|'{3})/.exec(code)?.[1];
    if (docstring !== undefined) {
      if (code.endsWith(docstring)) docstring = undefined;
    } else if (quote !== undefined) {
      if (code.length < 6 || !code.endsWith(quote)) docstring = quote;
    } else if (code !== '' && !code.startsWith('#')) return line;
  }
  return declaration;
}

function inBraces(lines: readonly string[], declaration: TextPosition): number {
  const opening = bodyOpening(lines, declaration);
  if (opening === undefined) return declaration.line;
  const rest = codeOf(lines[opening.line]?.slice(opening.character + 1) ?? '');
  if (rest !== '' && !rest.startsWith('}')) return opening.line;
  for (let line = opening.line + 1; line < lines.length; line++) {
    const code = codeOf(lines[line] ?? '');
    if (code.startsWith('}')) return declaration.line;
    if (code !== '' && !code.startsWith('*') && !code.startsWith('/*')) return line;
  }
  return declaration.line;
}

/** The `{` behind the `=>` or the parameters' `)`, looked for in the next few lines: parameters may hold braces and types of their own. */
function bodyOpening(lines: readonly string[], declaration: TextPosition): TextPosition | undefined {
  let depth = 0;
  let sawParameters = false;
  for (let line = declaration.line; line < Math.min(lines.length, declaration.line + 30); line++) {
    const text = lines[line] ?? '';
    for (let character = line === declaration.line ? declaration.character : 0; character < text.length; character++) {
      const c = text[character];
      if (text.startsWith('//', character)) break;
      if (c === '(') depth++;
      else if (c === ')') {
        depth--;
        sawParameters ||= depth === 0;
      } else if (c === '{' && (arrowBefore(text, character) || (depth === 0 && sawParameters))) return { line, character };
      else if (c === ';' && depth === 0) return undefined;
    }
  }
  return undefined;
}

function arrowBefore(text: string, character: number): boolean {
  return text.slice(0, character).trimEnd().endsWith('=>');
}

function codeOf(text: string): string {
  return text.replace(/\/\/.*$/, '').trim();
}
