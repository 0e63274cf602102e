import type { SyntaxNode } from '../syntax/index.ts';
import { about, firstLine, headOf } from './about.ts';
import type { About } from './context.ts';

/** `@Logging(…)`, `[LambdaFunction(…)]`: what stands before a declaration's own words. */
const ANNOTATIONS = /^(?:@[\w.]+(?:\((?:[^()]|\([^()]*\))*\))?\s*|\[[^\]]*\]\s*)+/;

/** What is told of a method or a type: how it is declared, without annotations, and the first line of the comment above it. */
export function aboutMember(node: SyntaxNode, text: string): About {
  const head = headOf(node, text)
    .replace(ANNOTATIONS, '')
    .replace(/\s*(?:=>?|;)\s*$/, '');
  return about(head, commentAbove(node));
}

function commentAbove(node: SyntaxNode): string | undefined {
  const lines: string[] = [];
  let row = node.startPosition.row;
  for (let above = node.previousNamedSibling; above !== null && /comment/.test(above.type); above = above.previousNamedSibling) {
    if (above.endPosition.row + 1 < row) break;
    lines.unshift(above.text.replace(/^[ \t]*#+/gm, ''));
    row = above.startPosition.row;
  }
  // Documentation comments of C# are marked up: <summary>…</summary>.
  return firstLine(lines.join('\n').replace(/<\/?\w[^<>\n]*>/g, ''));
}
