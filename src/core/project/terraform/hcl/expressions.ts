import type { Cursor } from './cursor.ts';
import type { Expression, ObjectEntry, Step } from './model.ts';
import { readHeredoc, readQuoted } from './templates.ts';

/** The precedence of each operator: the higher, the tighter it binds. */
const precedence: ReadonlyMap<string, number> = new Map([
  ['||', 1],
  ['&&', 2],
  ['==', 3],
  ['!=', 3],
  ['<=', 4],
  ['>=', 4],
  ['<', 4],
  ['>', 4],
  ['+', 5],
  ['-', 5],
  ['*', 6],
  ['/', 6],
  ['%', 6],
]);

/** No real expression is nested deeper, or has more operators one after the other. */
const deepest = 60;
const mostOperators = 30;

/**
 * Expressions of Terraform's language. What isn't one is `unreadable` and leaves the cursor where it stopped making sense.
 * `lines`: whether line ends are blanks, as they are between parentheses and brackets.
 */
export class ExpressionParser {
  readonly #cursor: Cursor;
  #depth = 0;

  constructor(cursor: Cursor) {
    this.#cursor = cursor;
  }

  expression(lines: boolean): Expression {
    this.#cursor.skipSpace(lines);
    const condition = this.#binary(1, lines);
    return this.#taken('?', lines) ? this.#conditional(condition, lines) : condition;
  }

  /** A text in quotes, which begins here. */
  text(): Expression {
    return readQuoted(this.#cursor, () => this.expression(true));
  }

  #conditional(condition: Expression, lines: boolean): Expression {
    const then = this.expression(lines);
    if (!this.#taken(':', lines)) return this.#unreadable(condition.start, 'a “:” is missing');
    const otherwise = this.expression(lines);
    return { kind: 'conditional', condition, then, otherwise, start: condition.start, end: this.#cursor.offset };
  }

  #binary(least: number, lines: boolean): Expression {
    let left = this.#unary(lines);
    for (let count = 0; ; count++) {
      const operator = left.kind === 'unreadable' ? undefined : this.#operator(lines);
      const strength = operator === undefined ? 0 : (precedence.get(operator) ?? 0);
      if (operator === undefined || strength < least) return left;
      if (count === mostOperators) return this.#giveUp(left.start);
      this.#cursor.take(operator);
      const right = this.#binary(strength + 1, lines);
      left = { kind: 'operation', operator, operands: [left, right], start: left.start, end: this.#cursor.offset };
    }
  }

  #operator(lines: boolean): string | undefined {
    const cursor = this.#cursor;
    cursor.skipSpace(lines);
    const first = cursor.text[cursor.offset] ?? '';
    if (!'|&=!<>+-*/%'.includes(first)) return undefined;
    const both = cursor.text.slice(cursor.offset, cursor.offset + 2);
    return precedence.has(both) ? both : precedence.has(first) ? first : undefined;
  }

  #unary(lines: boolean): Expression {
    const cursor = this.#cursor;
    cursor.skipSpace(lines);
    const start = cursor.offset;
    let operators = '';
    while (cursor.at('-') || (cursor.at('!') && !cursor.at('!='))) {
      operators = (cursor.text[cursor.offset++] ?? '') + operators;
      cursor.skipSpace(lines);
    }
    if (this.#depth >= deepest || operators.length > mostOperators) return this.#giveUp(start);
    this.#depth++;
    let operand = this.#postfix(lines);
    this.#depth--;
    for (const operator of operators) operand = { kind: 'operation', operator, operands: [operand], start, end: cursor.offset };
    return operand;
  }

  #postfix(lines: boolean): Expression {
    const cursor = this.#cursor;
    const of = this.#primary();
    const steps: Step[] = [];
    for (let end = cursor.offset; ; end = cursor.offset) {
      if (lines) cursor.skipSpace(true);
      const step = cursor.at('.') || (cursor.at('[') && cursor.offset === end) ? this.#step() : undefined;
      if (step !== undefined) {
        steps.push(step);
        continue;
      }
      if (steps.length === 0) return of;
      if (of.kind === 'reference') return { ...of, steps, end };
      return of.kind === 'unreadable' ? of : { kind: 'access', of, steps, start: of.start, end };
    }
  }

  #step(): Step | undefined {
    const cursor = this.#cursor;
    const start = cursor.offset;
    if (cursor.take('[')) {
      cursor.skipSpace(true);
      const splat = cursor.take('*');
      const index = splat ? undefined : this.expression(true);
      cursor.skipSpace(true);
      cursor.take(']');
      return index === undefined ? { kind: 'splat' } : { kind: 'index', index };
    }
    cursor.take('.');
    if (cursor.take('*')) return { kind: 'splat' };
    const name = cursor.takeIdentifier();
    if (name !== undefined) return { kind: 'name', name };
    const digits = cursor.takeMatch(/\d+/y);
    if (digits === undefined) {
      cursor.offset = start;
      return undefined;
    }
    return { kind: 'index', index: { kind: 'literal', value: Number(digits), start: start + 1, end: cursor.offset } };
  }

  #primary(): Expression {
    const cursor = this.#cursor;
    const start = cursor.offset;
    if (cursor.at('"')) return this.text();
    if (cursor.at('<<')) return readHeredoc(cursor, () => this.expression(true));
    if (cursor.take('(')) {
      const inner = this.expression(true);
      cursor.skipSpace(true);
      return cursor.take(')') ? inner : this.#unreadable(start, 'a parenthesis isn’t closed');
    }
    if (cursor.take('[')) return this.#startsFor() ? this.#for(start, ']') : this.#list(start);
    if (cursor.take('{')) return this.#startsFor() ? this.#for(start, '}') : this.#object(start);
    const number = cursor.takeMatch(/\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y);
    if (number !== undefined) return { kind: 'literal', value: Number(number), start, end: cursor.offset };
    return this.#named(start);
  }

  #named(start: number): Expression {
    const cursor = this.#cursor;
    const name = cursor.takeMatch(/[\p{ID_Start}_][\p{ID_Continue}-]*(?:::[\p{ID_Start}_][\p{ID_Continue}-]*)*/uy);
    if (name === undefined) return this.#unreadable(start, 'it isn’t an expression');
    if (cursor.at('(')) return this.#call(name, start);
    const constant = name === 'true' ? true : name === 'false' ? false : name === 'null' ? null : undefined;
    if (constant !== undefined) return { kind: 'literal', value: constant, start, end: cursor.offset };
    return { kind: 'reference', root: name, steps: [], start, end: cursor.offset };
  }

  #call(name: string, start: number): Expression {
    const cursor = this.#cursor;
    cursor.take('(');
    const args: Expression[] = [];
    let spread = false;
    for (;;) {
      cursor.skipSpace(true);
      if (cursor.take(')')) return { kind: 'call', name, args, spread, start, end: cursor.offset };
      const arg = this.expression(true);
      args.push(arg);
      cursor.skipSpace(true);
      spread = cursor.take('...');
      cursor.skipSpace(true);
      if (!cursor.take(',') && !cursor.at(')')) return this.#unreadable(start, 'a parenthesis isn’t closed');
    }
  }

  #list(start: number): Expression {
    const cursor = this.#cursor;
    const items: Expression[] = [];
    for (;;) {
      cursor.skipSpace(true);
      if (cursor.take(']')) return { kind: 'list', items, start, end: cursor.offset };
      items.push(this.expression(true));
      cursor.skipSpace(true);
      if (!cursor.take(',') && !cursor.at(']')) return this.#unreadable(start, 'a bracket isn’t closed');
    }
  }

  #object(start: number): Expression {
    const cursor = this.#cursor;
    const entries: ObjectEntry[] = [];
    for (;;) {
      cursor.skipSpace(true);
      if (cursor.take('}')) return { kind: 'object', entries, start, end: cursor.offset };
      const isComputed = cursor.at('(');
      const written = this.#unary(false);
      const key = isComputed ? written : asKey(written);
      cursor.skipSpace(false);
      if (!cursor.take('=') && !cursor.take(':')) return this.#unreadable(start, 'a brace isn’t closed');
      const value = this.expression(false);
      entries.push({ key, value });
      const ended = cursor.atLineEnd();
      if (!cursor.take(',') && !ended && !cursor.at('}')) return this.#unreadable(start, 'a brace isn’t closed');
    }
  }

  #startsFor(): boolean {
    const cursor = this.#cursor;
    cursor.skipSpace(true);
    return cursor.takeMatch(/for(?=[ \t\r\n])(?![ \t]*[=:])/y) !== undefined;
  }

  /** `for` is taken already. */
  #for(start: number, close: ']' | '}'): Expression {
    const cursor = this.#cursor;
    cursor.skipSpace(true);
    const first = cursor.takeIdentifier();
    cursor.skipSpace(true);
    const second = cursor.take(',') ? this.#spacedIdentifier() : undefined;
    if (first === undefined || this.#spacedIdentifier() !== 'in') return this.#unreadable(start, 'it isn’t an expression');
    const collection = this.expression(true);
    if (!this.#taken(':', true)) return this.#unreadable(start, 'a “:” is missing');
    const head = this.expression(true);
    const arrow = close === '}' && this.#taken('=>', true);
    const result = arrow ? this.expression(true) : head;
    const grouped = this.#taken('...', true);
    cursor.skipSpace(true);
    const condition = cursor.takeMatch(/if(?![\w-])/y) === undefined ? undefined : this.expression(true);
    if (!this.#taken(close, true)) return this.#unreadable(start, 'a bracket isn’t closed');
    const names = second === undefined ? { key: undefined, item: first } : { key: first, item: second };
    const resultKey = arrow ? head : undefined;
    return { kind: 'for', ...names, collection, resultKey, result, condition, grouped, start, end: cursor.offset };
  }

  #spacedIdentifier(): string | undefined {
    this.#cursor.skipSpace(true);
    const name = this.#cursor.takeIdentifier();
    this.#cursor.skipSpace(true);
    return name;
  }

  #taken(token: string, lines: boolean): boolean {
    this.#cursor.skipSpace(lines);
    return this.#cursor.take(token);
  }

  #giveUp(start: number): Expression {
    this.#cursor.skipAll();
    return this.#unreadable(start, 'it is nested too deeply');
  }

  #unreadable(start: number, reason: string): Expression {
    return { kind: 'unreadable', reason: `what stands here can’t be read: ${reason}`, start, end: Math.max(start, this.#cursor.offset) };
  }
}

/** In front of `=` a bare name is a text. */
function asKey(expression: Expression): Expression {
  if (expression.kind !== 'reference' || expression.steps.length > 0) return expression;
  return { kind: 'literal', value: expression.root, start: expression.start, end: expression.end };
}
