import * as vscode from 'vscode';
import type { AnalysedFunction } from '../../../core/analysis/model.ts';
import { planWords } from '../../../core/deploy/index.ts';
import type { LambdaApi } from '../../../core/deploy/lambdaApi.ts';
import type { DeployPlan, DeployTarget } from '../../../core/deploy/model.ts';
import { remoteInvocation } from '../../../core/deploy/remoteInvocation.ts';
import { readTestEvent } from '../../../core/events/index.ts';
import type { TestEvent } from '../../../core/events/model.ts';
import type { LogSource } from '../../../core/logs/model.ts';
import type { Ports } from '../../../core/ports.ts';
import type { Workbench } from '../../../core/workbench.ts';
import { commands } from '../../contributions.ts';
import type { CommandRegistry } from '../../platform/commands.ts';
import type { ErrorReporter } from '../../platform/errorReporting.ts';
import { keyOf } from '../../platform/functionIndex.ts';
import type { FunctionPicker } from '../../platform/functionPicker.ts';
import { requireTrust } from '../../platform/trust.ts';
import { saveAllOf } from '../../platform/unsaved.ts';
import type { FunctionsView } from '../functionsView/index.ts';
import { isFunctionsNode } from '../functionsView/nodes.ts';
import type { EventPicker } from '../run/eventPicker.ts';
import type { Invocations } from '../run/invocations.ts';
import type { CloudServer } from './cloudServer.ts';
import { cloudEnvironment, invokeCommandLine } from './cloudShell.ts';
import { deployFunction } from './deployFunction.ts';
import type { DeploymentsModel } from './deploymentsModel.ts';
import { type TargetChoice, type Targets, targetLabel } from './targets.ts';

export interface DeployDependencies {
  readonly ports: Ports;
  readonly workbench: Workbench;
  readonly cloud: CloudServer;
  readonly targets: Targets;
  readonly deployments: DeploymentsModel;
  readonly events: EventPicker;
  readonly invocations: Invocations;
  readonly picker: FunctionPicker;
  readonly view: Pick<FunctionsView, 'reveal'>;
  readonly registry: CommandRegistry;
  readonly reporter: ErrorReporter;
}

/** Deploy, and what can be done with a function where it is deployed: invoke, remove, call from a terminal. */
export function registerDeploying(deps: DeployDependencies): vscode.Disposable {
  const { registry, picker, targets, deployments } = deps;
  startForWhatIsThere(deps);

  async function reach(choice: TargetChoice): Promise<{ readonly target: DeployTarget; readonly api: LambdaApi }> {
    const target: DeployTarget = choice.kind === 'local-cloud' ? { kind: 'local-cloud', endpoint: await deps.cloud.endpoint() } : choice;
    const { createLambdaApi } = await import('../../../node/awsLambda.ts');
    return { target, api: await createLambdaApi(target) };
  }

  async function deploy(fn: AnalysedFunction, confirm: typeof askFirst = askFirst): Promise<unknown> {
    const choice = await targets.of(fn);
    if (choice === undefined) return undefined;
    const { target, api } = await reach(choice);
    await saveAllOf(fn);
    const { packager } = deps.workbench;
    const outcome = await deployFunction({ fn, target, api, packager, clock: deps.ports.clock, confirm });
    if (outcome === undefined) return undefined;
    const state = outcome.kind === 'done' ? outcome.state.toLowerCase() : 'active';
    const functionName = fn.definition.name;
    await deployments.deployed(fn, { target: choice, functionName, state, deployedAt: deps.ports.clock.now() });
    void deps.view.reveal(fn);
    tellDeployed(fn, choice, outcome.kind);
    return outcome;
  }

  /** Returns at once: the message stays until somebody closes it. */
  function tellDeployed(fn: AnalysedFunction, choice: TargetChoice, kind: 'done' | 'unchanged'): void {
    const where = choice.kind === 'local-cloud' ? 'the local cloud' : targetLabel(choice);
    const message =
      kind === 'done'
        ? `${fn.definition.name} is deployed to ${where}.`
        : `${fn.definition.name} in ${where} is up to date: nothing to deploy.`;
    void vscode.window.showInformationMessage(message, 'Invoke', 'Show Logs').then((answer) => {
      if (answer === 'Invoke') void vscode.commands.executeCommand(commands.invokeDeployed, targetNode(fn, choice));
      if (answer === 'Show Logs') void vscode.commands.executeCommand(commands.showLogs, keyOf(fn));
    });
  }

  async function invoke(fn: AnalysedFunction, choice: TargetChoice, event: TestEvent): Promise<unknown> {
    deps.events.used(fn, event);
    return await deps.invocations.start({
      functionName: fn.definition.name,
      target: targetLabel(choice),
      eventName: event.name,
      again: () => invoke(fn, choice, event),
      async carryOut(stage) {
        const payload = await readTestEvent(event.path, deps.ports.files);
        const { api } = await reach(choice);
        stage.enter('running');
        const answer = await api.invoke(fn.definition.name, payload, { signal: stage.signal });
        return remoteInvocation(answer, logSource(fn, choice), deps.ports.clock.now());
      },
    });
  }

  return vscode.Disposable.from(
    registry.register(commands.deploy, async (arg, confirm) => {
      requireTrust();
      const fn = await picker.pick(arg);
      return fn === undefined ? undefined : await deploy(fn, isConfirm(confirm) ? confirm : askFirst);
    }),
    registry.register(commands.changeTarget, async (arg) => {
      const fn = await picker.pick(arg);
      if (fn !== undefined) await targets.change(fn);
    }),
    registry.register(commands.invokeDeployed, async (arg) => {
      requireTrust();
      const fn = await picker.pick(arg);
      const choice = fn === undefined ? undefined : targetOf(arg, fn, deployments);
      const event = fn === undefined || choice === undefined ? undefined : await deps.events.lastOr(fn);
      return fn === undefined || choice === undefined || event === undefined ? undefined : await invoke(fn, choice, event);
    }),
    registry.register(commands.removeDeployed, async (arg) => {
      const fn = await picker.pick(arg);
      if (fn === undefined) return;
      const { api } = await reach({ kind: 'local-cloud' });
      await api.deleteFunction(fn.definition.name);
      await deployments.removed(fn, { kind: 'local-cloud' });
    }),
    registry.register(commands.copyInvokeCommand, async (arg) => {
      const fn = await picker.pick(arg);
      const choice = fn === undefined ? undefined : targetOf(arg, fn, deployments);
      if (fn === undefined || choice === undefined) return;
      const endpoint = choice.kind === 'local-cloud' ? await deps.cloud.endpoint() : undefined;
      await vscode.env.clipboard.writeText(invokeCommandLine(fn.definition.name, choice, endpoint));
      void vscode.window.setStatusBarMessage('$(check) AWS CLI command copied', 3000);
    }),
    registry.register(commands.openCloudTerminal, async () => {
      requireTrust();
      const env = cloudEnvironment(await deps.cloud.endpoint());
      vscode.window
        .createTerminal({
          name: 'Lambda: local cloud',
          env,
          message: 'Here the AWS CLI and SDKs talk to the local cloud: aws lambda list-functions',
        })
        .show();
    }),
  );
}

async function askFirst(plan: DeployPlan): Promise<boolean> {
  const { head, rows, warnings } = planWords(plan);
  // A dialog's letters have no common width: columns would not stand below each other.
  const detail = [...rows.map(([name, change]) => `${name}: ${change}`), ...warnings.map((warning) => `⚠ ${warning}`)].join('\n');
  const yes = plan.action === 'create' ? 'Create' : 'Update';
  return (await vscode.window.showInformationMessage(`${head}?`, { modal: true, detail }, yes)) === yes;
}

/** What was deployed to the local cloud in an earlier session is there again at once. */
function startForWhatIsThere({ deployments, cloud, reporter }: DeployDependencies): void {
  if (!deployments.any('local-cloud')) return;
  cloud.endpoint().catch((error: unknown) => reporter.report(error, 'Starting the local cloud'));
}

/** The function's own target where the command didn't come from one. */
function targetOf(arg: unknown, fn: AnalysedFunction, deployments: DeploymentsModel): TargetChoice | undefined {
  if (isFunctionsNode(arg) && arg.kind === 'target') return deployments.target(fn, arg.label);
  const [first] = deployments.of(fn);
  return first === undefined ? undefined : deployments.target(fn, first.label);
}

function targetNode(fn: AnalysedFunction, choice: TargetChoice) {
  return { ...keyOf(fn), kind: 'target', target: choice.kind, label: targetLabel(choice) };
}

function logSource(fn: AnalysedFunction, choice: TargetChoice): LogSource {
  const functionName = fn.definition.name;
  if (choice.kind === 'local-cloud') return { target: 'local-cloud', functionName };
  return { target: 'aws', functionName, ...(choice.region === undefined ? {} : { region: choice.region }) };
}

/** Tests that drive the command from inside the editor answer the question themselves: a dialog can't be shown there. */
function isConfirm(value: unknown): value is typeof askFirst {
  return typeof value === 'function';
}
