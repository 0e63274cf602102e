import * as vscode from 'vscode';
import type { AnalysedFunction } from '../../../core/analysis/model.ts';
import type { LambdaApi } from '../../../core/deploy/lambdaApi.ts';
import type { DeployOutcome, DeployPlan, DeployStep, DeployTarget } from '../../../core/deploy/model.ts';
import { WorkbenchError } from '../../../core/errors.ts';
import type { Packager } from '../../../core/package/index.ts';
import type { Clock } from '../../../core/ports.ts';

export interface DeployRequest {
  readonly fn: AnalysedFunction;
  readonly target: DeployTarget;
  readonly api: LambdaApi;
  readonly packager: Packager;
  readonly clock: Clock;
  /** Shows the plan; false stops here, with nothing changed. */
  readonly confirm: (plan: DeployPlan) => Promise<boolean>;
}

/**
 * Package, plan, ask, apply, wait: with progress that can be cancelled between steps. Undefined: the person said no, or there was
 * nothing to do. Rejects with WorkbenchError; a failure says which step failed and what stands.
 */
export async function deployFunction(request: DeployRequest): Promise<Extract<DeployOutcome, { kind: 'done' | 'unchanged' }> | undefined> {
  const { fn, target, api, packager, clock } = request;
  // Loaded here: most windows deploy nothing.
  const [{ prepareDeployment }, { applyDeployment }] = await Promise.all([
    import('../../../core/deployFunction.ts'),
    import('../../../core/deploy/index.ts'),
  ]);
  const name = fn.definition.name;
  const deployment = await withSteps(`Preparing ${name}`, (signal, onStep) =>
    prepareDeployment(fn, { packager, api, target, signal, onStep }),
  );
  if (deployment.plan.action !== 'none' && !(await request.confirm(deployment.plan))) return undefined;
  const outcome = await withSteps(`Deploying ${name}`, (signal, onStep) => applyDeployment(deployment, { api, clock, signal, onStep }));
  switch (outcome.kind) {
    case 'done':
    case 'unchanged':
      return outcome;
    case 'cancelled':
      void vscode.window.showWarningMessage(`Deploying ${name} was cancelled. ${outcome.stands}`);
      return undefined;
    case 'failed':
      throw new WorkbenchError(
        'deploy-failed',
        `Deploying ${name} failed at the step “${stepNames[outcome.step]}”: ${outcome.message} ${outcome.stands}`,
        outcome.advice,
      );
  }
}

const stepNames: Readonly<Record<DeployStep, string>> = {
  package: 'packaging',
  plan: 'comparing with what is there',
  create: 'creating the function',
  'update-code': 'sending the code',
  'update-configuration': 'changing the settings',
  wait: 'waiting until it is active',
};

async function withSteps<T>(title: string, work: (signal: AbortSignal, onStep: (step: DeployStep) => void) => Promise<T>): Promise<T> {
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  return await vscode.window.withProgress(options, async (progress, token) => {
    const controller = new AbortController();
    const watch = token.onCancellationRequested(() => controller.abort());
    try {
      return await work(controller.signal, (step) => progress.report({ message: stepNames[step] }));
    } finally {
      watch.dispose();
    }
  });
}
