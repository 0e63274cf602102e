import { WorkbenchError } from '../errors.ts';
import { localRole } from '../localAccount.ts';
import type { ZippedArtifact } from '../package/model.ts';
import { describeTarget } from './awsFailure.ts';
import type { Desired } from './desired.ts';
import type { DeployedFunction, LambdaApi } from './lambdaApi.ts';
import type { DeployPlan, DeployTarget, DesiredFunction } from './model.ts';
import { changedSettings, environmentAfter } from './settings.ts';

/** A plan with all that carrying it out takes. Only `plan` is for showing: the rest holds values of environment variables. */
export interface Deployment {
  readonly plan: DeployPlan;
  readonly desired: DesiredFunction;
  readonly zip: ZippedArtifact;
  readonly target: DeployTarget;
  /** As it was when the plan was made; absent where there is none. */
  readonly current?: DeployedFunction;
}

/** Compares what is wanted with what is there. Changes nothing. */
export async function planDeployment(
  { desired: wanted, warnings: given }: Desired,
  zip: ZippedArtifact & { readonly files: number },
  api: LambdaApi,
  target: DeployTarget,
): Promise<Deployment> {
  const { functionName } = wanted;
  const current = await api.getFunction(functionName);
  const desired = current === undefined ? { ...wanted, role: roleToCreateWith(wanted, target) } : wanted;
  if (current !== undefined) refuseWhatCannotChange(current);
  const settings = changedSettings(current, desired);
  const codeIsNew = current?.codeSha256 !== zip.codeSha256;
  const { bytes, codeSha256, unzippedSize, files } = zip;
  const plan: DeployPlan = {
    functionName,
    action: current === undefined ? 'create' : codeIsNew || settings.length > 0 ? 'update' : 'none',
    target: describeTarget(target),
    settings,
    ...(codeIsNew ? { code: { from: current?.codeSha256, to: codeSha256, zippedSize: bytes.byteLength, unzippedSize, files } } : {}),
    ...(current?.revisionId === undefined ? {} : { revisionId: current.revisionId }),
    warnings: [...given, ...(current === undefined ? [] : warningsAbout(current, desired))],
  };
  return { plan, desired, zip, target, ...(current === undefined ? {} : { current }) };
}

function roleToCreateWith(desired: DesiredFunction, target: DeployTarget): string {
  if (desired.role !== undefined) return desired.role;
  if (target.kind === 'local-cloud') return localRole;
  throw new WorkbenchError(
    'deploy-failed',
    `${desired.functionName} isn’t there yet, and creating it takes an execution role.`,
    'Give it the ARN of a role that Lambda may assume where the function is defined, or deploy that once with its own tool.',
  );
}

function refuseWhatCannotChange(current: DeployedFunction): void {
  const { functionName } = current;
  if (current.packageType === 'Image') {
    const advice = 'Remove it first, or deploy under another name.';
    throw new WorkbenchError('deploy-failed', `${functionName} is a container image there, which can’t become a zip package.`, advice);
  }
  if (current.state === 'Failed') {
    const message = `${functionName} could not be created the last time: ${current.stateReason ?? 'no reason is given'}`;
    throw new WorkbenchError('deploy-failed', message, 'Remove it, then deploy again.');
  }
}

function warningsAbout(current: DeployedFunction, desired: DesiredFunction): readonly string[] {
  const warnings: string[] = [];
  const stack = current.tags?.['aws:cloudformation:stack-name'];
  if (stack !== undefined) {
    warnings.push(
      `It belongs to the CloudFormation stack ${stack}: a deployment of the stack may undo this one, which the stack doesn’t know of.`,
    );
  }
  if (current.lastUpdateStatus === 'InProgress' || current.state === 'Pending') {
    warnings.push('An update of it is in progress: wait until it is done.');
  }
  if (current.environmentUnreadable && desired.environment !== undefined) {
    warnings.push('Its environment variables can’t be decrypted: they are left as they are.');
  }
  const lost = (desired.environmentKept ?? []).filter(
    (name) => !(name in (environmentAfter(current, desired) ?? current.environment ?? {})),
  );
  if (lost.length > 0 && !current.environmentUnreadable)
    warnings.push(`These environment variables will have no value: ${lost.join(', ')}.`);
  return warnings;
}
