import * as vscode from 'vscode';
import type { PathLink } from '../../../core/assist/model.ts';
import { type Disposable, DisposableStore } from '../../platform/disposables.ts';
import { allDocuments, fromPosition, templateDocuments, toLocation, toRange } from '../../platform/editorPlaces.ts';
import type { WorkspaceFunctions } from '../../platform/workspaceFunctions.ts';

/** Between handler strings and the exports that they name, both ways; and what a click in a template opens. */
export function registerNavigation(functions: WorkspaceFunctions): Disposable {
  const store = new DisposableStore();
  store.add(
    vscode.languages.registerDefinitionProvider(templateDocuments, {
      provideDefinition: (document, position) => definitions(functions, document, position),
    }),
  );
  // The language's own references are the editor's to add.
  store.add(
    vscode.languages.registerReferenceProvider(allDocuments, {
      async provideReferences(document, position) {
        const at = { path: document.uri.fsPath, position: fromPosition(position) };
        return (await functions.ask({ kind: 'references', at }))?.map(toLocation);
      },
    }),
  );
  store.add(
    vscode.languages.registerDocumentLinkProvider(templateDocuments, {
      async provideDocumentLinks(document) {
        return (await functions.ask({ kind: 'links', path: document.uri.fsPath }))?.map(toLink);
      },
    }),
  );
  return store;
}

async function definitions(
  functions: WorkspaceFunctions,
  document: vscode.TextDocument,
  position: vscode.Position,
): Promise<vscode.LocationLink[] | undefined> {
  const at = { path: document.uri.fsPath, position: fromPosition(position) };
  return (await functions.ask({ kind: 'definitions', at }))?.map(({ from, to }) => ({
    originSelectionRange: toRange(from),
    targetUri: vscode.Uri.file(to.path),
    targetRange: toRange(to.range),
  }));
}

/** A folder opens in the Explorer: there is no editor for it. */
function toLink({ range, target }: PathLink): vscode.DocumentLink {
  const uri = vscode.Uri.file(target.path);
  const link = new vscode.DocumentLink(toRange(range), target.kind === 'folder' ? revealing(uri) : at(uri, target.at?.line));
  link.tooltip = target.kind === 'folder' ? vscode.l10n.t('Show in Explorer') : vscode.l10n.t('Open');
  return link;
}

function revealing(uri: vscode.Uri): vscode.Uri {
  return vscode.Uri.parse(`command:revealInExplorer?${encodeURIComponent(JSON.stringify([uri]))}`);
}

function at(uri: vscode.Uri, line: number | undefined): vscode.Uri {
  return line === undefined ? uri : uri.with({ fragment: `L${line + 1}` });
}
