import { isDeepStrictEqual } from 'node:util';
import * as vscode from 'vscode';
import { withLastKnown } from '../../core/analysis/lastKnown.ts';
import type { AnalysedFunction, FolderSnapshot } from '../../core/analysis/model.ts';
import type { Clock } from '../../core/ports.ts';
import type { AnalysisClient } from './analysisClient.ts';
import { Coalescer } from './coalescer.ts';
import { DisposableStore } from './disposables.ts';
import type { ErrorReporter } from './errorReporting.ts';
import { FunctionIndex } from './functionIndex.ts';
import type { SettingsReader } from './settings.ts';
import { WorkspaceChanges } from './workspaceChanges.ts';
import type { WorkspaceFunctions } from './workspaceFunctions.ts';

/** Short enough to feel immediate, long enough that fast typing is analysed a few times a second at most. */
const coalesceMs = 150;

export class WorkspaceFunctionsModel implements WorkspaceFunctions {
  readonly #analysis: AnalysisClient;
  readonly #reporter: ErrorReporter;
  readonly #changes: WorkspaceChanges;
  readonly #coalescer: Coalescer;
  readonly #store = new DisposableStore();
  readonly #changed = this.#store.add(new vscode.EventEmitter<void>());
  readonly onDidChange = this.#changed.event;
  #state: 'loading' | 'ready' = 'loading';
  #snapshots: readonly FolderSnapshot[] = [];
  #index = new FunctionIndex([]);
  /** Something changed that no question to the analysis has covered yet. */
  #stale = false;
  #updating: Promise<void> | undefined;

  constructor(analysis: AnalysisClient, settings: SettingsReader, clock: Clock, reporter: ErrorReporter) {
    this.#analysis = analysis;
    this.#reporter = reporter;
    this.#coalescer = this.#store.add(new Coalescer(clock, coalesceMs, () => void this.#update()));
    this.#changes = this.#store.add(new WorkspaceChanges(analysis, settings, () => this.#invalidate()));
    this.#store.add(vscode.workspace.onDidChangeWorkspaceFolders((event) => this.#foldersChanged(event)));
    this.#store.add(settings.onDidChange('lambdaWorkbench.exclude', () => this.refresh()));
    for (const folder of folderPaths()) this.#changes.watch(folder);
    this.#stale = true;
    void this.#update();
  }

  get state(): 'loading' | 'ready' {
    return this.#state;
  }

  get folders(): readonly FolderSnapshot[] {
    return this.#snapshots;
  }

  all(): readonly AnalysedFunction[] {
    return this.#index.all();
  }

  find(folder: string, id: string): AnalysedFunction | undefined {
    return this.#index.find(folder, id);
  }

  handledBy(path: string): readonly AnalysedFunction[] {
    return this.#index.handledBy(path);
  }

  at(path: string, line: number): AnalysedFunction | undefined {
    return this.#index.at(path, line);
  }

  async settled(): Promise<void> {
    while (this.#stale || this.#updating !== undefined) await this.#update();
  }

  /** Reads everything anew. */
  refresh(): void {
    this.#analysis.restart();
    for (const folder of folderPaths()) this.#changes.watch(folder);
    this.#invalidate();
  }

  dispose(): void {
    this.#store.dispose();
  }

  #foldersChanged({ added, removed }: vscode.WorkspaceFoldersChangeEvent): void {
    for (const { uri } of removed) this.#changes.unwatch(uri.fsPath);
    for (const { uri } of added) if (uri.scheme === 'file') this.#changes.watch(uri.fsPath);
    this.#invalidate();
  }

  #invalidate(): void {
    this.#stale = true;
    this.#coalescer.schedule();
  }

  /** One update at a time; what changes meanwhile is covered by another round of the same update. */
  #update(): Promise<void> {
    this.#coalescer.dispose();
    this.#updating ??= this.#untilFresh().finally(() => {
      this.#updating = undefined;
    });
    return this.#updating;
  }

  async #untilFresh(): Promise<void> {
    while (this.#stale) {
      this.#stale = false;
      this.#changes.flush();
      try {
        const snapshots = await Promise.all(folderPaths().map((folder) => this.#analysis.snapshot(folder)));
        this.#show(withLastKnown(this.#snapshots, snapshots));
      } catch (error) {
        this.#reporter.report(error, 'Looking for functions');
        this.#show(this.#snapshots);
      }
    }
  }

  #show(snapshots: readonly FolderSnapshot[]): void {
    if (this.#state === 'ready' && isDeepStrictEqual(snapshots, this.#snapshots)) return;
    this.#state = 'ready';
    this.#snapshots = snapshots;
    this.#index = new FunctionIndex(snapshots);
    this.#changed.fire();
  }
}

/** Folders on disk: what is virtual can't be read, and is left out. */
function folderPaths(): readonly string[] {
  return (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file').map(({ uri }) => uri.fsPath);
}
