import { isAlias, isMap, isNode, isScalar, type Node, visit, type YAMLMap } from 'yaml';
import { LineMap, type TextPosition } from '../../text.ts';
import { parseOnce } from './lenientYaml.ts';
import type { MappingEntry } from './model.ts';
import { movedEntry, movedPosition } from './movedNode.ts';
import { YamlReader } from './yaml.ts';

/** An entry of a mapping, with the lines it takes. */
export interface Block {
  readonly entry: MappingEntry;
  readonly start: TextPosition;
  /** Where the mapping ends, if this is its last entry. */
  readonly end: TextPosition;
  /** Where the mapping around that one ends, if that is its last entry too: comments behind them may count there. */
  readonly outerEnd: TextPosition;
}

/** The same, from a line on. */
export function movedBlock({ entry, start, end, outerEnd }: Block, line: number): Block {
  const by = line - start.line;
  return {
    entry: movedEntry(entry, by),
    start: movedPosition(start, by),
    end: movedPosition(end, by),
    outerEnd: movedPosition(outerEnd, by),
  };
}

/**
 * Parses an entry by itself; undefined where it isn't a plain one, or holds an error or anything that reaches beyond it. What comes after
 * may be read as part of it, so a key stands there, and one that it ends with stands above.
 * @param indent how far in the entry's own key stands
 * @param after how far in the next key stands; -1 where nothing comes after
 */
export function parseBlock(block: string, indent: number, after: number): Block | undefined {
  const key = `${' '.repeat(Math.max(after, 0))}x:`;
  const isInner = indent > 0 && after < indent;
  const text = (isInner ? `${key}\n` : '') + block + (after === -1 ? '' : key);
  const document = parseOnce(text);
  const outer = document.contents;
  if (document.errors.length > 0 || !isPlainMap(outer) || outer.items.length !== (after === -1 ? 1 : 2)) return undefined;
  const map = isInner ? outer.items[0]?.value : outer;
  if (!isPlainMap(map) || (isInner && map.items.length !== 1)) return undefined;
  const [pair] = map.items;
  const start = (isInner ? key.length + 1 : 0) + indent;
  if (pair === undefined || map.range[0] !== start || !isKeyAt(pair.key, start) || !isNode(pair.value)) return undefined;
  // White space that is none to YAML is some of the key, but not of the mapping's range.
  if (/\s/.test(text.charAt(start))) return undefined;
  if (/[&*]/.test(block) && (reachesBeyond(pair.key) || reachesBeyond(pair.value))) return undefined;
  const lines = new LineMap(text);
  const position = (offset: number) => lines.position(text.slice(0, offset).trimEnd().length);
  return {
    entry: new YamlReader(text, document, lines).entry(pair, map),
    start: lines.position(start),
    end: position(pair.value.range[2]),
    outerEnd: position(map.range[2]),
  };
}

function isPlainMap(node: unknown): node is YAMLMap.Parsed {
  return isMap(node) && node.flow !== true && node.tag === undefined && node.anchor === undefined;
}

/** A text that is no merge key. */
function isKeyAt(key: unknown, start: number): key is Node {
  return isScalar(key) && key.range?.[0] === start && key.range[1] > start && key.value !== '<<';
}

/** Whether there are aliases, or anchors for those of other entries. */
function reachesBeyond(node: Node): boolean {
  let found = false;
  visit(node, {
    Node: (_, inner) => {
      found ||= isAlias(inner) || inner.anchor !== undefined;
      return found ? visit.BREAK : undefined;
    },
  });
  return found;
}
