import * as vscode from 'vscode';
import type { HoverFacts } from '../../../core/assist/model.ts';
import type { Disposable } from '../../platform/disposables.ts';
import { fromPosition, templateDocuments, toRange } from '../../platform/editorPlaces.ts';
import type { WorkspaceFunctions } from '../../platform/workspaceFunctions.ts';
import { hoverMarkdown } from './hoverMarkdown.ts';

/** Over a handler string: the file, the signature and what is said of the export, or why nothing is known. */
export function registerHover(functions: WorkspaceFunctions): Disposable {
  return vscode.languages.registerHoverProvider(templateDocuments, {
    async provideHover(document, position) {
      const at = { path: document.uri.fsPath, position: fromPosition(position) };
      const facts = await functions.ask({ kind: 'hover', at });
      return facts === undefined ? undefined : toHover(facts);
    },
  });
}

function toHover(facts: HoverFacts): vscode.Hover {
  const uri = (path: string, line: number) =>
    vscode.Uri.file(path)
      .with({ fragment: `L${line + 1}` })
      .toString();
  return new vscode.Hover(new vscode.MarkdownString(hoverMarkdown(facts, uri)), toRange(facts.range));
}
