import * as vscode from 'vscode';
import type { AnalysedFunction } from '../../../core/analysis/model.ts';
import type { DeployPlan } from '../../../core/deploy/model.ts';
import { commands } from '../../contributions.ts';
import { keyOf } from '../../platform/functionIndex.ts';
import { requireTrust } from '../../platform/trust.ts';
import { saveAllOf } from '../../platform/unsaved.ts';
import type { DeployDependencies } from './dependencies.ts';
import { registerDeployedActions } from './deployedActions.ts';
import { deployFunction } from './deployFunction.ts';
import { reach } from './reach.ts';
import { type TargetChoice, targetLabel } from './targets.ts';

/** Deploy, Change Deploy Target, and what can be done with a function where it is deployed. */
export function registerDeploying(deps: DeployDependencies): vscode.Disposable {
  const { registry, picker, targets } = deps;
  return vscode.Disposable.from(
    startForWhatIsThere(deps),
    registerDeployedActions(deps),
    registry.register(commands.deploy, async (arg, confirm) => {
      requireTrust();
      const fn = await picker.pick(arg);
      return fn === undefined ? undefined : await deploy(deps, fn, isConfirm(confirm) ? confirm : askFirst);
    }),
    registry.register(commands.changeTarget, async (arg) => {
      const fn = await picker.pick(arg);
      if (fn !== undefined) await targets.change(fn);
    }),
  );
}

async function deploy(deps: DeployDependencies, fn: AnalysedFunction, confirm: typeof askFirst): Promise<unknown> {
  const { deployments, ports, workbench } = deps;
  const choice = await deps.targets.of(fn);
  if (choice === undefined) return undefined;
  const { target, api } = await reach(choice, deps.cloud);
  await saveAllOf(fn);
  const outcome = await deployFunction({ fn, target, api, packager: workbench.packager, clock: ports.clock, confirm });
  if (outcome === undefined) return undefined;
  const state = outcome.kind === 'done' ? outcome.state.toLowerCase() : 'active';
  await deployments.deployed(fn, { target: choice, functionName: fn.definition.name, state, deployedAt: ports.clock.now() });
  void deps.view.reveal(fn);
  tellDeployed(fn, choice, outcome.kind);
  return outcome;
}

async function askFirst(plan: DeployPlan): Promise<boolean> {
  const { planWords } = await import('../../../core/deploy/index.ts');
  const { head, rows, warnings } = planWords(plan);
  // A dialog's letters have no common width: columns would not stand below each other.
  const detail = [...rows.map(([name, change]) => `${name}: ${change}`), ...warnings.map((warning) => `⚠ ${warning}`)].join('\n');
  const yes = plan.action === 'create' ? 'Create' : 'Update';
  return (await vscode.window.showInformationMessage(`${head}?`, { modal: true, detail }, yes)) === yes;
}

/** Returns at once: the message stays until somebody closes it. */
function tellDeployed(fn: AnalysedFunction, choice: TargetChoice, kind: 'done' | 'unchanged'): void {
  const { name } = fn.definition;
  const where = choice.kind === 'local-cloud' ? 'the local cloud' : targetLabel(choice);
  const message = kind === 'done' ? `${name} is deployed to ${where}.` : `${name} in ${where} is up to date: nothing to deploy.`;
  const target = { ...keyOf(fn), kind: 'target', target: choice.kind, label: targetLabel(choice) };
  void vscode.window.showInformationMessage(message, 'Invoke', 'Show Logs').then((answer) => {
    if (answer === 'Invoke') void vscode.commands.executeCommand(commands.invokeDeployed, target);
    if (answer === 'Show Logs') void vscode.commands.executeCommand(commands.showLogs, keyOf(fn));
  });
}

/** What was deployed to the local cloud in an earlier session is there again at once, in a workspace whose code may run. */
function startForWhatIsThere({ deployments, cloud, ports }: DeployDependencies): vscode.Disposable {
  const start = () => {
    if (!vscode.workspace.isTrusted || !deployments.any('local-cloud')) return;
    // Nobody asked for it now, so it isn't worth a message: another window may have the port.
    cloud.endpoint().catch((error: unknown) => ports.logger.warn('The local cloud could not be started', error));
  };
  start();
  return vscode.workspace.onDidGrantWorkspaceTrust(start);
}

/** Tests that drive the command from inside the editor answer the question themselves: a dialog can't be shown there. */
function isConfirm(value: unknown): value is typeof askFirst {
  return typeof value === 'function';
}
