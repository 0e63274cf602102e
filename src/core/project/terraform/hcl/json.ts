import { type Node, parseTree } from 'jsonc-parser';
import { Cursor } from './cursor.ts';
import { ExpressionParser } from './expressions.ts';
import type { Block, Body, Expression, Label, ObjectEntry, Span } from './model.ts';
import { readText } from './templates.ts';

/** Reads Terraform's JSON syntax (`.tf.json`). */
export function parseTerraformJson(text: string): Body {
  const errors: { readonly offset: number }[] = [];
  const root = parseTree(text, errors as never);
  const blocks = propertiesOf(root).flatMap(({ key, value }) => fileBlocks(key, value));
  return { attributes: new Map(), blocks, damaged: errors.length > 0 };
}

/** Labels that stand between a block's type and its body. */
const labelCounts: ReadonlyMap<string, number> = new Map([
  ['resource', 2],
  ['data', 2],
  ['module', 1],
  ['variable', 1],
  ['output', 1],
  ['provider', 1],
  ['locals', 0],
  ['terraform', 0],
]);

function fileBlocks(key: Label, value: Node): readonly Block[] {
  const count = labelCounts.get(key.text);
  return count === undefined ? [] : labelled(key, [], count, value);
}

function labelled(type: Label, labels: readonly Label[], count: number, value: Node): readonly Block[] {
  if (count > 0)
    return objectsOf(value).flatMap((object) =>
      propertiesOf(object).flatMap(({ key, value: inner }) => labelled(type, [...labels, key], count - 1, inner)),
    );
  const start = labels.at(-1)?.start ?? type.start;
  return objectsOf(value).map((object) => ({
    type: type.text,
    labels,
    body: toBody(object),
    start: start - 1,
    end: object.offset + object.length,
  }));
}

/** What stands for a nested block and what for an attribute can't be told apart here: it is both. */
function toBody(object: Node): Body {
  const properties = propertiesOf(object);
  const attributes = new Map(properties.map(({ key, value }) => [key.text, toExpression(value, 0)]));
  const blocks = properties.flatMap(({ key, value }) =>
    objectsOf(value).map(
      (inner): Block => ({ type: key.text, labels: [], body: toBody(inner), start: key.start - 1, end: inner.offset + inner.length }),
    ),
  );
  return { attributes, blocks, damaged: false };
}

function toExpression(node: Node, depth: number): Expression {
  const span: Span = { start: node.offset, end: node.offset + node.length };
  if (depth > 60) return { kind: 'unreadable', reason: 'it is nested too deeply', ...span };
  const children = node.children ?? [];
  switch (node.type) {
    case 'string':
      return toText(String(node.value), { start: span.start + 1, end: span.end - 1 });
    case 'array':
      return { kind: 'list', items: children.map((child) => toExpression(child, depth + 1)), ...span };
    case 'object':
      return { kind: 'object', entries: propertiesOf(node).map(({ key, value }) => toEntry(key, value, depth)), ...span };
    default:
      return { kind: 'literal', value: node.value as number | boolean | null, ...span };
  }
}

function toEntry(key: Label, value: Node, depth: number): ObjectEntry {
  return { key: toText(key.text, key), value: toExpression(value, depth + 1) };
}

/** Texts are templates. Their parts have the place of the whole: escapes may stand in between. */
function toText(text: string, { start, end }: Span): Expression {
  if (!/[$%]\{/.test(text)) return { kind: 'literal', value: text, start, end };
  const cursor = new Cursor(text);
  const parser = new ExpressionParser(cursor);
  const expression = readText(cursor, () => parser.expression(true));
  return JSON.parse(JSON.stringify(expression), (key, value) => (key === 'start' ? start : key === 'end' ? end : value)) as Expression;
}

function objectsOf(node: Node): readonly Node[] {
  const nodes = node.type === 'array' ? (node.children ?? []) : [node];
  return nodes.filter(({ type }) => type === 'object');
}

function propertiesOf(node: Node | undefined): readonly { readonly key: Label; readonly value: Node }[] {
  if (node?.type !== 'object') return [];
  return (node.children ?? []).flatMap(({ children }) => {
    const [key, value] = children ?? [];
    if (key === undefined || value === undefined) return [];
    return [{ key: { text: String(key.value), start: key.offset + 1, end: key.offset + key.length - 1 }, value }];
  });
}
