import type { FileRange, TextRange } from '../text.ts';
import type { ApiDefinition } from './apis/model.ts';
import type { ExecutionSettings } from './execution.ts';
import type { Messaging } from './messaging/model.ts';
import type { Trigger } from './trigger.ts';
import type { Assumed, Value } from './value.ts';
import type { WebSocketApi } from './webSockets/model.ts';

export type { Trigger } from './trigger.ts';
export type { Assumed, Value } from './value.ts';

/** Where a function's code is. Directories and files are absolute. */
export type CodeLocation =
  | { readonly kind: 'directory'; readonly path: string }
  /** A zip or jar that is already there. */
  | { readonly kind: 'archive'; readonly path: string }
  /** A zip that is put together of single files, as by Terraform's `archive_file`: nothing else is in it. */
  | { readonly kind: 'files'; readonly files: readonly PackagedFile[] }
  /** `ZipFile` / `InlineCode`: the module is always `index`. `text` is absent where it isn't literal. */
  | { readonly kind: 'inline'; readonly text?: string; readonly range?: TextRange; readonly assumed?: Assumed<string> }
  /** `dockerfile`: what the image is built with, where that is said; absolute. */
  | {
      readonly kind: 'image';
      readonly dockerfile?: string;
      /** What its paths are relative to, where that isn't its own folder; absolute. */
      readonly context?: string;
      /** Takes the place of its CMD. */
      readonly command?: readonly string[];
      /** The stage that is built, where it isn't the last. */
      readonly target?: string;
      readonly buildArguments?: Readonly<Record<string, string>>;
    }
  | {
      readonly kind: 'unknown';
      readonly reason: string;
      readonly assumed?: Assumed<{ readonly kind: 'directory' | 'archive'; readonly path: string }>;
    };

/** One file of a package. */
export interface PackagedFile {
  /** Its path in the package, with forward slashes. */
  readonly name: string;
  /** A file on disk, absolute; or a text that stands where the function is defined, undefined where it isn't literal. */
  readonly content: /** `writtenAt`: where its path is written, to be changed where it is wrong; absent where that can't be told. */
    | { readonly kind: 'file'; readonly path: string; readonly writtenAt?: FileRange }
    | { readonly kind: 'text'; readonly text: string | undefined };
}

/** What stands between the source and the package. */
export type Build =
  | { readonly kind: 'none' }
  /**
   * One source file is what the handler's module comes from, whatever that module is called: CDK's `NodejsFunction` and
   * `PythonFunction`. `exportName` is what holds where no handler is written: `handler`.
   */
  | { readonly kind: 'entry'; readonly path: string; readonly exportName: string; readonly by: string }
  /** A bundler that takes the handler's module as its entry, at the same path with any source extension. `by`: its name in words. */
  | { readonly kind: 'bundler'; readonly by: string }
  /** SAM's `Metadata.BuildMethod: esbuild`. Entry points are relative to the code directory. */
  | {
      readonly kind: 'esbuild';
      readonly entryPoints: readonly string[];
      readonly external: readonly string[];
      readonly format: 'cjs' | 'esm' | undefined;
    }
  /** makefile, go1.x, rust-cargolambda, …: what comes out can't be told from the source. */
  | {
      readonly kind: 'other';
      readonly method: string;
      /** What is built is the code folder, whatever builds it. */
      readonly ofCode?: boolean;
    };

/** How a function is defined. `cdk`, `sst` and `pulumi` are programs, read without running them. */
export type TemplateFormat = 'sam' | 'cloudformation' | 'serverless' | 'terraform' | 'cdk' | 'sst' | 'pulumi';

/** What calls the function, as far as rules ask about it. Places are what is to be changed where something is wrong. */
export type Invoker =
  /** `dialect`: EventBridge's rules read `cron()` and `rate()`, its Scheduler `at()` too. */
  | { readonly kind: 'schedule'; readonly expression: Value<string>; readonly dialect: 'rule' | 'scheduler' }
  /** A queue of the same file. `at`: where it is defined; absent visibility means 30 seconds. */
  | { readonly kind: 'queue'; readonly name: string; readonly at: FileRange; readonly visibilitySeconds: Value<number> }
  /** An API that waits for the answer. `at`: where the function is connected to it. */
  | { readonly kind: 'api'; readonly api: 'rest' | 'http'; readonly at: FileRange };

/** Whether the function's log group is defined beside it: one that Lambda makes by itself keeps its lines for ever. */
export type LogGroup =
  | { readonly kind: 'declared' }
  | { readonly kind: 'unknown' }
  /** `insertion`: what defines one that keeps its lines for `days`; absent where no edit is sure. */
  | { readonly kind: 'none'; readonly insertion?: { readonly days: number; readonly at: FileRange; readonly text: string } };

export interface FunctionDefinition {
  /** `file#logicalId`; `file` is `templatePath` relative to the workspace folder, with forward slashes. Unique in a folder. */
  readonly id: string;
  readonly logicalId: string;
  /** `FunctionName` where it is literal, else the logical id. */
  readonly name: string;
  readonly format: TemplateFormat;
  readonly packageType: 'Zip' | 'Image';
  /** The workspace folder it was found in. */
  readonly folder: string;
  /** The file that is read for functions; absolute. */
  readonly templatePath: string;
  /** The file that `range` and `bodyRange` are in: the template, or one that it takes in. Absolute. */
  readonly definedIn: string;
  /** The logical id where the function is defined; in programs the id's literal, in Terraform the resource's name. */
  readonly range: TextRange;
  /** Of the whole resource or call, for placing lenses and finding the function at a cursor. */
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
  /** A template engine makes the template of this text: what is written isn't yet what is deployed. */
  readonly generated?: boolean;
  /** What a reader leaves out of the rest, it can't tell, or its format hasn't got. */
  readonly functionName?: Value<string>;
  /** Properties that every function from a zip has to have, and that this one has nowhere for certain. */
  readonly lacking?: readonly ('Handler' | 'Runtime')[];
  /** Where the names of `environment` stand. */
  readonly environmentNames?: Readonly<Record<string, FileRange>>;
  /** What decides whether it is deployed at all: two functions with different conditions may exclude each other. */
  readonly condition?: string;
  readonly invokers?: readonly Invoker[];
  readonly logGroup?: LogGroup;
  readonly execution?: ExecutionSettings;
  /** Runs on Lambda Managed Instances, which have limits of their own. */
  readonly managedInstances?: boolean;
  /** In synthesized templates: the path of the CDK construct, `Stack/Orders/Handler/Resource`. */
  readonly constructPath?: string;
  /** Codes, or beginnings of codes, of findings that its Metadata asks not to show: for JSON, which has no comments. */
  readonly ignoredFindings?: readonly string[];
}

/** What one file turned out to be. */
export type TemplateResult =
  | {
      readonly kind: 'template';
      readonly path: string;
      readonly format: TemplateFormat;
      readonly functions: readonly FunctionDefinition[];
      /** Ids of functions that other files list, and that are listed here instead: what a call makes of a module's function. */
      readonly replaces?: readonly string[];
      /** What is put in front of the functions over HTTP; left out where there is nothing. */
      readonly apis?: readonly ApiDefinition[];
      /** Queues, streams, tables and event source mappings; left out where there are none. */
      readonly messaging?: Messaging;
      /** APIs whose clients stay connected; left out where there are none. */
      readonly webSockets?: readonly WebSocketApi[];
    }
  /** Looks like a template but can't be read: shown in its place, never hides the others. */
  | { readonly kind: 'broken'; readonly path: string; readonly message: string; readonly range: TextRange }
  | { readonly kind: 'not-a-template' };
