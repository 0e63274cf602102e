import * as vscode from 'vscode';
import type { AnalysedFunction } from '../../../core/analysis/model.ts';
import type { Disposable } from '../../platform/disposables.ts';
import { templateDocuments, toRange } from '../../platform/editorPlaces.ts';
import type { WorkspaceFunctions } from '../../platform/workspaceFunctions.ts';

/** Go to Definition, from the handler string of a template to the export it names. */
export function registerNavigation(functions: WorkspaceFunctions): Disposable {
  return vscode.languages.registerDefinitionProvider(templateDocuments, {
    async provideDefinition(document, position, token) {
      await functions.settled();
      return token.isCancellationRequested ? [] : definitionAt(functions, document.uri.fsPath, position);
    },
  });
}

/** Those whose places in their template are certain: all but those of a template that can't be read for now. */
function placedFunctions(functions: WorkspaceFunctions): readonly AnalysedFunction[] {
  return functions.folders.flatMap(({ templates }) =>
    templates.flatMap((template) => (template.kind === 'template' ? template.functions : [])),
  );
}

/** By the handler string's own place, which isn't always within the resource: SAM takes it from Globals too. */
function definitionAt(functions: WorkspaceFunctions, path: string, position: vscode.Position): vscode.LocationLink[] {
  const links = placedFunctions(functions).flatMap(({ definition: { handler }, resolution }): vscode.LocationLink[] => {
    if (handler.kind !== 'literal' || handler.path !== path || resolution.kind !== 'resolved') return [];
    const originSelectionRange = toRange(handler.range);
    if (!originSelectionRange.contains(position)) return [];
    return [{ originSelectionRange, targetUri: vscode.Uri.file(resolution.at.path), targetRange: toRange(resolution.at.range) }];
  });
  const seen = new Set<string>();
  return links.filter(({ targetUri, targetRange }) => {
    const key = `${targetUri} ${targetRange.start.line} ${targetRange.start.character}`;
    return !seen.has(key) && seen.add(key);
  });
}
