import { type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import { intrinsicName, lazy, type MappingEntry, type MappingNode, type ParsedTree, type TemplateNode } from './model.ts';

/** Reads JSON; comments and trailing commas are forgiven. */
export function parseJson(text: string): ParsedTree {
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true });
  const error = errors[0];
  if (error !== undefined) {
    const span = { start: error.offset, end: error.offset + error.length };
    return { kind: 'syntax-error', message: inWords(printParseErrorCode(error.error)), span };
  }
  return { kind: 'tree', root: root === undefined ? undefined : read(root, text) };
}

function read(node: Node, text: string): TemplateNode {
  const span = { start: node.offset, end: node.offset + node.length };
  if (node.type === 'object') return readObject(node, text);
  if (node.type === 'array') {
    const items = lazy(() => (node.children ?? []).map((item) => read(item, text)), []);
    return {
      kind: 'sequence',
      span,
      get items() {
        return items();
      },
    };
  }
  const value = node.value as string | number | boolean | null;
  if (typeof value !== 'string') return { kind: 'scalar', value, text: text.slice(span.start, span.end), span };
  return { kind: 'scalar', value, text: value, span: { start: span.start + 1, end: span.end - 1 } };
}

function readObject(node: Node, text: string): TemplateNode {
  const span = { start: node.offset, end: node.offset + node.length };
  const entries = lazy<MappingNode['entries']>(() => readEntries(node, text), new Map());
  const properties = node.children ?? [];
  const name = properties.length === 1 ? intrinsicName(keyOf(properties[0])) : undefined;
  const argument = properties[0]?.children?.[1];
  if (name !== undefined && argument !== undefined) return { kind: 'intrinsic', name, span, argument: read(argument, text) };
  return {
    kind: 'mapping',
    span,
    get entries() {
      return entries();
    },
  };
}

function readEntries(node: Node, text: string): MappingNode['entries'] {
  const entries = new Map<string, MappingEntry>();
  for (const property of node.children ?? []) {
    const [keyNode, valueNode] = property.children ?? [];
    if (keyNode === undefined || valueNode === undefined) continue;
    const key = String(keyNode.value);
    const keySpan = { start: keyNode.offset + 1, end: keyNode.offset + keyNode.length - 1 };
    entries.set(key, { key, keySpan, value: read(valueNode, text) });
  }
  return entries;
}

function keyOf(property: Node | undefined): string {
  return String(property?.children?.[0]?.value ?? '');
}

/** `CloseBraceExpected` -> `close brace expected`. */
function inWords(code: string): string {
  return code.replace(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase();
}
