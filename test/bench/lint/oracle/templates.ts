import { childLine, endOfBlock, indentOf, isBlank, keyOf, plainText, startOfBlock } from './indented.ts';
import type { Scanner, Sighting, SourceText } from './model.ts';

/** SAM and CloudFormation, in YAML or in JSON with a line for each key. */
export const scanTemplate: Scanner = (source) => {
  const { file, lines } = source;
  if (!/\.(ya?ml|json|template|yaml\.tmpl)$/i.test(file) || !lines.some((line) => /^\s{0,4}"?Resources"?\s*:/.test(line))) return [];
  return lines.flatMap((line, at) => {
    const entry = keyOf(line);
    if (entry?.key !== 'Type' || !/^["']?AWS::(Serverless|Lambda)::Function["']?$/.test(entry.value)) return [];
    const sighting = functionAt(source, at, entry.value.includes('Serverless'));
    return sighting === undefined ? [] : [sighting];
  });
};

function functionAt({ file, lines }: SourceText, typeLine: number, sam: boolean): Sighting | undefined {
  const indent = indentOf(lines[typeLine] ?? '');
  const start = startOfBlock(lines, typeLine, indent);
  const idLine = start - 1;
  if (idLine < 0 || keyOf(lines[idLine] ?? '')?.value.match(/^\{?$/) === undefined) return undefined;
  const end = endOfBlock(lines, typeLine, indent);
  const properties = childLine(lines, start, end, 'Properties');
  const own = properties === undefined ? undefined : handlerBelow(lines, properties);
  const found = own ?? (sam ? globalHandler(lines) : undefined);
  return found === undefined || found.handler === undefined
    ? { file, line: idLine + 1, handler: undefined, by: 'template' }
    : { file, line: found.line, handler: found.handler, by: 'template' };
}

interface FoundHandler {
  readonly line: number;
  readonly handler: string | undefined;
}

function handlerBelow(lines: readonly string[], parent: number): FoundHandler | undefined {
  let first = parent + 1;
  while (first < lines.length && isBlank(lines[first] ?? '')) first++;
  if (indentOf(lines[first] ?? '') <= indentOf(lines[parent] ?? '')) return undefined;
  const end = endOfBlock(lines, first, indentOf(lines[first] ?? ''));
  const at = childLine(lines, first, end, 'Handler');
  return at === undefined ? undefined : { line: at + 1, handler: plainText(keyOf(lines[at] ?? '')?.value ?? '') };
}

function globalHandler(lines: readonly string[]): FoundHandler | undefined {
  const globals = lines.findIndex((line) => /^"?Globals"?\s*:/.test(line.trimEnd()));
  if (globals === -1) return undefined;
  const end = endOfBlock(lines, globals + 1, 1);
  const at = childLine(lines, globals + 1, end, 'Function');
  return at === undefined ? undefined : handlerBelow(lines, at);
}
