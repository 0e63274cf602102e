import type { SyntaxNode } from '../../syntax/index.ts';
import { about, firstLine, headOf, NOTHING } from '../about.ts';
import type { About } from '../context.ts';

/** What is told of the declaration that a name belongs to: `name` is the node of the name itself. */
export function aboutDeclaration(name: SyntaxNode, text: string): About {
  const declaration = declarationOf(name);
  return declaration === undefined ? NOTHING : about(signatureOf(declaration, text), documentationOf(declaration));
}

function declarationOf(name: SyntaxNode): SyntaxNode | undefined {
  const { parent } = name;
  // exports.handler = …
  const node = parent?.type === 'member_expression' || parent?.type === 'subscript_expression' ? parent.parent : parent;
  return node !== null && node !== undefined && DECLARATIONS.test(node.type) ? node : undefined;
}

const DECLARATIONS =
  /^(?:variable_declarator|pair|assignment_expression|method_definition|(?:generator_)?function_(?:declaration|expression)|(?:abstract_)?class(?:_declaration)?)$/;

function signatureOf(node: SyntaxNode, text: string): string {
  const name = node.childForFieldName('left') ?? node.childForFieldName('key') ?? node.childForFieldName('name');
  const value = node.childForFieldName('right') ?? node.childForFieldName('value');
  if (name === null || value === null) return headOf(node, text);
  const head =
    value.type === 'arrow_function' || /function/.test(value.type) ? headOf(value, text).replace(/\s*=>\s*$/, '') : headOf(value, text);
  return `${name.text.replace(/^(?:module\.)?exports\./, '')} = ${head}`;
}

/** Of the comment that ends just above the statement. */
function documentationOf(declaration: SyntaxNode): string | undefined {
  let node = declaration;
  while (node.parent !== null && !/^(?:program|statement_block|object|class_body)$/.test(node.parent.type)) node = node.parent;
  const comment = node.previousNamedSibling;
  if (comment?.type !== 'comment' || comment.endPosition.row + 1 < node.startPosition.row) return undefined;
  let first = comment;
  // A comment of several lines with `//`.
  for (
    let above = first.previousNamedSibling;
    above?.type === 'comment' && first.text.startsWith('//');
    above = above.previousNamedSibling
  ) {
    if (!above.text.startsWith('//') || above.endPosition.row + 1 !== first.startPosition.row) break;
    first = above;
  }
  return firstLine(first.text) ?? (first === comment ? undefined : firstLine(comment.text));
}
