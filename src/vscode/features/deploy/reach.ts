import type { LambdaApi } from '../../../core/deploy/lambdaApi.ts';
import type { DeployTarget } from '../../../core/deploy/model.ts';
import type { CloudServer } from './cloudServer.ts';
import type { TargetChoice } from './targets.ts';

/** A target as it can be talked to now: the local cloud is started for it. */
export interface Reached {
  readonly target: DeployTarget;
  readonly api: LambdaApi;
}

export async function reach(choice: TargetChoice, cloud: CloudServer): Promise<Reached> {
  const target: DeployTarget = choice.kind === 'local-cloud' ? { kind: 'local-cloud', endpoint: await cloud.endpoint() } : choice;
  // Loaded here: the AWS SDK is only needed now.
  const { createLambdaApi } = await import('../../../node/awsLambda.ts');
  return { target, api: await createLambdaApi(target) };
}
