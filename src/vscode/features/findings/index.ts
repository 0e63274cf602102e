import * as vscode from 'vscode';
import type { Clock } from '../../../core/ports.ts';
import { commands } from '../../contributions.ts';
import type { CommandRegistry } from '../../platform/commands.ts';
import { type Disposable, DisposableStore } from '../../platform/disposables.ts';
import { allDocuments } from '../../platform/editorPlaces.ts';
import type { SettingsReader } from '../../platform/settings.ts';
import type { WorkspaceFunctions } from '../../platform/workspaceFunctions.ts';
import { FindingDiagnostics } from './diagnostics.ts';
import { HelpPages, helpScheme, showFindingHelp } from './help.ts';
import { QuickFixes } from './quickFixes.ts';

export interface FindingsDeps {
  readonly functions: WorkspaceFunctions;
  readonly settings: SettingsReader;
  readonly registry: CommandRegistry;
  readonly extensionUri: vscode.Uri;
  readonly clock: Clock;
}

export function registerFindings({ functions, settings, registry, extensionUri, clock }: FindingsDeps): Disposable {
  const store = new DisposableStore();
  const diagnostics = store.add(new FindingDiagnostics(functions, settings, clock));
  diagnostics.showAll();
  store.add(functions.onDidChange(({ findings }) => diagnostics.show(findings)));
  store.add(settings.onDidChange('lambdaWorkbench.findings.severity', () => diagnostics.showAll()));
  const fixes = new QuickFixes(functions);
  store.add(vscode.languages.registerCodeActionsProvider(allDocuments, fixes, { providedCodeActionKinds: QuickFixes.kinds }));
  store.add(vscode.workspace.registerTextDocumentContentProvider(helpScheme, new HelpPages(extensionUri)));
  store.add(registry.register(commands.showFindingHelp, showFindingHelp));
  return store;
}
