import type { Span } from '../tree/model.ts';
import type { Expression } from './model.ts';

/** What an operator makes of two expressions, in the words of JavaScript or Python. */
export function operation(operator: string | undefined, first: Expression, second: Expression, span: Span): Expression {
  switch (operator) {
    case '+':
      return { kind: 'join', parts: [first, second], quoted: false, span };
    case '/':
      return { kind: 'slash', left: first, right: second, span };
    case '??':
    case '||':
    case 'or':
      return { kind: 'fallback', first, second, span };
    case '&&':
    case 'and':
      return { kind: 'choice', options: [second, { kind: 'nothing', span: first.span }], span };
    default:
      return { kind: 'other', what: 'a calculation', span };
  }
}
