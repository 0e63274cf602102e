import type { TextPosition, TextRange } from '../../text.ts';
import { entriesOf, lazy, type MappingEntry, type MappingNode, type TemplateNode } from './model.ts';

/** The same node, some lines further down. */
export function movedNode(node: TemplateNode, by: number): TemplateNode {
  const range = movedRange(node.range, by);
  switch (node.kind) {
    case 'scalar':
      return { ...node, range };
    case 'intrinsic': {
      const argument = lazy(() => movedNode(node.argument, by), node.argument);
      return {
        kind: 'intrinsic',
        name: node.name,
        range,
        get argument() {
          return argument();
        },
      };
    }
    case 'sequence': {
      const items = lazy(() => node.items.map((item) => movedNode(item, by)), []);
      return {
        kind: 'sequence',
        range,
        get items() {
          return items();
        },
      };
    }
    case 'mapping': {
      const entries = lazy<MappingNode['entries']>(
        () => new Map(entriesOf(node).map((entry) => [entry.key, movedEntry(entry, by)])),
        new Map(),
      );
      return {
        kind: 'mapping',
        range,
        get entries() {
          return entries();
        },
      };
    }
  }
}

export function movedEntry({ key, keyRange, value }: MappingEntry, by: number): MappingEntry {
  return { key, keyRange: movedRange(keyRange, by), value: movedNode(value, by) };
}

export function movedPosition({ line, character }: TextPosition, by: number): TextPosition {
  return { line: line + by, character };
}

function movedRange({ start, end }: TextRange, by: number): TextRange {
  return { start: movedPosition(start, by), end: movedPosition(end, by) };
}
