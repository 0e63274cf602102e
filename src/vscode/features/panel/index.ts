import * as vscode from 'vscode';
import { withFailure } from '../../../core/logs/failedReport.ts';
import type { LogHub } from '../../../core/logs/index.ts';
import type { LogRecord } from '../../../core/logs/model.ts';
import type { Logger } from '../../../core/ports.ts';
import { type FromPanel, type InvocationView, parseFromPanel, type ToPanel } from '../../../shared/panelProtocol.ts';
import { logLanguage, views } from '../../contributions.ts';
import { Batcher } from './batcher.ts';
import { panelHtml } from './html.ts';

export { createSourceOpener } from './openSource.ts';

export interface PanelDependencies {
  readonly extensionUri: vscode.Uri;
  readonly hub: LogHub;
  /** How many lines the page keeps; read on each replay. */
  readonly maxLines: () => number;
  /** `path` as printed; line and column count from 1. */
  readonly openSource: (path: string, line: number, column: number | undefined) => Promise<void>;
  readonly logger: Logger;
}

/** The view **Lambda** in the bottom panel: log lines of every source, and the result of the last invocation. */
export interface Panel extends vscode.Disposable {
  /** Brings the view up without taking the focus from the editor where it can; with a name, only that function's lines. */
  show(functionName?: string): Promise<void>;
  /** `payload`: the whole of it, to be opened in an editor. */
  setInvocation(view: InvocationView, payload?: Uint8Array): void;
  /** A line above the log lines; undefined takes it away. */
  notice(text: string | undefined): void;
  readonly onDidRerun: vscode.Event<{ readonly invocationId: string; readonly debug: boolean }>;
  readonly onDidCancel: vscode.Event<string>;
}

export function registerPanel(dependencies: PanelDependencies): Panel {
  return new PanelView(dependencies);
}

/** Milliseconds between two messages with lines: twenty a second look like a stream, and cost little. */
const batchDelay = 50;

class PanelView implements Panel, vscode.WebviewViewProvider {
  readonly #dependencies: PanelDependencies;
  readonly #disposables: vscode.Disposable[];
  readonly #rerun = new vscode.EventEmitter<{ readonly invocationId: string; readonly debug: boolean }>();
  readonly #cancel = new vscode.EventEmitter<string>();
  readonly #batcher: Batcher<LogRecord>;
  #view: vscode.WebviewView | undefined;
  /** The page has asked for everything, and hears what comes after. */
  #ready = false;
  #invocation: InvocationView | undefined;
  #payload: Uint8Array | undefined;
  /** Error types of requests that failed, by their id: the page may go and come back. */
  readonly #failures = new Map<string, string>();
  #notice: string | undefined;
  #functionToShow: string | undefined;
  readonly onDidRerun = this.#rerun.event;
  readonly onDidCancel = this.#cancel.event;

  constructor(dependencies: PanelDependencies) {
    this.#dependencies = dependencies;
    this.#batcher = new Batcher(batchDelay, (records) => this.#post({ type: 'append', records }));
    const stopAppend = dependencies.hub.onAppend((records) => {
      // A page that isn't there gets everything when it comes.
      if (this.#ready) this.#batcher.add(records);
    });
    const stopClear = dependencies.hub.onClear(() => this.#replay());
    this.#disposables = [
      vscode.window.registerWebviewViewProvider(views.panel, this),
      this.#rerun,
      this.#cancel,
      this.#batcher,
      { dispose: stopAppend },
      { dispose: stopClear },
    ];
  }

  dispose(): void {
    for (const disposable of this.#disposables) disposable.dispose();
  }

  async show(functionName?: string): Promise<void> {
    this.#functionToShow = functionName;
    if (this.#view === undefined) await vscode.commands.executeCommand(`${views.panel}.focus`, { preserveFocus: true });
    else if (!this.#view.visible) this.#view.show(true);
    this.#showFunction();
  }

  setInvocation(view: InvocationView, payload?: Uint8Array): void {
    this.#invocation = view;
    this.#payload = payload;
    if (view.state.kind === 'finished' && view.state.error !== undefined) this.#failures.set(view.state.requestId, view.state.error.type);
    this.#post({ type: 'invocation', invocation: view });
  }

  notice(text: string | undefined): void {
    this.#notice = text;
    this.#post({ type: 'notice', text });
  }

  resolveWebviewView(view: vscode.WebviewView): void {
    const { extensionUri, logger } = this.#dependencies;
    this.#view = view;
    this.#ready = false;
    view.webview.options = {
      enableScripts: true,
      localResourceRoots: [vscode.Uri.joinPath(extensionUri, 'dist'), vscode.Uri.joinPath(extensionUri, 'media')],
    };
    const received = view.webview.onDidReceiveMessage((raw: unknown) => {
      const message = parseFromPanel(raw);
      if (message === undefined) logger.warn('The panel sent a message that is none of its own', raw);
      else this.#receive(message).catch((error: unknown) => logger.error(`Panel: ${message.type} failed`, error));
    });
    view.onDidDispose(() => {
      received.dispose();
      if (this.#view !== view) return;
      this.#view = undefined;
      this.#ready = false;
      this.#batcher.discard();
    });
    view.webview.html = panelHtml(view.webview, extensionUri);
  }

  async #receive(message: FromPanel): Promise<void> {
    switch (message.type) {
      case 'ready':
        this.#ready = true;
        this.#replay();
        this.#post({ type: 'notice', text: this.#notice });
        return this.#showFunction();
      case 'clear':
        return this.#dependencies.hub.clear();
      case 'open':
        return this.#dependencies.openSource(message.path, message.line, message.column);
      case 'rerun':
        return this.#rerun.fire({ invocationId: message.invocationId, debug: message.debug });
      case 'cancel':
        return this.#cancel.fire(message.invocationId);
      case 'openAsDocument':
        return openDocument(message.text, logLanguage);
      case 'openPayload': {
        const state = this.#invocation?.id === message.invocationId ? this.#invocation.state : undefined;
        if (state?.kind !== 'finished') return;
        if (state.shownBytes === undefined) return await openDocument(state.payload, state.payloadLanguage);
        const { readWhole } = await import('./wholePayload.ts');
        const script = vscode.Uri.joinPath(this.#dependencies.extensionUri, 'dist', 'json.js').fsPath;
        const { text, language } = await readWhole(this.#payload ?? new Uint8Array(), script);
        await openDocument(text, language);
      }
    }
  }

  /** Lines that wait in the batch are in the hub already: they go with the replay. */
  #replay(): void {
    this.#batcher.discard();
    const maxLines = this.#dependencies.maxLines();
    const records = this.#dependencies.hub
      .records()
      .slice(-maxLines)
      .map((record) => withFailure(record, this.#failures));
    this.#post({ type: 'reset', records, invocation: this.#invocation, maxLines });
  }

  #showFunction(): void {
    const functionName = this.#functionToShow;
    if (functionName === undefined || !this.#ready) return;
    this.#functionToShow = undefined;
    this.#post({ type: 'show', functionName });
  }

  #post(message: ToPanel): void {
    if (this.#ready) void this.#view?.webview.postMessage(message);
  }
}

async function openDocument(content: string, language: string): Promise<void> {
  await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ content, language }), { preview: true });
}
