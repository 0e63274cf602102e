import { describeError, WorkbenchError } from '../errors.ts';
import type { Clock } from '../ports.ts';
import { isFreshRole } from './awsFailure.ts';
import type { DeployedFunction, LambdaApi } from './lambdaApi.ts';
import type { DeployOutcome, DeployStep, DesiredFunction } from './model.ts';
import type { Deployment } from './plan.ts';
import { configurationUpdate, environmentAfter } from './settings.ts';
import { pause, waitUntilSettled } from './wait.ts';

export interface ApplyOptions {
  readonly api: LambdaApi;
  readonly clock: Clock;
  /** Looked at between steps: what Lambda was asked for, it does. */
  readonly signal?: AbortSignal;
  readonly onStep?: (step: DeployStep) => void;
}

/**
 * Carries out a plan: code first, then settings, each awaited. Every update names the revision it is based on, so that it
 * fails when somebody else changed the function since. Never throws for what Lambda answers: the outcome says it.
 */
export async function applyDeployment(deployment: Deployment, options: ApplyOptions): Promise<DeployOutcome> {
  const { plan, current } = deployment;
  if (plan.action === 'none' && current !== undefined) return { kind: 'unchanged', functionArn: current.functionArn };
  const run: Run = { ...options, step: 'plan', stands: 'Nothing was changed.', poll: deployment.target.kind === 'local-cloud' ? 50 : 1000 };
  try {
    const { functionArn, codeSha256, state } =
      current === undefined ? await create(deployment, run) : await update(deployment, current, run);
    return { kind: 'done', functionArn, codeSha256, state: state ?? 'Active' };
  } catch (error) {
    if (error instanceof WorkbenchError && error.code === 'cancelled') return { kind: 'cancelled', stands: run.stands };
    const { message, advice } = describeError(error);
    return { kind: 'failed', step: run.step, message, advice: advice ?? '', stands: run.stands };
  }
}

/** Removes a function where it runs. */
export function removeFunction(functionName: string, api: LambdaApi): Promise<void> {
  return api.deleteFunction(functionName);
}

/** Where a deployment is, for saying it when it ends early. */
interface Run extends ApplyOptions {
  step: DeployStep;
  stands: string;
  /** Milliseconds between two looks at the function. */
  readonly poll: number;
}

async function create({ desired, zip }: Deployment, run: Run): Promise<DeployedFunction> {
  const { functionName, role, environmentKept: _, ...settings } = desired;
  if (role === undefined) throw new Error('A plan to create a function has a role.');
  begin(run, 'create');
  const environment = environmentAfter(undefined, desired);
  const request = { ...settings, functionName, role, zip: zip.bytes, ...(environment === undefined ? {} : { environment }) };
  await onceTheRoleIsKnown(() => run.api.createFunction(request), run);
  run.stands = `${functionName} was created; Lambda is still preparing it.`;
  return settled(run, functionName);
}

async function update({ desired, zip }: Deployment, planned: DeployedFunction, run: Run): Promise<DeployedFunction> {
  const { functionName } = desired;
  let current = planned;
  const architecture =
    desired.architecture !== undefined && desired.architecture !== current.architecture ? desired.architecture : undefined;
  if (current.codeSha256 !== zip.codeSha256 || architecture !== undefined) {
    begin(run, 'update-code');
    await run.api.updateFunctionCode({ functionName, zip: zip.bytes, ...revisionOf(current), ...(architecture && { architecture }) });
    run.stands =
      'The new code was sent; Lambda is still putting it in place, and the old code runs until then. The settings are the old ones.';
    current = await settled(run, functionName);
    run.stands = 'The new code is in place; the settings are the old ones.';
    if (current.codeSha256 !== zip.codeSha256) throw overtaken(functionName);
    // The wait gave a new revision. What it says beside the code must still be what the plan was made from.
    if (settingsKey(current, desired) !== settingsKey(planned, desired)) throw overtaken(functionName);
  }
  const configuration = configurationUpdate(current, desired);
  if (configuration === undefined) return current;
  begin(run, 'update-configuration');
  await run.api.updateFunctionConfiguration({ functionName, ...configuration, ...revisionOf(current) });
  run.stands = `${zip.codeSha256 === planned.codeSha256 ? 'The' : 'The new code is in place; the'} new settings were sent, and Lambda is still putting them in place.`;
  return settled(run, functionName);
}

function begin(run: Run, step: DeployStep): void {
  if (run.signal?.aborted) throw new WorkbenchError('cancelled', 'The deployment was cancelled.', '');
  run.step = step;
  run.onStep?.(step);
}

async function settled(run: Run, functionName: string): Promise<DeployedFunction> {
  begin(run, 'wait');
  return waitUntilSettled(functionName, run);
}

/** For up to a minute; then the role's trust policy is at fault. */
async function onceTheRoleIsKnown<T>(attempt: () => Promise<T>, run: Run): Promise<T> {
  const giveUp = run.clock.monotonic() + 60_000;
  for (let delay = 2_000; ; delay = Math.min(delay * 2, 10_000)) {
    try {
      return await attempt();
    } catch (error) {
      if (!isFreshRole(error) || run.clock.monotonic() + delay > giveUp) throw error;
      await pause(run.clock, delay, run.signal);
    }
  }
}

function revisionOf(current: DeployedFunction): { readonly revisionId?: string } {
  return current.revisionId === undefined ? {} : { revisionId: current.revisionId };
}

function settingsKey(current: DeployedFunction, desired: DesiredFunction): string {
  return JSON.stringify(configurationUpdate(current, desired) ?? {});
}

function overtaken(functionName: string): WorkbenchError {
  return new WorkbenchError(
    'deploy-conflict',
    `Somebody else changed ${functionName} in the meantime.`,
    'Look at a new plan, then deploy again.',
  );
}
