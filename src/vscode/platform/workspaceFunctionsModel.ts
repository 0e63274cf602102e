import * as vscode from 'vscode';
import { withLastKnown } from '../../core/analysis/lastKnown.ts';
import type { AnalysedFunction, FolderSnapshot } from '../../core/analysis/model.ts';
import type { AssistAnswers, AssistQuestion } from '../../core/assist/model.ts';
import type { AnalysisClient } from './analysisClient.ts';
import { DisposableStore } from './disposables.ts';
import type { ErrorReporter } from './errorReporting.ts';
import { FolderReplica, type FunctionsChange, together, wholeOf } from './folderReplica.ts';
import { FunctionIndex, TemplateParts } from './functionIndex.ts';
import type { SettingsReader } from './settings.ts';
import { WorkspaceChanges } from './workspaceChanges.ts';
import type { FolderFinding, WorkspaceFunctions } from './workspaceFunctions.ts';

/**
 * A change is sent to the analysis at once. What changes while an answer is under way goes with the next question, so there is one
 * question at a time, however fast somebody types or however much a checkout writes; answers tell only what is different.
 */
export class WorkspaceFunctionsModel implements WorkspaceFunctions {
  readonly #analysis: AnalysisClient;
  readonly #reporter: ErrorReporter;
  readonly #changes: WorkspaceChanges;
  readonly #store = new DisposableStore();
  readonly #changed = this.#store.add(new vscode.EventEmitter<FunctionsChange>());
  readonly onDidChange = this.#changed.event;
  readonly onDidChangeFile: vscode.Event<string>;
  #state: 'loading' | 'ready' = 'loading';
  #replicas: ReadonlyMap<string, FolderReplica> = new Map();
  #snapshots: readonly FolderSnapshot[] = [];
  readonly #parts = new TemplateParts();
  #index = new FunctionIndex([]);
  /** Something changed that no question to the analysis has covered yet. */
  #stale = false;
  #updating: Promise<void> | undefined;

  constructor(analysis: AnalysisClient, settings: SettingsReader, reporter: ErrorReporter) {
    this.#analysis = analysis;
    this.#reporter = reporter;
    this.#changes = this.#store.add(new WorkspaceChanges(analysis, settings, () => this.#invalidate()));
    this.onDidChangeFile = this.#changes.onDidChangeFile;
    this.#store.add(vscode.workspace.onDidChangeWorkspaceFolders((event) => this.#foldersChanged(event)));
    this.#store.add(settings.onDidChange('lambdaWorkbench.exclude', () => this.refresh()));
    for (const folder of folderPaths()) this.#changes.watch(folder);
    this.#invalidate();
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

  definedIn(path: string): readonly AnalysedFunction[] {
    return this.#index.definedIn(path);
  }

  at(path: string, line: number): AnalysedFunction | undefined {
    return this.#index.at(path, line);
  }

  findingsIn(path: string): readonly FolderFinding[] {
    return this.#index.findingsIn(path);
  }

  async ask<Kind extends AssistQuestion['kind']>(
    question: AssistQuestion & { readonly kind: Kind },
  ): Promise<AssistAnswers[Kind] | undefined> {
    // Most files have nothing to do with functions, and hovers are many.
    if (this.#state === 'ready' && !this.#index.involves('at' in question ? question.at.path : question.path)) return undefined;
    // Places are of the text as it is now: the worker has it before the question.
    this.#changes.flush();
    try {
      const { kind, answer } = await this.#analysis.ask(folderPaths(), question);
      return kind === question.kind ? (answer as AssistAnswers[Kind]) : undefined;
    } catch (error) {
      this.#reporter.log(error, `Answering for ${question.kind}`);
      return undefined;
    }
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
    void this.#update();
  }

  /** One update at a time; what changes meanwhile is covered by another round of the same update. */
  #update(): Promise<void> {
    this.#updating ??= this.#untilFresh().finally(() => {
      this.#updating = undefined;
    });
    return this.#updating;
  }

  async #untilFresh(): Promise<void> {
    const ask = (folder: string, since: number | undefined) => this.#analysis.changes(folder, since);
    // What changes in one go is asked for together.
    await Promise.resolve();
    while (this.#stale) {
      this.#stale = false;
      this.#changes.flush();
      const changes = this.#takeFolders();
      try {
        for (const replica of this.#replicas.values()) {
          await replica.catchUp(ask, (change) => {
            changes.push(change);
            this.#parts.learn(replica.snapshot.templates);
          });
        }
      } catch (error) {
        this.#reporter.report(error, 'Looking for functions');
      }
      this.#show(together(changes));
    }
  }

  /** One replica for each folder of now. Answers what went with the others. */
  #takeFolders(): FunctionsChange[] {
    const before = this.#replicas;
    this.#replicas = new Map(folderPaths().map((folder) => [folder, before.get(folder) ?? new FolderReplica(folder)]));
    return [...before].filter(([folder]) => !this.#replicas.has(folder)).map(([, { snapshot }]) => wholeOf(snapshot));
  }

  #show(change: FunctionsChange): void {
    if (this.#state === 'ready' && change.templates.size + change.findings.size === 0) return;
    this.#state = 'ready';
    this.#snapshots = withLastKnown(
      this.#snapshots,
      [...this.#replicas.values()].map(({ snapshot }) => snapshot),
    );
    this.#index = new FunctionIndex(this.#snapshots, this.#parts);
    this.#changed.fire(change);
  }
}

/** Folders on disk: what is virtual can't be read, and is left out. */
function folderPaths(): readonly string[] {
  return (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file').map(({ uri }) => uri.fsPath);
}
