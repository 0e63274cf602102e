import * as vscode from 'vscode';

/**
 * What a command saved by itself, undo and redo save by themselves too: otherwise undo would take the change back on screen, and leave
 * it on disk.
 */
export class SavedByUndo implements vscode.Disposable {
  /** Uri -> texts from right before and right after our changes. */
  readonly #texts = new Map<string, Set<string>>();
  readonly #listening = vscode.workspace.onDidChangeTextDocument(({ document, reason }) => {
    if (reason === undefined || this.#texts.get(document.uri.toString())?.has(document.getText()) !== true) return;
    void document.save();
  });

  /** To be called right after the change. `before`: what the document's file said before it. */
  watch(document: vscode.TextDocument, before: string): void {
    const uri = document.uri.toString();
    const texts = this.#texts.get(uri) ?? new Set();
    this.#texts.set(uri, texts.add(before).add(document.getText()));
  }

  dispose(): void {
    this.#listening.dispose();
  }
}
