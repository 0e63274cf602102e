import * as vscode from 'vscode';
import type { Severity } from '../../../core/lint/model.ts';
import type { Clock } from '../../../core/ports.ts';
import { Backlog } from '../../platform/backlog.ts';
import type { Disposable } from '../../platform/disposables.ts';
import { toLocation, toRange } from '../../platform/editorPlaces.ts';
import type { SettingsReader } from '../../platform/settings.ts';
import { Turns } from '../../platform/turns.ts';
import type { WorkspaceFunctions } from '../../platform/workspaceFunctions.ts';
import { helpUri } from './help.ts';
import { type Problem, problemsOf } from './problems.ts';

export const diagnosticSource = 'Lambda Workbench';

/** Findings that the editor is told of without the loop's turning in between: some five milliseconds. */
const mostFindings = 150;

/** Keeps the squiggles in step with the analysis. */
export class FindingDiagnostics implements Disposable {
  readonly #functions: WorkspaceFunctions;
  readonly #settings: SettingsReader;
  readonly #collection = vscode.languages.createDiagnosticCollection('lambda-workbench');
  /** Files that have diagnostics now. */
  readonly #shown = new Set<string>();
  readonly #files = new Backlog<string>();
  readonly #showing: Turns;

  constructor(functions: WorkspaceFunctions, settings: SettingsReader, clock: Pick<Clock, 'schedule'>) {
    this.#functions = functions;
    this.#settings = settings;
    this.#showing = new Turns(clock, () => {
      this.#tell(this.#files.take(mostFindings, (path) => 1 + this.#functions.findingsIn(path).length));
      return this.#files.isEmpty;
    });
  }

  /** Of these files, and no others: the editor is told as little as possible. */
  show(paths: Iterable<string>): void {
    this.#files.add(paths);
    this.#showing.run();
  }

  showAll(): void {
    const found = this.#functions.folders.flatMap(({ findings }) => findings.map(({ at }) => at.path));
    this.show(new Set([...this.#shown, ...found]));
  }

  dispose(): void {
    this.#showing.dispose();
    this.#collection.dispose();
  }

  #tell(paths: readonly string[]): void {
    const chosen = new Map(
      this.#functions.folders.map(({ folder }) => [folder, this.#settings.get('lambdaWorkbench.findings.severity', folder)]),
    );
    const severities = (folder: string) => chosen.get(folder) ?? {};
    const entries = paths.map((path): [vscode.Uri, vscode.Diagnostic[] | undefined] => {
      const problems = problemsOf(this.#functions.findingsIn(path), severities);
      if (problems.length === 0) this.#shown.delete(path);
      else this.#shown.add(path);
      return [vscode.Uri.file(path), problems.length === 0 ? undefined : problems.map(toDiagnostic)];
    });
    this.#collection.set(entries);
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
