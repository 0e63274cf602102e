import { type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import { LineMap, type TextRange } from '../../text.ts';
import type { JsonEntries } from './jsonEntries.ts';
import { intrinsicName, lazy, type MappingEntry, type MappingNode, type ParsedTree, type TemplateNode } from './model.ts';

/**
 * Reads JSON; comments and trailing commas are forgiven.
 * @param known of the text that stood there before
 */
export function parseJson(text: string, known?: JsonEntries): ParsedTree {
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true });
  const error = errors[0];
  if (error !== undefined) {
    const span = { start: error.offset, end: error.offset + error.length };
    return { kind: 'syntax-error', message: inWords(printParseErrorCode(error.error)), span };
  }
  return { kind: 'tree', root: root === undefined ? undefined : read(root, { text, lines: new LineMap(text) }, known) };
}

interface JsonText {
  readonly text: string;
  readonly lines: LineMap;
}

function read(node: Node, source: JsonText, known?: JsonEntries): TemplateNode {
  if (node.type === 'object') return readObject(node, source, known);
  const range = source.lines.range(node.offset, node.offset + node.length);
  if (node.type === 'array') {
    const items = lazy(() => (node.children ?? []).map((item) => read(item, source)), []);
    return {
      kind: 'sequence',
      range,
      get items() {
        return items();
      },
    };
  }
  const value = node.value as string | number | boolean | null;
  if (typeof value !== 'string') return { kind: 'scalar', value, text: source.text.slice(node.offset, node.offset + node.length), range };
  return { kind: 'scalar', value, text: value, range: inQuotes(node, source) };
}

function readObject(node: Node, source: JsonText, known: JsonEntries | undefined): TemplateNode {
  const range = source.lines.range(node.offset, node.offset + node.length);
  const entries = lazy<MappingNode['entries']>(() => readEntries(node, source, known), new Map());
  const properties = node.children ?? [];
  const name = properties.length === 1 ? intrinsicName(keyOf(properties[0])) : undefined;
  const argument = properties[0]?.children?.[1];
  if (name !== undefined && argument !== undefined) return { kind: 'intrinsic', name, range, argument: read(argument, source) };
  return {
    kind: 'mapping',
    range,
    get entries() {
      return entries();
    },
  };
}

function readEntries(node: Node, source: JsonText, known: JsonEntries | undefined): MappingNode['entries'] {
  const entries = new Map<string, MappingEntry>();
  for (const property of node.children ?? []) {
    const [keyNode, valueNode] = property.children ?? [];
    if (keyNode === undefined || valueNode === undefined) continue;
    const key = String(keyNode.value);
    const make = (below?: JsonEntries): MappingEntry => ({
      key,
      keyRange: inQuotes(keyNode, source),
      value: read(valueNode, source, below),
    });
    const { start } = source.lines.range(property.offset, property.offset);
    const text = known === undefined ? '' : source.text.slice(property.offset, property.offset + property.length);
    entries.set(key, known?.entry(key, text, start, make) ?? make());
  }
  known?.keep(entries);
  return entries;
}

function inQuotes({ offset, length }: Node, { lines }: JsonText): TextRange {
  return lines.range(offset + 1, offset + length - 1);
}

function keyOf(property: Node | undefined): string {
  return String(property?.children?.[0]?.value ?? '');
}

/** `CloseBraceExpected` -> `close brace expected`. */
function inWords(code: string): string {
  return code.replace(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase();
}
