import * as vscode from 'vscode';
import type { AnalysedFunction } from '../../../core/analysis/model.ts';
import type { TestEvent } from '../../../core/events/model.ts';
import type { Ports } from '../../../core/ports.ts';
import type { InvocationResult } from '../../../core/runner/model.ts';
import { commands, contextKeys } from '../../contributions.ts';
import { ContextKey } from '../../platform/contextKey.ts';
import type { WorkspaceFunctions } from '../../platform/workspaceFunctions.ts';
import { RunLoop, type RunProgress } from './runLoop.ts';
import type { TestEventsModel } from './testEventsModel.ts';

export interface EventWatchDependencies {
  readonly functions: WorkspaceFunctions;
  readonly testEvents: TestEventsModel;
  readonly ports: Ports;
  readonly run: (fn: AnalysedFunction, event: TestEvent, progress: RunProgress) => Promise<InvocationResult | undefined>;
}

/** The one test event that is watched, and the status bar that says so. */
export class EventWatch implements vscode.Disposable {
  readonly #deps: EventWatchDependencies;
  readonly #status = vscode.window.createStatusBarItem('lambdaWorkbench.watch', vscode.StatusBarAlignment.Left);
  readonly #changes: vscode.Disposable;
  readonly #isWatching = new ContextKey<boolean>(contextKeys.watching);
  #loop: RunLoop | undefined;

  constructor(deps: EventWatchDependencies) {
    this.#deps = deps;
    this.#changes = vscode.Disposable.from(
      vscode.workspace.onDidSaveTextDocument(({ uri }) => this.#loop?.saved(uri.fsPath)),
      deps.functions.onDidChangeFile((path) => void this.#loop?.changedOnDisk(path)),
    );
    this.#status.name = 'Watched Lambda Test Event';
    this.#status.command = commands.stopWatching;
  }

  /** Instead of what was watched before. Resolves with the result of the first run. */
  async start(fn: AnalysedFunction, event: TestEvent): Promise<InvocationResult | undefined> {
    const { run, ports, testEvents } = this.#deps;
    this.#loop?.stop();
    this.#loop = new RunLoop({ ...ports, fn, event, run: (progress) => run(fn, event, progress) });
    testEvents.watch(event.path);
    this.#isWatching.set(true);
    this.#status.text = `$(eye) ${fn.definition.name} · ${event.name}`;
    this.#status.tooltip = `${fn.definition.name} runs with ${event.name} whenever its files change. Click to stop watching.`;
    this.#status.show();
    return this.#loop.start();
  }

  stop(): void {
    this.#loop?.stop();
    this.#loop = undefined;
    this.#deps.testEvents.watch(undefined);
    this.#isWatching.set(false);
    this.#status.hide();
  }

  dispose(): void {
    this.#loop?.stop();
    this.#changes.dispose();
    this.#status.dispose();
  }
}
