import * as vscode from 'vscode';
import type { AnalysedFunction } from '../../../core/analysis/model.ts';
import { contextKeys } from '../../contributions.ts';
import { ContextKey } from '../../platform/contextKey.ts';
import { type Disposable, DisposableStore } from '../../platform/disposables.ts';
import { sourceDocuments, templateDocuments } from '../../platform/editorPlaces.ts';
import type { SettingsReader } from '../../platform/settings.ts';
import type { TestEvents } from '../../platform/testEvents.ts';
import type { WorkspaceFunctions } from '../../platform/workspaceFunctions.ts';
import { sourceLenses, templateLenses } from './lenses.ts';
import { LensProvider } from './lensProvider.ts';

export interface CodeLensDeps {
  readonly functions: WorkspaceFunctions;
  readonly events: TestEvents;
  readonly settings: SettingsReader;
  /** Name of the test event that Run takes without asking. */
  lastEvent(fn: AnalysedFunction): string | undefined;
}

/** Words above the code: over handlers, over functions in templates; and buttons in the title of handler files. */
export function registerCodeLens({ functions, events, settings, lastEvent }: CodeLensDeps): Disposable {
  const store = new DisposableStore();
  const handlerFiles = new ContextKey<readonly string[]>(contextKeys.handlerFiles);
  const isOn = () => settings.get('lambdaWorkbench.codeLens');
  const inSource = store.add(
    new LensProvider(functions, (path) => (isOn() ? sourceLenses(path, functions.handledBy(path)) : []), lastEvent),
  );
  const inTemplate = store.add(
    new LensProvider(functions, (path) => (isOn() ? templateLenses(path, functions.definedIn(path)) : []), lastEvent),
  );
  const showButtons = () => handlerFiles.set(openHandlerPaths(functions));
  const changed = () => {
    showButtons();
    inSource.changed();
    inTemplate.changed();
  };
  changed();
  store.add(vscode.workspace.onDidOpenTextDocument(showButtons));
  store.add(functions.onDidChange(({ templates }) => templates.size > 0 && changed()));
  store.add(events.onDidChange(changed));
  store.add(settings.onDidChange('lambdaWorkbench.codeLens', changed));
  store.add(vscode.languages.registerCodeLensProvider(sourceDocuments, inSource));
  store.add(vscode.languages.registerCodeLensProvider(templateDocuments, inTemplate));
  return store;
}

/** Of open documents alone: with a thousand functions, telling the editor of all at each change would be felt. */
function openHandlerPaths(functions: WorkspaceFunctions): readonly string[] {
  const open = vscode.workspace.textDocuments.map(({ uri }) => uri.fsPath);
  const isHandler = (path: string) =>
    functions.handledBy(path).some(({ resolution }) => resolution.kind === 'resolved' && resolution.path === path);
  return open.filter(isHandler);
}
