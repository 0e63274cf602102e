import { join } from 'node:path';
import type * as vscode from 'vscode';
import type { Ports } from '../../core/ports.ts';
import { systemClock } from '../../node/clock.ts';
import { nodeFiles } from '../../node/files.ts';
import { nodeProcesses } from '../../node/processes.ts';
import { AnalysisClient } from './analysisClient.ts';
import { startAnalysisThread } from './analysisThread.ts';
import { CommandRegistry } from './commands.ts';
import type { DisposableStore } from './disposables.ts';
import { ErrorReporter } from './errorReporting.ts';
import { FunctionPicker } from './functionPicker.ts';
import { LogChannel } from './logChannel.ts';
import { SettingsReader } from './settings.ts';
import type { WorkspaceFunctions } from './workspaceFunctions.ts';
import { WorkspaceFunctionsModel } from './workspaceFunctionsModel.ts';

/** What every feature stands on. Features take the members they need. */
export interface Platform {
  readonly ports: Ports & { readonly logger: LogChannel };
  readonly settings: SettingsReader;
  readonly reporter: ErrorReporter;
  readonly registry: CommandRegistry;
  readonly functions: WorkspaceFunctions;
  readonly picker: FunctionPicker;
  /** Absolute folder of the bootstraps. */
  readonly bootstraps: string;
}

export function createPlatform(context: vscode.ExtensionContext, own: DisposableStore): Platform {
  const logger = own.add(new LogChannel());
  const ports = { files: nodeFiles(), clock: systemClock(), processes: nodeProcesses(), logger };
  const settings = own.add(new SettingsReader(logger));
  const reporter = new ErrorReporter(logger);
  const dist = join(context.extensionPath, 'dist');
  const startAnalysis = () =>
    startAnalysisThread(join(dist, 'worker.js'), { grammars: join(dist, 'grammars'), exclude: settings.get('lambdaWorkbench.exclude') });
  const analysis = own.add(new AnalysisClient(startAnalysis, ports.clock, logger));
  const functions = own.add(new WorkspaceFunctionsModel(analysis, settings, reporter));
  const registry = new CommandRegistry(reporter);
  return { ports, settings, reporter, registry, functions, picker: new FunctionPicker(functions), bootstraps: join(dist, 'bootstrap') };
}
