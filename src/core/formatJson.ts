/**
 * JSON with two spaces of indentation; undefined where `text` isn't JSON. Numbers stay as they are written: JavaScript would round those of
 * more than 15 digits, and drop the `.0` of Python's.
 */
export function formatJson(text: string): string | undefined {
  try {
    JSON.parse(text);
  } catch {
    return undefined;
  }
  const lines: string[] = [];
  let line = '';
  let depth = 0;
  const breakLine = () => {
    lines.push(line);
    line = '  '.repeat(depth);
  };
  let previous = '';
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g)) {
    const opened = previous === '{' || previous === '[';
    if (token === '}' || token === ']') {
      // What is empty stays on its line.
      if (!opened) {
        depth--;
        breakLine();
      }
    } else if (opened) {
      depth++;
      breakLine();
    }
    if (token === ':') line += ': ';
    else line += token.startsWith('"') ? JSON.stringify(JSON.parse(token)) : token;
    if (token === ',') breakLine();
    previous = token;
  }
  lines.push(line);
  return lines.join('\n');
}
