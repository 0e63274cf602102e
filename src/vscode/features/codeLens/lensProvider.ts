import * as vscode from 'vscode';
import type { AnalysedFunction } from '../../../core/analysis/model.ts';
import { toRange } from '../../platform/editorPlaces.ts';
import type { WorkspaceFunctions } from '../../platform/workspaceFunctions.ts';
import { type Lens, lensCommand } from './lenses.ts';

/** Where the words stand is known at once; what they say is asked for only of those on the screen. */
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

  changed(): void {
    this.#changed.fire();
  }

  provideCodeLenses(document: vscode.TextDocument): FunctionLens[] {
    return this.#lensesOf(document.uri.fsPath).map((lens) => new FunctionLens(lens));
  }

  resolveCodeLens(codeLens: FunctionLens): FunctionLens {
    const { fns } = codeLens.lens;
    const [key] = fns;
    const fn = key && this.#functions.find(key.folder, key.id);
    const command = lensCommand(codeLens.lens, fns.length === 1 && fn !== undefined ? this.#lastEvent(fn) : undefined);
    codeLens.command = { ...command, arguments: [fns.length === 1 ? key : fns] };
    return codeLens;
  }

  dispose(): void {
    this.#changed.dispose();
  }
}
