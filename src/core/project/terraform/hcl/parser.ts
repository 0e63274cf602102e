import { Cursor } from './cursor.ts';
import { ExpressionParser } from './expressions.ts';
import type { Block, Body, Expression, Label } from './model.ts';

/**
 * Reads Terraform's native syntax, whatever state it is in: what isn't understood is left out, up to the end of its line, and the
 * bodies around it are marked as damaged. One pass, linear in the text.
 *
 * By hand and not with tree-sitter-hcl, which took 40 s for the 21 MB of the corpus, where this takes half a second, and lets a
 * text without its closing quote swallow the lines after it, which the language doesn't.
 */
export function parseHcl(text: string): Body {
  const cursor = new Cursor(text);
  return new BodyParser(cursor).body(0);
}

/** `a = 1`, lines of it: also what a `.tfvars` file is. */
class BodyParser {
  readonly #cursor: Cursor;
  readonly #expressions: ExpressionParser;

  constructor(cursor: Cursor) {
    this.#cursor = cursor;
    this.#expressions = new ExpressionParser(cursor);
  }

  /** Up to the brace that closes it, which isn't taken, or to the end. */
  body(depth: number): Body {
    const cursor = this.#cursor;
    const attributes = new Map<string, Expression>();
    const blocks: Block[] = [];
    let damaged = false;
    for (cursor.skipSpace(true); !cursor.atEnd; cursor.skipSpace(true)) {
      if (cursor.at('}')) {
        if (depth > 0) break;
        damaged = true;
        cursor.take('}');
        continue;
      }
      // A block that only a file can hold: the brace of the one before it is missing.
      if (depth > 0 && cursor.startsFileBlock()) break;
      const item = this.#item(depth);
      if (item?.kind === 'attribute') attributes.set(item.name, item.value);
      else if (item?.kind === 'block') blocks.push(item.block);
      const wasRead = item !== undefined && !(item.kind === 'block' ? item.block.body.damaged : item.damaged);
      damaged ||= !wasRead;
    }
    return { attributes, blocks, damaged };
  }

  #item(depth: number): Item | undefined {
    const cursor = this.#cursor;
    const start = cursor.offset;
    const name = cursor.takeIdentifier();
    if (name === undefined) return this.#giveUpLine();
    cursor.skipSpace(false);
    if (cursor.at('=') && !cursor.at('==')) {
      cursor.take('=');
      const value = this.#expressions.expression(false);
      const ended = cursor.atLineEnd() || cursor.at('}');
      if (!ended) cursor.skipLine();
      return { kind: 'attribute', name, value, damaged: !ended };
    }
    const labels: Label[] = [];
    while (!cursor.at('{')) {
      const label = this.#label();
      if (label === undefined) return this.#giveUpLine();
      labels.push(label);
      cursor.skipSpace(false);
    }
    return { kind: 'block', block: this.#block(name, labels, start, depth) };
  }

  #block(type: string, labels: readonly Label[], start: number, depth: number): Block {
    const cursor = this.#cursor;
    cursor.take('{');
    // No real file is nested like that; the rest isn't read.
    if (depth > 60) cursor.skipAll();
    const body = this.body(depth + 1);
    const closed = cursor.take('}');
    return { type, labels, body: closed ? body : { ...body, damaged: true }, start, end: cursor.offset };
  }

  #label(): Label | undefined {
    const cursor = this.#cursor;
    const start = cursor.offset;
    const name = cursor.takeIdentifier();
    if (name !== undefined) return { text: name, start, end: cursor.offset };
    if (!cursor.at('"')) return undefined;
    const value = this.#expressions.text();
    return value.kind === 'literal' ? { text: String(value.value), start: value.start, end: value.end } : undefined;
  }

  #giveUpLine(): undefined {
    this.#cursor.skipLine();
    return undefined;
  }
}

type Item =
  | { readonly kind: 'attribute'; readonly name: string; readonly value: Expression; readonly damaged: boolean }
  | { readonly kind: 'block'; readonly block: Block };
