import type { SyntaxNode } from '../../../syntax/index.ts';
import type { Span } from '../../tree/model.ts';
import { unescaped } from '../escapes.ts';
import type { Expression } from '../model.ts';

export function spanOf(node: SyntaxNode): Span {
  return { start: node.startIndex, end: node.endIndex };
}

/** Without the first and the last character: what stands between quotes. */
export function innerSpan(node: SyntaxNode): Span {
  return { start: node.startIndex + 1, end: Math.max(node.startIndex + 1, node.endIndex - 1) };
}

export function textOf(node: SyntaxNode): Extract<Expression, { readonly kind: 'text' }> {
  const value = node.namedChildren.map((part) => (part.type === 'escape_sequence' ? unescaped(part.text) : part.text)).join('');
  return { kind: 'text', value, span: innerSpan(node) };
}

export function numberOf(node: SyntaxNode): Expression {
  const value = Number(node.text.replaceAll('_', ''));
  return Number.isFinite(value) ? { kind: 'number', value, span: spanOf(node) } : { kind: 'other', what: 'a number', span: spanOf(node) };
}

/** A property's name where it is written out. */
export function keyOf(node: SyntaxNode): string | undefined {
  switch (node.type) {
    case 'property_identifier':
    case 'private_property_identifier':
    case 'identifier':
    case 'number':
      return node.text;
    case 'string':
      return textOf(node).value;
    case 'computed_property_name': {
      const inner = node.firstNamedChild;
      return inner?.type === 'string' ? textOf(inner).value : undefined;
    }
    default:
      return undefined;
  }
}
