import { join } from 'node:path';
import * as vscode from 'vscode';
import { systemClock } from '../node/clock.ts';
import { commands } from './contributions.ts';
import { registerCodeLens } from './features/codeLens/index.ts';
import { registerFindings } from './features/findings/index.ts';
import { registerFunctionsView } from './features/functionsView/index.ts';
import { registerNavigation } from './features/navigation/index.ts';
import { AnalysisClient } from './platform/analysisClient.ts';
import { startAnalysisThread } from './platform/analysisThread.ts';
import { CommandRegistry } from './platform/commands.ts';
import { DisposableStore } from './platform/disposables.ts';
import { ErrorReporter } from './platform/errorReporting.ts';
import { FunctionPicker } from './platform/functionPicker.ts';
import { LogChannel } from './platform/logChannel.ts';
import { SettingsReader } from './platform/settings.ts';
import { WorkspaceFunctionsModel } from './platform/workspaceFunctionsModel.ts';

/** Builds everything, in the order in which it depends on each other. */
export function activate(context: vscode.ExtensionContext): void {
  const own = new DisposableStore();
  context.subscriptions.push(own);

  const clock = systemClock();
  const log = own.add(new LogChannel());
  const reporter = new ErrorReporter(log);
  const registry = new CommandRegistry(reporter);
  const settings = new SettingsReader(log);
  own.add(registry.register(commands.showLogChannel, () => log.show()));

  const dist = join(context.extensionPath, 'dist');
  const startAnalysis = () =>
    startAnalysisThread(join(dist, 'worker.js'), {
      grammars: join(dist, 'grammars'),
      exclude: settings.get('lambdaWorkbench.exclude'),
    });
  const analysis = own.add(new AnalysisClient(startAnalysis, clock, log));
  const functions = own.add(new WorkspaceFunctionsModel(analysis, settings, clock, reporter));
  const picker = new FunctionPicker(functions);

  // Nothing runs or deploys yet: what does replaces these two.
  const nothing = own.add(new vscode.EventEmitter<void>());
  const events = { onDidChange: nothing.event, list: () => [], lastRun: () => undefined };
  const deployments = { onDidChange: nothing.event, of: () => [] };

  own.add(registerFunctionsView({ functions, events, deployments, settings, picker, registry, clock }));
  own.add(registerFindings({ functions, settings, registry, extensionUri: context.extensionUri }));
  own.add(registerCodeLens({ functions, events, settings, lastEvent: () => undefined }));
  own.add(registerNavigation(functions));
}

export function deactivate(): void {
  // All is in the context's subscriptions.
}
