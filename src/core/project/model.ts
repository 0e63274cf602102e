import type { TextRange } from '../text.ts';

/** A value of a template: written out, left out, or only known when it is built or deployed. */
export type Value<T> =
  | { readonly kind: 'literal'; readonly value: T; readonly path: string; readonly range: TextRange }
  | { readonly kind: 'absent' }
  | {
      readonly kind: 'unknown';
      /** In words that complete "can't be told before deploying: …". */
      readonly reason: string;
      readonly range?: TextRange;
      readonly assumed?: Assumed<T>;
    };

/**
 * What a deployment gives that leaves the template's parameters at their defaults. Good enough to run a function with on this
 * machine, where it is said to whoever runs it; never to call something wrong by, nor to set it where the function is deployed.
 */
export interface Assumed<T> {
  readonly value: T;
  /** In words that complete "X is … here: …". */
  readonly because: string;
  /** A parameter with `NoEcho` is in it: not to be shown. */
  readonly secret?: boolean;
}

/** Where a function's code is. Directories and files are absolute. */
export type CodeLocation =
  | { readonly kind: 'directory'; readonly path: string }
  /** A zip or jar that is already there. */
  | { readonly kind: 'archive'; readonly path: string }
  /** `ZipFile` / `InlineCode`: the module is always `index`. `text` is absent where it isn't literal. */
  | { readonly kind: 'inline'; readonly text?: string; readonly range?: TextRange; readonly assumed?: Assumed<string> }
  | { readonly kind: 'image' }
  | {
      readonly kind: 'unknown';
      readonly reason: string;
      readonly assumed?: Assumed<{ readonly kind: 'directory' | 'archive'; readonly path: string }>;
    };

/** What stands between the source and the package. */
export type Build =
  | { readonly kind: 'none' }
  /** SAM's `Metadata.BuildMethod: esbuild`. Entry points are relative to the code directory. */
  | {
      readonly kind: 'esbuild';
      readonly entryPoints: readonly string[];
      readonly external: readonly string[];
      readonly format: 'cjs' | 'esm' | undefined;
    }
  /** makefile, go1.x, rust-cargolambda, …: what comes out can't be told from the source. */
  | { readonly kind: 'other'; readonly method: string };

export type TemplateFormat = 'sam' | 'cloudformation';

/** An event source the template connects to the function; `type` is SAM's word (`Api`, `HttpApi`, `SQS`, `S3`, `Schedule`, …). */
export interface Trigger {
  readonly name: string;
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

export interface FunctionDefinition {
  /** `file#logicalId`; `file` relative to the workspace folder, with forward slashes. Unique in a folder. */
  readonly id: string;
  readonly logicalId: string;
  /** `FunctionName` where it is literal, else the logical id. */
  readonly name: string;
  readonly format: TemplateFormat;
  readonly packageType: 'Zip' | 'Image';
  /** The workspace folder it was found in. */
  readonly folder: string;
  readonly templatePath: string;
  /** The logical id in the template. */
  readonly range: TextRange;
  /** Of the whole resource, for placing lenses and finding the function at a cursor. */
  readonly bodyRange: TextRange;
  readonly runtime: Value<string>;
  readonly handler: Value<string>;
  readonly code: CodeLocation;
  readonly build: Build;
  /** MB; absent means 128. */
  readonly memoryMb: Value<number>;
  /** Seconds; absent means 3. */
  readonly timeoutSeconds: Value<number>;
  readonly description: Value<string>;
  readonly role: Value<string>;
  readonly architecture: Value<'x86_64' | 'arm64'>;
  readonly environment: Readonly<Record<string, Value<string>>>;
  /** Why there may be other variables too: an intrinsic function stands for all of them, or for some. As an unknown value's reason. */
  readonly environmentGap?: string;
  readonly layers: Value<readonly string[]>;
  readonly ephemeralStorageMb: Value<number>;
  readonly triggers: readonly Trigger[];
}

/** What one file turned out to be. */
export type TemplateResult =
  | { readonly kind: 'template'; readonly path: string; readonly format: TemplateFormat; readonly functions: readonly FunctionDefinition[] }
  /** Looks like a template but can't be read: shown in its place, never hides the others. */
  | { readonly kind: 'broken'; readonly path: string; readonly message: string; readonly range: TextRange }
  | { readonly kind: 'not-a-template' };
