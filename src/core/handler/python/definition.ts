import type { SyntaxNode } from '../../syntax/index.ts';
import { about, firstLine, headOf, NOTHING } from '../about.ts';
import type { About } from '../context.ts';

/** What is told of the definition or assignment that a name belongs to: `name` is the node of the name itself. */
export function aboutDefinition(name: SyntaxNode, text: string): About {
  const node = name.parent;
  if (node?.type === 'function_definition' || node?.type === 'class_definition') {
    return about(headOf(node, text).replace(/\s*:\s*(?:#.*\s*)?$/, ''), docstringOf(node));
  }
  return node?.type === 'assignment' ? about(headOf(node, text), undefined) : NOTHING;
}

function docstringOf(definition: SyntaxNode): string | undefined {
  const first = definition.childForFieldName('body')?.firstNamedChild;
  const string = first?.type === 'expression_statement' ? first.firstNamedChild : null;
  return string?.type === 'string' ? firstLine(string.text) : undefined;
}
