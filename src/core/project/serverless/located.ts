import type { TextRange } from '../../text.ts';
import type { TemplateNode, TemplateSource } from '../tree/model.ts';

/** A node and the file that it stands in: a service is put together of several. */
export interface Located {
  readonly node: TemplateNode;
  readonly source: TemplateSource;
  /** Something puts it together, so a new value can't be written in its place. */
  readonly computed?: boolean;
  /** Of a program, whose values stand in several files: how a node of it stands. */
  readonly siteOf?: (node: TemplateNode) => Pick<Located, 'source' | 'computed'>;
}

/** What stands in `at`, a part of it. */
export function within(at: Located, node: TemplateNode): Located {
  const { source, siteOf } = at;
  return siteOf === undefined ? { node, source } : { node, siteOf, ...siteOf(node) };
}

/** What a place of a service holds once its variables are replaced. */
export type Outcome =
  /** Certain, also that nothing is there. No variable is left at its top; those below are replaced when they are asked for. */
  | { readonly kind: 'known'; readonly at: Located | undefined }
  /** What holds unless the deployment says otherwise. `reason` as an unknown value's, `because` as an assumed one's. */
  | { readonly kind: 'assumed'; readonly at: Located; readonly reason: string; readonly because: string }
  | { readonly kind: 'unknown'; readonly reason: string };

export const nothing: Outcome = { kind: 'known', at: undefined };

export function unknownOutcome(reason: string): Outcome {
  return { kind: 'unknown', reason };
}

/** What is there, whether it is certain or assumed. */
export function likely(outcome: Outcome): Located | undefined {
  return outcome.kind === 'unknown' ? undefined : outcome.at;
}

/** `inner`, which was only reached by what `outer` assumes. */
export function assuming(outer: Outcome, inner: Outcome): Outcome {
  if (outer.kind === 'unknown') return outer;
  if (outer.kind === 'known' || inner.kind === 'unknown') return inner;
  if (inner.at === undefined) return unknownOutcome(outer.reason);
  return { kind: 'assumed', at: inner.at, reason: outer.reason, because: outer.because };
}

/** A text that takes the place of what is at `at`. */
export function textAt(text: string, { node: { range }, source }: Located): Located {
  return { node: { kind: 'scalar', value: text, text, range }, source, computed: true };
}

export function rangeAt({ node }: Located): TextRange {
  return node.range;
}

/** The key under which a program's object holds why it may have other members. */
export const unknownMembers = '...';
