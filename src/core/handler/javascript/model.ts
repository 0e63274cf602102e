import type { TextRange } from '../../text.ts';
import type { About } from '../context.ts';

/** What can be told of an expression without running it. */
export type JsValue =
  /** `bare`: nothing gives it members. */
  | { readonly kind: 'function'; readonly bare: boolean }
  /** Never a function; `what` in words: "a string". */
  | { readonly kind: 'constant'; readonly what: string }
  /** `spread`: modules whose exports are members too. `complete` is false where it may have yet others that aren't listed. */
  | { readonly kind: 'object'; readonly members: readonly JsExport[]; readonly spread: readonly string[]; readonly complete: boolean }
  /** It may have members: its static ones. `plain`: nothing replaces it, so it can't be called without `new`. */
  | { readonly kind: 'class'; readonly plain: boolean }
  /** `name` of an ES import: `default`, `*` for the namespace, or what the other file exports. */
  | { readonly kind: 'import'; readonly specifier: string; readonly name: string }
  /** `require(specifier)`, then the members of `path`. */
  | { readonly kind: 'require'; readonly specifier: string; readonly path: readonly string[] }
  | { readonly kind: 'unknown' };

/** Where a name is declared, in this file, and what is told of it. */
export interface JsPlace {
  readonly range: TextRange;
  readonly about: About;
}

export interface JsExport extends JsPlace {
  readonly name: string;
  readonly value: JsValue;
}

/** What one JavaScript or TypeScript file says of its exports, before other files are looked at. */
export interface JsFacts {
  readonly exports: readonly JsExport[];
  /** Modules whose exports are passed on: `export * from`, `module.exports = require(…)`. */
  readonly stars: readonly string[];
  /** Exported types: named in the source, gone at run time. */
  readonly typeOnly: readonly string[];
  /** Why exports may be missing from the list, in words. */
  readonly doubt: string | undefined;
  readonly style: 'module' | 'commonjs' | undefined;
  /** The end of the text, where an export can be added, and whether a line break is needed first. */
  readonly end: TextRange;
  readonly endsWithLineBreak: boolean;
}
