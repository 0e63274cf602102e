import type { FileRange, TextRange } from '../../text.ts';

/** What rules ask of a function's code, read before they run. What can't be told is left out. */
export interface CodeFacts {
  /** The function that the handler names, where it is declared plainly. */
  readonly signature?: HandlerSignature;
  /** A file that would be the handler's module in another language, while none of its own is there. */
  readonly otherLanguage?: OtherLanguage;
  readonly missingPackages?: readonly MissingPackage[];
  readonly packaging?: PackagingFacts;
  /** By name, the lines of variables that Lambda keeps for itself, where taking them out leaves all else as it is. */
  readonly reservedEntries?: Readonly<Record<string, FileRange>>;
}

export type HandlerSignature =
  | {
      readonly language: 'node';
      /** The parameter list. */
      readonly at: FileRange;
      /** As `Function.length` counts: up to the first default or rest parameter. */
      readonly parameters: number;
      /** False only where nothing in it can end an invocation with a value: it isn't async, returns nothing and hands nothing on. */
      readonly answers: boolean;
      /** A third parameter, with the comma before it, that nothing in the function mentions. */
      readonly surplus?: TextRange;
    }
  | {
      readonly language: 'python';
      readonly at: FileRange;
      /** How many positional arguments a call has to give, and how many it may. */
      readonly least: number;
      readonly most: number;
      /** `async def`: a call only makes a coroutine. */
      readonly coroutine: boolean;
    };

export interface OtherLanguage {
  readonly language: 'Node.js' | 'Python' | 'Ruby';
  readonly path: string;
}

/** A package that code imports and nothing provides. */
export interface MissingPackage {
  /** As it is installed: `@aws-sdk/client-s3`, `PyYAML`. */
  readonly name: string;
  /** As it is imported. */
  readonly imported: string;
  readonly at: FileRange;
  /** Asked for, but only for development. */
  readonly developmentOnly: boolean;
  /** The manifest that is to name it, absolute. */
  readonly manifest?: string;
  /** What to change in it so that it names the package. */
  readonly edits?: readonly { readonly range: TextRange; readonly text: string }[];
}

export interface PackagingFacts {
  /** The archive's, without its folder. */
  readonly name: string;
  /** The one folder that all of it is in, where the handler's module is in that folder. */
  readonly nestedFolder?: string;
  /** Bytes as it is uploaded. */
  readonly zipped?: number;
  /** Bytes of the files in it. */
  readonly unzipped?: number;
}
