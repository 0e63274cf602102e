/** A stretch of text in one look. Colours are names of VS Code's terminal palette: `red`, `brightBlue`. */
export interface AnsiRun {
  readonly text: string;
  readonly style: AnsiStyle;
}

export interface AnsiStyle {
  readonly color?: string;
  readonly bold?: boolean;
  readonly dim?: boolean;
  readonly italic?: boolean;
  readonly underline?: boolean;
}

/**
 * Splits text at its escape codes. The sixteen palette colours and weights are kept; other codes (cursor moves,
 * 24-bit colours, hyperlinks) are taken out, for a theme's own colours stay readable and a program's own may not.
 */
export function parseAnsi(text: string): readonly AnsiRun[] {
  if (!text.includes(escapeCharacter)) return [{ text, style: {} }];
  const runs: AnsiRun[] = [];
  let style: AnsiStyle = {};
  let at = 0;
  for (const match of text.matchAll(sequence)) {
    if (match.index > at) runs.push({ text: text.slice(at, match.index), style });
    at = match.index + match[0].length;
    if (match[1] !== undefined) style = applied(style, match[1]);
  }
  if (at < text.length) runs.push({ text: text.slice(at), style });
  return runs;
}

export function stripAnsi(text: string): string {
  return text.includes(escapeCharacter) ? text.replace(sequence, '') : text;
}

const escapeCharacter = '\u001b';
/** SGR (captured), other CSI, OSC up to its terminator, two-character escapes. */
const sequence = new RegExp(
  `${escapeCharacter}(?:\\[([\\d;]*)m|\\[[\\d;?]*[A-Za-ln-z]|\\][^\\u0007${escapeCharacter}]*(?:\\u0007|${escapeCharacter}\\\\)|[@-Z\\\\^_])`,
  'g',
);

const palette = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'];

function applied(before: AnsiStyle, parameters: string): AnsiStyle {
  const codes = parameters.split(';').map(Number);
  let style: { -readonly [key in keyof AnsiStyle]: AnsiStyle[key] } = { ...before };
  for (let index = 0; index < codes.length; index += 1) {
    const code = codes[index] ?? 0;
    if (code === 0) style = {};
    else if (code === 1) style.bold = true;
    else if (code === 2) style.dim = true;
    else if (code === 3) style.italic = true;
    else if (code === 4) style.underline = true;
    else if (code === 22) {
      delete style.bold;
      delete style.dim;
    } else if (code === 23) delete style.italic;
    else if (code === 24) delete style.underline;
    else if (code === 39) delete style.color;
    else if (code === 38 || code === 48) {
      const mode = codes[index + 1];
      const color = mode === 5 ? paletteName(codes[index + 2] ?? -1) : undefined;
      if (code === 38 && color !== undefined) style.color = color;
      index += mode === 5 ? 2 : 4;
    } else {
      const color = code >= 30 && code <= 37 ? paletteName(code - 30) : code >= 90 && code <= 97 ? paletteName(code - 82) : undefined;
      if (color !== undefined) style.color = color;
    }
  }
  return style;
}

/** 0 to 7 plain, 8 to 15 bright. */
function paletteName(number: number): string | undefined {
  const name = palette[number % 8];
  if (name === undefined || number < 0 || number > 15) return undefined;
  return number < 8 ? name : `bright${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}
