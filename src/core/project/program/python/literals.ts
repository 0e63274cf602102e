import type { SyntaxNode } from '../../../syntax/index.ts';
import type { Span } from '../../tree/model.ts';
import { unescaped } from '../escapes.ts';
import type { Expression } from '../model.ts';

export function spanOf(node: SyntaxNode): Span {
  return { start: node.startIndex, end: node.endIndex };
}

/** A text's content, without quotes and prefix. */
export function contentSpan(node: SyntaxNode): Span {
  const [first, last] = [node.firstChild, node.lastChild];
  const start = first?.type === 'string_start' ? first.endIndex : node.startIndex;
  return { start, end: last?.type === 'string_end' ? Math.max(start, last.startIndex) : node.endIndex };
}

export function isRaw(node: SyntaxNode): boolean {
  return /r/i.test(node.firstChild?.text ?? '');
}

/** What a stretch of a text says, its escapes resolved. Doubled braces are one brace where the text has interpolations. */
export function contentText(text: string, raw: boolean, interpolated: boolean): string {
  const plain = raw
    ? text
    : text.replace(/\\(?:x[\da-fA-F]{2}|u[\da-fA-F]{4}|\r\n|[\s\S])/g, (sequence) =>
        /^\\[xuntrbfv0\\'"\r\n]/.test(sequence) ? unescaped(sequence) : sequence,
      );
  return interpolated ? plain.replaceAll('{{', '{').replaceAll('}}', '}') : plain;
}

export function numberOf(node: SyntaxNode): Expression {
  const value = Number(node.text.replaceAll('_', ''));
  return Number.isFinite(value) ? { kind: 'number', value, span: spanOf(node) } : { kind: 'other', what: 'a number', span: spanOf(node) };
}
