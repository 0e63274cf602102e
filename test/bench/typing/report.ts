/** What the part in the extension host tells the part that prints. */
export interface Report {
  /** Milliseconds from Refresh to the view's showing all; undefined where the extension isn't there. */
  readonly load: { readonly milliseconds: number; readonly held: Held } | undefined;
  readonly typing: readonly {
    readonly where: string;
    /** From each change of the text to its diagnostics. None where the extension isn't there. */
    readonly milliseconds: readonly number[];
    readonly held: Held;
  }[];
}

/** The longest times that the extension host's loop was held. Milliseconds. */
export interface Held {
  /** By whatever runs in it: the editor's own extensions too. */
  readonly longestMs: number;
  /** By the extension. */
  readonly oursMs: number;
}
