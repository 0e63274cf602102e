import { basename, dirname, sep } from 'node:path';
import * as vscode from 'vscode';
import { functionsOf } from '../../../core/analysis/lastKnown.ts';
import type { AnalysedFunction } from '../../../core/analysis/model.ts';
import { eventDirectory, listTestEvents } from '../../../core/events/index.ts';
import type { TestEvent } from '../../../core/events/model.ts';
import type { FileSystem } from '../../../core/ports.ts';
import type { FunctionDefinition } from '../../../core/project/model.ts';
import type { InvocationResult } from '../../../core/runner/model.ts';
import type { LastRun, TestEvents } from '../../platform/testEvents.ts';
import type { WorkspaceFunctions } from '../../platform/workspaceFunctions.ts';

/** The saved test events of every function, kept in step with `events/`, and how each last ran in this session. */
export class TestEventsModel implements TestEvents, vscode.Disposable {
  readonly #files: FileSystem;
  readonly #functions: WorkspaceFunctions;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #events = new Map<string, readonly TestEvent[]>();
  readonly #directories = new WeakMap<FunctionDefinition, string>();
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
      functions.onDidChange(({ templates }) => templates.size > 0 && void this.#readNew((path) => templates.has(path))),
    ];
    void this.#readNew(() => true);
  }

  list(fn: AnalysedFunction): readonly TestEvent[] {
    return this.#events.get(this.#directoryOf(fn)) ?? none;
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
  async #readNew(isChanged: (template: string) => boolean): Promise<void> {
    const templates = this.#functions.folders.flatMap((folder) => folder.templates).filter(({ path }) => isChanged(path));
    await this.#reread(templates.flatMap(functionsOf).filter((fn) => !this.#events.has(this.#directoryOf(fn))));
  }

  async #rereadAround(path: string): Promise<void> {
    const touched = this.#functions.all().filter((fn) => {
      const directory = this.#directoryOf(fn);
      return path.startsWith(directory + sep) || directory === path || directory.startsWith(path + sep);
    });
    await this.#reread(touched);
  }

  async #reread(functions: readonly AnalysedFunction[]): Promise<void> {
    let changed = false;
    const listed = new Map<string, ReadonlySet<string>>();
    for (const fn of functions) {
      const directory = this.#directoryOf(fn);
      const all = dirname(directory);
      const names = listed.get(all) ?? (await this.#namesIn(all));
      listed.set(all, names);
      const events = names.has(basename(directory).toLowerCase()) ? await listTestEvents(fn.definition, this.#files) : none;
      const shown = (list: readonly TestEvent[] | undefined) => (list ?? []).map((event) => basename(event.path)).join('\n');
      changed ||= shown(events) !== shown(this.#events.get(directory));
      this.#events.set(directory, events);
    }
    if (changed) this.#changed.fire();
  }

  /** Most functions have no events: a thousand folders that aren't there take time to ask for. Some systems don't tell cases apart. */
  async #namesIn(directory: string): Promise<ReadonlySet<string>> {
    const entries = await this.#files.readDirectory(directory);
    return new Set(entries.map(({ name }) => name.toLowerCase()));
  }

  /** Remembered: it is asked of all functions whenever the view is drawn. */
  #directoryOf({ definition }: AnalysedFunction): string {
    const known = this.#directories.get(definition);
    if (known !== undefined) return known;
    const directory = eventDirectory(definition);
    this.#directories.set(definition, directory);
    return directory;
  }
}

/** The same list each time, so that what shows it can tell that nothing changed. */
const none: readonly TestEvent[] = [];
