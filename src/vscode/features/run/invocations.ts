import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { describeError, WorkbenchError } from '../../../core/errors.ts';
import type { Clock, Logger } from '../../../core/ports.ts';
import type { InvocationResult } from '../../../core/runner/model.ts';
import type { InvocationView } from '../../../shared/panelProtocol.ts';
import { contextKeys } from '../../contributions.ts';
import type { ErrorReporter } from '../../platform/errorReporting.ts';
import type { Panel } from '../panel/index.ts';
import { finishedState } from './invocationView.ts';

/** What an invocation is, whoever carries it out: the runner, the local cloud or AWS. */
export interface InvocationRequest {
  readonly functionName: string;
  /** `local`, `local cloud`, a region. */
  readonly target: string;
  readonly eventName: string;
  carryOut(stage: InvocationStage): Promise<InvocationResult>;
  /** The same once more, from the button of the result. */
  again(debug: boolean): Promise<unknown>;
}

export interface InvocationStage {
  readonly signal: AbortSignal;
  enter(state: 'running' | 'debugging'): void;
  /** What a compiler says while it builds. */
  tell(line: string): void;
}

/** Shows invocations in the panel while they run and when they have ended; cancels and repeats them. */
export class Invocations implements vscode.Disposable {
  readonly #panel: Panel;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #running = new Map<string, AbortController>();
  readonly #subscriptions: readonly vscode.Disposable[];
  #last: { readonly id: string; readonly request: InvocationRequest } | undefined;

  constructor(panel: Panel, clock: Clock, logger: Logger, reporter: ErrorReporter) {
    this.#panel = panel;
    this.#clock = clock;
    this.#logger = logger;
    this.#subscriptions = [
      panel.onDidCancel((id) => this.cancel(id)),
      panel.onDidRerun(({ invocationId, debug }) => {
        if (this.#last?.id === invocationId) this.again(debug).catch((error: unknown) => reporter.report(error, 'Run Again'));
      }),
    ];
  }

  /** Never rejects: a failure is shown where the result would be. */
  async start(request: InvocationRequest): Promise<InvocationResult | undefined> {
    const id = randomUUID();
    const startedAt = this.#clock.now();
    const startedMonotonic = this.#clock.monotonic();
    const controller = new AbortController();
    let isDebugged = false;
    const show = (state: InvocationView['state'], payload?: Uint8Array) => {
      // What began later is what somebody looks at.
      if (this.#last?.id !== id) return;
      const { functionName, target, eventName } = request;
      this.#panel.setInvocation({ id, functionName, target, eventName, startedAt, state }, payload);
    };
    this.#last = { id, request };
    this.#running.set(id, controller);
    this.#tellRunning();
    show({ kind: 'building' });
    void this.#panel.show();
    try {
      const result = await request.carryOut({
        signal: controller.signal,
        enter: (kind) => {
          isDebugged = kind === 'debugging';
          show({ kind });
        },
        tell: (line) => show({ kind: 'building', detail: line.trim().slice(0, 80) }),
      });
      const folders = (vscode.workspace.workspaceFolders ?? []).map((folder) => folder.uri.fsPath);
      show(finishedState(result, { elapsedMs: this.#clock.monotonic() - startedMonotonic, isDebugged }, folders), result.payload);
      return result;
    } catch (error) {
      const { message, advice } = describeError(error);
      if (error instanceof WorkbenchError) this.#logger.info(`${request.functionName} wasn’t run: ${message}`);
      else this.#logger.error(`Running ${request.functionName} failed`, error);
      show({ kind: 'failed', message, advice });
      return undefined;
    } finally {
      this.#running.delete(id);
      this.#tellRunning();
    }
  }

  get hasLast(): boolean {
    return this.#last !== undefined;
  }

  async again(debug: boolean): Promise<unknown> {
    return await this.#last?.request.again(debug);
  }

  /** Without an id: all that run. */
  cancel(id?: string): void {
    for (const [running, controller] of this.#running) if (id === undefined || id === running) controller.abort();
  }

  dispose(): void {
    this.cancel();
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #tellRunning(): void {
    void vscode.commands.executeCommand('setContext', contextKeys.running, this.#running.size > 0);
  }
}
