/** A file of Terraform's language as written: nothing is evaluated, and every part knows its place. */
export interface Body {
  /** Of a name that is there twice the last one, which Terraform refuses anyway. */
  readonly attributes: ReadonlyMap<string, Expression>;
  readonly blocks: readonly Block[];
  /** Something in it, or in a block of it, could not be read: what isn't seen here may be there nevertheless. */
  readonly damaged: boolean;
}

export interface Block extends Span {
  readonly type: string;
  readonly labels: readonly Label[];
  readonly body: Body;
}

/** The span is of the text without its quotes. */
export interface Label extends Span {
  readonly text: string;
}

/** Half-open, in offsets of the text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export type Expression = Span & ExpressionKind;

type ExpressionKind =
  /** A text's span is without its quotes. */
  | { readonly kind: 'literal'; readonly value: string | number | boolean | null }
  /** `"a${b}c"`; the span is without its quotes. */
  | { readonly kind: 'template'; readonly parts: readonly (string | Expression)[] }
  /** `local.a`, `data.x.y[0].z`, `each.key`: a name and what is taken from it. */
  | { readonly kind: 'reference'; readonly root: string; readonly steps: readonly Step[] }
  /** The same with something else than a name in front: `f(x)[0]`. */
  | { readonly kind: 'access'; readonly of: Expression; readonly steps: readonly Step[] }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Expression[]; readonly spread: boolean }
  | { readonly kind: 'list'; readonly items: readonly Expression[] }
  | { readonly kind: 'object'; readonly entries: readonly ObjectEntry[] }
  | { readonly kind: 'conditional'; readonly condition: Expression; readonly then: Expression; readonly otherwise: Expression }
  | { readonly kind: 'operation'; readonly operator: string; readonly operands: readonly Expression[] }
  | ForExpression
  | { readonly kind: 'unreadable'; readonly reason: string };

export interface ForExpression {
  readonly kind: 'for';
  /** `for key, item in collection`. */
  readonly key: string | undefined;
  readonly item: string;
  readonly collection: Expression;
  /** Of an object; undefined in a list. */
  readonly resultKey: Expression | undefined;
  readonly result: Expression;
  readonly condition: Expression | undefined;
  /** `...`: several results a key. */
  readonly grouped: boolean;
}

export interface ObjectEntry {
  /** A bare name is a literal text. */
  readonly key: Expression;
  readonly value: Expression;
}

export type Step =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'index'; readonly index: Expression }
  /** `[*]` or `.*`. */
  | { readonly kind: 'splat' };
