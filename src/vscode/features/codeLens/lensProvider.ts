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
    const { fn: key } = codeLens.lens;
    const fn = this.#functions.find(key.folder, key.id);
    codeLens.command = { ...lensCommand(codeLens.lens, fn && this.#lastEvent(fn)), arguments: [key] };
    return codeLens;
  }

  dispose(): void {
    this.#changed.dispose();
  }
}
