import * as vscode from 'vscode';
import type { AnalysedFunction } from '../../../core/analysis/model.ts';
import { toRange } from '../../platform/editorPlaces.ts';
import type { WorkspaceFunctions } from '../../platform/workspaceFunctions.ts';
import { type Lens, lensCommand } from './lenses.ts';

/**
 * Of a document with more lenses, what they say is asked for only of those on the screen. The editor waits with that question for as long
 * as answers lately took, seconds on a busy machine: what fits into one answer is said with it.
 */
const mostAtOnce = 400;

class FunctionLens extends vscode.CodeLens {
  readonly lens: Lens;

  constructor(lens: Lens) {
    super(toRange(lens.range));
    this.lens = lens;
  }
}

export class LensProvider implements vscode.CodeLensProvider<FunctionLens> {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChangeCodeLenses = this.#changed.event;
  readonly #functions: WorkspaceFunctions;
  readonly #lensesOf: (path: string) => readonly Lens[];
  readonly #lastEvent: (fn: AnalysedFunction) => string | undefined;
  /** What the editor was last told of each document. */
  readonly #told = new WeakMap<vscode.TextDocument, string>();

  /** `lensesOf` answers from memory. */
  constructor(
    functions: WorkspaceFunctions,
    lensesOf: (path: string) => readonly Lens[],
    lastEvent: (fn: AnalysedFunction) => string | undefined,
  ) {
    this.#functions = functions;
    this.#lensesOf = lensesOf;
    this.#lastEvent = lastEvent;
  }

  /** Where other words are due on the screen the editor asks again, and every extension with it: not at each keystroke. */
  changed(): void {
    const documents = vscode.window.visibleTextEditors.map(({ document }) => document);
    if (documents.some((document) => this.#told.has(document) && this.#told.get(document) !== this.#wordsOn(document)))
      this.#changed.fire();
  }

  provideCodeLenses(document: vscode.TextDocument): FunctionLens[] {
    this.#told.set(document, this.#wordsOn(document));
    const lenses = this.#lensesOf(document.uri.fsPath).map((lens) => new FunctionLens(lens));
    return lenses.length > mostAtOnce ? lenses : lenses.map((lens) => this.resolveCodeLens(lens));
  }

  resolveCodeLens(codeLens: FunctionLens): FunctionLens {
    const { fns } = codeLens.lens;
    codeLens.command = { ...this.#command(codeLens.lens), arguments: [fns.length === 1 ? fns[0] : fns] };
    return codeLens;
  }

  dispose(): void {
    this.#changed.dispose();
  }

  #command(lens: Lens): ReturnType<typeof lensCommand> {
    const [key, another] = lens.fns;
    const isRun = lens.action === 'run' && another === undefined;
    const fn = isRun && key !== undefined ? this.#functions.find(key.folder, key.id) : undefined;
    return lensCommand(lens, fn && this.#lastEvent(fn));
  }

  #wordsOn(document: vscode.TextDocument): string {
    return JSON.stringify(this.#lensesOf(document.uri.fsPath).map((lens) => [lens, this.#command(lens)]));
  }
}
