import { entriesOf, type MappingEntry, type TemplateNode, type TemplateSource } from '../../tree/model.ts';
import { textValue } from '../values.ts';

/** Larger ones aren't taken by CloudFormation; an alias can contain itself. */
const mostNodes = 50_000;

/** Plain data of a node. Numbers are texts as they are written: `1.0` stays that. */
export function plainOf(node: TemplateNode | undefined, source: TemplateSource): unknown {
  return plain(node, { source, left: { nodes: mostNodes }, isExact: false }, 0);
}

interface Reading {
  readonly source: TemplateSource;
  readonly left: { nodes: number };
  /** In patterns `5`, `"5"` and `null` are three things; elsewhere a number is what is written, and null is nothing. */
  readonly isExact: boolean;
}

const PATTERNS: ReadonlySet<string> = new Set(['FilterPolicy', 'EventPattern', 'Pattern']);

function plain(node: TemplateNode | undefined, reading: Reading, depth: number): unknown {
  const { source, left, isExact } = reading;
  if (node === undefined || depth > 60 || left.nodes-- <= 0) return undefined;
  const inner = (value: TemplateNode): unknown => plain(value, reading, depth + 1);
  const member = ({ key, value }: MappingEntry): unknown =>
    PATTERNS.has(key) ? plain(value, { ...reading, isExact: true }, depth + 1) : inner(value);
  switch (node.kind) {
    case 'scalar':
      if (isExact) return node.value;
      return typeof node.value === 'number' ? node.text : (node.value ?? undefined);
    case 'sequence':
      return node.items.map(inner);
    case 'mapping':
      return Object.fromEntries(entriesOf(node).map((entry) => [entry.key, member(entry)]));
    case 'intrinsic': {
      const value = textValue(node, source);
      if (value.kind === 'literal') return value.value;
      if (value.kind === 'absent') return undefined;
      return value.assumed?.value ?? { [node.name === 'Ref' ? 'Ref' : `Fn::${node.name}`]: inner(node.argument) };
    }
  }
}
