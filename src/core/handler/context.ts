import type { ReadableFileSystem } from '../ports.ts';
import type { Syntax, SyntaxLanguage, SyntaxNode } from '../syntax/index.ts';
import type { FileRange } from '../text.ts';
import type { Archives } from './packaged/archives.ts';

/** What resolving asks of the world. */
export interface HandlerContext {
  readonly files: ReadableFileSystem;
  readonly syntax: Syntax;
  readonly archives: Archives;
}

/** How looking up an export ended. `missing` is certain. */
export type Lookup<At = FileRange> =
  | { readonly kind: 'found'; readonly value: 'function' | 'unknown'; readonly at: At; readonly about?: About }
  /** `what` in words: "a string". */
  | { readonly kind: 'not-a-function'; readonly what: string; readonly at: At }
  | { readonly kind: 'missing' }
  | { readonly kind: 'unknown'; readonly reason: string };

/** What a person is told of a declaration. */
export interface About {
  /** In one line, as it is written: `handler = async (event, context)`. */
  readonly signature?: string;
  /** The first line of the comment or docstring that belongs to it. */
  readonly documentation?: string;
}

/** Larger sources are bundles; reading them would hold up everything else. */
export const LARGEST_SOURCE_BYTES = 1_000_000;

/** What `extract` makes of a source, or why it can't be told. `prepared`: the text as the grammar can read it, with every offset as it was. */
export async function readFacts<T>(
  path: string,
  language: SyntaxLanguage,
  extract: (root: SyntaxNode, text: string) => T,
  context: HandlerContext,
  prepared: (text: string) => string = (text) => text,
): Promise<T | string> {
  const stat = await context.files.stat(path);
  if (stat?.type !== 'file') return 'it isn’t there';
  if (stat.size > LARGEST_SOURCE_BYTES) return 'it is larger than 1 MB';
  const text = await context.files.readText(path);
  if (text === undefined) return 'it can’t be read';
  try {
    return await context.syntax.read(language, prepared(text), extract);
  } catch (error) {
    // Thousands of nested expressions end the stack: such text is generated, and no person's handler.
    if (error instanceof RangeError) return 'it is nested too deeply, or far from its language';
    throw error;
  }
}

/** One of several names, in words: `a, b and c`. */
export function listed(names: readonly string[], most = 6): string {
  const shown = names.length > most ? [...names.slice(0, most), `${names.length - most} more`] : names;
  const last = shown.at(-1) ?? '';
  return shown.length < 2 ? last : `${shown.slice(0, -1).join(', ')} and ${last}`;
}
