import { sep } from 'node:path';
import * as vscode from 'vscode';
import type { AnalysedFunction } from '../../../core/analysis/model.ts';
import type { TestEvent } from '../../../core/events/model.ts';
import type { InvocationResult } from '../../../core/runner/model.ts';
import { commands, contextKeys } from '../../contributions.ts';
import { ContextKey } from '../../platform/contextKey.ts';
import type { TestEventsModel } from './testEventsModel.ts';

/** What a watched run tells of itself while it is on its way. */
export interface RunProgress {
  /** What was typed is on disk: what is saved from now on may be too late for this run. */
  onSaved(): void;
  /** Absolute paths of the files that the function's package is made of. */
  onBuilt(inputs: readonly string[]): void;
}

type Run = (fn: AnalysedFunction, event: TestEvent, progress: RunProgress) => Promise<InvocationResult | undefined>;

interface Watched {
  readonly fn: AnalysedFunction;
  readonly event: TestEvent;
  readonly state: 'idle' | 'saving' | 'running' | 'stale';
  /** Not known before the first build, and after one that failed: then any file of the folder may mend it. */
  readonly inputs: ReadonlySet<string> | undefined;
}

/** Runs one test event again on each save of a file that its function is made of, until it is told to stop. */
export class EventWatch implements vscode.Disposable {
  readonly #run: Run;
  readonly #testEvents: TestEventsModel;
  readonly #status = vscode.window.createStatusBarItem('lambdaWorkbench.watch', vscode.StatusBarAlignment.Left);
  readonly #saves: vscode.Disposable;
  readonly #isWatching = new ContextKey<boolean>(contextKeys.watching);
  #watched: Watched | undefined;

  constructor(run: Run, testEvents: TestEventsModel) {
    this.#run = run;
    this.#testEvents = testEvents;
    this.#saves = vscode.workspace.onDidSaveTextDocument(({ uri }) => this.#saved(uri.fsPath));
    this.#status.name = 'Watched Lambda Test Event';
    this.#status.command = commands.stopWatching;
  }

  /** Instead of what was watched before. Resolves with the result of the first run. */
  async start(fn: AnalysedFunction, event: TestEvent): Promise<InvocationResult | undefined> {
    this.#watched = { fn, event, state: 'idle', inputs: undefined };
    this.#testEvents.watch(event.path);
    this.#isWatching.set(true);
    this.#status.text = `$(eye) ${fn.definition.name} · ${event.name}`;
    this.#status.tooltip = `${fn.definition.name} runs with ${event.name} on each save of its files. Click to stop watching.`;
    this.#status.show();
    return this.#pass(this.#watched);
  }

  stop(): void {
    this.#watched = undefined;
    this.#testEvents.watch(undefined);
    this.#isWatching.set(false);
    this.#status.hide();
  }

  dispose(): void {
    this.#saves.dispose();
    this.#status.dispose();
  }

  #saved(path: string): void {
    const watched = this.#watched;
    // A run saves what is typed first, and then takes it.
    if (watched === undefined || watched.state === 'saving' || !isPartOf(path, watched)) return;
    if (watched.state === 'idle') void this.#pass(watched);
    else this.#update(watched, { state: 'stale' });
  }

  /** Until a run has ended during which nothing was saved. */
  async #pass(begun: Watched): Promise<InvocationResult | undefined> {
    let watched = this.#update(begun, { state: 'saving', inputs: undefined });
    const result = await this.#run(watched.fn, watched.event, {
      onSaved: () => {
        watched = this.#update(watched, { state: 'running' });
      },
      onBuilt: (inputs) => {
        watched = this.#update(watched, { inputs: new Set(inputs) });
      },
    });
    const isStale = this.#current(watched)?.state === 'stale';
    watched = this.#update(watched, { state: 'idle' });
    if (isStale) void this.#pass(watched);
    return result;
  }

  /** What is watched now, if it is still this. */
  #current({ fn, event }: Watched): Watched | undefined {
    return this.#watched?.fn === fn && this.#watched.event === event ? this.#watched : undefined;
  }

  #update(watched: Watched, change: Partial<Pick<Watched, 'state' | 'inputs'>>): Watched {
    const current = this.#current(watched);
    const next = { ...(current ?? watched), ...change };
    if (current !== undefined) this.#watched = next;
    return next;
  }
}

function isPartOf(path: string, { fn: { definition }, event, inputs }: Watched): boolean {
  if (path === event.path || path === definition.templatePath) return true;
  return inputs === undefined ? path.startsWith(definition.folder + sep) : inputs.has(path);
}
