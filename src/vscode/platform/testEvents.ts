import type * as vscode from 'vscode';
import type { AnalysedFunction } from '../../core/analysis/model.ts';
import type { TestEvent } from '../../core/events/model.ts';

/** The test events of the workspace's functions, and how their last runs went. */
export interface TestEvents {
  readonly onDidChange: vscode.Event<void>;
  /** From memory, in the order shown. */
  list(fn: AnalysedFunction): readonly TestEvent[];
  /** Of the event file at this path, within this session. */
  lastRun(path: string): LastRun | undefined;
  /** Whether the event file at this path runs on each save. */
  isWatched(path: string): boolean;
}

export interface LastRun {
  readonly durationMs: number;
  readonly status: 'success' | 'error' | 'timeout' | 'init-error' | 'cancelled';
}
