import type { ReadableFileSystem } from '../ports.ts';
import type { Syntax } from '../syntax/index.ts';

/** What resolving asks of the world. */
export interface HandlerContext {
  readonly files: ReadableFileSystem;
  readonly syntax: Syntax;
}

/** How looking up an export ended. `missing` is certain. */
export type Lookup<At> =
  | { readonly kind: 'found'; readonly value: 'function' | 'unknown'; readonly at: At }
  /** `what` in words: "a string". */
  | { readonly kind: 'not-a-function'; readonly what: string; readonly at: At }
  | { readonly kind: 'missing' }
  | { readonly kind: 'unknown'; readonly reason: string };

/** Larger sources are bundles; reading them would hold up everything else. */
export const LARGEST_SOURCE_BYTES = 1_000_000;

/** The text of a source, or why it isn't read. */
export async function readSource(path: string, context: HandlerContext): Promise<{ readonly text: string } | { readonly reason: string }> {
  const stat = await context.files.stat(path);
  if (stat?.type !== 'file') return { reason: 'it is not there' };
  if (stat.size > LARGEST_SOURCE_BYTES) return { reason: 'it is larger than 1 MB' };
  const text = await context.files.readText(path);
  return text === undefined ? { reason: 'it can not be read' } : { text };
}

/** One of several names, in words: `a, b and c`. */
export function listed(names: readonly string[], most = 6): string {
  const shown = names.length > most ? [...names.slice(0, most), `${names.length - most} more`] : names;
  const last = shown.at(-1) ?? '';
  return shown.length < 2 ? last : `${shown.slice(0, -1).join(', ')} and ${last}`;
}
