import * as vscode from 'vscode';
import type { AnalysedFunction } from '../../../core/analysis/model.ts';
import { readTestEvent } from '../../../core/events/index.ts';
import type { TestEvent } from '../../../core/events/model.ts';
import type { LogSource } from '../../../core/logs/model.ts';
import { commands } from '../../contributions.ts';
import { requireTrust } from '../../platform/trust.ts';
import { cloudEnvironment, invokeCommandLine } from './cloudShell.ts';
import type { DeployDependencies } from './dependencies.ts';
import { DeployedChoice } from './deployedChoice.ts';
import { reach } from './reach.ts';
import { type TargetChoice, targetLabel } from './targets.ts';

/** What can be done with a function where it is deployed: invoke it, call it from a terminal, remove it. */
export function registerDeployedActions(deps: DeployDependencies): vscode.Disposable {
  const { registry, deployments, cloud } = deps;
  const deployed = new DeployedChoice(deps.picker, deployments);

  return vscode.Disposable.from(
    registry.register(commands.invokeDeployed, async (arg) => {
      requireTrust();
      const found = await deployed.pick(arg);
      const event = found === undefined ? undefined : await deps.events.lastOr(found.fn);
      return found === undefined || event === undefined ? undefined : await invoke(deps, found.fn, found.choice, event);
    }),
    registry.register(commands.removeDeployed, async (arg) => {
      const found = await deployed.pick(arg, 'local-cloud');
      if (found === undefined) return;
      const { fn, choice } = found;
      const { api } = await reach(choice, cloud);
      await api.deleteFunction(fn.definition.name);
      await deployments.removed(fn, choice);
      void vscode.window.setStatusBarMessage(`$(check) ${fn.definition.name} is removed from the local cloud`, 3000);
    }),
    registry.register(commands.copyInvokeCommand, async (arg) => {
      const found = await deployed.pick(arg);
      if (found === undefined) return;
      const endpoint = found.choice.kind === 'local-cloud' ? await cloud.endpoint() : undefined;
      await vscode.env.clipboard.writeText(invokeCommandLine(found.fn.definition.name, found.choice, endpoint));
      void vscode.window.setStatusBarMessage('$(check) AWS CLI command copied', 3000);
    }),
    registry.register(commands.openCloudTerminal, async () => {
      requireTrust();
      const env = cloudEnvironment(await cloud.endpoint());
      const message = 'Here the AWS CLI and SDKs talk to the local cloud: aws lambda list-functions';
      vscode.window.createTerminal({ name: 'Lambda: local cloud', env, message }).show();
    }),
  );
}

async function invoke(deps: DeployDependencies, fn: AnalysedFunction, choice: TargetChoice, event: TestEvent): Promise<unknown> {
  const { name } = fn.definition;
  deps.events.used(fn, event);
  // The local cloud's lines come by themselves; those of AWS have to be fetched.
  deps.tails.follow(fn, choice);
  return await deps.invocations.start({
    functionName: name,
    target: targetLabel(choice),
    eventName: event.name,
    again: () => invoke(deps, fn, choice, event),
    async carryOut(stage) {
      const payload = await readTestEvent(event.path, deps.ports.files);
      const { api } = await reach(choice, deps.cloud);
      stage.enter('running');
      const { remoteInvocation } = await import('../../../core/deploy/remoteInvocation.ts');
      const answer = await api.invoke(name, payload, { signal: stage.signal });
      return remoteInvocation(answer, logSource(name, choice), deps.ports.clock.now());
    },
  });
}

function logSource(functionName: string, choice: TargetChoice): LogSource {
  if (choice.kind === 'local-cloud') return { target: 'local-cloud', functionName };
  return { target: 'aws', functionName, ...(choice.region === undefined ? {} : { region: choice.region }) };
}
