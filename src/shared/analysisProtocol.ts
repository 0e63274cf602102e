import type { SnapshotDelta } from '../core/analysis/delta.ts';
import type { AssistAnswer, AssistQuestion } from '../core/assist/model.ts';

/** Between the extension host and the worker thread that analyses (src/worker). */
export type ToAnalysisWorker =
  /** Asks what is different since the answer of that number; undefined, or a number that the worker never gave: since nothing. */
  | { readonly type: 'changes'; readonly requestId: number; readonly folder: string; readonly since: number | undefined }
  | { readonly type: 'ask'; readonly requestId: number; readonly folders: readonly string[]; readonly question: AssistQuestion }
  | { readonly type: 'fileChanged'; readonly path: string }
  | { readonly type: 'documentChanged'; readonly path: string; readonly text: string | undefined };

export type FromAnalysisWorker =
  | { readonly type: 'changes'; readonly requestId: number; readonly changes: FolderChanges }
  | { readonly type: 'answer'; readonly requestId: number; readonly answer: AssistAnswer }
  | { readonly type: 'failed'; readonly requestId: number; readonly message: string; readonly stack: string | undefined }
  | { readonly type: 'log'; readonly level: 'debug' | 'info' | 'warn' | 'error'; readonly message: string };

export interface FolderChanges {
  /** What the delta is to be applied to; undefined: to an empty snapshot. */
  readonly since: number | undefined;
  /** Names what is known after it, for the next question. */
  readonly version: number;
  readonly delta: SnapshotDelta;
  /** There is more to tell: large answers come in parts, so that nobody is held by them. */
  readonly more: boolean;
}

/** `workerData` of the thread. */
export interface AnalysisWorkerData {
  /** Absolute folder of the `.wasm` grammars. */
  readonly grammars: string;
  /** Globs of what isn't searched for templates: the setting `lambdaWorkbench.exclude`. */
  readonly exclude: readonly string[];
}
