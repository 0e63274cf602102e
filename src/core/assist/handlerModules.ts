import type { SourceFile } from '../handler/search/sources.ts';

/** What a handler string of a function can be made of. */
export interface HandlerModules {
  /** As a handler names them, nearest to the code folder first; whole handlers of languages that name classes. */
  readonly files: readonly SourceFile[];
  /** Between a file, or a class, and what it exports. */
  readonly separator: '.' | '::';
  /** The module that is named before the last dot or dots of what is typed, with what it exports; undefined where none is. */
  moduleBefore(typed: string): Promise<NamedModule | undefined>;
}

export interface NamedModule {
  /** As it was typed, without the separator. */
  readonly written: string;
  readonly exports: readonly { readonly name: string; readonly path: string; readonly isFunction: boolean }[];
}
