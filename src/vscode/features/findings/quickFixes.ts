import * as vscode from 'vscode';
import type { FileEdit, Finding, Fix } from '../../../core/lint/model.ts';
import { toRange } from '../../platform/editorPlaces.ts';
import type { WorkspaceFunctions } from '../../platform/workspaceFunctions.ts';
import { diagnosticSource } from './diagnostics.ts';
import { preferredEdits } from './fixAll.ts';

/** For the setting `editor.codeActionsOnSave`, and the command Fix All. */
const fixAllKind = vscode.CodeActionKind.SourceFixAll.append('lambdaWorkbench');

/** Offers the fixes of the findings under the cursor, found by code and place; and those of all findings of one kind at once. */
export class QuickFixes implements vscode.CodeActionProvider {
  static readonly kinds = [vscode.CodeActionKind.QuickFix, fixAllKind];
  readonly #functions: WorkspaceFunctions;

  constructor(functions: WorkspaceFunctions) {
    this.#functions = functions;
  }

  async provideCodeActions(
    document: vscode.TextDocument,
    range: vscode.Range,
    context: vscode.CodeActionContext,
    token: vscode.CancellationToken,
  ): Promise<vscode.CodeAction[]> {
    const wantsAll = context.only !== undefined && fixAllKind.intersects(context.only);
    if (!wantsAll && context.diagnostics.every(({ source }) => source !== diagnosticSource)) return [];
    // Edits hold places in the text: they must come from the text as it is now.
    await this.#functions.settled();
    if (token.isCancellationRequested) return [];
    const inFile = this.#functions.findingsIn(document.uri.fsPath).map(({ finding }) => finding);
    if (wantsAll) return fixAll(inFile);
    const here = inFile.filter((finding) => range.intersection(toRange(finding.at.range)) !== undefined);
    const codes = new Set(here.map(({ code }) => code));
    return [
      ...here.flatMap((finding) => toActions(finding, context.diagnostics)),
      ...[...codes].flatMap((code) => fixAllOf(code, inFile, context.diagnostics)),
    ];
  }
}

/** Everything in the file that has one evident fix. */
function fixAll(findings: readonly Finding[]): vscode.CodeAction[] {
  const edits = preferredEdits(findings);
  if (edits.length === 0) return [];
  const action = new vscode.CodeAction(vscode.l10n.t('Fix all that Lambda Workbench can fix'), fixAllKind);
  action.edit = toWorkspaceEdit(edits);
  return [action];
}

/** Offered where more than one finding of the kind has an evident fix. */
function fixAllOf(code: string, findings: readonly Finding[], diagnostics: readonly vscode.Diagnostic[]): vscode.CodeAction[] {
  const alike = findings.filter((finding) => finding.code === code && finding.fixes.some(({ preferred }) => preferred));
  if (alike.length < 2) return [];
  const action = new vscode.CodeAction(
    vscode.l10n.t('Fix all {0} of {1} in this file', alike.length, code),
    vscode.CodeActionKind.QuickFix,
  );
  action.diagnostics = diagnostics.filter((diagnostic) => alike.some((finding) => isAbout(diagnostic, finding)));
  action.edit = toWorkspaceEdit(preferredEdits(alike));
  return [action];
}

function toActions(finding: Finding, diagnostics: readonly vscode.Diagnostic[]): vscode.CodeAction[] {
  const fixed = diagnostics.filter((diagnostic) => isAbout(diagnostic, finding));
  return fixed.length === 0 ? [] : finding.fixes.map((fix) => toAction(fix, fixed));
}

function isAbout({ source, code, range }: vscode.Diagnostic, finding: Finding): boolean {
  const value = typeof code === 'object' ? code.value : code;
  return source === diagnosticSource && value === finding.code && range.isEqual(toRange(finding.at.range));
}

function toAction({ title, preferred, edits }: Fix, diagnostics: vscode.Diagnostic[]): vscode.CodeAction {
  const created = edits.find(({ kind }) => kind === 'create');
  // A kind of its own lets a key binding ask for it.
  const kind = created === undefined ? vscode.CodeActionKind.QuickFix : vscode.CodeActionKind.QuickFix.append('createFile');
  const action = new vscode.CodeAction(title, kind);
  action.diagnostics = diagnostics;
  action.isPreferred = preferred;
  action.edit = toWorkspaceEdit(edits);
  if (created !== undefined)
    action.command = { command: 'vscode.open', title: vscode.l10n.t('Open'), arguments: [vscode.Uri.file(created.path)] };
  return action;
}

function toWorkspaceEdit(edits: readonly FileEdit[]): vscode.WorkspaceEdit {
  const result = new vscode.WorkspaceEdit();
  for (const edit of edits) {
    const uri = vscode.Uri.file(edit.path);
    if (edit.kind === 'replace') result.replace(uri, toRange(edit.range), edit.text);
    // Neither overwriting nor ignoring: where a file is by now, the whole edit fails and nothing is lost.
    else result.createFile(uri, { overwrite: false, ignoreIfExists: false, contents: new TextEncoder().encode(edit.text) });
  }
  return result;
}
