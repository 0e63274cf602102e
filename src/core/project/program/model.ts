import type { Span } from '../tree/model.ts';

/**
 * What is kept of a program's source: its names and its expressions, in the few forms that infrastructure is written in, the same
 * for every language. Plain data: it outlives the syntax tree. What a form leaves out is `other`, whose value can't be told.
 */
export interface Program {
  /** The first is the module's own. */
  readonly scopes: readonly Scope[];
  /** Every call and construction, in the order of the source. */
  readonly calls: readonly PlacedCall[];
  /** What other files may import, `default` too. */
  readonly exports: ReadonlyMap<string, ExportedName>;
  /** Modules whose exports are passed on. */
  readonly stars: readonly string[];
}

export interface Scope {
  readonly kind: 'module' | 'class' | 'function' | 'loop' | 'block';
  readonly parent: number | undefined;
  /** Of a class or function, as it is declared. */
  readonly name: string | undefined;
  /** What is declared in it. In a class, `this.x` are its fields and methods, its static ones too. */
  readonly names: ReadonlyMap<string, Declaration>;
  /** What is iterated over: by a loop, or by `list.forEach(x => …)`. */
  readonly iterated: PlacedExpression | undefined;
  /** What a function returns, for each `return`. */
  readonly returns: readonly PlacedExpression[];
  /** What a class extends. */
  readonly base: Expression | undefined;
}

export interface PlacedExpression {
  readonly expression: Expression;
  readonly scope: number;
}

export interface PlacedCall {
  readonly call: CallExpression;
  readonly scope: number;
}

export type ExportedName =
  | { readonly kind: 'value'; readonly value: PlacedExpression }
  | { readonly kind: 'import'; readonly from: string; readonly name: string };

export type Declaration =
  /** `changed`: keys that are assigned later; `*` where they can't be told. `path`: the members that a pattern takes. */
  | {
      readonly kind: 'constant';
      readonly value: PlacedExpression;
      readonly path: readonly string[];
      readonly changed: readonly string[];
      /** Where what the pattern takes is nothing; in the scope of `value`. */
      readonly fallback?: Expression | undefined;
      /** The keys that the rest of a pattern lacks. */
      readonly without?: readonly string[] | undefined;
    }
  /** Assigned more than once. */
  | { readonly kind: 'variable' }
  /** Of the function or loop that it is declared in. `path`: the members that a pattern takes. `rest`: of keywords, or of what is left. */
  | {
      readonly kind: 'parameter';
      readonly index: number;
      readonly path: readonly string[];
      readonly fallback: Expression | undefined;
      readonly rest: boolean;
      readonly without?: readonly string[] | undefined;
    }
  /** `name` is `*` where the module itself is meant. */
  | { readonly kind: 'import'; readonly from: string; readonly name: string }
  | { readonly kind: 'function'; readonly scope: number }
  | { readonly kind: 'class'; readonly scope: number };

export type Expression =
  /** A literal text; `span` is its content, without quotes. */
  | { readonly kind: 'text'; readonly value: string; readonly span: Span }
  | { readonly kind: 'number'; readonly value: number; readonly span: Span }
  | { readonly kind: 'boolean'; readonly value: boolean; readonly span: Span }
  /** `null`, `undefined`, `None`. */
  | { readonly kind: 'nothing'; readonly span: Span }
  | { readonly kind: 'name'; readonly name: string; readonly span: Span }
  /** `this`, `self`. */
  | { readonly kind: 'self'; readonly span: Span }
  | { readonly kind: 'super'; readonly span: Span }
  | { readonly kind: 'member'; readonly object: Expression; readonly name: string; readonly span: Span }
  | { readonly kind: 'item'; readonly object: Expression; readonly key: Expression; readonly span: Span }
  /** Template texts and `+`. `span` is what stands between the quotes, where there are any. */
  | { readonly kind: 'join'; readonly parts: readonly Expression[]; readonly quoted: boolean; readonly span: Span }
  /** Python's `/` between paths. */
  | { readonly kind: 'slash'; readonly left: Expression; readonly right: Expression; readonly span: Span }
  /** `a ?? b`, `a || b`, `a or b`. */
  | { readonly kind: 'fallback'; readonly first: Expression; readonly second: Expression; readonly span: Span }
  /** One of these, by a condition. */
  | { readonly kind: 'choice'; readonly options: readonly Expression[]; readonly span: Span }
  | { readonly kind: 'object'; readonly entries: readonly ObjectEntry[]; readonly span: Span }
  | { readonly kind: 'array'; readonly items: readonly ArrayItem[]; readonly span: Span }
  | { readonly kind: 'function'; readonly scope: number; readonly span: Span }
  | CallExpression
  /** `what` in words: "a regular expression". */
  | { readonly kind: 'other'; readonly what: string; readonly span: Span };

export interface CallExpression {
  readonly kind: 'call';
  readonly callee: Expression;
  /** `new X(…)`: always so in JavaScript, never told apart from a call in Python. */
  readonly constructs: boolean;
  readonly arguments: readonly ArrayItem[];
  /** Python's `name=value`, and the braces behind a C# construction. */
  readonly keywords: Extract<Expression, { readonly kind: 'object' }> | undefined;
  readonly span: Span;
}

export type ObjectEntry =
  | { readonly kind: 'entry'; readonly key: string; readonly keySpan: Span; readonly value: Expression }
  | { readonly kind: 'spread'; readonly value: Expression }
  /** A key that is computed. */
  | { readonly kind: 'computed'; readonly key: Expression; readonly value: Expression };

export interface ArrayItem {
  readonly spread: boolean;
  readonly value: Expression;
}
