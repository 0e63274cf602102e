import * as vscode from 'vscode';
import type { AnalysedFunction } from '../../../core/analysis/model.ts';
import { BuildError, type CompileProblem } from '../../../core/errors.ts';
import { keyOf } from '../../platform/functionIndex.ts';

/** What compilers have against functions that were to be run, in the editor, until each builds again. */
export class BuildProblems implements vscode.Disposable {
  readonly #collection = vscode.languages.createDiagnosticCollection('lambda-workbench-build');
  readonly #byFunction = new Map<string, readonly CompileProblem[]>();

  show(fn: AnalysedFunction, error: unknown): void {
    if (!(error instanceof BuildError)) return;
    this.#byFunction.set(nameOf(fn), error.problems);
    this.#draw();
  }

  clear(fn: AnalysedFunction): void {
    if (this.#byFunction.delete(nameOf(fn))) this.#draw();
  }

  dispose(): void {
    this.#collection.dispose();
  }

  #draw(): void {
    this.#collection.clear();
    const all = [...this.#byFunction.values()].flat();
    this.#collection.set(all.map((problem) => [vscode.Uri.file(problem.path), [toDiagnostic(problem)]]));
  }
}

function nameOf(fn: AnalysedFunction): string {
  const { folder, id } = keyOf(fn);
  return `${folder}\0${id}`;
}

function toDiagnostic({ line, column, message }: CompileProblem): vscode.Diagnostic {
  const at = new vscode.Position(Math.max(0, line - 1), Math.max(0, column - 1));
  const diagnostic = new vscode.Diagnostic(new vscode.Range(at, at), message, vscode.DiagnosticSeverity.Error);
  diagnostic.source = 'Lambda Workbench';
  return diagnostic;
}
