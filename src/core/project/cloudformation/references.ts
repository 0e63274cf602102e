import { entriesOf, literalText, type TemplateNode } from '../tree/model.ts';

/** The logical ids that a value refers to, by `Ref`, `GetAtt` or `${…}` of a `Sub`; also parameters, which are no resources. */
export function referencedIds(node: TemplateNode | undefined): readonly string[] {
  const found = new Set<string>();
  collect(node, found, 0);
  return [...found];
}

function collect(node: TemplateNode | undefined, found: Set<string>, depth: number): void {
  if (node === undefined || depth > deepest || found.size > most) return;
  if (node.kind === 'sequence') for (const item of node.items) collect(item, found, depth + 1);
  else if (node.kind === 'mapping') for (const { value } of entriesOf(node)) collect(value, found, depth + 1);
  else if (node.kind === 'intrinsic') {
    for (const id of idsOf(node.name, node.argument)) found.add(id);
    if (node.argument.kind !== 'scalar') collect(node.argument, found, depth + 1);
  }
}

function idsOf(name: string, argument: TemplateNode): readonly string[] {
  const text = literalText(argument.kind === 'sequence' ? argument.items[0] : argument);
  if (text === undefined) return [];
  if (name === 'Ref') return [text];
  if (name === 'GetAtt') return [text.split('.', 1)[0] ?? ''];
  if (name !== 'Sub') return [];
  return [...text.matchAll(/\$\{([A-Za-z0-9]+)[}.]/g)].map(([, id = '']) => id);
}

/** No real value is larger; one that contains itself by an alias ends here. */
const deepest = 12;
const most = 500;
