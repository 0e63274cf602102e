import type { SyntaxNode } from '../../../syntax/index.ts';
import type { ProgramBuilder } from '../builder.ts';
import { spanOf, textOf } from './literals.ts';

/** `import …`: the names that it brings into the module. */
export function readImport(statement: SyntaxNode, builder: ProgramBuilder): void {
  const assigned = statement.namedChildren.find((child) => child.type === 'import_require_clause');
  const source = (assigned ?? statement).childForFieldName('source');
  if (source?.type !== 'string') return;
  const from = textOf(source).value;
  const bring = (local: SyntaxNode | null, name: string) => {
    if (local !== null) builder.import(local.text, from, name);
  };
  if (assigned !== undefined) bring(assigned.firstNamedChild, '*');
  const clause = statement.namedChildren.find((child) => child.type === 'import_clause');
  for (const child of clause?.namedChildren ?? []) {
    if (child.type === 'identifier') bring(child, 'default');
    else if (child.type === 'namespace_import') bring(child.firstNamedChild, '*');
    else {
      for (const specifier of child.namedChildren) {
        const name = specifier.childForFieldName('name');
        if (name !== null) bring(specifier.childForFieldName('alias') ?? name, nameOf(name));
      }
    }
  }
}

/** `export { a as b }`, `export { a } from '…'`, `export * from '…'`. Declarations are exported by whoever reads them. */
export function readExportList(statement: SyntaxNode, builder: ProgramBuilder): void {
  const source = statement.childForFieldName('source');
  const from = source?.type === 'string' ? textOf(source).value : undefined;
  const clause = statement.namedChildren.find((child) => child.type === 'export_clause');
  if (clause === undefined) {
    if (from === undefined) return;
    const namespace = statement.namedChildren.find((child) => child.type === 'namespace_export')?.firstNamedChild;
    if (namespace) builder.export(nameOf(namespace), { kind: 'import', from, name: '*' });
    else builder.star(from);
    return;
  }
  for (const specifier of clause.namedChildren) {
    const name = specifier.childForFieldName('name');
    if (name === null) continue;
    const exported = nameOf(specifier.childForFieldName('alias') ?? name);
    if (from !== undefined) builder.export(exported, { kind: 'import', from, name: nameOf(name) });
    else
      builder.export(exported, { kind: 'value', value: { expression: { kind: 'name', name: name.text, span: spanOf(name) }, scope: 0 } });
  }
}

function nameOf(node: SyntaxNode): string {
  return node.type === 'string' ? textOf(node).value : node.text;
}
