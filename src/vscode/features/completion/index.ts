import * as vscode from 'vscode';
import type { Completion } from '../../../core/assist/model.ts';
import type { Disposable } from '../../platform/disposables.ts';
import { fromPosition, templateDocuments, toRange } from '../../platform/editorPlaces.ts';
import type { WorkspaceFunctions } from '../../platform/workspaceFunctions.ts';

/** In handler strings: the files of the code or its classes, and behind one of them what it exports. */
export function registerCompletion(functions: WorkspaceFunctions): Disposable {
  return vscode.languages.registerCompletionItemProvider(
    templateDocuments,
    {
      async provideCompletionItems(document, position) {
        const at = { path: document.uri.fsPath, position: fromPosition(position) };
        return (await functions.ask({ kind: 'completions', at }))?.map((completion) => toItem(completion, document, position));
      },
    },
    '.',
    ':',
    '/',
    '"',
    "'",
  );
}

function toItem(
  { label, kind, text, range, detail, rank }: Completion,
  document: vscode.TextDocument,
  position: vscode.Position,
): vscode.CompletionItem {
  const { File, Function: Export } = vscode.CompletionItemKind;
  const item = new vscode.CompletionItem({ label, description: detail }, kind === 'file' ? File : Export);
  item.insertText = text;
  item.range = toRange(range);
  item.sortText = String(rank).padStart(6, '0');
  // Before everything that other extensions guess from words.
  item.preselect = rank === 0;
  item.filterText = kind === 'file' ? filterText(label, document.getText(new vscode.Range(item.range.start, position))) : label;
  if (kind === 'file') item.command = { command: 'editor.action.triggerSuggest', title: vscode.l10n.t('Complete the export') };
  return item;
}

/** Somebody who typed `order` may mean `src/order`: the last part counts until a folder is typed. */
function filterText(module: string, typed: string): string {
  return typed.includes('/') ? module : `${module.slice(module.lastIndexOf('/') + 1)} ${module}`;
}
