import type { FileRange, TextRange } from '../text.ts';

/** A name that a source file gives to whoever loads it. */
export interface ModuleExport {
  /** Dotted for members of exported objects: `a.b`. */
  readonly name: string;
  /** What can be told of its value without running it. */
  readonly kind: 'function' | 'not-a-function' | 'unknown';
  /** Where it is declared: possibly in another file, through re-exports. */
  readonly at: FileRange;
}

/** All that a module exports; `complete` is false where something can't be told statically (then nothing is called missing). */
export interface ModuleExports {
  readonly exports: readonly ModuleExport[];
  readonly complete: boolean;
  /** Why it isn't complete, in words. */
  readonly reason?: string;
}

export type HandlerResolution =
  | {
      readonly kind: 'resolved';
      /** The source file a person edits (for TypeScript the `.ts`). */
      readonly path: string;
      readonly exportName: string;
      /** The exported name's declaration, to open and to put the lens above. */
      readonly at: FileRange;
      /** How it is declared, in one line: `handler = async (event, context)`. At most 120 characters. */
      readonly signature?: string;
      /** The first line of the comment or docstring that belongs to it. */
      readonly documentation?: string;
    }
  | { readonly kind: 'unresolved'; readonly problem: HandlerProblem }
  | {
      readonly kind: 'unknown';
      readonly reason: string;
      /** Where to look all the same, when that is known. */
      readonly path?: string;
    };

export type HandlerProblem =
  | {
      readonly code: 'handler.malformed';
      readonly message: string;
      /** Handler strings that would be right, nearest first. */
      readonly suggestions: readonly string[];
    }
  | {
      readonly code: 'handler.file-not-found';
      readonly message: string;
      /** Absolute paths that the runtime would have tried, in its order. */
      readonly tried: readonly string[];
      readonly suggestions: readonly string[];
      /** Where the file is written that isn't there, if that isn't the handler. */
      readonly writtenAt?: FileRange;
      /** What "create the missing file" writes; absent where no file would help, as for inline code. `style`: of a `.js` file. */
      readonly missing?: { readonly path: string; readonly exportName: string; readonly style?: 'module' | 'commonjs' };
    }
  | {
      /** Works where the file system doesn't tell case, as on macOS and Windows; fails in Lambda. */
      readonly code: 'handler.case-mismatch';
      readonly message: string;
      /** The file or folder as it is there. */
      readonly path: string;
      readonly suggestions: readonly string[];
    }
  | {
      readonly code: 'handler.export-not-found';
      readonly message: string;
      readonly path: string;
      readonly exportName: string;
      readonly suggestions: readonly string[];
      /** Where the nearest export is, as related information. */
      readonly nearest?: FileRange;
      /** Where "create the missing export" inserts, and what. */
      readonly insertion: { readonly range: TextRange; readonly text: string };
    }
  | {
      readonly code: 'handler.not-a-function';
      readonly message: string;
      readonly path: string;
      readonly exportName: string;
      readonly at: FileRange;
      readonly suggestions: readonly string[];
    };
