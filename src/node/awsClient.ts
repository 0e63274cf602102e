import type { DeployTarget } from '../core/deploy/model.ts';
import { localRegion } from '../core/localAccount.ts';
import { withoutUndefined } from '../core/withoutUndefined.ts';

/** What every client of the AWS SDK takes. */
export interface AwsClientConfig {
  readonly profile?: string;
  readonly region?: string;
  readonly endpoint?: string;
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/** How a target is reached: the SDK finds what is left out, where the AWS CLI would. */
export function awsClientConfig(target: DeployTarget): AwsClientConfig {
  if (target.kind === 'local-cloud') {
    // The local cloud takes any signature; the person's own keys must not even be read for it.
    return { endpoint: target.endpoint, region: localRegion, credentials: { accessKeyId: 'local', secretAccessKey: 'local' } };
  }
  const { profile, region, endpoint } = target;
  return withoutUndefined({ profile, region, endpoint });
}
