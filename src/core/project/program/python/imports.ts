import type { SyntaxNode } from '../../../syntax/index.ts';
import type { ProgramBuilder } from '../builder.ts';

/** `import a.b` brings `a`; `import a.b as c` brings that very module. */
export function readImport(statement: SyntaxNode, builder: ProgramBuilder): void {
  for (const child of statement.namedChildren) {
    const module = dotted(child.type === 'aliased_import' ? child.childForFieldName('name') : child);
    const [first] = module.split('.');
    const alias = child.childForFieldName('alias');
    if (alias !== null) builder.import(alias.text, module, '*');
    else if (first !== undefined) builder.import(first, first, '*');
  }
}

/** `from a.b import c as d`, `from . import e`, `from a import *`. */
export function readImportFrom(statement: SyntaxNode, builder: ProgramBuilder): void {
  const module = statement.childForFieldName('module_name');
  const from = dotted(module);
  for (const child of statement.namedChildren) {
    if (child.type === 'wildcard_import') builder.star(from);
    if (child.id === module?.id || (child.type !== 'dotted_name' && child.type !== 'aliased_import')) continue;
    const name = dotted(child.type === 'aliased_import' ? child.childForFieldName('name') : child);
    builder.import(child.childForFieldName('alias')?.text ?? name, from, name);
  }
}

function dotted(node: SyntaxNode | null): string {
  return node?.text.replace(/\s+/g, '') ?? '';
}
