import { localRegion } from '../../../core/localAccount.ts';
import type { TargetChoice } from './targets.ts';

/** What makes the AWS CLI and SDKs talk to the local cloud, which takes every set of credentials. */
export function cloudEnvironment(endpoint: string): Readonly<Record<string, string | null>> {
  return {
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: localRegion,
    AWS_DEFAULT_REGION: localRegion,
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    // A profile or session of the person's own would win over the keys above, and be sent here.
    AWS_SESSION_TOKEN: null,
    AWS_PROFILE: null,
    AWS_PAGER: '',
  };
}

/** A command for a POSIX shell that invokes the function where it is deployed; `endpoint` for the local cloud. */
export function invokeCommandLine(functionName: string, target: TargetChoice, endpoint: string | undefined): string {
  const region = target.kind === 'local-cloud' ? localRegion : target.region;
  return [
    ...(endpoint === undefined ? [] : ['AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local']),
    'aws lambda invoke',
    ...(endpoint === undefined ? [] : ['--endpoint-url', endpoint]),
    ...(target.kind === 'aws' && target.profile !== undefined ? ['--profile', quoted(target.profile)] : []),
    ...(region === undefined ? [] : ['--region', region]),
    `--function-name ${quoted(functionName)} --log-type Tail /dev/stdout`,
  ].join(' ');
}

function quoted(word: string): string {
  return /^[A-Za-z0-9_./:-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
