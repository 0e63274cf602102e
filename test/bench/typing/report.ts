/** What the part in the extension host tells the part that prints. */
export interface Report {
  readonly functions: number;
  /** Milliseconds from Refresh to the view's showing all. */
  readonly loadMs: number;
  /** The longest that the extension host's loop was held meanwhile. Milliseconds. */
  readonly loadBlockedMs: number;
  readonly typing: readonly {
    readonly where: string;
    /** From each change of the text to its diagnostics. */
    readonly milliseconds: readonly number[];
    readonly blockedMs: number;
  }[];
}
