import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../../platform/disposables.ts';
import { allDocuments } from '../../platform/editorPlaces.ts';
import type { WorkspaceFunctions } from '../../platform/workspaceFunctions.ts';
import { HandlerRename } from './handlerRename.ts';

/** Renames an export together with the handler strings that name it, from either end. */
export function registerRename(functions: WorkspaceFunctions): Disposable {
  const store = new DisposableStore();
  const provider = new HandlerRename(functions);
  let registration = vscode.languages.registerRenameProvider(allDocuments, provider);
  store.add({ dispose: () => registration.dispose() });
  // Of several providers for a document the editor asks the one that came last, and goes on to the next where that has no answer.
  // A language's own may have been registered after ours, so ours is registered again when a handler's source comes to the front.
  store.add(
    vscode.window.onDidChangeActiveTextEditor((editor) => {
      if (editor === undefined || functions.handledBy(editor.document.uri.fsPath).length === 0) return;
      registration.dispose();
      registration = vscode.languages.registerRenameProvider(allDocuments, provider);
    }),
  );
  return store;
}
