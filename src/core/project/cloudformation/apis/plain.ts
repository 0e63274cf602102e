import { entriesOf, type TemplateNode, type TemplateSource } from '../../tree/model.ts';
import { textValue } from '../values.ts';

/** Larger ones aren't taken by CloudFormation; an alias can contain itself. */
const mostNodes = 50_000;

/** Plain data of a node. Numbers are texts as they are written: `1.0` stays that. */
export function plainOf(node: TemplateNode | undefined, source: TemplateSource): unknown {
  return plain(node, source, { nodes: mostNodes }, 0);
}

function plain(node: TemplateNode | undefined, source: TemplateSource, left: { nodes: number }, depth: number): unknown {
  if (node === undefined || depth > 60 || left.nodes-- <= 0) return undefined;
  const inner = (value: TemplateNode): unknown => plain(value, source, left, depth + 1);
  switch (node.kind) {
    case 'scalar':
      return typeof node.value === 'number' ? node.text : (node.value ?? undefined);
    case 'sequence':
      return node.items.map(inner);
    case 'mapping':
      return Object.fromEntries(entriesOf(node).map((entry) => [entry.key, inner(entry.value)]));
    case 'intrinsic': {
      const value = textValue(node, source);
      if (value.kind === 'literal') return value.value;
      if (value.kind === 'absent') return undefined;
      return value.assumed?.value ?? { [node.name === 'Ref' ? 'Ref' : `Fn::${node.name}`]: inner(node.argument) };
    }
  }
}
