import * as vscode from 'vscode';
import type { Severity } from '../../../core/lint/model.ts';
import type { Disposable } from '../../platform/disposables.ts';
import { toLocation, toRange } from '../../platform/editorPlaces.ts';
import type { SettingsReader } from '../../platform/settings.ts';
import type { WorkspaceFunctions } from '../../platform/workspaceFunctions.ts';
import { helpUri } from './help.ts';
import { changedPaths, type Problem, problemsByPath } from './problems.ts';

export const diagnosticSource = 'Lambda Workbench';

/** Keeps the squiggles in step with the analysis. */
export class FindingDiagnostics implements Disposable {
  readonly #functions: WorkspaceFunctions;
  readonly #settings: SettingsReader;
  readonly #collection = vscode.languages.createDiagnosticCollection('lambda-workbench');
  #shown: ReadonlyMap<string, readonly Problem[]> = new Map();

  constructor(functions: WorkspaceFunctions, settings: SettingsReader) {
    this.#functions = functions;
    this.#settings = settings;
  }

  show(): void {
    const severities = (folder: string) => this.#settings.get('lambdaWorkbench.findings.severity', folder);
    const problems = problemsByPath(this.#functions.folders, severities);
    for (const path of changedPaths(this.#shown, problems)) {
      this.#collection.set(vscode.Uri.file(path), problems.get(path)?.map(toDiagnostic));
    }
    this.#shown = problems;
  }

  dispose(): void {
    this.#collection.dispose();
  }
}

function toDiagnostic({ code, severity, message, range, related }: Problem): vscode.Diagnostic {
  const diagnostic = new vscode.Diagnostic(toRange(range), message, severities[severity]);
  diagnostic.source = diagnosticSource;
  diagnostic.code = { value: code, target: helpUri(code) };
  diagnostic.relatedInformation = related.map(({ message, at }) => new vscode.DiagnosticRelatedInformation(toLocation(at), message));
  return diagnostic;
}

const severities: Readonly<Record<Severity, vscode.DiagnosticSeverity>> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  information: vscode.DiagnosticSeverity.Information,
  hint: vscode.DiagnosticSeverity.Hint,
};
