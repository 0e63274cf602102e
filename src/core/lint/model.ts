import type { FileRange, TextRange } from '../text.ts';

export type Severity = 'error' | 'warning' | 'information' | 'hint';

export type FileEdit =
  | { readonly kind: 'replace'; readonly path: string; readonly range: TextRange; readonly text: string }
  /** Never overwrites: whoever applies it fails when the file is there. */
  | { readonly kind: 'create'; readonly path: string; readonly text: string };

export interface Fix {
  readonly title: string;
  /** At most one fix of a finding is: the one that a single key applies. */
  readonly preferred: boolean;
  readonly edits: readonly FileEdit[];
}

/** Certain, or not shown. */
export interface Finding {
  /** Dotted and stable: `handler.export-not-found`. Names its page, `docs/findings/<code>.md`. */
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly at: FileRange;
  /** `FunctionDefinition.id`; null where it is about a template as a whole. */
  readonly functionId: string | null;
  readonly fixes: readonly Fix[];
  readonly related: readonly { readonly message: string; readonly at: FileRange }[];
}
