import * as vscode from 'vscode';
import { commands } from './contributions.ts';
import { createApiServers, registerApis } from './features/api/index.ts';
import { registerCodeLens } from './features/codeLens/index.ts';
import { registerCompletion } from './features/completion/index.ts';
import { createCloudServer } from './features/deploy/cloudServer.ts';
import { DeploymentsModel } from './features/deploy/deploymentsModel.ts';
import { registerDeploying } from './features/deploy/index.ts';
import { createTargets } from './features/deploy/targets.ts';
import { registerFindings } from './features/findings/index.ts';
import { registerFunctionsView } from './features/functionsView/index.ts';
import { registerHover } from './features/hover/index.ts';
import { registerLogs } from './features/logs/index.ts';
import { createLogTails } from './features/logs/tails.ts';
import { registerNavigation } from './features/navigation/index.ts';
import { registerNewFunction } from './features/newFunction/index.ts';
import { createSourceOpener, registerPanel } from './features/panel/index.ts';
import { registerRename } from './features/rename/index.ts';
import { BuildProblems } from './features/run/buildProblems.ts';
import { createEventPicker } from './features/run/eventPicker.ts';
import { registerRunning } from './features/run/index.ts';
import { Invocations } from './features/run/invocations.ts';
import { TestEventsModel } from './features/run/testEventsModel.ts';
import { registerSources } from './features/sources/index.ts';
import { DisposableStore } from './platform/disposables.ts';
import { createEditorWorkbench } from './platform/editorWorkbench.ts';
import { createPlatform } from './platform/platform.ts';

/** Builds everything, in the order in which it depends on each other. */
export function activate(context: vscode.ExtensionContext): void {
  const own = new DisposableStore();
  context.subscriptions.push(own);
  const { extensionUri, workspaceState, storageUri = context.globalStorageUri } = context;
  const platform = createPlatform(context, own);
  const { ports, settings, functions, registry } = platform;

  const workbench = createEditorWorkbench(context, platform);
  own.add(new vscode.Disposable(() => void workbench.dispose()));
  const maxLines = () => settings.get('lambdaWorkbench.logs.maxLines');
  const panel = own.add(
    registerPanel({ extensionUri, hub: workbench.logs, maxLines, openSource: createSourceOpener(), logger: ports.logger }),
  );
  const invocations = own.add(new Invocations(panel, ports.clock, ports.logger, platform.reporter));
  const testEvents = own.add(new TestEventsModel(ports.files, functions));
  const events = createEventPicker(testEvents, {
    files: ports.files,
    state: workspaceState,
    emptyEvent: vscode.Uri.joinPath(storageUri, 'events', '{}.json').fsPath,
  });
  const tails = own.add(createLogTails({ ports, hub: workbench.logs, panel }));
  const targets = createTargets(workspaceState);
  const cloud = createCloudServer(workbench.cloud, () => settings.get('lambdaWorkbench.localCloud.port'), ports.logger);
  const problems = own.add(new BuildProblems());
  const apis = own.add(createApiServers(platform, workspaceState));
  const deployments = own.add(new DeploymentsModel(workspaceState, cloud));

  own.add(registry.register(commands.showLogChannel, () => ports.logger.show()));
  const view = own.add(registerFunctionsView({ ...platform, clock: ports.clock, events: testEvents, deployments, apis }));
  own.add(registerFindings({ ...platform, extensionUri, clock: ports.clock }));
  own.add(registerCodeLens({ ...platform, events: testEvents, lastEvent: (fn) => events.remembered(fn)?.name }));
  for (const register of [registerNavigation, registerCompletion, registerHover, registerRename]) own.add(register(functions));
  own.add(registerRunning({ ...platform, workbench, testEvents, events, invocations, problems }));
  own.add(registerSources({ ...platform, workbench, invocations, problems }));
  own.add(registerApis({ ...platform, workbench, events, invocations, problems }, apis));
  own.add(registerDeploying({ ...platform, workbench, cloud, targets, deployments, events, invocations, tails, view }));
  own.add(registerLogs({ ...platform, hub: workbench.logs, panel, tails, targets }));
  own.add(registerNewFunction({ ...platform, view }));
}

export function deactivate(): void {
  // All is in the context's subscriptions.
}
