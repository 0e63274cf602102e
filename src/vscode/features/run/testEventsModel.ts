import { basename, sep } from 'node:path';
import * as vscode from 'vscode';
import type { AnalysedFunction } from '../../../core/analysis/model.ts';
import { eventDirectory, listTestEvents } from '../../../core/events/index.ts';
import type { TestEvent } from '../../../core/events/model.ts';
import type { FileSystem } from '../../../core/ports.ts';
import type { InvocationResult } from '../../../core/runner/model.ts';
import type { LastRun, TestEvents } from '../../platform/testEvents.ts';
import type { WorkspaceFunctions } from '../../platform/workspaceFunctions.ts';

/** The saved test events of every function, kept in step with `events/`, and how each last ran in this session. */
export class TestEventsModel implements TestEvents, vscode.Disposable {
  readonly #files: FileSystem;
  readonly #functions: WorkspaceFunctions;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #events = new Map<string, readonly TestEvent[]>();
  readonly #lastRuns = new Map<string, LastRun>();
  readonly #subscriptions: readonly vscode.Disposable[];
  #watched: string | undefined;

  readonly onDidChange = this.#changed.event;

  constructor(files: FileSystem, functions: WorkspaceFunctions) {
    this.#files = files;
    this.#functions = functions;
    const watcher = vscode.workspace.createFileSystemWatcher('**/events/**');
    const reread = (uri: vscode.Uri) => void this.#rereadAround(uri.fsPath);
    this.#subscriptions = [
      this.#changed,
      watcher,
      watcher.onDidCreate(reread),
      watcher.onDidDelete(reread),
      functions.onDidChange(({ templates }) => templates.size > 0 && void this.#readNew()),
    ];
    void this.#readNew();
  }

  list(fn: AnalysedFunction): readonly TestEvent[] {
    return this.#events.get(eventDirectory(fn.definition)) ?? [];
  }

  /** What is on disk now: for a run that follows the writing of an event. */
  async read(fn: AnalysedFunction): Promise<readonly TestEvent[]> {
    await this.#reread([fn]);
    return this.list(fn);
  }

  lastRun(path: string): LastRun | undefined {
    return this.#lastRuns.get(path);
  }

  ran(path: string, result: InvocationResult): void {
    this.#lastRuns.set(path, { durationMs: result.report.durationMs, status: result.status });
    this.#changed.fire();
  }

  isWatched(path: string): boolean {
    return path === this.#watched;
  }

  /** The event that runs on each save is this one from now on, or none. */
  watch(path: string | undefined): void {
    this.#watched = path;
    this.#changed.fire();
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  /** Of functions that weren't there before; the watcher tells of what changes for the others. */
  async #readNew(): Promise<void> {
    await this.#reread(this.#functions.all().filter(({ definition }) => !this.#events.has(eventDirectory(definition))));
  }

  async #rereadAround(path: string): Promise<void> {
    const touched = this.#functions.all().filter((fn) => {
      const directory = eventDirectory(fn.definition);
      return path.startsWith(directory + sep) || directory === path || directory.startsWith(path + sep);
    });
    await this.#reread(touched);
  }

  async #reread(functions: readonly AnalysedFunction[]): Promise<void> {
    let changed = false;
    for (const { definition } of functions) {
      const directory = eventDirectory(definition);
      const events = await listTestEvents(definition, this.#files);
      const shown = (list: readonly TestEvent[] | undefined) => (list ?? []).map((event) => basename(event.path)).join('\n');
      changed ||= shown(events) !== shown(this.#events.get(directory));
      this.#events.set(directory, events);
    }
    if (changed) this.#changed.fire();
  }
}
