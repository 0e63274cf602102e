/** A function as a reader of lines sees it: our own readers have no part in it. */
export interface Sighting {
  /** Relative to the repository, with forward slashes. */
  readonly file: string;
  /** From 1: of the handler where it is a literal, else where the function is defined. */
  readonly line: number;
  /** Undefined where it isn't a plain literal. */
  readonly handler: string | undefined;
  /** What was seen: `template`, `serverless`, `terraform`, `cdk`, `sst`, `pulumi`. */
  readonly by: string;
}

export interface SourceText {
  readonly file: string;
  readonly lines: readonly string[];
  /** Of another file of the repository, relative to it; undefined where there is none. */
  other(file: string): readonly string[] | undefined;
}

/** Looks at the lines of a file it knows by name or words. Simple on purpose: what it gets wrong is written down as data. */
export type Scanner = (source: SourceText) => readonly Sighting[];
