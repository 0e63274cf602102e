import * as vscode from 'vscode';
import type { AnalysedFunction } from '../../../core/analysis/model.ts';
import { WorkbenchError } from '../../../core/errors.ts';
import { listTestEvents, noSuchEvent } from '../../../core/events/index.ts';
import type { TestEvent } from '../../../core/events/model.ts';
import type { FileSystem } from '../../../core/ports.ts';
import { debugType } from '../../contributions.ts';
import { allApis } from '../../platform/apis.ts';
import type { ErrorReporter } from '../../platform/errorReporting.ts';
import { requireTrust } from '../../platform/trust.ts';
import type { WorkspaceFunctions } from '../../platform/workspaceFunctions.ts';
import { eventAt } from '../run/eventPicker.ts';

export interface LaunchDependencies {
  readonly functions: WorkspaceFunctions;
  readonly files: FileSystem;
  readonly reporter: ErrorReporter;
  /** For a configuration that names none; undefined where the person picks none. */
  lastEvent(fn: AnalysedFunction): Promise<TestEvent | undefined>;
  launch(fn: AnalysedFunction, event: TestEvent): Promise<unknown>;
}

export function registerLaunchConfigurations(deps: LaunchDependencies): vscode.Disposable {
  const provider = launchConfigurations(deps);
  return vscode.Disposable.from(
    vscode.debug.registerDebugConfigurationProvider(debugType, provider),
    vscode.debug.registerDebugConfigurationProvider(debugType, provider, vscode.DebugConfigurationProviderTriggerKind.Dynamic),
  );
}

/** Our own launch type: F5 on it starts the same invocation as the Debug action, so the configuration itself starts nothing. */
function launchConfigurations(deps: LaunchDependencies): vscode.DebugConfigurationProvider {
  return {
    provideDebugConfigurations: () => [
      ...allApis(deps.functions.folders).map(({ key: { name, type } }) => {
        const label = type === 'FunctionUrl' ? `the URL of ${name}` : name;
        return { type: debugType, request: 'launch', name: `Debug ${label}`, api: name };
      }),
      ...deps.functions
        .all()
        .map((fn) => ({ type: debugType, request: 'launch', name: `Debug ${fn.definition.name}`, function: fn.definition.id })),
    ],
    async resolveDebugConfigurationWithSubstitutedVariables(folder, configuration) {
      // An API has a session of its own.
      if (configuration['api'] !== undefined) return configuration;
      const report = (error: unknown) => deps.reporter.report(error, `The launch configuration "${configuration.name}"`);
      try {
        requireTrust();
        const fn = await functionNamed(deps.functions, configuration['function'], folder);
        const event = await eventNamed(deps, fn, configuration['event']);
        // The invocation lasts; the configuration is resolved now.
        if (event !== undefined) deps.launch(fn, event).catch(report);
      } catch (error) {
        report(error);
      }
      return undefined;
    },
  };
}

async function functionNamed(
  functions: WorkspaceFunctions,
  wanted: unknown,
  folder: vscode.WorkspaceFolder | undefined,
): Promise<AnalysedFunction> {
  await functions.settled();
  const inFolder = functions.all().filter((fn) => folder === undefined || fn.definition.folder === folder.uri.fsPath);
  const found = inFolder.find(({ definition }) => [definition.id, definition.logicalId, definition.name].includes(String(wanted)));
  if (found === undefined) {
    const known = inFolder.map((fn) => fn.definition.logicalId).join(', ') || 'none was found';
    throw new WorkbenchError('function-not-found', `There is no function "${String(wanted)}".`, `"function" names one of: ${known}.`);
  }
  return found;
}

async function eventNamed(deps: LaunchDependencies, fn: AnalysedFunction, wanted: unknown): Promise<TestEvent | undefined> {
  if (typeof wanted !== 'string' || wanted === '') return await deps.lastEvent(fn);
  const events = await listTestEvents(fn.definition, deps.files);
  const named = events.find((event) => event.name === wanted);
  if (named !== undefined) return named;
  if ((await deps.files.stat(wanted)) !== undefined) return eventAt(wanted);
  throw noSuchEvent(fn.definition, wanted, events);
}
