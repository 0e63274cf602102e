import type { FolderSnapshot } from '../core/analysis/model.ts';

/** Between the extension host and the worker thread that analyses (src/worker). */
export type ToAnalysisWorker =
  | { readonly type: 'snapshot'; readonly requestId: number; readonly folder: string }
  | { readonly type: 'fileChanged'; readonly path: string }
  | { readonly type: 'documentChanged'; readonly path: string; readonly text: string | undefined };

export type FromAnalysisWorker =
  | { readonly type: 'snapshot'; readonly requestId: number; readonly snapshot: FolderSnapshot }
  | { readonly type: 'failed'; readonly requestId: number; readonly message: string; readonly stack: string | undefined }
  | { readonly type: 'log'; readonly level: 'debug' | 'info' | 'warn' | 'error'; readonly message: string };

/** `workerData` of the thread. */
export interface AnalysisWorkerData {
  /** Absolute folder of the `.wasm` grammars. */
  readonly grammars: string;
  /** Globs of what isn't searched for templates: the setting `lambdaWorkbench.exclude`. */
  readonly exclude: readonly string[];
}
