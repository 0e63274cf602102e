import type { FileRange, TextPosition, TextRange } from '../text.ts';

/** A place in a file that somebody asks about. `path` is absolute. */
export interface Place {
  readonly path: string;
  readonly position: TextPosition;
}

/** What an editor asks, by what it is called there. */
export type AssistQuestion =
  | { readonly kind: 'completions'; readonly at: Place }
  | { readonly kind: 'definitions'; readonly at: Place }
  | { readonly kind: 'references'; readonly at: Place }
  | { readonly kind: 'hover'; readonly at: Place }
  | { readonly kind: 'links'; readonly path: string }
  | { readonly kind: 'renameable'; readonly at: Place }
  | { readonly kind: 'rename'; readonly at: Place; readonly newName: string };

/** What comes back, by the question's kind. Plain data: crosses the worker's boundary as it is. */
export interface AssistAnswers {
  readonly completions: readonly Completion[];
  readonly definitions: readonly Definition[];
  readonly references: readonly FileRange[];
  readonly hover: HoverFacts | undefined;
  readonly links: readonly PathLink[];
  readonly renameable: Renameable | undefined;
  readonly rename: RenameAnswer | undefined;
}

export type AssistAnswer = {
  readonly [Kind in keyof AssistAnswers]: { readonly kind: Kind; readonly answer: AssistAnswers[Kind] };
}[keyof AssistAnswers];

export interface Completion {
  readonly label: string;
  /** A file of the code, or what one exports. */
  readonly kind: 'file' | 'export';
  /** What replaces `range`. */
  readonly text: string;
  readonly range: TextRange;
  /** Behind the label, in few words. */
  readonly detail: string;
  /** Best first. */
  readonly rank: number;
}

export interface Definition {
  /** The whole string that leads there. */
  readonly from: TextRange;
  readonly to: FileRange;
}

export type HoverFacts =
  | {
      readonly kind: 'resolved';
      readonly range: TextRange;
      readonly path: string;
      /** Relative to the workspace folder, with forward slashes. */
      readonly shownPath: string;
      /** Where the export is declared. */
      readonly at: FileRange;
      readonly exportName: string;
      readonly signature: string | undefined;
      readonly documentation: string | undefined;
    }
  /** `runs`: the next ones, in milliseconds since 1970; none for an expression that isn't valid. `counted`: from now, as rates are. */
  | { readonly kind: 'schedule'; readonly range: TextRange; readonly runs: readonly number[]; readonly counted: boolean }
  /** `reason` in words that complete "The handler can't be checked: …". */
  | { readonly kind: 'unknown'; readonly range: TextRange; readonly reason: string };

export interface PathLink {
  readonly range: TextRange;
  readonly target: { readonly kind: 'file' | 'folder'; readonly path: string; readonly at?: TextPosition };
}

export interface Renameable {
  readonly range: TextRange;
  /** The name as it is. */
  readonly name: string;
}

/** What renaming an export means. */
export type RenameAnswer =
  | {
      readonly kind: 'rename';
      /** Where the export is declared: the language's own rename starts there. */
      readonly declaration: FileRange;
      /** Handler strings that name it, in all templates. */
      readonly strings: readonly TextEdit[];
      /** Of the source itself, for a language that nobody else renames in; empty where that isn't certain. */
      readonly source: readonly TextEdit[];
    }
  /** A sentence that says why not. */
  | { readonly kind: 'refused'; readonly message: string };

export interface TextEdit {
  readonly path: string;
  readonly range: TextRange;
  readonly text: string;
}
