import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { RenameAnswer } from '../../../core/assist/model.ts';
import type { FileRange } from '../../../core/text.ts';
import { fromPosition, toPosition, toRange } from '../../platform/editorPlaces.ts';
import type { WorkspaceFunctions } from '../../platform/workspaceFunctions.ts';

type Renaming = Extract<RenameAnswer, { readonly kind: 'rename' }>;

/**
 * How an export and its handler strings are renamed together. The editor lets one provider rename: the first that has an answer.
 * Ours answers only where a handler string names what is renamed. Then it asks for the language's own rename of the export, which
 * follows it through the sources, and adds the strings. While it asks, it has no answer itself, so the editor goes on to the
 * language's provider. Where the language has none, the source's own edits come from the analysis, if it has any.
 */
export class HandlerRename implements vscode.RenameProvider {
  readonly #functions: WorkspaceFunctions;
  /** Asking for somebody else's rename. */
  #asking = false;

  constructor(functions: WorkspaceFunctions) {
    this.#functions = functions;
  }

  /** Undefined: not ours, the next provider is asked. */
  async prepareRename(document: vscode.TextDocument, position: vscode.Position) {
    if (this.#asking) return undefined;
    const found = await this.#functions.ask({ kind: 'renameable', at: { path: document.uri.fsPath, position: fromPosition(position) } });
    return found === undefined ? undefined : { range: toRange(found.range), placeholder: found.name };
  }

  async provideRenameEdits(
    document: vscode.TextDocument,
    position: vscode.Position,
    newName: string,
    token: vscode.CancellationToken,
  ): Promise<vscode.WorkspaceEdit | undefined> {
    if (this.#asking) return undefined;
    const at = { path: document.uri.fsPath, position: fromPosition(position) };
    const answer = await this.#functions.ask({ kind: 'rename', at, newName });
    if (answer === undefined || token.isCancellationRequested) return undefined;
    // The editor shows what is thrown beside the name.
    if (answer.kind === 'refused') throw new Error(answer.message);
    const edit = await this.#inSource(answer, newName);
    for (const { path, range, text } of answer.strings) edit.replace(vscode.Uri.file(path), toRange(range), text);
    return edit;
  }

  async #inSource({ declaration, source }: Renaming, newName: string): Promise<vscode.WorkspaceEdit> {
    const byLanguage = await this.#byLanguage(declaration, newName);
    if (byLanguage !== undefined && byLanguage.size > 0) return byLanguage;
    if (source.length === 0)
      throw new Error(vscode.l10n.t('No installed extension renames in {0}: the strings alone would name nothing.', declaration.path));
    const edit = new vscode.WorkspaceEdit();
    for (const { path, range, text } of source) edit.replace(vscode.Uri.file(path), toRange(range), text);
    return edit;
  }

  async #byLanguage({ path, range }: FileRange, newName: string): Promise<vscode.WorkspaceEdit | undefined> {
    this.#asking = true;
    try {
      const uri = vscode.Uri.file(path);
      // A language server knows the documents that are open.
      await vscode.workspace.openTextDocument(uri);
      const title = vscode.l10n.t('Waiting for the language’s own rename in {0}…', basename(path));
      // A language server that has just been started reads the whole project first.
      return await vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title }, () =>
        vscode.commands.executeCommand<vscode.WorkspaceEdit>('vscode.executeDocumentRenameProvider', uri, toPosition(range.start), newName),
      );
    } catch {
      // Nobody renames there, or whoever does refused: then ours is all there is.
      return undefined;
    } finally {
      this.#asking = false;
    }
  }
}
